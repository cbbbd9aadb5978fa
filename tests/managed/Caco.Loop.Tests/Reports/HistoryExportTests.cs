using System.Text.Json;
using Caco.Loop.Imaging;
using Caco.Loop.Ledgers;
using Caco.Loop.Reports;
using Caco.Loop.Workspaces;

namespace Caco.Loop.Tests;

public sealed class HistoryExportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_history_becomes_files_without_a_path_of_this_machine()
    {
        var workspace = Workspace.Create(_folder.File("aim"), new ScenarioSettings(), "idle");
        File.WriteAllText(workspace.Paths.Summary, "id,verdict\n");
        Bundle(workspace, "4-low-score-7", 64);
        Bundle(workspace, "4-low-score-9", 64);
        Bundle(workspace, "5-low-score-9", 64);
        Bundle(workspace, "9-death-3", 1600);
        var output = _folder.File("export");
        var files = HistoryExport.Write(workspace, new FakeLedger(ReportTests.History()), output);
        Assert.Equal(
            [
                "report.html", "ledger.json", "interference.csv", "scores.png", "trials.csv",
                "accepted/4.diff", "failures/4-low-score-7/summary.txt", "failures/4-low-score-7/sheet.png",
                "accepted/6.diff", "accepted/9.diff", "failures/9-death-3/summary.txt", "failures/9-death-3/sheet.png",
            ],
            files);
        Assert.All(files, file => Assert.DoesNotContain(_folder.File(""), File.ReadAllText(Path.Combine(output, file)), StringComparison.Ordinal));

        using var ledger = JsonDocument.Parse(File.ReadAllText(Path.Combine(output, HistoryExport.Ledger)));
        Assert.Equal(10, ledger.RootElement.GetArrayLength());
        Assert.Equal(40, ledger.RootElement[3].GetProperty("episodes").GetArrayLength());
        Assert.Contains("Aim = 5 < 2", File.ReadAllText(Path.Combine(output, "accepted", "4.diff")), StringComparison.Ordinal);
        Assert.Equal(
            ["trial,verdict,kills-imp,survives,leaves-corner,golden <7>", "4,Accepted,"],
            File.ReadLines(Path.Combine(output, HistoryExport.Interference)).Take(2).Select(static (line, i) => i == 0 ? line : line[..11]));
    }

    [Fact]
    public void A_large_contact_sheet_is_shrunk()
    {
        var workspace = Workspace.Create(_folder.File("aim"), new ScenarioSettings(), "idle");
        Bundle(workspace, "9-death-3", 1600);
        HistoryExport.Write(workspace, new FakeLedger(ReportTests.History()), _folder.File("export"));
        var sheet = Picture.Decode(File.ReadAllBytes(_folder.File("export/failures/9-death-3/sheet.png")));
        Assert.Equal((800, 80), (sheet.Width, sheet.Height));
    }

    [Fact]
    public void The_picture_shows_stairs_of_accepted_trials_and_lines_of_baselines()
    {
        var data = ReportBuilder.Build(new FakeLedger(ReportTests.History()), new ReportOptions());
        var picture = ScorePicture.Draw(data);
        Assert.Equal((800, 400), (picture.Width, picture.Height));
        var colors = new Dictionary<uint, int>();
        for (var y = 0; y < picture.Height; y++)
        {
            for (var x = 0; x < picture.Width; x++)
            {
                colors[picture[x, y]] = colors.GetValueOrDefault(picture[x, y]) + 1;
            }
        }

        Assert.True(colors[Picture.Color(30, 90, 180)] > 500, "stairs");
        Assert.True(colors[Picture.Color(150, 150, 150)] > 1500, "three baselines");
        Assert.True(colors[Picture.Color(200, 120, 40)] > 3 * 40, "three trials that were not accepted");
        var empty = ScorePicture.Draw(ReportBuilder.Build(new FakeLedger([]), new ReportOptions()));
        Assert.Equal((800, 400), (empty.Width, empty.Height));
    }

    [Fact]
    public void A_picture_is_read_as_it_was_written()
    {
        var picture = new Picture(7, 5, Picture.Color(1, 200, 3));
        picture.Outline(1, 1, 3, 3, Picture.Color(250, 0, 9));
        Assert.Equal(picture.Bytes, Picture.Decode(picture.Encode()).Bytes);
        Assert.Throws<LoopException>(static () => Picture.Decode([1, 2, 3]));
    }

    public void Dispose() => _folder.Dispose();

    // Noise, which no PNG makes small.
    private static void Bundle(Workspace workspace, string name, int width)
    {
        var folder = Path.Combine(workspace.Paths.Failures, name);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "summary.txt"), "It died.");
        File.WriteAllText(Path.Combine(folder, "trace.txt"), folder);
        var picture = new Picture(width, width / 10);
        var random = new Random(1);
        for (var y = 0; y < picture.Height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                picture.Outline(x, y, x, y, Picture.Black | (uint)random.Next(1 << 24));
            }
        }

        picture.Save(Path.Combine(folder, "sheet.png"));
    }
}
