namespace Caco.Loop.Play;

/// <summary>What a policy did in an episode, beside its score.</summary>
public sealed record Behaviour
{
    /// <summary>Rounds fired: the sum of the decreases of the selected weapon's ammunition.</summary>
    public int Shots { get; init; }

    /// <summary>Hits for each shot; 0 without shots.</summary>
    public double Accuracy { get; init; }

    /// <summary>Share of the decisions that were made without ammunition.</summary>
    public double StarvedShare { get; init; }

    /// <summary>Share of the decisions that pressed a move and moved less than a unit.</summary>
    public double StuckShare { get; init; }

    /// <summary>Different squares of 128 units that the player stood on.</summary>
    public int Explored { get; init; }

    /// <summary>Health lost, sum over the decisions.</summary>
    public double DamageTaken { get; init; }

    /// <summary>Class of what killed the player, or the kind of damage where nobody did; empty for the living.</summary>
    public string Killer { get; init; } = "";
}

/// <summary>Where an episode's time went, milliseconds. Differs from run to run.</summary>
/// <param name="Engine">Simulation and drawing.</param>
/// <param name="Look">The policy's looking, as far as it marks it.</param>
/// <param name="Policy">The rest of the policy.</param>
/// <param name="Total">From the first decision to the end.</param>
public sealed record EpisodeTimes(double Engine, double Look, double Policy, double Total);
