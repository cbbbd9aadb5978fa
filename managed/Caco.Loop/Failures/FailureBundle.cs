using System.Text.Json.Serialization;

namespace Caco.Loop.Failures;

/// <summary>What an episode suffered from most.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FailureCause>))]
public enum FailureCause
{
    /// <summary>The player was killed.</summary>
    Killed,

    /// <summary>Much time without ammunition.</summary>
    OutOfAmmo,

    /// <summary>Much time wanting to move and standing still.</summary>
    Stuck,

    /// <summary>Hardly an enemy came into view.</summary>
    SawNoEnemy,

    /// <summary>Enemies were in view and shots were fired, but most missed.</summary>
    MissedShots,

    /// <summary>Enemies were in view and hardly a shot was fired.</summary>
    DidNotShoot,

    /// <summary>None of the above: it simply scored little.</summary>
    LowScore,
}

/// <summary>An episode to learn from, as a folder below failures/.</summary>
/// <param name="Folder">Absolute.</param>
/// <param name="Cause">What it suffered from most.</param>
/// <param name="Detail">For example the class that killed.</param>
/// <param name="Seed">The episode.</param>
/// <param name="Score">What it was worth.</param>
/// <param name="IsWorst">The worst of its cause, or else the most typical.</param>
/// <param name="Summary">About twenty lines of text, fit for a model's context.</param>
public sealed record FailureBundle(
    string Folder, FailureCause Cause, string Detail, uint Seed, double Score, bool IsWorst, string Summary);
