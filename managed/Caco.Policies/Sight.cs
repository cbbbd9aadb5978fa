namespace Caco.Policies;

/// <summary>What a policy is shown. The screen and the public variables always are; the rest is for oracles.</summary>
[Flags]
public enum Sight
{
    /// <summary>The screen and the public game variables: what a player sees.</summary>
    Screen = 0,

    /// <summary>The list of all objects with their positions, and the player's own position.</summary>
    Objects = 1,

    /// <summary>The label buffer.</summary>
    Labels = 2,

    /// <summary>The depth buffer.</summary>
    Depth = 4,
}

/// <summary>An object of the world, as an oracle is shown it. Map units and degrees (0 east, 90 north).</summary>
/// <param name="Id">Stays the same for the object's life.</param>
/// <param name="Name">Name of the class, with "Dead" before it for corpses.</param>
/// <param name="X">East.</param>
/// <param name="Y">North.</param>
/// <param name="Z">Up.</param>
/// <param name="Angle">Where it looks.</param>
public readonly record struct SeenObject(uint Id, string Name, double X, double Y, double Z, double Angle);

/// <summary>What lies beyond the screen; empty unless the scenario's user allowed it. Valid during the call only.</summary>
public readonly ref struct BeyondScreen
{
    /// <summary>All objects but the player, empty without <see cref="Sight.Objects"/>.</summary>
    public ReadOnlySpan<SeenObject> Objects { get; init; }

    /// <summary>The player itself; its name is empty without <see cref="Sight.Objects"/>.</summary>
    public SeenObject Player { get; init; }

    /// <summary>Label values, shape (screen height x screen width); empty without <see cref="Sight.Labels"/>.</summary>
    public ReadOnlySpan<byte> Labels { get; init; }

    /// <summary>Depths, shape (screen height x screen width); empty without <see cref="Sight.Depth"/>.</summary>
    public ReadOnlySpan<byte> Depth { get; init; }
}
