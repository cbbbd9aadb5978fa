using Caco.Policies;

namespace Caco.Loop.Workspaces;

/// <summary>A folder that is a heuristic system: a policy's sources under git, settings, brief, memory, cases, ledger. Immutable.</summary>
public sealed class Workspace
{
    private const string IgnoredFiles =
        """
        # What belongs to this machine, and what is rebuilt from trials.jsonl.
        .caco/
        ledger.db
        ledger.db-wal
        ledger.db-shm
        *.damaged-*
        .*.caco-tmp

        """;

    private Workspace(WorkspacePaths paths, LoopSettings settings)
    {
        Paths = paths;
        Settings = settings;
        Seeds = SeedSplits.Of(settings.Seeds, paths.Settings);
    }

    /// <summary>Where things lie.</summary>
    public WorkspacePaths Paths { get; }

    /// <summary>loop.json as it was on opening.</summary>
    public LoopSettings Settings { get; }

    /// <summary>The settings as agents may know them: without the hold-out seeds.</summary>
    public LoopSettings SettingsForAgents => LoopSettingsFile.ForAgents(Settings);

    /// <summary>The seeds of each purpose.</summary>
    public SeedSplits Seeds { get; }

    /// <summary>Makes a workspace, under git. What is there already stays as it is: nothing is overwritten.</summary>
    /// <param name="folder">Made with all above it where absent.</param>
    /// <param name="scenario">What is played; relative paths are relative to the workspace.</param>
    /// <param name="policyName">Whose sources it begins with, see <see cref="CatalogSources.Names"/>.</param>
    /// <exception cref="LoopException">It is a workspace already, the scenario cannot be read, or the disk is full or read-only.</exception>
    /// <exception cref="RequestException">There is no policy of that name.</exception>
    public static Workspace Create(string folder, ScenarioSettings scenario, string policyName = PolicyCatalog.DefaultName) =>
        Create(folder, new LoopSettings { Scenario = scenario }, policyName);

    /// <summary>As the other, with all settings.</summary>
    public static Workspace Create(string folder, LoopSettings settings, string policyName = PolicyCatalog.DefaultName)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var paths = new WorkspacePaths(Path.GetFullPath(folder));
        if (File.Exists(paths.Settings))
        {
            throw new LoopException($"{paths.Root} is a workspace already: it has a loop.json. Choose another folder.");
        }

        var sources = SourcesOf(policyName);
        LoopSettingsFile.Parse(LoopSettingsFile.Write(settings), "the settings");
        var facts = ScenarioFacts.Of(settings.Scenario, paths.Root);
        MakeFolders(paths);
        var made = new List<string>();
        if (!Directory.EnumerateFiles(paths.Policy, "*.cs", SearchOption.AllDirectories).Any())
        {
            foreach (var (name, text) in sources)
            {
                WriteAbsent(Path.Combine(paths.Policy, name), text, made);
            }
        }

        WriteAbsent(Path.Combine(paths.Root, ".gitignore"), IgnoredFiles, made);
        WriteAbsent(paths.Brief, Brief.Of(settings, facts), made);
        WriteAbsent(paths.Memory, Brief.FreshMemory, made);

        // The file that makes the folder a workspace comes last.
        WriteAbsent(paths.Settings, LoopSettingsFile.Write(settings), made);
        GitFolder.Begin(paths, made, $"New workspace: {facts.Name}, policy {policyName}");
        return new Workspace(paths, settings);
    }

    /// <summary>Opens a workspace; absent folders are made, where that is possible.</summary>
    /// <exception cref="LoopException">It is none.</exception>
    /// <exception cref="RequestException">Its loop.json makes no sense.</exception>
    public static Workspace Open(string folder)
    {
        var paths = new WorkspacePaths(Path.GetFullPath(folder));
        if (!Directory.Exists(paths.Root))
        {
            throw new LoopException($"{paths.Root} does not exist. Make a workspace with: caco new NAME");
        }

        var settings = LoopSettingsFile.Load(paths.Settings);
        try
        {
            MakeFolders(paths);
        }
        catch (LoopException)
        {
            // Who only reads can do without.
        }

        return new Workspace(paths, settings);
    }

    /// <summary>Keeps other loops out until it is disposed.</summary>
    /// <exception cref="LoopException">Another process is in.</exception>
    public WorkspaceLock Lock(string purpose) => WorkspaceLock.Take(Paths, purpose);

    private static System.Collections.Immutable.ImmutableSortedDictionary<string, string> SourcesOf(string policyName)
    {
        try
        {
            return CatalogSources.Of(policyName);
        }
        catch (PolicyException e)
        {
            throw new RequestException(e.Message, e);
        }
    }

    private static void MakeFolders(WorkspacePaths paths)
    {
        foreach (var folder in (string[])[paths.Root, paths.Policy, paths.Cases, paths.Failures, paths.Reports, paths.Scratch])
        {
            Disk.MakeFolder(folder);
        }
    }

    private static void WriteAbsent(string path, string text, List<string> made)
    {
        if (!File.Exists(path))
        {
            Disk.Replace(path, text);
            made.Add(path);
        }
    }
}
