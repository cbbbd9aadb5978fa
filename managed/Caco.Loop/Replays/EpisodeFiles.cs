using System.Globalization;
using System.Text.Json;

namespace Caco.Loop.Replays;

/// <summary>What a policy said before one decision.</summary>
/// <param name="Tic">Tics played at that decision.</param>
/// <param name="Lines">In order; at least one.</param>
public sealed record TraceEntry(int Tic, IReadOnlyList<string> Lines);

/// <summary>Names of the files that an evaluation leaves of an episode, and the form of traces: a JSON object a line, only of decisions of which something was said.</summary>
public static class EpisodeFiles
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <summary>seedNNN.caco in a folder.</summary>
    public static string Replay(string folder, uint seed) => Path.Combine(folder, Name(seed) + ".caco");

    /// <summary>seedNNN.trace.jsonl in a folder.</summary>
    public static string Trace(string folder, uint seed) => Path.Combine(folder, Name(seed) + ".trace.jsonl");

    /// <summary>Writes a trace; decisions without a line are left out.</summary>
    public static void WriteTrace(string path, IEnumerable<TraceEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        using var writer = new StreamWriter(path);
        writer.NewLine = "\n";
        foreach (var entry in entries.Where(static e => e.Lines.Count > 0))
        {
            writer.WriteLine(JsonSerializer.Serialize(entry, Options));
        }
    }

    /// <summary>Reads a trace.</summary>
    /// <exception cref="LoopException">The file is missing, unreadable, or not a trace; the message names the line.</exception>
    public static IReadOnlyList<TraceEntry> ReadTrace(string path)
    {
        var entries = new List<TraceEntry>();
        try
        {
            foreach (var line in File.ReadLines(path))
            {
                entries.Add(JsonSerializer.Deserialize<TraceEntry>(line, Options) is { Lines: not null } entry
                    ? entry
                    : throw new JsonException("no lines"));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new LoopException($"{path} is not a trace (line {entries.Count + 1}): {e.Message}", e);
        }

        return entries;
    }

    private static string Name(uint seed) => string.Create(CultureInfo.InvariantCulture, $"seed{seed:000}");
}
