using Caco.Cli.Traces;
using Caco.Engine;

namespace Caco.Cli.Tests;

public sealed class TraceReportTests
{
    [Fact]
    public void Pixels_of_foreign_pictures_are_left_out_and_counted()
    {
        byte[] expectedLabels = [0, 7, 7, 0, 9], actualLabels = [0, 0, 7, 7, 9];
        var values = ForeignArt.ValuesIn([
            new ObjectInfo { Name = "RocketSmokeTrail", Value = 7 }, new ObjectInfo { Name = "Rocket", Value = 9 }]);
        Assert.Equal([7], values);
        var mask = ForeignArt.Mask(values, expectedLabels, actualLabels);
        Assert.Equal([false, true, true, true, false], mask);

        var comparison = PictureComparison.Of("screen", 25, 5, 1, [1, 2, 3, 4, 5], [1, 0, 3, 0, 0], mask);
        Assert.Equal((1, 3), (comparison.Unequal, comparison.Masked));
    }

    [Fact]
    public void Without_a_mask_every_difference_counts()
    {
        var one = PictureComparison.Of("depth", 0, 2, 2, [1, 2, 3, 4], [1, 2, 3, 5], null);
        var two = PictureComparison.Of("depth", 25, 2, 2, [1, 2, 3, 4], [1, 2, 0, 5], null);
        Assert.Equal((1, 0), (one.Unequal, one.Masked));
        Assert.True(two.IsWorseThan(one));
        Assert.False(one.IsWorseThan(two));
        Assert.True(one.IsWorseThan(null));
    }

    [Fact]
    public void The_difference_shows_unequal_pixels_red_and_masked_ones_blue()
    {
        var picture = PictureComparison.Of("labels", 0, 3, 1, [1, 2, 3], [1, 9, 9], [false, false, true]).Draw([]);
        Assert.Equal((17, 1), (picture.Width, picture.Height));
        Assert.Equal(
            [0xFF000000u, 0xFF0000FFu, 0xFFC83C28u], new[] { picture[14, 0], picture[15, 0], picture[16, 0] });
        Assert.Equal(0xFF020202u, picture[1, 0]);
        Assert.Equal(0xFF090909u, picture[8, 0]);
    }

    [Fact]
    public void The_table_has_a_line_for_every_trace_and_the_sums()
    {
        var text = TraceMarkdown.Text([Report("one", 900), Report("two", 1000)], "x.worst.png");
        Assert.Contains("| one | 1 | 10 | exact | 90 % / 75 % | 90 % / 75 % | 90 % / 75 % | 90 % / 75 % | 20 | 2 |", text);
        Assert.Contains("| two | 1 | 10 | exact | 100 % / 75 %", text);
        Assert.Contains("| depth | 2 | 2000 | 100 | 10 | 20 | 4 | 4 |", text);
        Assert.Contains("Every stored picture is equal", text);
    }

    [Fact]
    public void A_stored_picture_that_differs_is_found_and_drawn()
    {
        var golden = Path.Combine(Places.Shared, "data", "golden", "basic");
        Assert.SkipUnless(Directory.Exists(golden), "the shared data is absent");
        Cli.NeedIwad();
        using var folder = new TemporaryFolder();
        var copy = Directory.CreateDirectory(folder.File("basic")).FullName;
        File.Copy(Path.Combine(golden, "seed1.jsonl.gz"), Path.Combine(copy, "seed1.jsonl.gz"));
        // Row 25 of this copy shows what row 0 was.
        File.Copy(Path.Combine(golden, "seed1.row0000.screen.png"), Path.Combine(copy, "seed1.row0025.screen.png"));
        var report = folder.File("report.md");

        var result = Cli.Run(
            "verify-trace", copy, "--scenarios", Path.Combine(Places.Shared, "data", "scenarios"), "--report", report, "--json");

        Assert.True(result.Code == ExitCodes.Ok, result.Error);
        var text = File.ReadAllText(report);
        Assert.Contains("Worst frame: basic seed 1, row 25, screen", text);
        Assert.Contains("report.worst.png", text);
        Assert.True(new FileInfo(folder.File("report.worst.png")).Length > 0);
        Assert.DoesNotContain("100 % / 100 % | 100 % / 100 % | 100 % / 100 % | 100 % / 100 % |", text);
    }

    private static TraceReport Report(string name, long equal) => new()
    {
        Path = name,
        Case = name,
        Seed = 1,
        RowsCompared = 10,
        Buffers = [.. GoldenTrace.Buffers.Select(buffer => new BufferAgreement
        {
            Buffer = buffer,
            Rows = 10,
            EqualRows = 6,
            MaskedRows = 2,
            Pictures = 1,
            Pixels = 1000,
            EqualPixels = equal,
            MaskedPixels = 5,
        })],
    };
}
