using System.Security.Cryptography;
using System.Text;

namespace Caco.Loop.Agents.Tuning;

/// <summary>The constants as a box from 0 to 1 in every direction. Immutable.</summary>
internal sealed class SearchSpace(IReadOnlyDictionary<string, string> sources, IReadOnlyList<Tunable> items)
{
    public IReadOnlyList<Tunable> Items => items;

    public int Count => items.Count;

    /// <summary>The values that stand in the sources.</summary>
    public double[] Current { get; } = [.. items.Select(static t => t.Value)];

    /// <summary>A part of what rounding takes away: a deviation below it plays the same constants again and again.</summary>
    public double[] LeastSteps { get; } = [.. items.Select(static t => t.Resolution * 0.4 / (t.Max - t.Min))];

    public double[] Lower { get; } = new double[items.Count];

    public double[] Upper { get; } = [.. Enumerable.Repeat(1.0, items.Count)];

    /// <summary>Differs where anything but the constants' values differs.</summary>
    public string Code { get; } = HashOf(sources, items);

    /// <summary>The constants that a point stands for, rounded as they will be written.</summary>
    public double[] Values(ReadOnlySpan<double> point)
    {
        var values = new double[Count];
        for (var i = 0; i < Count; i++)
        {
            values[i] = items[i].Round(items[i].Min + point[i] * (items[i].Max - items[i].Min));
        }

        return values;
    }

    /// <summary>The point of constants.</summary>
    public double[] Point(IReadOnlyList<double> values) =>
        [.. items.Select((t, i) => Math.Clamp((values[i] - t.Min) / (t.Max - t.Min), 0, 1))];

    public IReadOnlyDictionary<string, string> Sources(IReadOnlyList<double> values) => TunableSource.Rewrite(sources, items, values);

    private static string HashOf(IReadOnlyDictionary<string, string> sources, IReadOnlyList<Tunable> items)
    {
        var text = new StringBuilder();
        foreach (var (name, source) in TunableSource.Mask(sources, items).OrderBy(static s => s.Key, StringComparer.Ordinal))
        {
            text.Append(name).Append('\0').Append(source).Append('\0');
        }

        foreach (var item in items)
        {
            text.Append(item.Key).Append('\0');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
