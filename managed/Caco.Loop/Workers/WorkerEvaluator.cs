using System.Diagnostics;
using Caco.Loop.Compile;
using Caco.Loop.Evaluate;
using Caco.Loop.Play;
using Caco.Loop.Workspaces;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Caco.Loop.Workers;

/// <summary>
/// Plays policies in a worker process, which stays warm between evaluations and is replaced when a policy ends it.
/// Evaluations that overlap take turns. Any thread.
/// </summary>
public sealed class WorkerEvaluator : IEvaluator
{
    private const int OutsideKills = 3;

    private readonly LoopSettings _settings;
    private readonly string _root;
    private readonly ILogger _log;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _closing = new();
    private Task<WorkerProcess>? _worker;
    private bool _isDisposed;

    /// <param name="settings">What is played, by which rules, with which limits.</param>
    /// <param name="root">The workspace's folder: relative paths start from it.</param>
    /// <param name="log">Told of workers that start and end; may be null.</param>
    public WorkerEvaluator(LoopSettings settings, string root, ILogger<WorkerEvaluator>? log = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(root);
        _settings = settings;
        _root = root;
        _log = log ?? (ILogger)NullLogger.Instance;
        Threads = settings.Workers.Threads > 0 ? settings.Workers.Threads : Environment.ProcessorCount;
    }

    /// <summary>Episodes that are played at a time.</summary>
    public int Threads { get; }

    /// <summary>The worker's process id; null while there is none.</summary>
    internal int? ProcessId => _worker is { IsCompletedSuccessfully: true } worker ? worker.Result.Id : null;

    /// <summary>Starts the worker, so that the first evaluation need not wait for it.</summary>
    /// <exception cref="LoopException">The scenario cannot be played, or the worker cannot be started.</exception>
    public async Task WarmAsync(CancellationToken cancellation = default)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            await WorkerAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public async Task<EvaluationResult> EvaluateAsync(
        PolicyImage policy, EvaluationJob job, IProgress<EpisodeResult>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(job);
        if (job.Trace && job.ReplayFolder is null)
        {
            throw new ArgumentException("Traces are written beside replays: name a folder for them.", nameof(job));
        }

        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await PlayAsync(policy, job, progress, cancellation).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        await _closing.CancelAsync().ConfigureAwait(false);
        await _turn.WaitAsync().ConfigureAwait(false);
        await DropAsync().ConfigureAwait(false);
        _turn.Dispose();
        _closing.Dispose();
    }

    private async Task<EvaluationResult> PlayAsync(
        PolicyImage policy, EvaluationJob job, IProgress<EpisodeResult>? progress, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        var conversation = new WorkerConversation(_settings.Workers, policy, job, progress);
        await PlayRestAsync(conversation, cancellation).ConfigureAwait(false);
        foreach (var seed in conversation.Suspects)
        {
            // Alone there is no doubt about who it was.
            var alone = new WorkerConversation(_settings.Workers, policy, job with { Seeds = [seed], Cases = [] }, progress);
            await PlayRestAsync(alone, cancellation).ConfigureAwait(false);
            conversation.Confess(alone);
            if (conversation.Suspects.Count == 0)
            {
                break;
            }
        }

        var result = conversation.Result(Stopwatch.GetElapsedTime(start).TotalSeconds);
        Report(policy, result);
        return result;
    }

    private async Task PlayRestAsync(WorkerConversation conversation, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _closing.Token);
        for (var attempt = 1; ; attempt++)
        {
            var worker = await WorkerAsync(either.Token).ConfigureAwait(false);
            var end = await conversation.RunAsync(worker, either.Token).ConfigureAwait(false);
            if (end != ConversationEnd.Ready)
            {
                await DropAsync().ConfigureAwait(false);
                if (!_closing.IsCancellationRequested)
                {
                    // Beside what the caller does next.
                    _worker = WorkerProcess.StartAsync(_settings, _root, Threads, _closing.Token);
                }
            }

            cancellation.ThrowIfCancellationRequested();
            ObjectDisposedException.ThrowIf(_closing.IsCancellationRequested, this);
            if (end != ConversationEnd.KilledFromOutside || attempt == OutsideKills)
            {
                conversation.Close(end);
                return;
            }

            _log.LogWarning("the worker was killed from outside; a new one plays the rest");
        }
    }

    private async Task<WorkerProcess> WorkerAsync(CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_worker is { IsCompletedSuccessfully: true } old && old.Result.HasExited)
        {
            _log.LogWarning("worker {Process} has ended by itself; a new one is started", old.Result.Id);
            await DropAsync().ConfigureAwait(false);
        }

        if (_worker is { IsCompleted: true, IsCompletedSuccessfully: false })
        {
            _worker = null;
        }

        _worker ??= WorkerProcess.StartAsync(_settings, _root, Threads, _closing.Token);
        var worker = await _worker.WaitAsync(cancellation).ConfigureAwait(false);
        _log.LogDebug("worker {Process} plays, {Threads} episodes at a time", worker.Id, Threads);
        return worker;
    }

    private async Task DropAsync()
    {
        if (_worker is { } worker)
        {
            _worker = null;
            try
            {
                await (await worker.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (e is LoopException or OperationCanceledException)
            {
                _log.LogDebug("a worker did not start: {Reason}", e.Message);
            }
        }
    }

    private void Report(PolicyImage policy, EvaluationResult result)
    {
        if (result.Failure is { } failure)
        {
            _log.LogInformation(
                "policy {Policy}: {Kind}, seed {Seed}, tic {Tic}: {Message}", policy.Name, failure.Kind, failure.Seed, failure.Tic, failure.Message);
        }
    }
}
