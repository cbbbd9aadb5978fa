using System.Diagnostics;
using System.Globalization;
using Caco.Loop.Evaluate;
using Caco.Loop.Play;
using Caco.Loop.Workspaces;

namespace Caco.Loop.Workers;

/// <summary>
/// Sees from a thread of its own how long the policy's calls run, and ends the worker when one runs too long. What counts is
/// the processor time of the playing thread where the system tells it, so that a busy machine fails nobody.
/// </summary>
internal sealed class Watchdog
{
    /// <summary>How much longer construction, Reset and the first decision may take than the others.</summary>
    public const int SetUpFactor = 5;

    // Wall time that is too much whatever the processor time says.
    private const int WallFactor = 20;
    private const int BeatMilliseconds = 500;

    private readonly WorkerHost _host;
    private readonly WorkerSettings _limits;
    private readonly Watched[] _threads;

    public Watchdog(WorkerHost host, WorkerSettings limits, IEnumerable<PlayThread> threads)
    {
        _host = host;
        _limits = limits;
        _threads = [.. threads.Select(static t => new Watched(t))];
    }

    public void Start() => new Thread(Run) { IsBackground = true, Name = "watchdog", Priority = ThreadPriority.AboveNormal }.Start();

    private void Run()
    {
        var pause = Math.Clamp(_limits.DecisionMilliseconds / 4, 5, 50);
        var lastBeat = 0L;
        while (true)
        {
            Thread.Sleep(pause);
            foreach (var watched in _threads)
            {
                watched.Look();
                Check(watched);
            }

            if (Environment.TickCount64 - lastBeat >= BeatMilliseconds)
            {
                lastBeat = Environment.TickCount64;
                NativeLimits.AllowProcessorTime(TimeSpan.FromSeconds((_limits.EpisodeSeconds + 60) * _threads.Length));
                _host.Beat();
            }
        }
    }

    private void Check(Watched watched)
    {
        var decision = TimeSpan.FromMilliseconds(_limits.DecisionMilliseconds);
        var episode = TimeSpan.FromSeconds(_limits.EpisodeSeconds);
        var limit = watched.Phase switch
        {
            PlayPhase.Act => decision,
            PlayPhase.Create or PlayPhase.Reset or PlayPhase.FirstAct => decision * SetUpFactor,
            _ => TimeSpan.MaxValue,
        };
        if (limit != TimeSpan.MaxValue && watched.Call.IsOver(limit))
        {
            _host.Overdue(watched.Thread.Position, CallMessage(watched.Phase, limit));
        }
        else if (watched.Phase != PlayPhase.Idle && watched.Episode.IsOver(episode))
        {
            _host.Overdue(watched.Thread.Position, string.Create(
                CultureInfo.InvariantCulture, $"an episode took more than {_limits.EpisodeSeconds} s"));
        }
    }

    private static string CallMessage(PlayPhase phase, TimeSpan limit)
    {
        var what = phase switch { PlayPhase.Act => "a decision", PlayPhase.FirstAct => "the first decision", PlayPhase.Reset => "Reset", _ => "the constructor" };
        return string.Create(CultureInfo.InvariantCulture, $"{what} took more than {limit.TotalMilliseconds:0} ms");
    }

    /// <summary>Time since something began.</summary>
    private struct Span
    {
        private long _wallStart;
        private TimeSpan? _processorStart;
        private TimeSpan _wall;
        private TimeSpan? _processor;

        public void Begin(TimeSpan? processor)
        {
            _wallStart = Stopwatch.GetTimestamp();
            _processorStart = _processor = processor;
            _wall = TimeSpan.Zero;
        }

        public void Go(TimeSpan? processor)
        {
            _wall = Stopwatch.GetElapsedTime(_wallStart);
            _processor = processor;
        }

        public readonly bool IsOver(TimeSpan limit) => _processor is { } now && _processorStart is { } start
            ? now - start > limit || _wall > limit * WallFactor
            : _wall > limit;
    }

    private sealed class Watched(PlayThread thread)
    {
        private long _turn = -1;
        private uint _seed;
        private bool _wasIdle = true;

        public Span Call;
        public Span Episode;

        public PlayThread Thread => thread;

        public PlayPhase Phase { get; private set; }

        public void Look()
        {
            var position = thread.Position;
            Phase = position.Phase;
            if (Phase == PlayPhase.Idle)
            {
                _wasIdle = true;
                return;
            }

            var processor = NativeLimits.ProcessorTime(thread.SystemThread);
            if (_wasIdle || position.Seed != _seed)
            {
                Episode.Begin(processor);
            }

            if (_wasIdle || position.Turn != _turn)
            {
                Call.Begin(processor);
            }

            _wasIdle = false;
            _seed = position.Seed;
            _turn = position.Turn;
            Episode.Go(processor);
            Call.Go(processor);
        }
    }
}
