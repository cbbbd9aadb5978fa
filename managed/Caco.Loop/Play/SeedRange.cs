using System.Globalization;

namespace Caco.Loop.Play;

/// <summary>Seeds as a command line writes them: "7", "0-9", or several of these with commas between.</summary>
public static class SeedRange
{
    /// <summary>The most seeds that one run takes.</summary>
    public const int MaxCount = 1_000_000;

    /// <summary>The seeds in the order in which they are written.</summary>
    /// <exception cref="RequestException">Not a list of ranges, a range that runs backwards, a seed twice, or too many.</exception>
    public static IReadOnlyList<uint> Parse(string text) => Parse(text, "--seeds");

    /// <summary>The seeds in the order in which they are written.</summary>
    /// <param name="text">The ranges.</param>
    /// <param name="source">What messages call the place that the text comes from.</param>
    /// <exception cref="RequestException">Not a list of ranges, a range that runs backwards, a seed twice, or too many.</exception>
    public static IReadOnlyList<uint> Parse(string text, string source)
    {
        ArgumentNullException.ThrowIfNull(text);
        var seeds = new List<uint>();
        foreach (var part in text.Split(','))
        {
            var dash = part.IndexOf('-', StringComparison.Ordinal);
            var first = Number(dash < 0 ? part : part[..dash], text, source);
            var last = dash < 0 ? first : Number(part[(dash + 1)..], text, source);
            if (last < first)
            {
                throw new RequestException($"{source} {text}: the range '{part.Trim()}' runs backwards.");
            }

            if (seeds.Count + ((long)last - first + 1) > MaxCount)
            {
                throw new RequestException($"{source} {text}: more than {MaxCount} seeds.");
            }

            for (long seed = first; seed <= last; seed++)
            {
                seeds.Add((uint)seed);
            }
        }

        if (seeds.Distinct().Count() != seeds.Count)
        {
            throw new RequestException($"{source} {text}: a seed is named twice.");
        }

        return seeds;
    }

    private static uint Number(string text, string whole, string source) =>
        uint.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new RequestException(
                $"{source} {whole}: '{text.Trim()}' is not a seed (0..{uint.MaxValue}). Write for example 0-9, 7 or 0-3,8.");
}
