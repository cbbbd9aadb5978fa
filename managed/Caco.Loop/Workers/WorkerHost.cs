using System.Globalization;
using Caco.Engine;
using Caco.Loop.Compile;
using Caco.Loop.Evaluate;
using Caco.Loop.Play;
using Caco.Loop.Workspaces;
using Caco.Policies;

namespace Caco.Loop.Workers;

/// <summary>The inside of a worker process: reads jobs, plays them on its threads, writes what came of them.</summary>
internal sealed class WorkerHost
{
    /// <summary>Exit code after a failure that ended the process and was reported.</summary>
    public const int FailedCode = 70;

    /// <summary>Exit code where even the report of used-up memory had no room.</summary>
    public const int MemoryCode = 77;

    // Beside the managed heap: the engine, its archives, code, stacks.
    private const long OtherMemory = 3L << 30;
    private const int KeptPolicies = 2;

    private readonly Stream _output;
    private readonly Lock _sending = new();
    private readonly OpenHead _open;
    private readonly Dictionary<Sight, Stage> _stages = [];
    private readonly List<(string Hash, LoadedPolicy Policy)> _policies = [];
    private readonly PlayThread[] _threads;
    private readonly byte[] _beat = Wire.Encode(WireKind.Beat);
    private WorkerJob? _job;

    private WorkerHost(Stream output, OpenHead open)
    {
        _output = output;
        _open = open;
        _ = StageFor(open.Settings.Sight);
        var board = PositionBoard.Open(open.Board, open.Threads);
        _threads = [.. Enumerable.Range(0, open.Threads).Select(i => new PlayThread(this, board.Position(i), i))];
    }

    public ScoreRule Rule => _open.Settings.Score;

    public int DecisionTics => _open.Settings.Scenario.DecisionTics;

    public string MemoryMessage => string.Create(
        CultureInfo.InvariantCulture, $"it used more than {_open.Settings.Workers.MemoryMiB} MiB of memory");

    /// <summary>Serves one parent until it closes its end.</summary>
    /// <returns>The exit code.</returns>
    public static int Serve(Stream input, Stream output)
    {
        if (Wire.Read(input) is not { Kind: WireKind.Open } first)
        {
            return 2;
        }

        var open = first.Read<OpenHead>();
        NativeLimits.Set(((long)open.Settings.Workers.MemoryMiB << 20) + OtherMemory);
        WorkerHost host;
        try
        {
            host = new WorkerHost(output, open);
        }
        catch (Exception e) when (Explained(e) is { } message)
        {
            output.Write(Wire.Encode(WireKind.Broken, new BrokenHead(message)));
            output.Flush();
            return 1;
        }

        new Watchdog(host, open.Settings.Workers, host._threads).Start();
        host.Send(WireKind.Ready);
        host.Listen(input);
        return 0;
    }

    /// <summary>The stage that shows so much; made when it is first asked for.</summary>
    public Stage StageFor(Sight sight)
    {
        lock (_stages)
        {
            if (!_stages.TryGetValue(sight, out var stage))
            {
                stage = Stage.Create(StageRequest.Of(_open.Settings, _open.Root) with { Sight = sight });
                _stages.Add(sight, stage);
            }

            return stage;
        }
    }

    public void Send(WireKind kind, object? head = null, params ReadOnlySpan<ReadOnlyMemory<byte>> parts) =>
        Send(Wire.Encode(kind, head, parts));

    public void Beat() => Send(_beat);

    /// <summary>The policy did something wrong: the job ends, and the process with it where it cannot go on.</summary>
    public void Fail(WorkerJob job, PolicyFailure failure, bool isFatal)
    {
        if (job.Fail() || isFatal)
        {
            StopThreads();
            Send(WireKind.Failure, new FailureHead(failure, job.UnfinishedTics, isFatal));
        }

        if (isFatal)
        {
            NativeLimits.Exit(FailedCode);
        }
    }

    /// <summary>Something is wrong that is not the policy's fault.</summary>
    public void Break(WorkerJob job, Exception thrown)
    {
        job.Stop();
        StopThreads();
        Send(WireKind.Broken, new BrokenHead(Explained(thrown) ?? thrown.ToString()));
    }

    /// <summary>A call of the policy runs too long; there is no way to end it but with the process.</summary>
    public void Overdue(PlayPosition position, string message)
    {
        var failure = new PolicyFailure(FailureKind.Time, message, position.Seed, position.Tic);
        Send(WireKind.Failure, new FailureHead(failure, _threads.Sum(static t => (long)t.Position.Tic), IsFatal: true));
        NativeLimits.Exit(FailedCode);
    }

    /// <summary>Nothing of the job is played any more.</summary>
    public void Finish(WorkerJob job)
    {
        Volatile.Write(ref _job, null);
        Send(WireKind.Done, new DoneHead(job.UnfinishedTics));
    }

    private static string? Explained(Exception thrown) => thrown switch
    {
        LoopException or RequestException or CacoException or PolicyException or Replays.ReplayException => thrown.Message,
        IOException or UnauthorizedAccessException or DllNotFoundException or BadImageFormatException => thrown.Message,
        TypeInitializationException { InnerException: { } inner } => Explained(inner),
        _ => null,
    };

    private void Listen(Stream input)
    {
        while (Wire.Read(input) is { } message)
        {
            switch (message.Kind)
            {
                case WireKind.Play:
                    Begin(message);
                    break;
                case WireKind.Cancel:
                    Volatile.Read(ref _job)?.Stop();
                    StopThreads();
                    break;
                default:
                    return;
            }
        }
    }

    private void Begin(WireMessage message)
    {
        var head = message.Read<PlayHead>();
        try
        {
            var policy = PolicyFor(head, message.Parts);
            var sight = _open.Settings.Sight | (head.TypeName is null ? PolicyCatalog.SightOf(head.Name) : Sight.Screen);
            var job = new WorkerJob(head, [.. message.Parts.Skip(2)], policy, sight, _threads.Length);
            Volatile.Write(ref _job, job);
            foreach (var thread in _threads)
            {
                thread.Position.Stop = false;
                thread.Add(job);
            }
        }
        catch (Exception e) when (e is PolicyException or BadImageFormatException or TypeLoadException or FileLoadException)
        {
            Send(WireKind.Failure, new FailureHead(
                new PolicyFailure(FailureKind.Exception, FailureText.OneLine(e.Message)), 0, IsFatal: false));
            Send(WireKind.Done, new DoneHead(0));
        }
    }

    // The stages of one candidate follow each other: its code stays compiled and warm.
    private LoadedPolicy PolicyFor(PlayHead head, IReadOnlyList<byte[]> parts)
    {
        var at = _policies.FindIndex(p => p.Hash == head.Hash);
        if (at >= 0)
        {
            return _policies[at].Policy;
        }

        if (_policies.Count == KeptPolicies)
        {
            _policies[0].Policy.Dispose();
            _policies.RemoveAt(0);
        }

        var policy = LoadedPolicy.Load(new PolicyImage
        {
            Name = head.Name,
            Hash = head.Hash,
            TypeName = head.TypeName,
            Assembly = parts[0],
            Symbols = parts[1],
        });
        _policies.Add((head.Hash, policy));
        return policy;
    }

    private void StopThreads()
    {
        foreach (var thread in _threads)
        {
            thread.Position.Stop = true;
        }
    }

    private void Send(byte[] message)
    {
        try
        {
            lock (_sending)
            {
                _output.Write(message);
                _output.Flush();
            }
        }
        catch (IOException)
        {
            // Nobody reads any more.
            NativeLimits.Exit(0);
        }
    }
}
