using System.Text.Json.Serialization;

namespace Caco.Loop.Cases;

/// <summary>
/// Something that the policy could do once: a place in a real episode, a number of tics, and a measurable criterion. The
/// policy begins at the place as at an episode's start (Reset), with the world as it was. Immutable.
/// </summary>
public sealed record BehaviourCase
{
    /// <summary>Fit for a file name, unique in the workspace.</summary>
    public required string Name { get; init; }

    /// <summary>One sentence, for example "kills the imp in view within 70 tics".</summary>
    public required string Description { get; init; }

    /// <summary>The seed of the episode that it was forked from.</summary>
    public required uint Seed { get; init; }

    /// <summary>The tic of the fork; 0: the whole episode is played from its start, without a snapshot.</summary>
    public required int Tic { get; init; }

    /// <summary>Tics to play from the fork at most.</summary>
    public required int Tics { get; init; }

    public required Criterion Criterion { get; init; }

    /// <summary>Hash of the policy whose episode it was.</summary>
    public string Origin { get; init; } = "";

    /// <summary>Hash over the archives and settings that the snapshot belongs to.</summary>
    public string Content { get; init; } = "";

    /// <summary>The packed state of the game at the fork; empty for whole episodes. Lies in its own file.</summary>
    [JsonIgnore]
    public ReadOnlyMemory<byte> Snapshot { get; init; }
}

/// <summary>What has to happen within a case's tics, measured against the state at the fork.</summary>
/// <param name="Kind">What is measured.</param>
/// <param name="AtLeast">The least value that passes.</param>
public sealed record Criterion(CriterionKind Kind, double AtLeast);

/// <summary>What a criterion measures.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CriterionKind>))]
public enum CriterionKind
{
    /// <summary>Kills made.</summary>
    Kills,

    /// <summary>Damage made.</summary>
    Damage,

    /// <summary>1 when the player lives at the end, else 0.</summary>
    Survives,

    /// <summary>The greatest distance from the fork's position, map units.</summary>
    Distance,

    /// <summary>Health at the end less health at the fork (negative: lost).</summary>
    Health,

    /// <summary>Rounds picked up (sum of the increases of AMMO2).</summary>
    AmmoPicked,

    /// <summary>The workspace's score of the stretch (of the episode, for whole episodes).</summary>
    Score,
}

/// <summary>How a case went.</summary>
/// <param name="Case">Its name.</param>
/// <param name="Value">What was measured.</param>
/// <param name="Passed">Whether that is enough.</param>
/// <param name="Tics">Tics simulated.</param>
public sealed record CaseOutcome(string Case, double Value, bool Passed, int Tics)
{
    /// <summary>Whether the policy before the change passed it; null where that is not known.</summary>
    public bool? PassedBefore { get; init; }
}
