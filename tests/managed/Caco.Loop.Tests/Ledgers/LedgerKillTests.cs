using System.Diagnostics;
using System.Globalization;
using Caco.Loop.Ledgers;
using Caco.Loop.Workspaces;

namespace Caco.Loop.Tests;

public sealed class LedgerKillTests : IDisposable
{
    private const int Kills = 20;

    private readonly TemporaryFolder _folder = new();

    private WorkspacePaths Paths => new(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Whenever_the_writer_is_killed_no_acknowledged_row_is_lost()
    {
        var random = new Random(7);
        var trials = 0L;
        var acknowledged = 0L;
        for (var kill = 0; kill < Kills; kill++)
        {
            var (lastTrial, lines) = WriteAndKill(random);
            trials = Math.Max(trials, lastTrial);
            acknowledged += lines;
            using var ledger = SqliteLedger.Open(Paths);
            var count = ledger.Trials().Count;
            Assert.True(count >= trials, $"{count} of {trials} trials after kill {kill}");
            Assert.InRange(count, trials, trials + 1);
            Assert.Equal(Enumerable.Range(1, count).Select(static id => (long)id), ledger.Trials().Select(static t => t.Id));
            Assert.Equal(File.ReadAllLines(Paths.Trials), Journal());
            Assert.True(Journal().Count >= acknowledged);

            // Every trial says what its spend says; one more spend may wait for its trial.
            Assert.InRange(ledger.Total.Tics, 2 * count, 2 * (count + kill + 1));
            trials = count;
            acknowledged = Journal().Count;
        }

        Assert.True(trials > Kills, $"only {trials} trials were written");
    }

    /// <summary>Lets a process write for a while, and ends it without warning.</summary>
    private (long LastTrial, int Lines) WriteAndKill(Random random)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(LedgerWriter).Assembly.Location]) { RedirectStandardOutput = true };
        start.Environment[LedgerWriter.Variable] = _folder.Path;
        start.Environment["DOTNET_TieredPGO"] = "0";
        using var writer = Process.Start(start)!;
        var wanted = 1 + random.Next(8);
        var last = 0L;
        var lines = 0;
        Assert.Equal("ready", writer.StandardOutput.ReadLine());
        while (lines < wanted && writer.StandardOutput.ReadLine() is { } line)
        {
            Note(line);
        }

        // Somewhere within the next rows.
        Thread.SpinWait(random.Next(2_000_000));
        writer.Kill();
        while (writer.StandardOutput.ReadLine() is { } line)
        {
            // The last one may have been cut off while it was said.
            if (line.Split(' ') is ["trial" or "spend", { Length: > 0 }])
            {
                Note(line);
            }
        }

        writer.WaitForExit();
        return (last, lines);

        void Note(string line)
        {
            lines++;
            if (line.StartsWith("trial ", StringComparison.Ordinal))
            {
                last = long.Parse(line[6..], CultureInfo.InvariantCulture);
            }
        }
    }

    private List<string> Journal()
    {
        using var database = LedgerDatabase.OpenForReading(Paths.Ledger);
        return [.. database.Lines()];
    }
}
