namespace Caco.Loop.Play;

/// <summary>What a playing thread is doing at the moment.</summary>
internal enum PlayPhase
{
    /// <summary>Nothing.</summary>
    Idle,

    /// <summary>Simulating, measuring, recording: not the policy.</summary>
    Engine,

    /// <summary>The policy's constructor.</summary>
    Create,

    /// <summary>The policy's Reset.</summary>
    Reset,

    /// <summary>The policy decides for the first time: most of its code is translated to machine code here.</summary>
    FirstAct,

    /// <summary>The policy decides.</summary>
    Act,
}

/// <summary>
/// Where a playing thread is, for those who watch it. The player writes, anybody reads; single fields are consistent, not
/// their combination.
/// </summary>
internal class PlayPosition
{
    private volatile int _phase;
    private volatile uint _seed;
    private volatile int _tic;
    private volatile bool _stop;
    private long _turn;

    public PlayPhase Phase => (PlayPhase)_phase;

    /// <summary>Whether the policy's code runs in a phase.</summary>
    public static bool IsInside(PlayPhase phase) => phase >= PlayPhase.Create;

    public uint Seed => _seed;

    public int Tic => _tic;

    /// <summary>Grows with every change of phase: while it stays, the same call runs.</summary>
    public long Turn => Volatile.Read(ref _turn);

    /// <summary>Set from outside: the player gives up before its next decision.</summary>
    public bool Stop
    {
        get => _stop;
        set => _stop = value;
    }

    public void Start(uint seed)
    {
        _seed = seed;
        _tic = 0;
    }

    public virtual void Enter(PlayPhase phase, int tic)
    {
        _tic = tic;
        _phase = (int)phase;
        Volatile.Write(ref _turn, _turn + 1);
    }
}
