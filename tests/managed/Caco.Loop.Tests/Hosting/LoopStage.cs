using Caco.Engine;
using Caco.Loop.Hosting;
using Caco.Loop.Workspaces;

namespace Caco.Loop.Tests;

/// <summary>A workspace of a test's own on the built-in Battle arena, small enough for seconds.</summary>
internal sealed class LoopStage : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public LoopStage(string act, Func<LoopSettings, LoopSettings>? change = null)
    {
        Assert.SkipUnless(IwadLocator.TryFind(null, out _), "no IWAD is installed (apt install freedoom)");
        var settings = new LoopSettings
        {
            Scenario = new ScenarioSettings { Tics = 350, Resolution = "160x120" },
            Seeds = new SeedSettings { Train = "0-15", Validate = "100-123", HoldOut = "200-203" },
            Cascade = new CascadeSettings { Train = [1, 4], Looks = [12, 24] },
            Gate = new GateSettings { AutomaticCases = 0 },
            Workers = new WorkerSettings { Threads = 2 },
            Baselines = false,
        };
        Root = _folder.File("ws");
        var workspace = Workspace.Create(Root, change?.Invoke(settings) ?? settings, "idle");
        Paths = workspace.Paths;
        foreach (var file in Directory.EnumerateFiles(Paths.Policy))
        {
            File.Delete(file);
        }

        File.WriteAllText(Path.Combine(Paths.Policy, WalkerPolicy.FileName), WalkerPolicy.Source(act));
        Events.Happened += what =>
        {
            lock (Seen)
            {
                Seen.Add(what);
            }
        };
    }

    public string Root { get; }

    public WorkspacePaths Paths { get; }

    public LoopEvents Events { get; } = new();

    public List<LoopEvent> Seen { get; } = [];

    public static ScriptedEdit Edit(string hypothesis, string act) => ScriptedEdit.Write(hypothesis, WalkerPolicy.FileName, WalkerPolicy.Source(act));

    public void Dispose() => _folder.Dispose();
}
