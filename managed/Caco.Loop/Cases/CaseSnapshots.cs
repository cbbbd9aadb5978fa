using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Caco.Engine;
using Caco.Loop.Play;
using K4os.Compression.LZ4;

namespace Caco.Loop.Cases;

/// <summary>
/// Packs the states that cases are forked from. Little-endian: 8 bytes magic, uint32 version, uint32 size of the state,
/// the first 16 bytes of its SHA-256, then the state as one LZ4 block. Any thread.
/// </summary>
public static class CaseSnapshots
{
    /// <summary>The version that is written, and the only one that is read.</summary>
    public const uint Version = 1;

    private const int HeaderSize = 32;

    // Far above any state of the engine, low enough that a lying file cannot ask for much memory.
    private const int MaxState = 256 << 20;

    private static ReadOnlySpan<byte> Magic => "CACOCASE"u8;

    /// <summary>Packs a state as <see cref="DoomGame.Save()"/> gives it.</summary>
    public static byte[] Pack(ReadOnlySpan<byte> state)
    {
        var packed = new byte[HeaderSize + LZ4Codec.MaximumOutputSize(state.Length)];
        var size = LZ4Codec.Encode(state, packed.AsSpan(HeaderSize), LZ4Level.L09_HC);
        Magic.CopyTo(packed);
        BinaryPrimitives.WriteUInt32LittleEndian(packed.AsSpan(8), Version);
        BinaryPrimitives.WriteUInt32LittleEndian(packed.AsSpan(12), (uint)state.Length);
        SHA256.HashData(state).AsSpan(0, 16).CopyTo(packed.AsSpan(16));
        return packed[..(HeaderSize + size)];
    }

    /// <summary>The state, fit for <see cref="DoomGame.Restore"/>.</summary>
    /// <param name="packed">What <see cref="Pack"/> gave.</param>
    /// <param name="label">Names it in messages, for example "the case imp-1".</param>
    /// <exception cref="LoopException">Not a packed state, of another version, cut short or damaged.</exception>
    public static byte[] Unpack(ReadOnlySpan<byte> packed, string label)
    {
        if (packed.Length < HeaderSize || !packed.StartsWith(Magic))
        {
            throw new LoopException($"the snapshot of {label} is not one; delete the case or make it again.");
        }

        var version = BinaryPrimitives.ReadUInt32LittleEndian(packed[8..]);
        if (version != Version)
        {
            throw new LoopException($"the snapshot of {label} has version {version}; this program reads version {Version}. Make the case again.");
        }

        var size = BinaryPrimitives.ReadUInt32LittleEndian(packed[12..]);
        if (size > MaxState)
        {
            throw new LoopException($"the snapshot of {label} is damaged: it promises {size} bytes. Make the case again.");
        }

        var state = new byte[size];
        if (LZ4Codec.Decode(packed[HeaderSize..], state) != state.Length
            || !SHA256.HashData(state).AsSpan(0, 16).SequenceEqual(packed.Slice(16, 16)))
        {
            throw new LoopException($"the snapshot of {label} is damaged or cut short: its checksum is wrong. Make the case again.");
        }

        return state;
    }

    /// <summary>Whether a game takes a case's state; one of another version of the engine does not. Its own state is lost.</summary>
    /// <exception cref="LoopException">The snapshot is damaged.</exception>
    public static bool Fits(BehaviourCase behaviour, DoomGame game)
    {
        ArgumentNullException.ThrowIfNull(behaviour);
        ArgumentNullException.ThrowIfNull(game);
        if (behaviour.Snapshot.IsEmpty)
        {
            return true;
        }

        try
        {
            game.Restore(Unpack(behaviour.Snapshot.Span, $"the case {behaviour.Name}"));
            return true;
        }
        catch (CacoBadDataException)
        {
            return false;
        }
    }

    /// <summary>
    /// What <see cref="BehaviourCase.Content"/> holds for cases made on a stage: SHA-256 over archives, settings and
    /// screen.
    /// </summary>
    public static string ContentOf(Stage stage)
    {
        ArgumentNullException.ThrowIfNull(stage);
        var text = string.Create(CultureInfo.InvariantCulture, $"{stage.AssetsHash:x16}\n{stage.Screen}\n{stage.SettingsText}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
