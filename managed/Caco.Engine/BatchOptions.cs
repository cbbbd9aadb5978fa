namespace Caco.Engine;

/// <summary>What a row of a batch's observations holds.</summary>
public enum BatchObservation
{
    /// <summary>Nothing: the games have no frames at all; the fastest.</summary>
    None = 0,

    /// <summary>The screen in the scenario's format.</summary>
    Screen = 1,

    /// <summary>Palette indices, (Height x Width) bytes.</summary>
    Indices = 2,

    /// <summary>
    /// GRAY8 resized to any size: each pixel is the mean of the GRAY8 pixels below it, weighted by the area that it covers and rounded half
    /// up, in integers; <c>caco.h</c> has the formula. Made from the palette indices without a colour image in between.
    /// </summary>
    GrayArea = 3,
}

/// <summary>One game of a batch.</summary>
/// <param name="Scenario">The settings; the batch copies what it needs.</param>
/// <param name="Assets">The archives, shared by any number of games; they stay the caller's.</param>
/// <param name="Seed">Starts the game's source of episode seeds, in place of the scenario's seed.</param>
public readonly record struct BatchGame(Scenario Scenario, GameAssets Assets, uint Seed);

/// <summary>How a batch works.</summary>
public sealed record BatchOptions
{
    /// <summary>Threads that work in a call, the caller's among them; 0 = one per processor. Results do not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>What a row of observations holds.</summary>
    public BatchObservation Observation { get; init; } = BatchObservation.Screen;

    /// <summary>Width of <see cref="BatchObservation.GrayArea"/>, 1..1920; 0 = that of the frames. Set both sizes or neither.</summary>
    public int Width { get; init; }

    /// <summary>Height of <see cref="BatchObservation.GrayArea"/>, 1..1200; 0 = that of the frames.</summary>
    public int Height { get; init; }

    /// <summary>How many of the last observations a row holds, oldest first, 1..64; the first one of an episode fills all.</summary>
    public int Stack { get; init; } = 1;

    /// <summary>
    /// An episode that ends in a step is followed by the next one in the same call. Without it the game stays at its end and steps leave
    /// it there with reward 0, until <see cref="GameBatch.Reset()"/>.
    /// </summary>
    public bool AutoReset { get; init; } = true;

    /// <summary>Switches of every game.</summary>
    public GameOptions Game { get; init; } = new();
}

/// <summary>
/// What one call of a batch may be given beside the actions. An empty span means that it is not given. Every array has a row per game, and
/// rows of games that are masked out are neither read nor written.
/// </summary>
public ref struct BatchCall()
{
    /// <summary>(games): whom the call is for; empty = all.</summary>
    public ReadOnlySpan<bool> Mask { get; set; }

    /// <summary>Tics of a step, for every game (frame skip).</summary>
    public int Tics { get; set; } = 1;

    /// <summary>(games): tics of a step in place of <see cref="Tics"/>.</summary>
    public ReadOnlySpan<uint> TicsOf { get; set; }

    /// <summary>(games): a reset first starts the game's source of episode seeds with this.</summary>
    public ReadOnlySpan<uint> Seeds { get; set; }

    /// <summary>(games): seed of the new episode, of a reset and of the auto-reset of a step; leaves the source of seeds alone.</summary>
    public ReadOnlySpan<uint> EpisodeSeeds { get; set; }

    /// <summary>Draws nothing in this call: observations, final observations and planes keep their contents. Play is the same.</summary>
    public bool WithoutObservations { get; set; }

    /// <summary>(games x ObservationSize): where the observations go in place of <see cref="GameBatch.Observations"/>.</summary>
    public Span<byte> Observations { get; set; }

    /// <summary>The same for the last observations of episodes that ended, in place of <see cref="GameBatch.FinalObservations"/>.</summary>
    public Span<byte> FinalObservations { get; set; }

    /// <summary>(games x FrameHeight x FrameWidth): depth, 0 near. The scenario must switch the buffer on, as for the next two.</summary>
    public Span<byte> Depth { get; set; }

    /// <summary>(games x FrameHeight x FrameWidth): labels.</summary>
    public Span<byte> Labels { get; set; }

    /// <summary>(games x FrameHeight x FrameWidth): automap, palette indices.</summary>
    public Span<byte> Automap { get; set; }

    /// <summary>(games): receives the hash of each world, <see cref="DoomGame.GetStateHash"/>; costs a pass over the world.</summary>
    public Span<ulong> Hashes { get; set; }
}
