namespace Caco.Loop.Workspaces;

/// <summary>Where things lie in a workspace.</summary>
/// <param name="Root">The workspace's folder, absolute.</param>
public sealed record WorkspacePaths(string Root)
{
    /// <summary>The policy's sources, *.cs, also in folders below.</summary>
    public string Policy => Path.Combine(Root, "policy");

    public string Settings => Path.Combine(Root, "loop.json");

    public string Brief => Path.Combine(Root, "brief.md");

    public string Memory => Path.Combine(Root, "memory.md");

    /// <summary>Behaviour cases: NAME.json with NAME.snap beside it.</summary>
    public string Cases => Path.Combine(Root, "cases");

    public string Ledger => Path.Combine(Root, "ledger.db");

    public string Trials => Path.Combine(Root, "trials.jsonl");

    public string Summary => Path.Combine(Root, "summary.csv");

    /// <summary>Failure bundles, one folder each.</summary>
    public string Failures => Path.Combine(Root, "failures");

    public string Reports => Path.Combine(Root, "reports");

    /// <summary>What belongs to this machine: lock, working copies, compiled policies. Not under git.</summary>
    public string Scratch => Path.Combine(Root, ".caco");
}
