using Caco.Interop;

namespace Caco.Engine;

/// <summary>Switches of a game beyond the cfg language.</summary>
public sealed record GameOptions
{
    /// <summary>Actors at once, 16..16383.</summary>
    public int ActorCapacity { get; init; } = 4096;

    /// <summary>Width of the frames, 32..1920; 0 = that of the scenario's resolution. Set both sizes or neither.</summary>
    public int Width { get; init; }

    /// <summary>Height of the frames, 24..1200; 0 = that of the scenario's resolution.</summary>
    public int Height { get; init; }

    /// <summary>Keeps animated textures at their first frame, for comparison with recorded frames.</summary>
    public bool HoldAnimations { get; init; }

    /// <summary>No frames at all: the fastest.</summary>
    public bool NoScreen { get; init; }

    /// <summary>
    /// Each new episode starts as that of a fresh game: drawing remembers nothing (weapon bob, fuzz, depth at the frame's edge) and objects
    /// are numbered anew. Without it they outlive an episode, as in ViZDoom.
    /// </summary>
    public bool FreshView { get; init; }

    /// <summary>Players in the game, 1..16; 0 = as the game arguments say ("-host N"), else 1.</summary>
    public int Players { get; init; }

    internal unsafe caco_options ToNative()
    {
        var options = new caco_options();
        CacoNative.caco_options_init(&options);
        options.actor_capacity = (uint)ActorCapacity;
        options.width = Width;
        options.height = Height;
        options.hold_animations = HoldAnimations ? (byte)1 : (byte)0;
        options.no_screen = NoScreen ? (byte)1 : (byte)0;
        options.fresh_view = FreshView ? (byte)1 : (byte)0;
        options.players = Players is >= 0 and <= byte.MaxValue ? (byte)Players : byte.MaxValue;
        return options;
    }
}
