using System.Globalization;
using Caco.Loop.Workspaces;

namespace Caco.Loop.Evaluate;

/// <summary>What a comparison has to show.</summary>
public enum PairedMode
{
    /// <summary>That the candidate scores more.</summary>
    Gain,

    /// <summary>That the candidate scores no less, but for the worthwhile gain; for simplifications.</summary>
    NoLoss,
}

/// <summary>A place at which the test may stop.</summary>
/// <param name="Pairs">Seeds played until then.</param>
/// <param name="Alpha">The share of the chance of a false acceptance that is spent here.</param>
/// <param name="Beta">The share of the chance of a false giving up that is spent here.</param>
public sealed record PairedLook(int Pairs, double Alpha, double Beta);

/// <summary>
/// A group-sequential test over the score differences of candidate and incumbent on the same seeds. Immutable; any
/// thread.
/// </summary>
/// <remarks>
/// <para>
/// Error rates. At look k a candidate is accepted when the one-sided p-value of <see cref="SignFlips"/> is at most
/// alpha_k. The alpha_k sum to alpha, so that by the union bound a candidate that is no different is accepted at any
/// look with a probability of at most alpha, whatever the scores are distributed like and however looks depend on each
/// other. Looks spend by the power family of Kim and DeMets (Biometrika 74, 1987) with exponent 2: up to the share t of
/// the seeds, alpha t^2 is spent. Of 16, 32, 64, 128 seeds the last look keeps three quarters of alpha, and a strong
/// gain is still seen early. Where differences are of mean zero but not symmetric, the guarantee is asymptotic.
/// </para>
/// <para>
/// Giving up. At every look but the last a candidate is rejected when the upper confidence limit (Student's t) of the
/// mean difference at the level beta_k lies below what one does not want to miss: the worthwhile gain, that is
/// <see cref="CascadeSettings.WorthwhileGain"/> times the incumbent's mean. The beta_k sum to at most beta and are
/// spent in the same way up to the look before the last, so that a candidate with that gain is given up early with a
/// probability of about beta at most. Giving up never adds to alpha, since the bounds of acceptance do not count on it.
/// A tenth of beta is left for <see cref="ClearlyWorse"/>. At the last look what is not proven is rejected.
/// </para>
/// <para>
/// No loss. The same with the differences raised by the worthwhile gain: what is shown is that the candidate does not
/// lose as much (non-inferiority). It is rejected, at the last look too, when it clearly loses anything: many
/// simplifications within the margin would add up. Play that scores the same on all seeds of a look is accepted.
/// </para>
/// <para>
/// The interval is Student's 95 % interval for the mean difference at this look alone. Where the test stops early, the
/// mean is on the optimistic side, as with every sequential test. A single pair has no interval: both ends are the
/// difference.
/// </para>
/// </remarks>
public sealed class PairedTest
{
    private const double BetaForTraining = 0.1;
    private const double Confidence = 0.95;

    // Fewer differences say nothing of their spread.
    private const int FewestForSpread = 4;

    private readonly double _worthwhile;
    private readonly double _clearlyWorse;
    private readonly PairedMode _mode;

    /// <param name="settings">Looks and error rates.</param>
    /// <param name="mode">What has to be shown.</param>
    /// <param name="seeds">How many seeds there are; looks beyond are moved to the last of them.</param>
    /// <exception cref="RequestException">Looks do not grow, or a rate is out of range; names the setting.</exception>
    public PairedTest(CascadeSettings settings, PairedMode mode = PairedMode.Gain, int seeds = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Check(settings, seeds);
        _mode = mode;
        _worthwhile = settings.WorthwhileGain;
        _clearlyWorse = BetaForTraining * settings.Beta / Math.Max(1, settings.Train.Count);
        var pairs = settings.Looks.Select(look => Math.Min(look, seeds)).Distinct().ToList();
        Looks = Spend(pairs, settings.Alpha, (1 - BetaForTraining) * settings.Beta, mode);
    }

