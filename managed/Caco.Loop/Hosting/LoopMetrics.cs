using System.Diagnostics.Metrics;
using Caco.Loop.Ledgers;

namespace Caco.Loop.Hosting;

/// <summary>What a loop does, as instruments of the meter "Caco.Loop". Any thread.</summary>
public sealed class LoopMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Caco.Loop";

    private readonly Counter<long> _trials;
    private readonly Counter<long> _episodes;
    private readonly Counter<long> _tics;
    private readonly Counter<long> _tokens;
    private readonly Histogram<double> _seconds;
    private double _score = double.NaN;

    public LoopMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(MeterName);
        _trials = meter.CreateCounter<long>("caco.loop.trials", "{trial}", "Trials with a verdict.");
        _episodes = meter.CreateCounter<long>("caco.loop.episodes", "{episode}", "Episodes played.");
        _tics = meter.CreateCounter<long>("caco.loop.tics", "{tic}", "Tics simulated in whole episodes.");
        _tokens = meter.CreateCounter<long>("caco.loop.tokens", "{token}", "A model's tokens.");
        _seconds = meter.CreateHistogram<double>("caco.loop.trial.duration", "s", "Wall time of a trial.");
        meter.CreateObservableGauge("caco.loop.score", () => _score, "{point}", "Mean validation score of the incumbent.");
    }

    /// <summary>Takes note of an event.</summary>
    public void Observe(LoopEvent what)
    {
        switch (what)
        {
            case EpisodePlayed played:
                _episodes.Add(1, new KeyValuePair<string, object?>("stage", played.Stage));
                _tics.Add(played.Tics);
                break;
            case TrialEnded { Trial: var trial }:
                _trials.Add(1, new KeyValuePair<string, object?>("verdict", trial.Verdict.ToString()));
                _tokens.Add(trial.Spending.Tokens);
                _seconds.Record(trial.Spending.Seconds);
                break;
        }
    }

    /// <summary>Sets the incumbent's mean validation score.</summary>
    public void SetScore(double score) => _score = score;
}
