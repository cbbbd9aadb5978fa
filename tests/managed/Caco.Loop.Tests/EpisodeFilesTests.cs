using Caco.Loop.Replays;

namespace Caco.Loop.Tests;

public sealed class EpisodeFilesTests
{
    [Fact]
    public void A_trace_comes_back_as_it_was_without_its_silent_decisions()
    {
        using var folder = new TemporaryFolder();
        var path = EpisodeFiles.Trace(folder.File("."), 7);
        EpisodeFiles.WriteTrace(path, [new(0, ["imp at 3 deg", "fight \"it\""]), new(2, []), new(4, ["a\nb"])]);
        Assert.Equal("seed007.trace.jsonl", Path.GetFileName(path));
        Assert.Equal("seed1234.caco", Path.GetFileName(EpisodeFiles.Replay("x", 1234)));
        var read = EpisodeFiles.ReadTrace(path);
        Assert.Equal([0, 4], read.Select(static e => e.Tic));
        Assert.Equal(["imp at 3 deg", "fight \"it\"", "a\nb"], read.SelectMany(static e => e.Lines));
        Assert.Equal(2, File.ReadAllLines(path).Length);
    }

    [Theory]
    [InlineData("{\"tic\":1,\"lines\":[]}\n{\"tic\":1}\n", "(line 2)")]
    [InlineData("nothing", "(line 1)")]
    public void Other_text_is_refused_by_line(string text, string reason)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("t"), text);
        Assert.Contains(reason, Assert.Throws<LoopException>(() => EpisodeFiles.ReadTrace(folder.File("t"))).Message, StringComparison.Ordinal);
        Assert.Throws<LoopException>(() => EpisodeFiles.ReadTrace(folder.File("missing")));
    }
}
