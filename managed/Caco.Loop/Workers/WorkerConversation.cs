using System.Globalization;
using Caco.Loop.Cases;
using Caco.Loop.Compile;
using Caco.Loop.Evaluate;
using Caco.Loop.Play;
using Caco.Loop.Replays;
using Caco.Loop.Workspaces;

namespace Caco.Loop.Workers;

/// <summary>How a worker was left.</summary>
internal enum ConversationEnd
{
    /// <summary>Ready for the next job.</summary>
    Ready,

    /// <summary>Gone, or to be ended.</summary>
    Lost,

    /// <summary>Gone through no fault of the policy; the rest can be played by another.</summary>
    KilledFromOutside,
}

/// <summary>One evaluation as the parent sees it: collects what workers report. Not for several threads.</summary>
internal sealed class WorkerConversation(
    WorkerSettings limits, PolicyImage policy, EvaluationJob job, IProgress<EpisodeResult>? progress)
{
    // A worker reports twice a second that it lives; a busy machine may make it late.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan CancelPatience = TimeSpan.FromSeconds(2);

    private readonly EpisodeResult?[] _episodes = new EpisodeResult?[job.Seeds.Count];
    private readonly CaseOutcome?[] _cases = new CaseOutcome?[job.Cases.Count];
    private List<int> _openSeeds = [];
    private List<int> _openCases = [];
    private PolicyFailure? _failure;
    private long _otherTics;
    private IReadOnlyList<uint> _suspects = [];

    /// <summary>
    /// Episodes of which one ended the worker, where several threads were inside the policy and nobody knows which did it;
    /// empty where it is known.
    /// </summary>
    public IReadOnlyList<uint> Suspects => _failure is { Seed: null } ? _suspects : [];

    /// <summary>Plays what has not been played yet.</summary>
    /// <exception cref="LoopException">Something is wrong with the scenario, a case, or the folder for replays.</exception>
    public async Task<ConversationEnd> RunAsync(WorkerProcess worker, CancellationToken cancellation)
    {
        _openSeeds = Open(_episodes);
        _openCases = Open(_cases);
        if (job.ReplayFolder is { } folder)
        {
            Disk(() => Directory.CreateDirectory(folder));
        }

        try
        {
            await worker.SendAsync(Message(), CancellationToken.None).ConfigureAwait(false);
        }
        catch (IOException)
        {
            return await DeathAsync(worker).ConfigureAwait(false);
        }

        return await ListenAsync(worker, cancellation).ConfigureAwait(false);
    }

    /// <summary>No worker will play any more of it.</summary>
    public void Close(ConversationEnd end)
    {
        if (end == ConversationEnd.KilledFromOutside)
        {
            _failure ??= new PolicyFailure(FailureKind.Crash, "worker processes were killed from outside again and again");
        }
    }

    /// <summary>What one of the suspects did when it played alone.</summary>
    public void Confess(WorkerConversation alone)
    {
        _otherTics += alone._otherTics;
        _failure = alone._failure is { Seed: not null } known ? known : _failure;
        foreach (var episode in alone._episodes.OfType<EpisodeResult>())
        {
            _episodes[job.Seeds.ToList().IndexOf(episode.Seed)] = episode;
        }
    }

    public EvaluationResult Result(double seconds) => new()
    {
        Episodes = [.. _episodes.OfType<EpisodeResult>()],
        Cases = [.. _cases.OfType<CaseOutcome>()],
        Failure = _failure,
        Tics = _episodes.OfType<EpisodeResult>().Sum(static e => (long)e.Tics) + _cases.OfType<CaseOutcome>().Sum(static c => (long)c.Tics)
            + _otherTics,
        Seconds = seconds,
    };

    private static List<int> Open<T>(T?[] results)
        where T : class => [.. Enumerable.Range(0, results.Length).Where(i => results[i] is null)];

    private byte[] Message()
    {
        var head = new PlayHead(
            policy.Name,
            policy.Hash,
            policy.TypeName,
            [.. _openSeeds.Select(i => job.Seeds[i])],
            [.. _openCases.Select(i => job.Cases[i])],
            job.ReplayFolder is not null,
            job.Trace);
        return Wire.Encode(
            WireKind.Play, head, [policy.Assembly, policy.Symbols, .. _openCases.Select(i => job.Cases[i].Snapshot)]);
    }

    private async Task<ConversationEnd> ListenAsync(WorkerProcess worker, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(Silence);
        using var cancelled = cancellation.Register(() => Cancel(worker, patience));
        var isFatal = false;
        string? broken = null;
        while (true)
        {
            WireMessage? message;
            try
            {
                message = await worker.ReceiveAsync(patience.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                worker.Kill();
                if (!cancellation.IsCancellationRequested)
                {
                    Silent(worker);
                }

                return ConversationEnd.Lost;
            }

            if (!cancellation.IsCancellationRequested)
            {
                patience.CancelAfter(Silence);
            }

            switch (message?.Kind)
            {
                case null when isFatal:
                    return ConversationEnd.Lost;
                case null:
                    return await DeathAsync(worker).ConfigureAwait(false);
                case WireKind.Episode:
                    Take(message.Read<EpisodeHead>(), message.Parts, worker);
                    break;
                case WireKind.Case:
                    var outcome = message.Read<CaseHead>();
                    _cases[_openCases[outcome.Index]] = outcome.Outcome;
                    break;
                case WireKind.Failure:
                    var head = message.Read<FailureHead>();
                    _failure ??= head.Failure;
                    isFatal |= head.IsFatal;
                    _otherTics += head.IsFatal ? head.Tics : 0;
                    break;
                case WireKind.Broken:
                    broken ??= message.Read<BrokenHead>().Message;
                    break;
                case WireKind.Done:
                    _otherTics += message.Read<DoneHead>().UnfinishedTics;
                    return broken is null ? ConversationEnd.Ready : throw new LoopException(broken);
                default:
                    break;
            }
        }
    }

    private static void Cancel(WorkerProcess worker, CancellationTokenSource patience)
    {
        patience.CancelAfter(CancelPatience);
        _ = SendCancelAsync(worker);
    }

    private static async Task SendCancelAsync(WorkerProcess worker)
    {
        try
        {
            await worker.SendAsync(Wire.Encode(WireKind.Cancel), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // It has ended; who listens sees that.
        }
    }

    private void Take(EpisodeHead head, IReadOnlyList<byte[]> parts, WorkerProcess worker)
    {
        _episodes[_openSeeds[head.Index]] = head.Result;
        if (job.ReplayFolder is { } folder)
        {
            try
            {
                Write(EpisodeFiles.Replay(folder, head.Result.Seed), parts[0]);
                if (job.Trace)
                {
                    Write(EpisodeFiles.Trace(folder, head.Result.Seed), parts[1]);
                }
            }
            catch (LoopException)
            {
                // Nobody will listen to the rest of the job.
                worker.Kill();
                throw;
            }
        }

        progress?.Report(head.Result);
    }

    private static void Write(string path, byte[] bytes) => Disk(() => File.WriteAllBytes(path, bytes));

    private static void Disk(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LoopException($"the replays cannot be written: {e.Message}", e);
        }
    }

    private void Silent(WorkerProcess worker)
    {
        var (seed, tic, tics) = Suspect(worker);
        _otherTics += tics;
        _failure ??= new PolicyFailure(
            FailureKind.Time, string.Create(CultureInfo.InvariantCulture, $"the worker did not answer for {Silence.TotalSeconds:0} s"), seed, tic);
    }

    private async Task<ConversationEnd> DeathAsync(WorkerProcess worker)
    {
        var (code, text) = await worker.EndAsync().ConfigureAwait(false);
        var (seed, tic, tics) = Suspect(worker);
        _otherTics += tics;
        if (worker.WasKilledFromOutside)
        {
            return ConversationEnd.KilledFromOutside;
        }

        _failure ??= WorkerDeath.Explain(code, text, limits) with { Seed = seed, Tic = tic };
        return ConversationEnd.Lost;
    }

    // The thread that was inside the policy; unknown where several were.
    private (uint? Seed, int? Tic, long Tics) Suspect(WorkerProcess worker)
    {
        var last = Enumerable.Range(0, worker.Board.Threads).Select(worker.Board.Last).ToList();
        var tics = last.Where(static l => l.Phase != PlayPhase.Idle).Sum(static l => (long)l.Tic);
        var inside = last.Where(static l => PlayPosition.IsInside(l.Phase)).ToList();
        _suspects = inside.Count > 1 && inside.TrueForAll(i => job.Seeds.Contains(i.Seed)) ? [.. inside.Select(static i => i.Seed)] : [];
        return inside.Count == 1 ? (inside[0].Seed, inside[0].Tic, tics) : (null, null, tics);
    }
}
