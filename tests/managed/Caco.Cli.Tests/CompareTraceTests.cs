using Caco.Cli.Traces;
using Caco.Loop;

namespace Caco.Cli.Tests;

public sealed class CompareTraceTests
{
    private const int Rows = 60;

    [Fact]
    public void The_engine_beside_an_exact_trace_ends_with_0()
    {
        using var folder = new TemporaryFolder();
        var result = Cli.Run("compare-trace", Copy(folder), "--scenarios", Scenarios(), "--buffers");
        Assert.True(result.Code == ExitCodes.Ok, result.Output + result.Error);
        Assert.Contains("basic seed 1: 60 rows, no difference", result.Output);
    }

    [Fact]
    public void The_first_difference_is_named_with_tic_actor_field_and_stream()
    {
        using var folder = new TemporaryFolder();
        var trace = Copy(folder, static row => row.Row < 40 ? row : row with
        {
            Total = row.Total - 1,
            Objects = [row.Objects![0] with { X = row.Objects[0].X + 1 }, .. row.Objects[1..]],
        });
        var result = Cli.Run("compare-trace", trace, "--scenarios", Scenarios());
        Assert.Equal(ExitCodes.Failed, result.Code);
        var first = GoldenTrace.ReadRows(trace).ElementAt(40);
        var enemy = first.Objects![0];
        var lines = result.Output.Split(Environment.NewLine);
        Assert.Equal(
            $"basic seed 1: first difference in row 40, tic {first.Tic}: x of {enemy.Name} {enemy.Id} (place 0 of the object list): "
            + $"expected {enemy.X}, got {enemy.X - 1}",
            lines[0]);
        Assert.StartsWith("  also total: expected ", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("  last random stream drawn: ", lines[2], StringComparison.Ordinal);
        Assert.DoesNotContain("not recorded", lines[2]);

        var json = Cli.Run("compare-trace", trace, "--scenarios", Scenarios(), "--json").Json();
        Assert.Equal(40, json.GetProperty("row").GetInt32());
        Assert.Equal("x", json.GetProperty("differences")[0].GetProperty("field").GetString());
        Assert.NotEqual(0, json.GetProperty("streams").GetArrayLength());
    }

    [Fact]
    public void Two_recordings_of_the_engine_agree_and_a_changed_one_is_found_out()
    {
        using var folder = new TemporaryFolder();
        var (golden, one, two) = (Copy(folder), folder.File("one.jsonl.gz"), folder.File("two.jsonl.gz"));
        Assert.Equal(ExitCodes.Ok, Cli.Run("compare-trace", golden, "--scenarios", Scenarios(), "--record", one).Code);
        var recorded = GoldenTrace.ReadRows(one).ToList();
        Assert.Equal(Rows, recorded.Count);
        Assert.All(recorded, static row => Assert.True(row.World is { Length: 16 } && row.Draws > 0 && row.Streams is { Count: > 0 }));

        // The recording says what the golden trace says, and more.
        Assert.Equal(ExitCodes.Ok, Cli.Run("compare-trace", golden, one, "--buffers").Code);
        Rewrite(one, two, static row => row.Row < 30 ? row : row with { Draws = row.Draws + 1, Streams = ["ActorTakeDamage", .. row.Streams!] });
        var result = Cli.Run("compare-trace", one, two);
        Assert.Equal(ExitCodes.Failed, result.Code);
        Assert.Contains("row 30", result.Output);
        Assert.Contains("draws: expected", result.Output);
        Assert.Contains("last random stream drawn: ActorTakeDamage; drawn in this tic: ", result.Output);
    }

    [Fact]
    public void A_shorter_trace_and_another_action_are_differences()
    {
        using var folder = new TemporaryFolder();
        var golden = Copy(folder);
        var other = folder.File("other.jsonl.gz");
        Rewrite(golden, other, static row => row.Row < 50 ? row : null);
        Assert.Contains("rows: expected more than 50, got 50", Cli.Run("compare-trace", golden, other).Output);
        Rewrite(golden, other, static row => row.Row == 7 ? row with { Action = [0, 0, 0.5] } : row);
        var result = Cli.Run("compare-trace", golden, other);
        Assert.Equal(ExitCodes.Failed, result.Code);
        Assert.Contains("row 7", result.Output);
        Assert.Contains("action: expected", result.Output);
    }

    [Fact]
    public void A_replay_gives_a_trace_of_its_own()
    {
        Cli.NeedIwad();
        using var folder = new TemporaryFolder();
        var run = Cli.Run("run", "--seeds", "3", "--tics", "70", "--out", folder.File("run"));
        Assert.True(run.Code == ExitCodes.Ok, run.Error);
        var replay = Directory.EnumerateFiles(folder.File("run"), "*.caco", SearchOption.AllDirectories).First();
        var (one, two) = (folder.File("one.jsonl.gz"), folder.File("two.jsonl.gz"));
        foreach (var file in (string[])[one, two])
        {
            var result = Cli.Run("replay", replay, "--every", "0", "--trace", file);
            Assert.True(result.Code == ExitCodes.Ok, result.Error);
        }

        Assert.Equal(ExitCodes.Ok, Cli.Run("compare-trace", one, two, "--buffers").Code);
        Assert.True(GoldenTrace.ReadRows(one).Count() > 10);

        // It names no cfg that the engine could be set up with.
        var refused = Cli.Run("compare-trace", one);
        Assert.Equal(ExitCodes.Failed, refused.Code);
        Assert.Contains("recorded from a replay", refused.Error);
    }

    [Fact]
    public void Recording_needs_the_engine()
    {
        var result = Cli.Run("compare-trace", "a.jsonl.gz", "b.jsonl.gz", "--record", "c.jsonl.gz");
        Assert.Equal(ExitCodes.Usage, result.Code);
        Assert.Contains("--record", result.Error);
    }

    // The start of a golden trace, so that tests are short; a change of null ends it.
    private static string Copy(TemporaryFolder folder, Func<TraceRow, TraceRow?>? change = null)
    {
        var golden = Path.Combine(Places.Shared, "data", "golden", "basic", "seed1.jsonl.gz");
        Assert.SkipUnless(File.Exists(golden), "the shared data is absent");
        Cli.NeedIwad();
        var copy = folder.File("seed1.jsonl.gz");
        Rewrite(golden, copy, row => row.Row < Rows ? change is null ? row : change(row) : null);
        return copy;
    }

    private static void Rewrite(string from, string to, Func<TraceRow, TraceRow?> change)
    {
        using var file = new TraceFile(to, GoldenTrace.ReadMeta(from));
        foreach (var row in GoldenTrace.ReadRows(from).Select(change).TakeWhile(static row => row is not null))
        {
            file.Add(row!);
        }
    }

    private static string Scenarios() => Path.Combine(Places.Shared, "data", "scenarios");
}
