using Caco.Interop;

namespace Caco.Engine;

/// <content>The whole state of a game: hash, save, restore, clone.</content>
public sealed unsafe partial class DoomGame
{
    /// <summary>Hash of everything that changes in play; equal on every machine for equal assets, settings, seed and actions.</summary>
    public ulong GetStateHash()
    {
        using GameLease lease = Lease();
        return CacoNative.caco_game_hash(lease.Game);
    }

    /// <summary>Bytes that <see cref="Save(Span{byte})"/> needs now.</summary>
    public int GetSnapshotSize()
    {
        using GameLease lease = Lease();
        return checked((int)CacoNative.caco_game_snapshot_size(lease.Game));
    }

    /// <summary>The whole state of the game: world, episode, seeds, view.</summary>
    public byte[] Save()
    {
        byte[] snapshot = new byte[GetSnapshotSize()];
        Save(snapshot);
        return snapshot;
    }

    /// <summary>As <see cref="Save()"/>, into the caller's memory; nothing is allocated.</summary>
    /// <returns>Bytes written.</returns>
    /// <exception cref="CacoArgumentException">The memory is too small.</exception>
    public int Save(Span<byte> snapshot)
    {
        using GameLease lease = Lease();
        int size = checked((int)CacoNative.caco_game_snapshot_size(lease.Game));
        if (snapshot.Length < size)
        {
            throw new CacoArgumentException($"the memory has {snapshot.Length} bytes, and the snapshot needs {size}");
        }

        fixed (byte* first = snapshot)
        {
            NativeCall.Check(CacoNative.caco_game_save(lease.Game, first, (ulong)snapshot.Length));
        }

        return size;
    }

    /// <summary>
    /// Brings a saved state back. Refused, with the game unchanged, when it is of another version, map or scenario. Frames and lists are
    /// those of the next update; <see cref="Redraw"/> makes the frame at once.
    /// </summary>
    /// <exception cref="CacoBadDataException">The snapshot does not fit this game.</exception>
    public void Restore(ReadOnlySpan<byte> snapshot)
    {
        if (snapshot.IsEmpty)
        {
            throw new CacoBadDataException("the snapshot is empty");
        }

        using GameLease lease = Lease();
        _epoch++;
        fixed (byte* first = snapshot)
        {
            NativeCall.Check(CacoNative.caco_game_restore(lease.Game, first, (ulong)snapshot.Length));
        }
    }

    /// <summary>Draws the current state again into the buffers.</summary>
    public void Redraw()
    {
        using GameLease lease = Lease();
        _epoch++;
        NativeCall.Check(CacoNative.caco_game_redraw(lease.Game));
    }

    /// <summary>
    /// A second game in the same state, on the same assets, which the caller owns. The assets must live as long as clones are made;
    /// those that Init loaded do as long as this game.
    /// </summary>
    public DoomGame Clone()
    {
        byte[] snapshot = Save();
        var clone = new DoomGame(Settings.Clone(), _assets, Options);
        try
        {
            clone.Init();
            clone.Restore(snapshot);
            clone.Redraw();
            return clone;
        }
        catch
        {
            clone.Dispose();
            throw;
        }
    }
}
