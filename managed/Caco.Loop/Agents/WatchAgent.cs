using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Caco.Loop.Agents;

/// <summary>
/// A person or an editor changes the sources in a folder; what is saved there becomes the candidate. The folder may be the
/// workspace's own policy/ or the working copy's.
/// </summary>
/// <remarks>
/// Changes are noticed by the file system's events and, where those fail (network drives, full event queues), by looking
/// every <see cref="Poll"/>. Sources count as saved when they have not changed for <see cref="Quiet"/>.
/// </remarks>
/// <param name="folder">Where the sources are edited.</param>
/// <param name="log">Told of sources that cannot be taken.</param>
/// <param name="useEvents">Whether the file system's events are listened to.</param>
public sealed class WatchAgent(string folder, ILogger? log = null, bool useEvents = true) : IAgent
{
    private readonly ILogger _log = log ?? NullLogger.Instance;
    private SortedDictionary<string, string>? _submitted;
    private string? _complaint;

    /// <summary>Time between looks at the folder.</summary>
    public static TimeSpan Poll { get; } = TimeSpan.FromMilliseconds(400);

    /// <summary>Time without change after which sources count as saved.</summary>
    public static TimeSpan Quiet { get; } = TimeSpan.FromMilliseconds(120);

    /// <inheritdoc/>
    public string Name => "watch";

    /// <summary>Waits until something was saved that is neither the incumbent nor what was handed in last.</summary>
    public async Task<Proposal?> ProposeAsync(AgentRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var incumbent = PolicyFiles.Read(request.Copy.Policy);
        var signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var watcher = Listen(signal.Writer);
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            if (TryRead() is { } saved && IsNews(saved, incumbent))
            {
                await Task.Delay(Quiet, cancellation).ConfigureAwait(false);
                if (TryRead() is { } settled && PolicyFiles.Changed(saved, settled).Count == 0)
                {
                    return HandIn(request, incumbent, settled);
                }
            }
            else
            {
                await NextAsync(signal.Reader, cancellation).ConfigureAwait(false);
            }
        }
    }

    private Proposal HandIn(
        AgentRequest request, SortedDictionary<string, string> incumbent, SortedDictionary<string, string> saved)
    {
        _submitted = saved;
        PolicyFiles.Write(request.Copy.Policy, saved);
        var changed = PolicyFiles.Changed(incumbent, saved);

        // A comment that the incumbent has too speaks of an earlier change.
        var hypothesis = changed.Where(saved.ContainsKey)
            .Select(name => (Now: Hypothesis.InSource(saved[name]), Before: incumbent.TryGetValue(name, out var old) ? Hypothesis.InSource(old) : null))
            .LastOrDefault(static h => h.Now is not null && h.Now != h.Before).Now;
        return new Proposal(hypothesis ?? $"edited by hand: {string.Join(", ", changed)}");
    }

    private bool IsNews(SortedDictionary<string, string> saved, SortedDictionary<string, string> incumbent) =>
        saved.Count > 0 && PolicyFiles.Changed(incumbent, saved).Count > 0
        && (_submitted is null || PolicyFiles.Changed(_submitted, saved).Count > 0);

    /// <summary>Null where the sources cannot be read now: an editor may be at it.</summary>
    private SortedDictionary<string, string>? TryRead()
    {
        try
        {
            return PolicyFiles.Read(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
        catch (LoopException e)
        {
            if (_complaint != e.Message)
            {
                _complaint = e.Message;
                _log.LogWarning("{Complaint}", e.Message);
            }

            return null;
        }
    }

    private FileSystemWatcher? Listen(ChannelWriter<bool> signal)
    {
        if (!useEvents || !Directory.Exists(folder))
        {
            return null;
        }

        FileSystemWatcher? watcher = null;
        try
        {
            watcher = new FileSystemWatcher(folder) { IncludeSubdirectories = true };
            watcher.Changed += (_, _) => signal.TryWrite(true);
            watcher.Created += (_, _) => signal.TryWrite(true);
            watcher.Deleted += (_, _) => signal.TryWrite(true);
            watcher.Renamed += (_, _) => signal.TryWrite(true);
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            // The system's limit of watches is reached; looking now and then does as well.
            watcher?.Dispose();
            return null;
        }
    }

    private static async Task NextAsync(ChannelReader<bool> signal, CancellationToken cancellation)
    {
        using var poll = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        poll.CancelAfter(Poll);
        try
        {
            await signal.ReadAsync(poll.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // Time for a look without an event.
        }
    }
}
