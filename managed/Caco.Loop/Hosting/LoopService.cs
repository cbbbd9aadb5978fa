using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Caco.Loop.Hosting;

/// <summary>Runs the loop of a host. A failure of the loop stops the host; a stop of the host ends the loop after what cannot be lost is written.</summary>
internal sealed class LoopService(
    LoopEngine engine, LoopEvents events, LoopMetrics metrics, IHostApplicationLifetime lifetime, IOptions<LoopOptions> options,
    ILogger<LoopService> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The host is up before the first episode is played.
        await Task.Yield();
        events.Happened += Observe;
        try
        {
            await engine.RunAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            events.Raise(new LoopEnded("stopped"));
        }
        finally
        {
            events.Happened -= Observe;
        }

        if (options.Value.StopHostAtEnd)
        {
            lifetime.StopApplication();
        }
    }

    private void Observe(LoopEvent what)
    {
        metrics.Observe(what);
        switch (what)
        {
            case LoopNote { IsWarning: true } note:
                log.LogWarning("{Note}", note.Text);
                break;
            case LoopNote note:
                log.LogInformation("{Note}", note.Text);
                break;
            case TrialStarted started:
                log.LogInformation("trial {Trial} begins, agent {Agent}", started.Trial, started.Agent);
                break;
            case TrialProposed proposed:
                log.LogInformation("trial {Trial}: {Hypothesis}", proposed.Trial, proposed.Hypothesis);
                break;
            case TrialEnded { Trial: var trial }:
                log.LogInformation("trial {Trial}: {Verdict}: {Why}", trial.Id, trial.Verdict, trial.Why);
                break;
            case LoopEnded ended:
                log.LogInformation("the loop is over: {Reason}", ended.Reason);
                break;
        }
    }
}
