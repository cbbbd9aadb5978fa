using System.Globalization;
using System.Text;
using System.Text.Json;
using Caco.Loop.Cases;
using Caco.Loop.Failures;
using Caco.Loop.Imaging;
using Caco.Loop.Ledgers;
using Caco.Loop.Workspaces;

namespace Caco.Loop.Reports;

/// <summary>
/// A workspace's history as a folder to keep beside the code: small, readable without this program, and without any path of
/// the machine that it was made on.
/// </summary>
public static class HistoryExport
{
    public const string Ledger = "ledger.json";
    public const string Table = "trials.csv";
    public const string Interference = "interference.csv";
    public const string Scores = "scores.png";

    // A contact sheet is shrunk until it takes no more.
    private const int SheetBytes = 420_000;
    private const int SmallestSheet = 4;

    /// <summary>Writes the folder's files; each replaces its former self.</summary>
    /// <param name="workspace">Whose history.</param>
    /// <param name="ledger">Its trials.</param>
    /// <param name="folder">Made when absent.</param>
    /// <param name="bundles">Failure bundles of each accepted trial, at most.</param>
    /// <returns>The files, relative to the folder, in order.</returns>
    /// <exception cref="LoopException">The disk is full or read-only.</exception>
    public static IReadOnlyList<string> Write(Workspace workspace, ILedger ledger, string folder, int bundles = 1)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(ledger);
        var data = ReportBuilder.Build(ledger, new ReportOptions
        {
            Title = Path.GetFileName(workspace.Paths.Root),
            Rule = workspace.Settings.Score,
            Budget = workspace.Settings.Budget,
        });
        var trials = ledger.Trials(withEpisodes: true);
        var output = new Output(folder);
        output.Text(ReportFiles.Page, ReportPage.Render(data));
        output.Text(Ledger, $"[{string.Join(",\n", trials.Select(static t => JsonSerializer.Serialize(Brief(t), LedgerJson.Options)))}]\n");
        output.Text(Interference, InterferenceOf(data.Interference));
        output.Bytes(Scores, ScorePicture.Draw(data).Encode());
        if (File.Exists(workspace.Paths.Summary))
        {
            output.Text(Table, File.ReadAllText(workspace.Paths.Summary));
        }

        foreach (var trial in trials.Where(static t => t.Verdict == Verdict.Accepted))
        {
            output.Text($"accepted/{trial.Id}.diff", trial.Diff);
            foreach (var bundle in BundleFolders.Of(workspace.Paths.Failures, trial.Id).Take(bundles))
            {
                CopyBundle(bundle, output);
            }
        }

        return output.Files;
    }

    // Times of single episodes are of no use to a reader, and diffs have files of their own.
    private static TrialRecord Brief(TrialRecord trial) => trial with
    {
        Diff = "",
        Episodes = [.. trial.Episodes.Select(static e => e with { Episode = e.Episode with { Times = null } })],
    };

    private static string InterferenceOf(InterferenceTable table)
    {
        var text = new StringBuilder("trial,verdict");
        foreach (var name in table.Cases)
        {
            text.Append(',').Append(name);
        }

        text.Append('\n');
        foreach (var row in table.Rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"{row.Trial},{row.Verdict}");
            foreach (var effect in row.Effects)
            {
                text.Append(',').Append(effect);
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    private static void CopyBundle(string bundle, Output output)
    {
        var name = "failures/" + Path.GetFileName(bundle) + "/";
        var summary = Path.Combine(bundle, BundleWriter.SummaryFile);
        if (File.Exists(summary))
        {
            output.Text(name + BundleWriter.SummaryFile, File.ReadAllText(summary));
        }

        var sheet = Path.Combine(bundle, BundleWriter.SheetFile);
        if (!File.Exists(sheet))
        {
            return;
        }

        var bytes = File.ReadAllBytes(sheet);
        var picture = Picture.Decode(bytes);
        for (var shrink = 2; bytes.Length > SheetBytes && shrink <= SmallestSheet; shrink++)
        {
            bytes = picture.Shrunk(shrink).Encode();
        }

        output.Bytes(name + BundleWriter.SheetFile, bytes);
    }

    private sealed class Output(string folder)
    {
        private readonly List<string> _files = [];

        public IReadOnlyList<string> Files => _files;

        public void Text(string name, string text) => Bytes(name, Encoding.UTF8.GetBytes(text));

        public void Bytes(string name, byte[] bytes)
        {
            var path = Path.Combine(folder, name);
            Disk.MakeFolder(Path.GetDirectoryName(path)!);
            Disk.Replace(path, bytes);
            _files.Add(name);
        }
    }
}
