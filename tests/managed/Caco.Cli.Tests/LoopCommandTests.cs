using System.Text.Json;

namespace Caco.Cli.Tests;

/// <summary>The commands of the loop, as a person uses them one after the other.</summary>
public sealed class LoopCommandTests
{
    [Fact]
    public void From_a_new_workspace_to_a_report()
    {
        using var folder = new LoopFolder("b[attack] = 1; b[turn] = 3;");
        var eval = Cli.Run("eval", "--workspace", folder.Root, "--episodes", "4", "--json");
        Assert.Equal((0, 4), (eval.Code, eval.Json().GetProperty("summary").GetProperty("count").GetInt32()));

        var loop = Cli.Run("loop", folder.Root, "--trials", "1", "--no-failures", "--json");
        Assert.True(loop.Code == 0, loop.Error);
        Assert.Equal(1, loop.Json().GetProperty("incumbent").GetInt64());
        Assert.Equal(["random", "turn-and-shoot", "battle", "oracle"], Names(loop.Json().GetProperty("baselines")));

        var compare = Cli.Run("compare", "battle", "1", "--workspace", folder.Root, "--episodes", "12", "--json");
        Assert.Equal(12, compare.Json().GetProperty("pairs").GetArrayLength());

        var history = Cli.Run("history", folder.Root);
        Assert.Contains("the policy that the workspace begins with", history.Output, StringComparison.Ordinal);
        Assert.Contains("environment steps", history.Output, StringComparison.Ordinal);

        Assert.Contains("no cases", Cli.Run("cases", folder.Root).Output, StringComparison.Ordinal);

        var look = Cli.Run("eval", "1", "--workspace", folder.Root, "--split", "holdout", "--reason", "the final figure");
        Assert.True(look.Code == 0, look.Error);
        Assert.Contains("hold-out looks: 1", Cli.Run("history", folder.Root).Output, StringComparison.Ordinal);

        Assert.Equal(0, Cli.Run("report", folder.Root).Code);
        var page = File.ReadAllText(Path.Combine(folder.Paths.Reports, "report.html"));
        Assert.Contains("<svg", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script src", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_hold_out_seeds_are_sealed_without_a_reason()
    {
        using var folder = new LoopFolder("b[attack] = 1;");
        var refused = Cli.Run("eval", "--workspace", folder.Root, "--split", "holdout");
        Assert.Equal(2, refused.Code);
        Assert.Contains("--reason", refused.Error, StringComparison.Ordinal);
        var foreign = Cli.Run("eval", "--workspace", folder.Root, "--seeds", "200");
        Assert.Equal(2, foreign.Code);
        Assert.Contains("seed 200", foreign.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_workspace_is_told_with_what_to_do()
    {
        using var folder = new TemporaryFolder();
        var result = Cli.Run("loop", folder.Path);
        Assert.Equal(1, result.Code);
        Assert.Contains("caco new", result.Error, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Names(JsonElement list) => list.EnumerateArray().Select(static e => e.GetProperty("name").GetString()!);
}
