using System.Collections.Immutable;
using Caco.Vision;

namespace Caco.Policies;

/// <summary>
/// What a policy is told when an episode begins. It holds neither seed nor map nor scenario: a policy must play from what
/// it sees. Immutable but for its log; one instance may serve many episodes, and many threads while the log is off.
/// </summary>
public sealed class EpisodeInfo
{
    /// <summary>The buttons that an action fills, by ViZDoom's names ("MOVE_FORWARD", "TURN_LEFT_RIGHT_DELTA").</summary>
    public required ImmutableArray<string> Buttons { get; init; }

    /// <summary>The game variables that every observation carries, by ViZDoom's names ("HEALTH", "AMMO2").</summary>
    public required ImmutableArray<string> Variables { get; init; }

    /// <summary>Columns of the screen, 32..1920.</summary>
    public required int ScreenWidth { get; init; }

    /// <summary>Rows of the screen, 24..1200.</summary>
    public required int ScreenHeight { get; init; }

    /// <summary>Rows from the top that show the world; fewer than the screen's where a status bar is drawn.</summary>
    public int ViewHeight
    {
        get => field > 0 ? field : ScreenHeight;
        init;
    }

    /// <summary>The palette without any flash.</summary>
    public required Palette Palette { get; init; }

    /// <summary>Tics that an action is held for, at least 1.</summary>
    public int DecisionTics { get; init; } = 2;

    /// <summary>Tics after which the episode ends; 0 where it has no end.</summary>
    public int EpisodeTics { get; init; }

    /// <summary>What an observation holds beside the screen and the variables.</summary>
    public Sight Sight { get; init; } = Sight.Screen;

    /// <summary>Takes what the policy says of its decisions; shared with nobody unless it is <see cref="DecisionLog.Off"/>.</summary>
    public DecisionLog Log { get; init; } = DecisionLog.Off;

    /// <summary>Position of a button in an action, or -1 where the scenario does not offer it.</summary>
    public int ButtonSlot(string name) => Slot(Buttons, name);

    /// <summary>Position of a variable in an observation, or -1 where the scenario does not offer it.</summary>
    public int VariableSlot(string name) => Slot(Variables, name);

    private static int Slot(ImmutableArray<string> names, string name)
    {
        for (var i = 0; i < names.Length; i++)
        {
            if (string.Equals(names[i], name, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }
}
