using Caco.Vision;

namespace Caco.Policies;

/// <summary>
/// What a policy sees before a decision: the screen and the public game variables, and beyond them only what
/// <see cref="EpisodeInfo.Sight"/> grants. Views of the game's own memory: valid during the call only.
/// </summary>
/// <remarks>The order of <paramref name="variables"/> is that of <see cref="EpisodeInfo.Variables"/>.</remarks>
/// <param name="screen">The frame, palette indices.</param>
/// <param name="palette">The colours that the frame is shown with (a flash may differ from the episode's).</param>
/// <param name="variables">Game variables, shape (EpisodeInfo.Variables.Length).</param>
/// <param name="tic">Tics of the episode that have passed, 35 a second.</param>
/// <param name="beyond">What an oracle is shown.</param>
public readonly ref struct Observation(
    IndexedFrame screen,
    Palette palette,
    ReadOnlySpan<double> variables,
    int tic,
    BeyondScreen beyond = default)
{
    /// <summary>The frame: palette indices, shape (EpisodeInfo.ScreenHeight x EpisodeInfo.ScreenWidth).</summary>
    public IndexedFrame Screen { get; } = screen;

    /// <summary>The colours that the frame is shown with.</summary>
    public Palette Palette { get; } = palette;

    /// <summary>Game variables in the order of <see cref="EpisodeInfo.Variables"/>.</summary>
    public ReadOnlySpan<double> Variables { get; } = variables;

    /// <summary>Tics of the episode that have passed.</summary>
    public int Tic { get; } = tic;

    /// <summary>What an oracle is shown; empty for policies that play from the screen.</summary>
    public BeyondScreen Beyond { get; } = beyond;

    /// <summary>A variable by the slot that <see cref="EpisodeInfo.VariableSlot"/> gave.</summary>
    /// <param name="slot">Position in <see cref="EpisodeInfo.Variables"/>; negative where it is not offered.</param>
    /// <param name="missing">The answer for a negative slot.</param>
    public double Variable(int slot, double missing = 0) => slot < 0 ? missing : Variables[slot];
}
