using Caco.Loop.Agents.Models;

namespace Caco.Loop.Tests;

public sealed class EditScriptTests
{
    private static readonly Dictionary<string, string> Sources = new()
    {
        ["A.cs"] = "class A\n{\n    int a = 1;\n    int b = 1;\n}\n",
        ["Deep/B.cs"] = "class B\r\n{\r\n    int a = 1;\r\n}",
    };

    private static SortedDictionary<string, string> Apply(string answer) => EditScript.Parse(answer).Apply(Sources);

    private static string Refusal(string answer) => Assert.Throws<EditException>(() => Apply(answer)).Message;

    private static string Edit(string search, string replace, string file = "policy/A.cs") =>
        $"EDIT: {file}\n<<<<<<< SEARCH\n{search}\n=======\n{replace}\n>>>>>>> REPLACE\n";

    [Fact]
    public void Blocks_files_and_deletions_are_applied_in_order()
    {
        var script = EditScript.Parse(
            "Sure!\nHYPOTHESIS: does more\n\n" + Edit("    int a = 1;", "    int a = 2;\n    int c = 3;") + "\nThen:\n### FILE: `policy/New/C.cs`\n\n```csharp\nclass C\n{\n}\n```\n**DELETE: policy/Deep/B.cs**\n");
        Assert.Equal("does more", script.Hypothesis);
        var result = script.Apply(Sources);
        Assert.Equal(["A.cs", "New/C.cs"], result.Keys);
        Assert.Equal("class A\n{\n    int a = 2;\n    int c = 3;\n    int b = 1;\n}\n", result["A.cs"]);
        Assert.Equal("class C\n{\n}\n", result["New/C.cs"]);
    }

    [Fact]
    public void Several_blocks_of_one_edit_may_stand_in_a_fence()
    {
        var result = Apply(
            "EDIT: policy/A.cs\n```csharp\n<<<<<<< SEARCH\n    int a = 1;\n=======\n>>>>>>> REPLACE\n\n<<<<<<< SEARCH\n    int b = 1;\n=======\n    int b = 5;\n>>>>>>> REPLACE\n```\n");
        Assert.Equal("class A\n{\n    int b = 5;\n}\n", result["A.cs"]);
    }

    [Fact]
    public void Line_ends_stay_those_of_the_file_and_the_last_line_may_lack_one()
    {
        Assert.Equal("class B\r\n{\r\n    int a = 7;\r\n}", Apply(Edit("    int a = 1;", "    int a = 7;", "policy/Deep/B.cs"))["Deep/B.cs"]);
        Assert.Equal("class B\r\n{\r\n    int a = 1;\r\n    int z;\r\n}\r\n", Apply(Edit("    int a = 1;\n}", "    int a = 1;\n    int z;\n}", "policy/Deep/B.cs"))["Deep/B.cs"]);
    }

    [Theory]
    [InlineData("I would rather not.", "holds no edit")]
    [InlineData("FILE: policy/A.cs\nclass A { }", "not followed by a fenced block")]
    [InlineData("FILE: policy/A.cs\n```\nclass A {", "does not end")]
    [InlineData("EDIT: policy/A.cs\nchange it", "has no block")]
    [InlineData("EDIT: policy/A.cs\n<<<<<<< SEARCH\nint\n", "does not end with =======")]
    [InlineData("EDIT: policy/A.cs\n<<<<<<< SEARCH\nint\n=======\n", "does not end with >>>>>>> REPLACE")]
    [InlineData("DELETE: policy/X.cs", "there is no policy/X.cs")]
    [InlineData("DELETE: policy/A.cs\nDELETE: policy/Deep/B.cs", "delete all")]
    public void What_cannot_be_done_is_refused_with_the_reason(string answer, string why) =>
        Assert.Contains(why, Refusal(answer), StringComparison.Ordinal);

    [Fact]
    public void A_search_must_find_one_place_of_whole_lines()
    {
        Assert.Contains("do not occur", Refusal(Edit("    int q = 1;", "")), StringComparison.Ordinal);
        Assert.Contains("do not occur", Refusal(Edit("int a = 1;", "")), StringComparison.Ordinal);
        Assert.Contains("searches for nothing", Refusal(Edit("", "int x;")), StringComparison.Ordinal);
        Assert.Contains("the files are policy/A.cs, policy/Deep/B.cs", Refusal(Edit("a", "b", "policy/X.cs")), StringComparison.Ordinal);
        Assert.Contains("change nothing", Refusal(Edit("    int a = 1;", "    int a = 1;")), StringComparison.Ordinal);
        var twice = new Dictionary<string, string> { ["A.cs"] = "x\ny\nx\n" };
        var failure = Assert.Throws<EditException>(() => EditScript.Parse(Edit("x", "z")).Apply(twice));
        Assert.Contains("occur 2 times", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A.cs")]
    [InlineData("/etc/policy/A.cs")]
    [InlineData("policy/../A.cs")]
    [InlineData("policy/x/../../A.cs")]
    [InlineData("policy//A.cs")]
    [InlineData("policy/.git/A.cs")]
    [InlineData("policy\\A.cs")]
    [InlineData("policy/A.csproj")]
    [InlineData("policy/A.sh")]
    [InlineData("policy/a\u0000.cs")]
    [InlineData("brief.md")]
    public void Paths_outside_the_policy_are_refused(string path) =>
        Assert.Contains("is no path of a policy's source", Refusal($"FILE: {path}\n```\nx\n```\n"), StringComparison.Ordinal);

    [Fact]
    public void Sizes_are_limited()
    {
        Assert.Contains("larger than", Refusal($"FILE: policy/A.cs\n```\n{new string('x', 300_000)}\n```\n"), StringComparison.Ordinal);
        var many = string.Concat(Enumerable.Range(0, 65).Select(static i => $"FILE: policy/F{i}.cs\n```\nx\n```\n"));
        Assert.Contains("larger than 64 files", Refusal(many), StringComparison.Ordinal);
    }
}
