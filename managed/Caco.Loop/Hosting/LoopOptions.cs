namespace Caco.Loop.Hosting;

/// <summary>What a host decides, beside the workspace's loop.json. Bound from the section "Caco" of appsettings, environment (Caco__Workspace) or command line.</summary>
public sealed class LoopOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Caco";

    /// <summary>The workspace's folder.</summary>
    public string Workspace { get; set; } = ".";

    /// <summary>Another agent than loop.json names; null: that one.</summary>
    public string? Agent { get; set; }

    /// <summary>Trials in this run at most; null: as long as the budget lasts.</summary>
    public int? Trials { get; set; }

    /// <summary>Minutes of this run at most; null: as long as the budget lasts.</summary>
    public double? Minutes { get; set; }

    /// <summary>Whether failures are mined after a trial with a verdict.</summary>
    public bool MineFailures { get; set; } = true;

    /// <summary>Whether the host stops when the loop is over.</summary>
    public bool StopHostAtEnd { get; set; } = true;
}
