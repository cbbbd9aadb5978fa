using Caco.Loop.Cases;
using Caco.Loop.Compile;
using Caco.Loop.Play;
using Caco.Policies;

namespace Caco.Loop.Workers;

/// <summary>One job inside a worker: hands out what is to be played, seeds first. Any thread.</summary>
internal sealed class WorkerJob(PlayHead head, IReadOnlyList<byte[]> snapshots, LoadedPolicy policy, Sight sight, int threads)
{
    private int _next = -1;
    private int _inside = threads;
    private long _unfinishedTics;
    private volatile bool _isStopped;
    private int _hasFailed;

    public LoadedPolicy Policy => policy;

    public string PolicyName => head.Name;

    public Sight Sight => sight;

    public PlayOptions Options { get; } = new(head.Replays, head.Traces);

    public bool IsStopped => _isStopped;

    public long UnfinishedTics => Interlocked.Read(ref _unfinishedTics);

    /// <summary>The next piece of work: an episode's seed, or a case.</summary>
    public bool TryNext(out int index, out uint seed, out BehaviourCase? task)
    {
        index = Interlocked.Increment(ref _next);
        seed = 0;
        task = null;
        if (_isStopped || index >= head.Seeds.Count + head.Cases.Count)
        {
            return false;
        }

        if (index < head.Seeds.Count)
        {
            seed = head.Seeds[index];
            return true;
        }

        index -= head.Seeds.Count;
        task = head.Cases[index] with { Snapshot = snapshots[index] };
        return true;
    }

    public void Stop() => _isStopped = true;

    /// <summary>True for the first who says so.</summary>
    public bool Fail()
    {
        _isStopped = true;
        return Interlocked.Exchange(ref _hasFailed, 1) == 0;
    }

    public void GiveUp(int tics) => Interlocked.Add(ref _unfinishedTics, tics);

    /// <summary>A thread has no more work here; true for the last.</summary>
    public bool Leave() => Interlocked.Decrement(ref _inside) == 0;
}
