using System.Runtime.InteropServices;

namespace Caco.Loop.Replays;

/// <summary>
/// Decisions run-length coded: a table of the distinct actions in order of appearance, then runs of (index, length).
/// Policies press few combinations and hold them, so that this is a fraction of the raw size before any compression.
/// </summary>
public static class ActionTable
{
    // Far above any episode, low enough that a lying file cannot ask for much memory.
    private const int MaxDecisions = 16 << 20;

    public static void Write(BinaryWriter writer, IReadOnlyList<float[]> actions)
    {
        var buttons = actions.Count == 0 ? 0 : actions[0].Length;
        var distinct = new List<float[]>();
        var indices = new Dictionary<string, int>(StringComparer.Ordinal);
        var runs = new List<(int Index, int Length)>();
        foreach (var action in actions)
        {
            if (action.Length != buttons)
            {
                throw new ArgumentException("All actions of a replay have the same number of buttons.", nameof(actions));
            }

            var key = Convert.ToBase64String(MemoryMarshal.AsBytes(action.AsSpan()));
            if (!indices.TryGetValue(key, out var index))
            {
                index = distinct.Count;
                indices.Add(key, index);
                distinct.Add(action);
            }

            if (runs.Count > 0 && runs[^1].Index == index)
            {
                runs[^1] = (index, runs[^1].Length + 1);
            }
            else
            {
                runs.Add((index, 1));
            }
        }

        writer.Write7BitEncodedInt(buttons);
        writer.Write7BitEncodedInt(distinct.Count);
        foreach (var value in distinct.SelectMany(static a => a))
        {
            writer.Write(value);
        }

        writer.Write7BitEncodedInt(actions.Count);
        writer.Write7BitEncodedInt(runs.Count);
        foreach (var (index, length) in runs)
        {
            writer.Write7BitEncodedInt(index);
            writer.Write7BitEncodedInt(length);
        }
    }

    public static IReadOnlyList<float[]> Read(BinaryReader reader)
    {
        var buttons = Count(reader, 64, "buttons");
        var distinct = new float[Count(reader, MaxDecisions, "distinct actions")][];
        for (var i = 0; i < distinct.Length; i++)
        {
            distinct[i] = new float[buttons];
            for (var b = 0; b < buttons; b++)
            {
                distinct[i][b] = reader.ReadSingle();
            }
        }

        var total = Count(reader, MaxDecisions, "decisions");
        var runs = Count(reader, MaxDecisions, "runs");
        var actions = new List<float[]>(Math.Min(total, 1 << 16));
        for (var r = 0; r < runs; r++)
        {
            var index = Count(reader, distinct.Length - 1, "action index");
            var length = Count(reader, total - actions.Count, "run length");
            for (var i = 0; i < length; i++)
            {
                actions.Add(distinct[index]);
            }
        }

        return actions.Count == total
            ? actions
            : throw new ReplayException($"it promises {total} decisions and holds {actions.Count}");
    }

    private static int Count(BinaryReader reader, int most, string what)
    {
        var value = reader.Read7BitEncodedInt();
        return value >= 0 && value <= most ? value : throw new ReplayException($"its {what} {value} is out of range");
    }
}
