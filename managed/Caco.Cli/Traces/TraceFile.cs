using System.IO.Compression;
using System.Text.Json;

namespace Caco.Cli.Traces;

/// <summary>
/// Writes traces that <see cref="GoldenTrace"/> reads: gzip, a line of JSON for the set-up and one a row. Beside a golden trace's
/// fields a row has "world" (the world's hash), "draws" (random numbers drawn in the episode) and "streams" (drawn last, newest first).
/// One thread at a time.
/// </summary>
public sealed class TraceFile : IDisposable
{
    private readonly GZipStream _stream;

    /// <summary>Begins a file; the folder must exist.</summary>
    public TraceFile(string path, TraceMeta meta)
    {
        ArgumentNullException.ThrowIfNull(meta);
        _stream = new GZipStream(File.Create(path), CompressionLevel.Optimal);
        Line(json => Write(json, meta));
    }

    /// <summary>Adds a row.</summary>
    public void Add(TraceRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        Line(json => Write(json, row));
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private void Line(Action<Utf8JsonWriter> write)
    {
        using (var json = new Utf8JsonWriter(_stream))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        _stream.WriteByte((byte)'\n');
    }

    private static void Write(Utf8JsonWriter json, TraceMeta meta)
    {
        json.WriteString("case", meta.Case);
        json.WriteString("cfg", meta.Cfg);
        json.WriteString("map", meta.Map);
        json.WriteString("iwad", meta.Iwad);
        json.WriteString("iwad_sha256", meta.IwadSha256);
        json.WriteNumber("seed", meta.Seed);
        json.WriteString("resolution", meta.Resolution);
        Write(json, "buttons", meta.Buttons);
        Write(json, "variables", meta.Variables);
        json.WriteNumber("episode_timeout", meta.EpisodeTimeout);
        json.WriteNumber("episode_start_time", meta.EpisodeStartTime);
        json.WriteNumber("living_reward", meta.LivingReward);
        json.WriteNumber("death_penalty", meta.DeathPenalty);
        if (meta.RenderHud is { } hud)
        {
            json.WriteBoolean("render_hud", hud);
        }
        else
        {
            json.WriteNull("render_hud");
        }
    }

    private static void Write(Utf8JsonWriter json, TraceRow row)
    {
        json.WriteNumber("row", row.Row);
        json.WriteNumber("reset", row.Reset ? 1 : 0);
        json.WriteNumber("tic", row.Tic);
        Write(json, "a", row.Action);
        json.WriteNumber("reward", row.Reward);
        json.WriteNumber("total", row.Total);
        json.WriteNumber("finished", row.Finished ? 1 : 0);
        json.WriteNumber("dead", row.Dead ? 1 : 0);
        Write(json, "v", row.Variables);
        for (var i = 0; i < row.Hashes.Length; i++)
        {
            if (row.Hashes[i] is { } hash)
            {
                json.WriteString(GoldenTrace.Buffers[i], hash);
            }
        }

        if (row.World is { } world)
        {
            json.WriteString("world", world);
        }

        if (row.Draws is { } draws)
        {
            json.WriteNumber("draws", draws);
        }

        if (row.Streams is { } streams)
        {
            Write(json, "streams", streams);
        }

        if (row.Objects is { } objects)
        {
            Write(json, objects);
        }
    }

    private static void Write(Utf8JsonWriter json, TraceObject[] objects)
    {
        json.WriteStartArray("objects");
        foreach (var o in objects)
        {
            json.WriteStartArray();
            json.WriteStringValue(o.Name);
            json.WriteNumberValue(o.Id);
            json.WriteNumberValue(o.X);
            json.WriteNumberValue(o.Y);
            json.WriteNumberValue(o.Z);
            json.WriteNumberValue(o.Angle);
            json.WriteNumberValue(o.VelocityX);
            json.WriteNumberValue(o.VelocityY);
            json.WriteNumberValue(o.VelocityZ);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<double> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }
}
