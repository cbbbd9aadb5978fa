using System.Globalization;

namespace Caco.Loop.Play;

/// <summary>Seeds as a command line writes them: "7", "0-9", or several of these with commas between.</summary>
public static class SeedRange
{
    /// <summary>The most seeds that one run takes.</summary>
    public const int MaxCount = 1_000_000;

    /// <summary>The seeds in the order in which they are written.</summary>
    /// <exception cref="RequestException">Not a list of ranges, a range that runs backwards, a seed twice, or too many.</exception>
    public static IReadOnlyList<uint> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var seeds = new List<uint>();
        foreach (var part in text.Split(','))
        {
            var dash = part.IndexOf('-', StringComparison.Ordinal);
            var first = Number(dash < 0 ? part : part[..dash], text);
            var last = dash < 0 ? first : Number(part[(dash + 1)..], text);
            if (last < first)
            {
                throw new RequestException($"--seeds {text}: the range '{part.Trim()}' runs backwards.");
            }

            if (seeds.Count + ((long)last - first + 1) > MaxCount)
            {
                throw new RequestException($"--seeds {text}: more than {MaxCount} seeds.");
            }

            for (long seed = first; seed <= last; seed++)
            {
                seeds.Add((uint)seed);
            }
        }

        if (seeds.Distinct().Count() != seeds.Count)
        {
            throw new RequestException($"--seeds {text}: a seed is named twice.");
        }

        return seeds;
    }

    private static uint Number(string text, string whole) =>
        uint.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new RequestException(
                $"--seeds {whole}: '{text.Trim()}' is not a seed (0..{uint.MaxValue}). Write for example 0-9, 7 or 0-3,8.");
}
