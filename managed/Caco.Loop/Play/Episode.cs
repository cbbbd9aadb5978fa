using Caco.Loop.Workspaces;

namespace Caco.Loop.Play;

/// <summary>How an episode went.</summary>
public sealed record EpisodeResult
{
    /// <summary>The seed set before it.</summary>
    public required uint Seed { get; init; }

    /// <summary>The scenario's total reward.</summary>
    public required double Reward { get; init; }

    /// <summary>Damage made plus ten for each kill.</summary>
    public double Score => Damage + 10 * Kills;

    /// <summary>KILLCOUNT at the end.</summary>
    public required double Kills { get; init; }

    /// <summary>HITCOUNT at the end.</summary>
    public required double Hits { get; init; }

    /// <summary>DAMAGECOUNT at the end.</summary>
    public required double Damage { get; init; }

    /// <summary>HEALTH at the end.</summary>
    public required double Health { get; init; }

    /// <summary>AMMO2 at the end.</summary>
    public required double Ammo { get; init; }

    /// <summary>Tics played.</summary>
    public required int Tics { get; init; }

    /// <summary>Decisions made.</summary>
    public required int Decisions { get; init; }

    /// <summary>Whether the player died.</summary>
    public required bool Dead { get; init; }

    /// <summary>Whether time ran out.</summary>
    public required bool Timeout { get; init; }

    /// <summary>End of the hash chain over the episode, 16 hex digits.</summary>
    public required string Hash { get; init; }

    /// <summary>What the policy did.</summary>
    public Behaviour Behaviour { get; init; } = new();

    /// <summary>Where the time went; null where nobody measured.</summary>
    public EpisodeTimes? Times { get; init; }

    /// <summary>What the episode is worth by a rule.</summary>
    public double Worth(ScoreRule rule) => rule == ScoreRule.Reward ? Reward : Score;
}
