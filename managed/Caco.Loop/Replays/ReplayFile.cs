using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using K4os.Compression.LZ4;

namespace Caco.Loop.Replays;

/// <summary>
/// Replays on disk (*.caco). Little-endian: 8 bytes magic, uint32 version, uint32 size of the payload, the first 16 bytes
/// of the payload's SHA-256, then the payload as one LZ4 block. Any thread.
/// </summary>
public static class ReplayFile
{
    /// <summary>The version that is written. Older ones are read as well: version 1 has no commands.</summary>
    public const uint Version = 2;

    private const uint FirstVersion = 1;
    private const uint FirstWithCommands = 2;

    private const int HeaderSize = 32;
    private const int MaxPayload = 256 << 20;
    private const int MaxList = 1 << 20;

    private static ReadOnlySpan<byte> Magic => "CACOPLAY"u8;

    /// <summary>The bytes of a replay file.</summary>
    public static byte[] Encode(Replay replay)
    {
        ArgumentNullException.ThrowIfNull(replay);
        var payload = Payload(replay);
        var packed = new byte[HeaderSize + LZ4Codec.MaximumOutputSize(payload.Length)];
        var size = LZ4Codec.Encode(payload, packed.AsSpan(HeaderSize), LZ4Level.L09_HC);
        Magic.CopyTo(packed);
        BinaryPrimitives.WriteUInt32LittleEndian(packed.AsSpan(8), Version);
        BinaryPrimitives.WriteUInt32LittleEndian(packed.AsSpan(12), (uint)payload.Length);
        SHA256.HashData(payload).AsSpan(0, 16).CopyTo(packed.AsSpan(16));
        return packed[..(HeaderSize + size)];
    }

    /// <summary>Reads the bytes of a replay file.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="label">Names the file in messages.</param>
    /// <exception cref="ReplayException">Not a replay, of another version, cut short or damaged.</exception>
    public static Replay Decode(ReadOnlySpan<byte> file, string label)
    {
        if (file.Length < HeaderSize || !file.StartsWith(Magic))
        {
            throw new ReplayException($"{label} is not a Caco replay.");
        }

        var version = BinaryPrimitives.ReadUInt32LittleEndian(file[8..]);
        if (version is < FirstVersion or > Version)
        {
            throw new ReplayException($"{label} is a replay of version {version}; this program reads versions {FirstVersion} to {Version}.");
        }

        var size = BinaryPrimitives.ReadUInt32LittleEndian(file[12..]);
        if (size > MaxPayload)
        {
            throw new ReplayException($"{label} is damaged: it promises {size} bytes.");
        }

        var payload = new byte[size];
        if (LZ4Codec.Decode(file[HeaderSize..], payload) != payload.Length
            || !SHA256.HashData(payload).AsSpan(0, 16).SequenceEqual(file.Slice(16, 16)))
        {
            throw new ReplayException($"{label} is damaged or cut short: its checksum is wrong.");
        }

        try
        {
            return Read(payload, version);
        }
        catch (Exception e) when (e is ReplayException or EndOfStreamException or FormatException or DecoderFallbackException)
        {
            throw new ReplayException($"{label} is damaged: {e.Message}.", e);
        }
    }

    /// <summary>Writes a replay; the folder must exist.</summary>
    public static void Save(string path, Replay replay) => File.WriteAllBytes(path, Encode(replay));

    /// <summary>Reads a replay.</summary>
    /// <exception cref="ReplayException">The file is missing, unreadable, or not a replay.</exception>
    public static Replay Load(string path)
    {
        try
        {
            return Decode(File.ReadAllBytes(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ReplayException($"{path} cannot be read: {e.Message}", e);
        }
    }

    private static byte[] Payload(Replay replay)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(replay.Scenario);
        writer.Write(replay.Settings);
        writer.Write7BitEncodedInt(replay.Content.Count);
        foreach (var content in replay.Content)
        {
            writer.Write(content.Name);
            writer.Write(content.Path);
            writer.Write(content.Sha256);
        }

        writer.Write(replay.Policy);
        writer.Write(replay.Seed);
        writer.Write(replay.Decision);
        writer.Write(replay.Width);
        writer.Write(replay.Height);
        writer.Write(replay.Reward);
        ActionTable.Write(writer, replay.Actions);
        writer.Write7BitEncodedInt(replay.Checkpoints.Count);
        foreach (var checkpoint in replay.Checkpoints)
        {
            writer.Write(checkpoint.Tic);
            writer.Write(checkpoint.Chain);
        }

        writer.Write7BitEncodedInt(replay.Commands.Count);
        foreach (var command in replay.Commands)
        {
            writer.Write7BitEncodedInt(command.Decision);
            writer.Write(command.Text);
        }

        writer.Flush();
        return stream.ToArray();
    }

    private static Replay Read(byte[] payload, uint version)
    {
        using var reader = new BinaryReader(new MemoryStream(payload), new UTF8Encoding(false, true));
        var replay = new Replay
        {
            Scenario = reader.ReadString(),
            Settings = reader.ReadString(),
            Content = List(reader, static r => new ReplayContent(r.ReadString(), r.ReadString(), r.ReadString())),
            Policy = reader.ReadString(),
            Seed = reader.ReadUInt32(),
            Decision = reader.ReadInt32(),
            Width = reader.ReadInt32(),
            Height = reader.ReadInt32(),
            Reward = reader.ReadDouble(),
            Actions = ActionTable.Read(reader),
            Checkpoints = List(reader, static r => new ReplayCheckpoint(r.ReadInt32(), r.ReadUInt64())),
            Commands = version < FirstWithCommands ? [] : List(reader, static r => new SentCommand(r.Read7BitEncodedInt(), r.ReadString())),
        };
        if (replay.Decision < 1)
        {
            throw new ReplayException($"its decision length {replay.Decision} is out of range");
        }

        return reader.BaseStream.Position == payload.Length
            ? replay
            : throw new ReplayException("there is something behind its end");
    }

    private static List<T> List<T>(BinaryReader reader, Func<BinaryReader, T> read)
    {
        var count = reader.Read7BitEncodedInt();
        if (count is < 0 or > MaxList)
        {
            throw new ReplayException($"a list of {count} entries");
        }

        var list = new List<T>(Math.Min(count, 1024));
        for (var i = 0; i < count; i++)
        {
            list.Add(read(reader));
        }

        return list;
    }
}
