using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Caco.Loop.Workers;

/// <summary>What a message is.</summary>
internal enum WireKind : byte
{
    /// <summary>To the worker, first: what is played.</summary>
    Open = 1,

    /// <summary>To the worker: a policy and what it plays.</summary>
    Play = 2,

    /// <summary>To the worker: give up what is being played.</summary>
    Cancel = 3,

    /// <summary>From the worker: it can play.</summary>
    Ready = 16,

    /// <summary>From the worker: an episode has ended.</summary>
    Episode = 17,

    /// <summary>From the worker: a case has ended.</summary>
    Case = 18,

    /// <summary>From the worker: the policy did something wrong.</summary>
    Failure = 19,

    /// <summary>From the worker: nothing of the job is being played any more.</summary>
    Done = 20,

    /// <summary>From the worker, about twice a second: it lives.</summary>
    Beat = 21,

    /// <summary>From the worker: something is wrong that is not the policy's fault.</summary>
    Broken = 22,
}

/// <summary>A message: a kind, a head in JSON, and bytes.</summary>
internal sealed record WireMessage(WireKind Kind, byte[] Head, IReadOnlyList<byte[]> Parts)
{
    public T Read<T>() => JsonSerializer.Deserialize<T>(Head, Wire.Json)
        ?? throw new InvalidDataException($"the message {Kind} is empty");
}

/// <summary>
/// Messages over a pipe. Little-endian: int32 size of what follows, a byte for the kind, int32 size of the head, the head,
/// int32 number of parts, and for each int32 size and bytes.
/// </summary>
internal static class Wire
{
    private const int MaxSize = 1 << 30;

    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>The bytes of a message.</summary>
    public static byte[] Encode(WireKind kind, object? head = null, params ReadOnlySpan<ReadOnlyMemory<byte>> parts)
    {
        var json = head is null ? [] : JsonSerializer.SerializeToUtf8Bytes(head, head.GetType(), Json);
        var size = 9 + json.Length;
        foreach (var part in parts)
        {
            size = checked(size + 4 + part.Length);
        }

        var bytes = new byte[4 + size];
        var rest = bytes.AsSpan();
        Put(ref rest, size);
        rest[0] = (byte)kind;
        rest = rest[1..];
        Put(ref rest, json.Length);
        json.CopyTo(rest);
        rest = rest[json.Length..];
        Put(ref rest, parts.Length);
        foreach (var part in parts)
        {
            Put(ref rest, part.Length);
            part.Span.CopyTo(rest);
            rest = rest[part.Length..];
        }

        return bytes;
    }

    /// <summary>The next message; null at the end of the stream.</summary>
    /// <exception cref="InvalidDataException">The bytes are no message.</exception>
    public static WireMessage? Read(Stream stream)
    {
        var size = new byte[4];
        if (stream.ReadAtLeast(size, 4, throwOnEndOfStream: false) < 4)
        {
            return null;
        }

        var body = new byte[Size(size)];
        return stream.ReadAtLeast(body, body.Length, throwOnEndOfStream: false) < body.Length ? null : Decode(body);
    }

    /// <inheritdoc cref="Read(Stream)"/>
    public static async Task<WireMessage?> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        var size = new byte[4];
        if (await stream.ReadAtLeastAsync(size, 4, throwOnEndOfStream: false, cancellation).ConfigureAwait(false) < 4)
        {
            return null;
        }

        var body = new byte[Size(size)];
        var read = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        return read < body.Length ? null : Decode(body);
    }

    private static int Size(ReadOnlySpan<byte> bytes)
    {
        var size = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        return size is >= 9 and <= MaxSize ? size : throw new InvalidDataException($"a message of {size} bytes");
    }

    private static WireMessage Decode(ReadOnlySpan<byte> body)
    {
        var kind = (WireKind)body[0];
        body = body[1..];
        var head = Take(ref body, Number(ref body)).ToArray();
        var parts = new byte[Number(ref body)][];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = Take(ref body, Number(ref body)).ToArray();
        }

        return new WireMessage(kind, head, parts);
    }

    private static void Put(ref Span<byte> rest, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(rest, value);
        rest = rest[4..];
    }

    private static int Number(ref ReadOnlySpan<byte> rest)
    {
        var value = rest.Length < 4 ? -1 : BinaryPrimitives.ReadInt32LittleEndian(rest);
        if (value < 0 || value > rest.Length)
        {
            throw new InvalidDataException("a message that is cut short");
        }

        rest = rest[4..];
        return value;
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> rest, int count)
    {
        if (count > rest.Length)
        {
            throw new InvalidDataException("a message that is cut short");
        }

        var taken = rest[..count];
        rest = rest[count..];
        return taken;
    }
}
