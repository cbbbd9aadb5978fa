using Caco.Loop.Workspaces;
using Caco.Policies;
using LibGit2Sharp;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Caco.Loop.Tests;

public sealed class WorkspaceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_new_workspace_has_everything_and_is_committed()
    {
        var made = Workspace.Create(_folder.File("mine"), new ScenarioSettings());
        var again = Workspace.Open(_folder.File("mine"));
        Assert.Equivalent(made.Settings, again.Settings, strict: true);
        Assert.All(
            [again.Paths.Policy, again.Paths.Cases, again.Paths.Failures, again.Paths.Reports, again.Paths.Scratch],
            static folder => Assert.True(Directory.Exists(folder), folder));
        Assert.All(
            [again.Paths.Settings, again.Paths.Brief, again.Paths.Memory, Path.Combine(again.Paths.Policy, "BattlePolicy.cs")],
            static file => Assert.True(File.Exists(file), file));
        using var repository = new Repository(again.Paths.Root);
        Assert.False(repository.RetrieveStatus().IsDirty);
        Assert.Equal("Caco", repository.Head.Tip.Author.Name);
        Assert.Equal("main", repository.Head.FriendlyName);
    }

    [Fact]
    public void The_brief_tells_the_scenario_and_nothing_of_the_hold_out_seeds()
    {
        var settings = new LoopSettings { Seeds = new SeedSettings { HoldOut = "777000-777099" } };
        var workspace = Workspace.Create(_folder.File("mine"), settings);
        var brief = File.ReadAllText(workspace.Paths.Brief);
        Assert.All(
            ["TURN_LEFT_RIGHT_DELTA", "KILLCOUNT", "IPolicy", "[Tunable(", "Log.Trace", "Log.Look", "caco eval", "0-999"],
            part => Assert.Contains(part, brief, StringComparison.Ordinal));
        Assert.DoesNotContain("777", brief, StringComparison.Ordinal);
        var example = brief.Split("```csharp")[1].Split("```")[0];
        Assert.Empty(Errors([example]));
    }

    [Fact]
    public void Every_start_compiles_on_its_own()
    {
        Assert.Equal(["battle", "corridor", "gatherer", "hunter", "idle", "random", "turn-and-shoot"], CatalogSources.Names);
        foreach (var name in CatalogSources.Names)
        {
            var sources = CatalogSources.Of(name);
            Assert.Empty(Errors(sources.Values));
            Assert.All(sources.Values, static text => Assert.DoesNotContain("namespace Caco", text, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Nothing_that_exists_is_overwritten_or_committed()
    {
        var root = _folder.File("mine");
        Repository.Init(root);
        Directory.CreateDirectory(Path.Combine(root, "policy", "deep"));
        File.WriteAllText(Path.Combine(root, "policy", "deep", "Own.cs"), "class Own;");
        File.WriteAllText(Path.Combine(root, "memory.md"), "mine");
        File.WriteAllText(Path.Combine(root, "staged.txt"), "staged");
        using (var repository = new Repository(root))
        {
            Commands.Stage(repository, "staged.txt");
        }

        var workspace = Workspace.Create(root, new ScenarioSettings(), "idle");
        Assert.Equal("mine", File.ReadAllText(workspace.Paths.Memory));
        Assert.Equal(["Own.cs"], Directory.EnumerateFiles(workspace.Paths.Policy, "*", SearchOption.AllDirectories).Select(Path.GetFileName));
        using var after = new Repository(root);
        Assert.Null(after.Head.Tip["staged.txt"]);
        Assert.Null(after.Head.Tip["memory.md"]);
        Assert.Equal(FileStatus.NewInIndex, after.RetrieveStatus("staged.txt"));
    }

    [Fact]
    public void What_makes_no_sense_is_refused_before_anything_is_made()
    {
        var root = _folder.File("mine");
        Assert.Contains(
            "turn-and-shoot", Assert.Throws<RequestException>(() => Workspace.Create(root, new ScenarioSettings(), "nobody")).Message,
            StringComparison.Ordinal);
        Assert.Throws<LoopException>(() => Workspace.Create(root, new ScenarioSettings { Config = "absent.cfg" }));
        Assert.Throws<RequestException>(() => Workspace.Create(root, new ScenarioSettings { DecisionTics = 0 }));
        Assert.False(Directory.Exists(root));
        Workspace.Create(root, new ScenarioSettings(), "idle");
        Assert.Contains(
            "already", Assert.Throws<LoopException>(() => Workspace.Create(root, new ScenarioSettings())).Message, StringComparison.Ordinal);
        Assert.Contains("caco new", Assert.Throws<LoopException>(() => Workspace.Open(_folder.File("other"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cfg_of_ones_own_is_described()
    {
        File.WriteAllText(
            _folder.File("small.cfg"),
            "available_buttons = { ATTACK USE }\nkill_reward = 7\nepisode_timeout = 99\nscreen_resolution = RES_160X120\n");
        var workspace = Workspace.Create(
            _folder.File("mine"), new LoopSettings { Scenario = new ScenarioSettings { Config = "../small.cfg" }, Score = ScoreRule.Reward }, "idle");
        var brief = File.ReadAllText(workspace.Paths.Brief);
        Assert.All(
            ["**small**", "ATTACK, USE", "HEALTH", "kill_reward = 7", "99 tics", "160x120"],
            part => Assert.Contains(part, brief, StringComparison.Ordinal));
    }

    private static IEnumerable<Diagnostic> Errors(IEnumerable<string> sources)
    {
        var options = new CSharpParseOptions(LanguageVersion.CSharp14);
        var paths = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        var references = paths.Split(Path.PathSeparator)
            .Where(static path => Path.GetFileName(path) is { } name
                && (name.StartsWith("System.", StringComparison.Ordinal) || name is "Caco.Policies.dll" or "Caco.Vision.dll"));
        return CSharpCompilation.Create(
                "policy",
                sources.Prepend("global using System; global using System.Collections.Generic; global using System.Linq; global using Caco.Policies; global using Caco.Vision;")
                    .Select(text => CSharpSyntaxTree.ParseText(text, options, cancellationToken: TestContext.Current.CancellationToken)),
                references.Select(static path => MetadataReference.CreateFromFile(path)),
                new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable))
            .GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(static d => d.Severity >= DiagnosticSeverity.Warning);
    }
}
