using System.Diagnostics;
using Caco.Loop.Replays;

namespace Caco.Loop.Play;

/// <summary>The episodes of a run, in the order of the seeds, and how long they took together.</summary>
/// <param name="Episodes">Results with their recordings.</param>
/// <param name="Elapsed">From the first episode's start to the last one's end.</param>
public sealed record RunOutcome(IReadOnlyList<(EpisodeResult Result, Replay Replay)> Episodes, TimeSpan Elapsed);

/// <summary>Plays many episodes side by side.</summary>
public static class Run
{
    /// <summary>
    /// Plays one episode for each seed. Every worker has a game and a policy of its own over the shared archives, so that
    /// results do not depend on the number of threads.
    /// </summary>
    /// <param name="stage">Where to play.</param>
    /// <param name="policy">Who plays.</param>
    /// <param name="seeds">At least one.</param>
    /// <param name="decision">Tics that an action is held for.</param>
    /// <param name="threads">Workers, at least 1.</param>
    /// <param name="finished">Called after each episode, by any worker.</param>
    public static RunOutcome Play(
        Stage stage, PolicySource policy, IReadOnlyList<uint> seeds, int decision, int threads, Action<EpisodeResult>? finished = null)
    {
        ArgumentNullException.ThrowIfNull(seeds);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var episodes = new (EpisodeResult, Replay)[seeds.Count];
        var next = -1;
        Exception? failure = null;
        var start = Stopwatch.GetTimestamp();

        void Work()
        {
            try
            {
                using var player = new EpisodePlayer(stage, policy, decision);
                int index;
                while (Volatile.Read(ref failure) is null && (index = Interlocked.Increment(ref next)) < seeds.Count)
                {
                    episodes[index] = player.Play(seeds[index]);
                    finished?.Invoke(episodes[index].Item1);
                }
            }
#pragma warning disable CA1031 // Whatever a worker dies of is thrown again on the caller's thread.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Interlocked.CompareExchange(ref failure, e, null);
            }
        }

        var workers = new List<Thread>();
        for (var i = 1; i < Math.Min(threads, seeds.Count); i++)
        {
            var worker = new Thread(Work) { IsBackground = true, Name = $"episodes {i}" };
            worker.Start();
            workers.Add(worker);
        }

        Work();
        workers.ForEach(static worker => worker.Join());
        if (failure is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }

        return new RunOutcome(episodes, Stopwatch.GetElapsedTime(start));
    }
}
