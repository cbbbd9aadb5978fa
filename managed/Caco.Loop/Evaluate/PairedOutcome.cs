using System.Text.Json.Serialization;

namespace Caco.Loop.Evaluate;

/// <summary>What a comparison says after a look.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PairedVerdict>))]
public enum PairedVerdict
{
    Accept,
    Reject,
    Continue,
}

/// <summary>A comparison of two policies over the same seeds.</summary>
/// <param name="Verdict">What follows from it.</param>
/// <param name="Pairs">Seeds compared.</param>
/// <param name="MeanDifference">Candidate less incumbent, mean over the seeds.</param>
/// <param name="Low">Lower end of the 95 % interval of the mean difference.</param>
/// <param name="High">Its upper end.</param>
/// <param name="P">One-sided p-value of this look for "no better".</param>
/// <param name="Wins">Seeds on which the candidate scored more.</param>
/// <param name="Losses">Seeds on which it scored less.</param>
/// <param name="Why">The decision in a sentence.</param>
public sealed record PairedOutcome(
    PairedVerdict Verdict, int Pairs, double MeanDifference, double Low, double High, double P, int Wins, int Losses, string Why);
