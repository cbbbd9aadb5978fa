namespace Caco.Loop.Play;

/// <summary>What a table says of a figure over episodes.</summary>
/// <param name="Mean">Arithmetic mean.</param>
/// <param name="Min">Smallest value.</param>
/// <param name="Max">Largest value.</param>
/// <param name="StandardError">Of the mean: sample deviation over the root of the count; 0 for one episode.</param>
public sealed record Statistics(double Mean, double Min, double Max, double StandardError)
{
    /// <summary>Figures of at least one value.</summary>
    public static Statistics Of(IReadOnlyCollection<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var mean = values.Average();
        var squares = values.Sum(v => (v - mean) * (v - mean));
        var error = values.Count < 2 ? 0 : Math.Sqrt(squares / (values.Count - 1) / values.Count);
        return new Statistics(mean, values.Min(), values.Max(), error);
    }
}
