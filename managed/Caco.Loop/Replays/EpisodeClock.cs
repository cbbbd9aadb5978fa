using Caco.Engine;

namespace Caco.Loop.Replays;

/// <summary>Counts the tics of an episode and hashes the world about once a second. Made right after the episode's start.</summary>
public sealed class EpisodeClock
{
    /// <summary>Tics between two checkpoints, at least.</summary>
    public const int Interval = 35;

    private readonly DoomGame _game;
    private readonly int _start;
    private readonly List<ReplayCheckpoint> _checkpoints = [];
    private ulong _chain = HashChain.Start;

    public EpisodeClock(DoomGame game)
    {
        _game = game;
        _start = game.GetEpisodeTime();
        Take();
    }

    /// <summary>Tics played so far.</summary>
    public int Tics { get; private set; }

    public IReadOnlyList<ReplayCheckpoint> Checkpoints => _checkpoints;

    /// <summary>After every step. True when a checkpoint was taken.</summary>
    public bool Advance()
    {
        var tics = _game.GetEpisodeTime() - _start;

        // A level that was left sets its clock back; the way out took a tic at least.
        Tics = tics >= Tics ? tics : Tics + 1;
        if (Tics < _checkpoints[^1].Tic + Interval)
        {
            return false;
        }

        Take();
        return true;
    }

    /// <summary>After the last step: the last checkpoint is always the end.</summary>
    public void Finish()
    {
        if (_checkpoints[^1].Tic != Tics)
        {
            Take();
        }
    }

    private void Take()
    {
        _chain = HashChain.Next(_chain, _game.GetStateHash());
        _checkpoints.Add(new ReplayCheckpoint(Tics, _chain));
    }
}
