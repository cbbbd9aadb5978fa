using System.Globalization;
using System.IO.Compression;
using System.Text.Json;

namespace Caco.Cli.Traces;

/// <summary>The first line of a golden trace: how the reference was set up.</summary>
public sealed record TraceMeta
{
    /// <summary>Name of the case.</summary>
    public required string Case { get; init; }

    /// <summary>File name of the cfg.</summary>
    public required string Cfg { get; init; }

    /// <summary>The map, where it is not the cfg's; else empty.</summary>
    public string Map { get; init; } = "";

    /// <summary>The IWAD's name and version.</summary>
    public string Iwad { get; init; } = "";

    /// <summary>SHA-256 of the IWAD, hex.</summary>
    public string IwadSha256 { get; init; } = "";

    /// <summary>The seed of the first episode.</summary>
    public required uint Seed { get; init; }

    /// <summary>"RES_320X240" and so on.</summary>
    public required string Resolution { get; init; }

    /// <summary>Buttons in the order of the actions.</summary>
    public required IReadOnlyList<string> Buttons { get; init; }

    /// <summary>Game variables in the order of the rows.</summary>
    public required IReadOnlyList<string> Variables { get; init; }

    /// <summary>As in the cfg.</summary>
    public required int EpisodeTimeout { get; init; }

    /// <summary>As in the cfg.</summary>
    public required int EpisodeStartTime { get; init; }

    /// <summary>As in the cfg.</summary>
    public required double LivingReward { get; init; }

    /// <summary>As in the cfg.</summary>
    public required double DeathPenalty { get; init; }

    /// <summary>Whether the HUD was drawn; null: as the cfg says.</summary>
    public bool? RenderHud { get; init; }

    /// <summary>Whether the level is the IWAD's own and no scenario WAD was loaded.</summary>
    public bool IsIwadOnly => Case.StartsWith("freedoom2.", StringComparison.Ordinal);
}

/// <summary>An object of a row: positions and velocities 16.16, the angle in degrees with six decimals.</summary>
public readonly record struct TraceObject(
    string Name, uint Id, int X, int Y, int Z, double Angle, int VelocityX, int VelocityY, int VelocityZ);

/// <summary>The state of the reference after an action, or after a reset.</summary>
public sealed record TraceRow
{
    public required int Row { get; init; }

    /// <summary>Right after init or a new episode: no action was made.</summary>
    public required bool Reset { get; init; }

    public required int Tic { get; init; }

    public required double[] Action { get; init; }

    public required double Reward { get; init; }

    public required double Total { get; init; }

    public required bool Finished { get; init; }

    public required bool Dead { get; init; }

    /// <summary>In the order of <see cref="TraceMeta.Variables"/>.</summary>
    public required double[] Variables { get; init; }

    /// <summary>Null where the row has none.</summary>
    public TraceObject[]? Objects { get; init; }

    /// <summary>First 16 hex digits of the SHA-1 of every buffer, in the order of <see cref="GoldenTrace.Buffers"/>; null where absent.</summary>
    public required string?[] Hashes { get; init; }

    /// <summary>Hash of the world, 16 hex digits; own traces only, as the two below.</summary>
    public string? World { get; init; }

    /// <summary>Random numbers that play has drawn in the episode.</summary>
    public long? Draws { get; init; }

    /// <summary>The streams that play drew from last, newest first.</summary>
    public IReadOnlyList<string>? Streams { get; init; }
}

/// <summary>Reads golden trace files (seedN.jsonl.gz) row by row.</summary>
public static class GoldenTrace
{
    /// <summary>The buffers that rows hash and PNG files show.</summary>
    public static IReadOnlyList<string> Buffers { get; } = ["screen", "depth", "labels", "automap"];

    /// <summary>The first line.</summary>
    /// <exception cref="LoopException">Missing or not a trace; the message names the file.</exception>
    public static TraceMeta ReadMeta(string path) => Guard(path, () =>
    {
        using var reader = Open(path);
        return ParseMeta(reader.ReadLine() ?? throw new FormatException("it is empty"));
    });

