using System.Globalization;

namespace Caco.Cli.Traces;

/// <summary>Where two traces of the same play part.</summary>
public sealed record TraceComparison
{
    // More says nothing new: after the first wrong figure most others follow.
    private const int MostDifferences = 16;

    /// <summary>Name of the case.</summary>
    public required string Case { get; init; }

    /// <summary>The seed.</summary>
    public required uint Seed { get; init; }

    /// <summary>Rows compared, the diverging one included.</summary>
    public required int Rows { get; init; }

    /// <summary>The first row that differs; -1 where none does.</summary>
    public int Row { get; init; } = -1;

    /// <summary>Episode time of that row.</summary>
    public int Tic { get; init; }

    /// <summary>What differs in that row, the actors' figures first; at most 16.</summary>
    public IReadOnlyList<TraceDifference> Differences { get; init; } = [];

    /// <summary>The random streams drawn in that row's tic, newest first, at most 16; those drawn last before it where there were none.</summary>
    public IReadOnlyList<string> Streams { get; init; } = [];

    /// <summary>Random numbers drawn in that row's tic.</summary>
    public long Draws { get; init; }

    /// <summary>Whether no row differs.</summary>
    public bool IsExact => Row < 0;

    /// <summary>Compares rows in order up to the first that differs.</summary>
    /// <param name="meta">Set-up of both.</param>
    /// <param name="expected">The reference.</param>
    /// <param name="actual">The other one; read no further than the first difference.</param>
    /// <param name="withBuffers">Whether buffer hashes count.</param>
    public static TraceComparison Of(TraceMeta meta, IEnumerable<TraceRow> expected, IEnumerable<TraceRow> actual, bool withBuffers)
    {
        ArgumentNullException.ThrowIfNull(meta);
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(actual);
        using var wanted = expected.GetEnumerator();
        using var given = actual.GetEnumerator();
        TraceRow? before = null;
        for (var rows = 1; ; rows++)
        {
            var (more, moreGiven) = (wanted.MoveNext(), given.MoveNext());
            if (!more && !moreGiven)
            {
                return new TraceComparison { Case = meta.Case, Seed = meta.Seed, Rows = rows - 1 };
            }

            var differences = more && moreGiven
                ? Differ(meta, wanted.Current, given.Current, withBuffers)
                : [new TraceDifference("rows", Count(more, rows), Count(moreGiven, rows))];
            var last = moreGiven ? given.Current : before;
            if (differences.Count > 0)
            {
                return At(meta, rows, more ? wanted.Current : given.Current, differences, last, before);
            }

            before = last;
        }
    }

    /// <summary>A few lines for people.</summary>
    public override string ToString()
    {
        if (IsExact)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{Case} seed {Seed}: {Rows} rows, no difference");
        }

        var first = Differences[0];
        var who = first.Actor is { } actor
            ? string.Create(CultureInfo.InvariantCulture, $" of {actor} {first.Id} (place {first.Place} of the object list)")
            : "";
        var lines = new List<string>
        {
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Case} seed {Seed}: first difference in row {Row}, tic {Tic}: {first.Field}{who}: expected {first.Expected}, got {first.Actual}"),
        };
        lines.AddRange(Differences.Skip(1).Select(static d => $"  also {d.FullField}: expected {d.Expected}, got {d.Actual}"));
        lines.Add(Streams.Count == 0
            ? "  random numbers: not recorded"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"  last random stream drawn: {Streams[0]}; drawn in this tic: {Draws}{(Draws > 0 ? $" ({string.Join(", ", Streams)})" : "")}"));
        return string.Join(Environment.NewLine, lines);
    }

    private static TraceComparison At(
        TraceMeta meta, int rows, TraceRow row, List<TraceDifference> differences, TraceRow? last, TraceRow? before)
    {
        // A new episode counts from nothing.
        var start = last is { Reset: true } || ReferenceEquals(last, before) ? 0 : before?.Draws ?? 0;
        var draws = Math.Max(0, (last?.Draws ?? 0) - start);
        var streams = last?.Streams ?? [];
        return new TraceComparison
        {
            Case = meta.Case,
            Seed = meta.Seed,
            Rows = rows,
            Row = row.Row,
            Tic = row.Tic,
            Differences = [.. differences.OrderBy(static d => d.Actor is null).Take(MostDifferences)],
            Streams = [.. streams.Take(draws > 0 ? (int)Math.Min(draws, streams.Count) : 1)],
            Draws = draws,
        };
    }

    private static List<TraceDifference> Differ(TraceMeta meta, TraceRow expected, TraceRow actual, bool withBuffers)
    {
        if (!expected.Action.AsSpan().SequenceEqual(actual.Action) || expected.Reset != actual.Reset)
        {
            return [new TraceDifference("action", Text(expected), Text(actual))];
        }

        var differences = TraceDifferences.Of(meta, expected, actual);
        return [.. withBuffers ? differences.Concat(TraceDifferences.OfBuffers(expected, actual)) : differences];
    }

    private static string Text(TraceRow row) => row.Reset
        ? "a new episode"
        : string.Join(' ', row.Action.Select(static v => v.ToString("R", CultureInfo.InvariantCulture)));

    private static string Count(bool more, int rows) =>
        more ? string.Create(CultureInfo.InvariantCulture, $"more than {rows - 1}") : (rows - 1).ToString(CultureInfo.InvariantCulture);
}
