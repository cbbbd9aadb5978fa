using System.Globalization;
using Microsoft.CodeAnalysis.Text;

namespace Caco.Loop.Agents.Tuning;

/// <summary>A constant that is marked [Tunable(min, max)], and where its literal stands. Immutable.</summary>
public sealed record Tunable
{
    /// <summary>Full name of the field: "Caco.Policies.Battle.Explorer.FastTurn".</summary>
    public required string Key { get; init; }

    /// <summary>For people: "Explorer.FastTurn".</summary>
    public required string Name { get; init; }

    /// <summary>Relative name of the source.</summary>
    public required string File { get; init; }

    /// <summary>Where sign and literal stand in it.</summary>
    public required TextSpan Span { get; init; }

    /// <summary>Sign and literal as they stand there.</summary>
    public required string Text { get; init; }

    /// <summary>What they mean.</summary>
    public required double Value { get; init; }

    public required double Min { get; init; }

    public required double Max { get; init; }

    /// <summary>Whether it is an int: it then takes whole numbers only.</summary>
    public required bool IsInteger { get; init; }

    /// <summary>What stands behind the digits: "f", "d", "F", "D" or nothing.</summary>
    public required string Suffix { get; init; }

    /// <summary>The least change that is written: 1 for an int, else about a thousandth of the range, a power of ten.</summary>
    public double Resolution => IsInteger ? 1 : Math.Pow(10, Exponent);

    private int Exponent => (int)Math.Floor(Math.Log10((Max - Min) / 1000));

    /// <summary>The literal for a value, rounded and kept in the range; the text as it stands where that rounds to the same.</summary>
    public string Write(double value)
    {
        var clamped = Math.Clamp(value, Min, Max);
        var digits = Digits(clamped);
        return digits == Digits(Value) ? Text : Dress(digits);
    }

    /// <summary>What <see cref="Write"/> makes of a value.</summary>
    public double Round(double value)
    {
        var digits = Digits(Math.Clamp(value, Min, Max));
        return digits == Digits(Value) ? Value : double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    private string Digits(double value)
    {
        if (IsInteger)
        {
            var whole = Math.Clamp(Math.Round(value, MidpointRounding.AwayFromZero), Math.Ceiling(Min), Math.Floor(Max));
            return whole.ToString("0", CultureInfo.InvariantCulture);
        }

        // Decimals that a fixed notation has room for; ranges smaller or larger than that are written with an exponent.
        var exponent = Exponent;
        if (exponent is < -12 or > 9)
        {
            return value.ToString("0.###E+0", CultureInfo.InvariantCulture);
        }

        var rounded = exponent >= 0
            ? Math.Round(value / Math.Pow(10, exponent), MidpointRounding.AwayFromZero) * Math.Pow(10, exponent)
            : Math.Round(value, -exponent);
        rounded = Math.Clamp(rounded, Min, Max);
        return (rounded == 0 ? 0 : rounded).ToString("0.###############", CultureInfo.InvariantCulture);
    }

    private string Dress(string digits)
    {
        var sign = Text[0] == '+' && digits[0] != '-' ? "+" : "";
        var isPlain = !digits.Contains('.', StringComparison.Ordinal) && !digits.Contains('E', StringComparison.Ordinal);
        var point = isPlain && Text.Contains('.', StringComparison.Ordinal) ? ".0" : "";
        return sign + digits + point + Suffix;
    }
}