    /// <summary>Rows in order, read as they are asked for.</summary>
    /// <exception cref="LoopException">A line is not a row; the message names file and line.</exception>
    public static IEnumerable<TraceRow> ReadRows(string path)
    {
        using var reader = Guard(path, () =>
        {
            var opened = Open(path);
            opened.ReadLine();
            return opened;
        });
        for (var line = 2; ; line++)
        {
            var text = Guard($"{path}, line {line}", reader.ReadLine);
            if (text is null)
            {
                yield break;
            }

            yield return Guard($"{path}, line {line}", () => ParseRow(text));
        }
    }

    /// <summary>The stored picture of a buffer at a row; the file need not exist.</summary>
    public static string PicturePath(string tracePath, int row, string buffer)
    {
        ArgumentNullException.ThrowIfNull(tracePath);
        var stem = Path.GetFileName(tracePath)[..^".jsonl.gz".Length];
        return Path.Combine(
            Path.GetDirectoryName(tracePath) ?? "", string.Create(CultureInfo.InvariantCulture, $"{stem}.row{row:D4}.{buffer}.png"));
    }

    private static StreamReader Open(string path) => new(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));

    private static TraceMeta ParseMeta(string line)
    {
        using var document = JsonDocument.Parse(line);
        var root = document.RootElement;
        return new TraceMeta
        {
            Case = Text(root, "case"),
            Cfg = Text(root, "cfg"),
            Map = Text(root, "map"),
            Iwad = Text(root, "iwad"),
            IwadSha256 = Text(root, "iwad_sha256"),
            Seed = root.GetProperty("seed").GetUInt32(),
            Resolution = Text(root, "resolution"),
            Buttons = [.. root.GetProperty("buttons").EnumerateArray().Select(static e => e.GetString()!)],
            Variables = [.. root.GetProperty("variables").EnumerateArray().Select(static e => e.GetString()!)],
            EpisodeTimeout = root.GetProperty("episode_timeout").GetInt32(),
            EpisodeStartTime = root.GetProperty("episode_start_time").GetInt32(),
            LivingReward = root.GetProperty("living_reward").GetDouble(),
            DeathPenalty = root.GetProperty("death_penalty").GetDouble(),
            RenderHud = root.GetProperty("render_hud") is { ValueKind: not JsonValueKind.Null } hud ? Flag(hud) : null,
        };
    }

    private static TraceRow ParseRow(string line)
    {
        using var document = JsonDocument.Parse(line);
        var root = document.RootElement;
        return new TraceRow
        {
            Row = root.GetProperty("row").GetInt32(),
            Reset = root.TryGetProperty("reset", out var reset) && Flag(reset),
            Tic = root.GetProperty("tic").GetInt32(),
            Action = Numbers(root.GetProperty("a")),
            Reward = root.GetProperty("reward").GetDouble(),
            Total = root.GetProperty("total").GetDouble(),
            Finished = Flag(root.GetProperty("finished")),
            Dead = Flag(root.GetProperty("dead")),
            Variables = Numbers(root.GetProperty("v")),
            Objects = root.TryGetProperty("objects", out var objects)
                ? [.. objects.EnumerateArray().Select(ParseObject)]
                : null,
            Hashes = [.. Buffers.Select(name => root.TryGetProperty(name, out var hash) ? hash.GetString() : null)],
            World = root.TryGetProperty("world", out var world) ? world.GetString() : null,
            Draws = root.TryGetProperty("draws", out var draws) ? draws.GetInt64() : null,
            Streams = root.TryGetProperty("streams", out var streams)
                ? [.. streams.EnumerateArray().Select(static e => e.GetString()!)]
                : null,
        };
    }

    private static TraceObject ParseObject(JsonElement e) => new(
        e[0].GetString()!, e[1].GetUInt32(), e[2].GetInt32(), e[3].GetInt32(), e[4].GetInt32(), e[5].GetDouble(),
        e[6].GetInt32(), e[7].GetInt32(), e[8].GetInt32());

    private static double[] Numbers(JsonElement array)
    {
        var numbers = new double[array.GetArrayLength()];
        var i = 0;
        foreach (var element in array.EnumerateArray())
        {
            numbers[i++] = element.GetDouble();
        }

        return numbers;
    }

    private static bool Flag(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => element.GetDouble() != 0,
    };

    private static string Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    private static T Guard<T>(string place, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or InvalidDataException or JsonException or FormatException
            or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException or UnauthorizedAccessException)
        {
            throw new LoopException($"{place}: not a golden trace: {e.Message}", e);
        }
    }
}
