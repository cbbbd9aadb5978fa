using System.Globalization;

namespace Caco.Cli.Traces;

/// <summary>One figure in which two rows differ.</summary>
/// <param name="Field">A variable's name, "reward", "total", "finished", "dead", "tic", "x" of an actor, "screen", "draws" and so on.</param>
/// <param name="Expected">The reference's value.</param>
/// <param name="Actual">The other one's.</param>
/// <param name="Place">Place in the object list; -1 where the figure is not an actor's.</param>
/// <param name="Actor">Class name of the actor that the reference has there; null where the figure is not an actor's.</param>
/// <param name="Id">The actor's number.</param>
public sealed record TraceDifference(string Field, string Expected, string Actual, int Place = -1, string? Actor = null, uint Id = 0)
{
    /// <summary>The field with its place: "HEALTH", "objects[3].x (DoomImp)".</summary>
    public string FullField => this switch
    {
        { Actor: null } => Field,
        { Field: "count" } => "objects.count",
        _ => string.Create(CultureInfo.InvariantCulture, $"objects[{Place}].{Field} ({Actor})"),
    };
}

/// <summary>Compares rows of traces figure by figure. A figure that only one of them has is no difference.</summary>
public static class TraceDifferences
{
    // Angles of objects are recorded with six decimals.
    private const double AngleTolerance = 0.5000001e-6;

    /// <summary>
    /// All differences of two rows in this order: variables, flags and rewards, objects, then what only an own trace has: the count of
    /// random numbers and the world's hash. Buffers are not looked at.
    /// </summary>
    public static IEnumerable<TraceDifference> Of(TraceMeta meta, TraceRow expected, TraceRow actual)
    {
        ArgumentNullException.ThrowIfNull(meta);
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(actual);
        return Variables(meta, expected, actual).Concat(Flags(expected, actual)).Concat(Objects(expected, actual))
            .Concat(Own(expected, actual));
    }

    /// <summary>The buffers whose hashes differ.</summary>
    public static IEnumerable<TraceDifference> OfBuffers(TraceRow expected, TraceRow actual)
    {
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(actual);
        for (var i = 0; i < GoldenTrace.Buffers.Count; i++)
        {
            if (expected.Hashes[i] is { } want && actual.Hashes[i] is { } got && want != got)
            {
                yield return new TraceDifference(GoldenTrace.Buffers[i], want, got);
            }
        }
    }

    private static IEnumerable<TraceDifference> Variables(TraceMeta meta, TraceRow expected, TraceRow actual)
    {
        for (var i = 0; i < Math.Min(expected.Variables.Length, actual.Variables.Length); i++)
        {
            if (expected.Variables[i] != actual.Variables[i])
            {
                yield return new TraceDifference(meta.Variables[i], Text(expected.Variables[i]), Text(actual.Variables[i]));
            }
        }
    }

    private static IEnumerable<TraceDifference> Flags(TraceRow expected, TraceRow actual)
    {
        (string Field, double Want, double Got)[] figures =
        [
            ("finished", expected.Finished ? 1 : 0, actual.Finished ? 1 : 0), ("dead", expected.Dead ? 1 : 0, actual.Dead ? 1 : 0),
            ("tic", expected.Tic, actual.Tic), ("reward", expected.Reward, actual.Reward), ("total", expected.Total, actual.Total),
        ];
        return from figure in figures
            where figure.Want != figure.Got
            select new TraceDifference(figure.Field, Text(figure.Want), Text(figure.Got));
    }

    private static IEnumerable<TraceDifference> Objects(TraceRow expected, TraceRow actual)
    {
        if (expected.Objects is not { } want || actual.Objects is not { } got)
        {
            yield break;
        }

        for (var i = 0; i < Math.Min(want.Length, got.Length); i++)
        {
            foreach (var (field, one, other) in Of(want[i], got[i]))
            {
                yield return new TraceDifference(field, one, other, i, want[i].Name, want[i].Id);
            }
        }

        if (want.Length != got.Length)
        {
            var (longer, place) = want.Length > got.Length ? (want, got.Length) : (got, want.Length);
            yield return new TraceDifference("count", Text(want.Length), Text(got.Length), place, longer[place].Name, longer[place].Id);
        }
    }

    private static IEnumerable<(string Field, string Expected, string Actual)> Of(TraceObject want, TraceObject got)
    {
        if (want.Name != got.Name)
        {
            yield return ("name", want.Name, got.Name);
        }

        if (Math.Abs(want.Angle - got.Angle) > AngleTolerance)
        {
            yield return ("angle", Text(want.Angle), Text(got.Angle));
        }

        (string Field, long Want, long Got)[] figures =
        [
            ("id", want.Id, got.Id), ("x", want.X, got.X), ("y", want.Y, got.Y), ("z", want.Z, got.Z),
            ("vx", want.VelocityX, got.VelocityX), ("vy", want.VelocityY, got.VelocityY), ("vz", want.VelocityZ, got.VelocityZ),
        ];
        foreach (var (field, one, other) in figures)
        {
            if (one != other)
            {
                yield return (field, Text(one), Text(other));
            }
        }
    }

    private static IEnumerable<TraceDifference> Own(TraceRow expected, TraceRow actual)
    {
        if (expected.Draws is { } want && actual.Draws is { } got && want != got)
        {
            yield return new TraceDifference("draws", Text(want), Text(got));
        }

        if (expected.World is { } one && actual.World is { } other && one != other)
        {
            yield return new TraceDifference("world", one, other);
        }
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