    /// <summary>Where the test may stop, in order.</summary>
    public IReadOnlyList<PairedLook> Looks { get; }

    /// <summary>A test with one look at all pairs, for a comparison that is not part of a sequence.</summary>
    public static PairedOutcome Once(
        ReadOnlySpan<double> candidate, ReadOnlySpan<double> incumbent, CascadeSettings settings, PairedMode mode = PairedMode.Gain)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new PairedTest(settings with { Looks = [candidate.Length] }, mode).Look(0, candidate, incumbent);
    }

    /// <summary>Decides at a look.</summary>
    /// <param name="look">Index into <see cref="Looks"/>.</param>
    /// <param name="candidate">
    /// The candidate's scores, shape (at least the look's pairs); further ones are not read.
    /// </param>
    /// <param name="incumbent">The incumbent's scores on the same seeds in the same order.</param>
    public PairedOutcome Look(int look, ReadOnlySpan<double> candidate, ReadOnlySpan<double> incumbent)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(look);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(look, Looks.Count);
        var at = Looks[look];
        if (candidate.Length < at.Pairs || incumbent.Length < at.Pairs)
        {
            throw new ArgumentException($"The look needs {at.Pairs} pairs; there are {candidate.Length} and {incumbent.Length} scores.");
        }

        var sample = new Sample(candidate[..at.Pairs], incumbent[..at.Pairs], _worthwhile);
        var p = SignFlips.PValue(_mode == PairedMode.Gain ? sample.Differences : sample.Raised());
        var (verdict, why) = Decide(sample, at, p, isLast: look == Looks.Count - 1);
        var (low, high) = sample.Interval(Confidence);
        return new PairedOutcome(
            verdict, at.Pairs, sample.Mean, low, high, p, sample.Count(static d => d > 0), sample.Count(static d => d < 0), why);
    }

    /// <summary>
    /// Whether the candidate is so much worse on some training seeds that its validation is not worth the play: the
    /// upper limit of the mean difference lies below zero. Never on fewer than four pairs.
    /// </summary>
    public bool ClearlyWorse(ReadOnlySpan<double> candidate, ReadOnlySpan<double> incumbent, out string why)
    {
        why = "";
        if (candidate.Length < FewestForSpread || candidate.Length != incumbent.Length)
        {
            return false;
        }

        var sample = new Sample(candidate, incumbent, _worthwhile);
        var limit = sample.UpperLimit(_clearlyWorse);
        if (limit >= 0)
        {
            return false;
        }

        why = Text($"it is clearly worse on {sample.Pairs} training seeds: {sample.Figures}, at best {limit:+0.##;-0.##}");
        return true;
    }

    private (PairedVerdict Verdict, string Why) Decide(Sample sample, PairedLook look, double p, bool isLast)
    {
        var figures = sample.Figures;
        var proof = Text($"on {sample.Pairs} seeds: {figures}, p {p:0.#####} (at most {look.Alpha:0.#####} needed)");
        if (sample.Count(static d => d != 0) == 0)
        {
            var same = Text($"it scores exactly the same on all {sample.Pairs} seeds");
            return _mode == PairedMode.NoLoss
                ? (PairedVerdict.Accept, same)
                : (PairedVerdict.Reject, same + ", so there is nothing to gain");
        }

        var limit = look.Beta > 0 ? sample.UpperLimit(look.Beta) : double.PositiveInfinity;
        if (p <= look.Alpha && (_mode == PairedMode.Gain || limit >= 0))
        {
            var shown = _mode == PairedMode.Gain ? "a gain is shown" : Text($"no loss of {sample.Worthwhile:0.##} or more is shown");
            return (PairedVerdict.Accept, $"{shown} {proof}");
        }

        if (limit < 0)
        {
            return (PairedVerdict.Reject, Text($"it is clearly worse on {sample.Pairs} seeds: {figures}, at best {limit:+0.##;-0.##;0}"));
        }

        if (_mode == PairedMode.Gain && limit < sample.Worthwhile)
        {
            return (PairedVerdict.Reject, Text(
                $"a worthwhile gain ({sample.Worthwhile:+0.##}) is out of reach after {sample.Pairs} seeds: {figures}, at best {limit:+0.##;-0.##;0}"));
        }

        if (!isLast)
        {
            return (PairedVerdict.Continue, $"undecided {proof}");
        }

        var missing = _mode == PairedMode.Gain ? "no proof of a gain" : Text($"no proof that less than {sample.Worthwhile:0.##} is lost");
        return (PairedVerdict.Reject, $"{missing} {proof}");
    }

    private static List<PairedLook> Spend(List<int> pairs, double alpha, double beta, PairedMode mode)
    {
        double Share(int look, int last)
        {
            double Spent(int i) => i < 0 ? 0 : Math.Pow(pairs[i] / (double)pairs[last], 2);
            return Spent(look) - Spent(look - 1);
        }

        // A gain that is not proven at the last look needs no giving up.
        var end = pairs.Count - 1;
        var giveUpEnd = mode == PairedMode.Gain ? end - 1 : end;
        return [.. pairs.Select((n, i) => new PairedLook(n, alpha * Share(i, end), i <= giveUpEnd ? beta * Share(i, giveUpEnd) : 0))];
    }

    private static void Check(CascadeSettings settings, int seeds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(seeds, 1);
        var looks = settings.Looks;
        if (looks.Count == 0 || looks[0] < 1 || looks.Zip(looks.Skip(1)).Any(static l => l.First >= l.Second))
        {
            throw new RequestException(
                "cascade.looks: name at least one number of episodes, above 0 and growing, for example [16, 32, 64, 128].");
        }

        Rate(settings.Alpha, "alpha");
        Rate(settings.Beta, "beta");
        if (!double.IsFinite(settings.WorthwhileGain) || settings.WorthwhileGain < 0)
        {
            throw new RequestException(
                Text($"cascade.worthwhileGain: {settings.WorthwhileGain} is not a share of the score; write for example 0.03."));
        }
    }

    private static void Rate(double value, string name)
    {
        if (!(value > 0 && value < 0.5))
        {
            throw new RequestException(Text($"cascade.{name}: {value} is not between 0 and 0.5."));
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>Differences and what follows from them.</summary>
    private sealed class Sample
    {
        private readonly double _error;

        public Sample(ReadOnlySpan<double> candidate, ReadOnlySpan<double> incumbent, double worthwhile)
        {
            Differences = new double[candidate.Length];
            for (var i = 0; i < Differences.Length; i++)
            {
                Differences[i] = candidate[i] - incumbent[i];
                Incumbent += incumbent[i] / Differences.Length;
            }

            var statistics = Play.Statistics.Of(Differences);
            Mean = statistics.Mean;
            _error = statistics.StandardError;
            Worthwhile = worthwhile * Math.Abs(Incumbent);
        }

        public double[] Differences { get; }

        public double Mean { get; }

        public double Incumbent { get; }

        public double Worthwhile { get; }

        public int Pairs => Differences.Length;

        public string Figures => Text($"{Mean:+0.##;-0.##;0} a seed against {Incumbent:0.##}");

        public int Count(Func<double, bool> which) => Differences.Count(which);

        public double[] Raised() => [.. Differences.Select(d => d + Worthwhile)];

        // Differences that are all the same show no spread and leave nothing open; too few of them leave everything open.
        public double UpperLimit(double level) =>
            Pairs < FewestForSpread ? double.PositiveInfinity : Mean + StudentT.Quantile(1 - level, Pairs - 1) * _error;

        public (double Low, double High) Interval(double confidence)
        {
            if (Pairs < 2)
            {
                return (Mean, Mean);
            }

            var half = StudentT.Quantile((1 + confidence) / 2, Pairs - 1) * _error;
            return (Mean - half, Mean + half);
        }
    }
}
