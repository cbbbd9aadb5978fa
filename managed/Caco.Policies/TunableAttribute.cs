namespace Caco.Policies;

/// <summary>
/// Marks a numeric constant that an optimiser may change in the source, within the range. It is read from the source text
/// and costs nothing in play.
/// </summary>
/// <remarks>On a <c>const</c> field of type int, float or double whose value is a literal, with or without a sign.</remarks>
/// <param name="min">Smallest sensible value.</param>
/// <param name="max">Largest sensible value, above <paramref name="min"/>.</param>
[AttributeUsage(AttributeTargets.Field)]
public sealed class TunableAttribute(double min, double max) : Attribute
{
    /// <summary>Smallest sensible value.</summary>
    public double Min { get; } = min;

    /// <summary>Largest sensible value.</summary>
    public double Max { get; } = max;
}
