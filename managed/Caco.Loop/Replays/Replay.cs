namespace Caco.Loop.Replays;

/// <summary>An archive that an episode was played on.</summary>
/// <param name="Name">File name, or "builtin:NAME".</param>
/// <param name="Path">Where it lay when the episode was recorded; empty for built-in content.</param>
/// <param name="Sha256">64 lower-case hex digits over its bytes.</param>
public sealed record ReplayContent(string Name, string Path, string Sha256);

/// <summary>A place of the hash chain.</summary>
/// <param name="Tic">Tics played when it was taken.</param>
/// <param name="Chain">The chain up to there.</param>
public readonly record struct ReplayCheckpoint(int Tic, ulong Chain);

/// <summary>A console command that was sent to the game.</summary>
/// <param name="Decision">The decision that it was sent before.</param>
/// <param name="Text">As <see cref="Engine.DoomGame.SendGameCommand"/> takes it.</param>
public readonly record struct SentCommand(int Decision, string Text);

/// <summary>
/// One recorded episode: what it takes to simulate it again (content, scenario, seed, actions, commands) and the hash chain that
/// proves the second run to be the first. Immutable; any thread.
/// </summary>
public sealed record Replay
{
    /// <summary>Name of the scenario, for people.</summary>
    public required string Scenario { get; init; }

    /// <summary>The settings that were in force, in the cfg language, without paths.</summary>
    public required string Settings { get; init; }

    /// <summary>The archives in the order in which they were loaded: the IWAD first.</summary>
    public required IReadOnlyList<ReplayContent> Content { get; init; }

    /// <summary>Name of the policy that played.</summary>
    public required string Policy { get; init; }

    /// <summary>The seed set before the episode began.</summary>
    public required uint Seed { get; init; }

    /// <summary>Tics that every action was held for, at least 1.</summary>
    public required int Decision { get; init; }

    /// <summary>Columns of the screen.</summary>
    public required int Width { get; init; }

    /// <summary>Rows of the screen.</summary>
    public required int Height { get; init; }

    /// <summary>Total reward at the end.</summary>
    public required double Reward { get; init; }

    /// <summary>Button values of every decision, shape (decisions x buttons).</summary>
    public required IReadOnlyList<float[]> Actions { get; init; }

    /// <summary>Console commands that were sent, in order.</summary>
    public IReadOnlyList<SentCommand> Commands { get; init; } = [];

    /// <summary>Places of the hash chain, in order of their tics; the last is the end of the episode.</summary>
    public required IReadOnlyList<ReplayCheckpoint> Checkpoints { get; init; }
}

/// <summary>A replay file is not one, is damaged, or does not fit the content that is here.</summary>
public sealed class ReplayException : Exception
{
    public ReplayException(string message)
        : base(message)
    {
    }

    public ReplayException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public ReplayException()
    {
    }
}
