using System.Collections.Concurrent;
using Caco.Loop.Cases;
using Caco.Loop.Evaluate;
using Caco.Loop.Play;
using Caco.Loop.Replays;
using Caco.Policies;

namespace Caco.Loop.Workers;

/// <summary>A thread of a worker with games of its own.</summary>
internal sealed class PlayThread
{
    // Deep enough for any sensible policy; the overflow of an endless recursion comes soon.
    private const int StackBytes = 4 << 20;

    private readonly WorkerHost _host;
    private readonly BlockingCollection<WorkerJob> _jobs = [];
    private readonly Dictionary<Sight, EpisodePlayer> _players = [];
    private volatile int _systemThread;

    public PlayThread(WorkerHost host, PlayPosition position, int number)
    {
        _host = host;
        Position = position;
        new Thread(Run, StackBytes) { IsBackground = true, Name = $"play {number}" }.Start();
    }

    public PlayPosition Position { get; }

    /// <summary>For <see cref="NativeLimits.ProcessorTime"/>.</summary>
    public int SystemThread => _systemThread;

    public void Add(WorkerJob job) => _jobs.Add(job);

    private void Run()
    {
        _systemThread = NativeLimits.CurrentThread();
        foreach (var job in _jobs.GetConsumingEnumerable())
        {
            Work(job);
            Position.Enter(PlayPhase.Idle, 0);
            if (job.Leave())
            {
                _host.Finish(job);
            }
        }
    }

    private void Work(WorkerJob job)
    {
        try
        {
            var player = PlayerFor(job.Sight);
            while (job.TryNext(out var index, out var seed, out var task))
            {
                if (task is null)
                {
                    PlayEpisode(job, player, index, seed);
                }
                else
                {
                    PlayCase(job, player, index, task);
                }
            }
        }
#pragma warning disable CA1031 // The thread must live on, and whoever waits for the job must be told.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Report(job, e);
        }
    }

    private void PlayEpisode(WorkerJob job, EpisodePlayer player, int index, uint seed)
    {
        Position.Start(seed);
        if (player.Play(Create(job), job.PolicyName, seed, job.Options) is { } played)
        {
            var replay = played.Replay is null ? [] : ReplayFile.Encode(played.Replay);
            _host.Send(WireKind.Episode, new EpisodeHead(index, played.Result), replay, played.Trace ?? []);
        }
        else
        {
            job.GiveUp(Position.Tic);
        }
    }

    private void PlayCase(WorkerJob job, EpisodePlayer player, int index, BehaviourCase task)
    {
        Position.Start(task.Seed);
        if (player.Play(Create(job), task, _host.Rule) is { } outcome)
        {
            _host.Send(WireKind.Case, new CaseHead(index, outcome));
        }
        else
        {
            job.GiveUp(Math.Max(0, Position.Tic - task.Tic));
        }
    }

    // A fresh instance each time, so that no episode can change the next.
    private IPolicy Create(WorkerJob job)
    {
        Position.Enter(PlayPhase.Create, 0);
        var policy = job.Policy.Create();
        Position.Enter(PlayPhase.Engine, 0);
        return policy;
    }

    private void Report(WorkerJob job, Exception thrown)
    {
        var tic = Position.Tic;
        var seed = Position.Seed;
        var isPolicys = PlayPosition.IsInside(Position.Phase);
        job.GiveUp(tic);
        if (thrown is OutOfMemoryException)
        {
            _host.Fail(job, new PolicyFailure(FailureKind.Memory, _host.MemoryMessage, seed, tic), isFatal: true);
        }
        else if (isPolicys)
        {
            // Still under the watch of the time limit: the text may come from the policy.
            var text = FailureText.Of(thrown, job.Policy.Assembly);
            var kind = thrown is PolicyException ? FailureKind.Refused : FailureKind.Exception;
            _host.Fail(job, new PolicyFailure(kind, kind == FailureKind.Refused ? FailureText.Plain(thrown) : text, seed, tic), isFatal: false);
        }
        else
        {
            _host.Break(job, thrown);
        }
    }

    private EpisodePlayer PlayerFor(Sight sight)
    {
        if (!_players.TryGetValue(sight, out var player))
        {
            player = new EpisodePlayer(_host.StageFor(sight), _host.DecisionTics, Position);
            _players.Add(sight, player);
        }

        return player;
    }
}
