namespace Caco.Engine;

/// <summary>
/// What the last update left: ViZDoom's game state as a view of the game. It is good until the game is stepped, restored, closed or
/// disposed; keep what you need by copying it.
/// </summary>
public readonly ref struct GameState
{
    private readonly DoomGame? _game;
    private readonly uint _epoch;

    internal GameState(DoomGame game, uint epoch, scoped in Interop.caco_state state, ReadOnlySpan<double> variables)
    {
        _game = game;
        _epoch = epoch;
        Number = state.number;
        Tic = state.tic;
        Variables = variables;
        LabelCount = (int)state.label_count;
        ObjectCount = (int)state.object_count;
        SectorCount = (int)state.sector_count;
    }

    /// <summary>False when the episode is finished: there is no state then, and everything else is empty.</summary>
    public bool IsPresent => _game != null;

    /// <summary>Updates since the episode began, from 1.</summary>
    public int Number { get; }

    /// <summary>Time of the map in tics.</summary>
    public int Tic { get; }

    /// <summary>The scenario's game variables in their order. The memory is reused by the next GetState of the game.</summary>
    public ReadOnlySpan<double> Variables { get; }

    /// <summary>Labels of the last update; 0 when they are switched off.</summary>
    public int LabelCount { get; }

    /// <summary>Objects of the last update; 0 when they are switched off.</summary>
    public int ObjectCount { get; }

    /// <summary>Sectors; 0 when they are switched off.</summary>
    public int SectorCount { get; }

    /// <summary>The screen in the scenario's format; converted on first use after an update.</summary>
    public Frame Screen => Buffer(FrameBuffer.Screen);

    /// <summary>The palette indices of the screen, (Height x Width).</summary>
    public Frame Indices => Buffer(FrameBuffer.Indices);

    /// <summary>Distances, (Height x Width), 0 near; absent when switched off.</summary>
    public Frame Depth => Buffer(FrameBuffer.Depth);

    /// <summary>Label values, (Height x Width); absent when switched off.</summary>
    public Frame Labels => Buffer(FrameBuffer.Labels);

    /// <summary>The automap in the scenario's format; absent when switched off.</summary>
    public Frame Automap => Buffer(FrameBuffer.Automap);

    private Frame Buffer(FrameBuffer buffer)
    {
        if (_game == null)
        {
            return default;
        }

        _game.CheckView(_epoch);
        return _game.GetFrame(buffer);
    }
}
