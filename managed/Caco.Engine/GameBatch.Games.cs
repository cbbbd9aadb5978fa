using Caco.Interop;

namespace Caco.Engine;

/// <content>One game of the batch, between two calls.</content>
public sealed unsafe partial class GameBatch
{
    /// <summary>Hash of everything that changes in a game's world. See <see cref="DoomGame.GetStateHash"/>.</summary>
    public ulong GetStateHash(int game)
    {
        using var at = new GameAt(this, game);
        return CacoNative.caco_game_hash(at.Game);
    }

    /// <summary>Any game variable of a game, as of its last update.</summary>
    public double GetGameVariable(int game, GameVariable variable)
    {
        using var at = new GameAt(this, game);
        double value;
        NativeCall.Check(CacoNative.caco_game_variable(at.Game, (int)variable, &value));
        return value;
    }

    /// <summary>Seed of the episode that a game plays now.</summary>
    public uint GetEpisodeSeed(int game)
    {
        using var at = new GameAt(this, game);
        return CacoNative.caco_game_episode_seed(at.Game);
    }

    /// <summary>Map time of a game in tics.</summary>
    public int GetEpisodeTime(int game)
    {
        using var at = new GameAt(this, game);
        return CacoNative.caco_game_episode_time(at.Game);
    }

    /// <summary>A console command in a game. See <see cref="DoomGame.SendGameCommand"/>.</summary>
    public void SendGameCommand(int game, string command)
    {
        ArgumentNullException.ThrowIfNull(command);
        using var at = new GameAt(this, game);
        fixed (byte* text = NativeCall.Utf8(command))
        {
            NativeCall.Check(CacoNative.caco_game_send_command(at.Game, (sbyte*)text));
        }
    }

    /// <summary>The whole state of a game, which <see cref="Restore"/> and <see cref="DoomGame.Restore(ReadOnlySpan{byte})"/> take back.</summary>
    public byte[] Save(int game)
    {
        using var at = new GameAt(this, game);
        byte[] bytes = new byte[checked((int)CacoNative.caco_game_snapshot_size(at.Game))];
        fixed (byte* to = bytes)
        {
            NativeCall.Check(CacoNative.caco_game_save(at.Game, to, (ulong)bytes.Length));
        }

        return bytes;
    }

    /// <summary>Brings a game back to a saved state; its frames are those of the next step.</summary>
    /// <exception cref="CacoBadDataException">The snapshot is damaged or of another map or version; the game is unchanged.</exception>
    public void Restore(int game, ReadOnlySpan<byte> snapshot)
    {
        using var at = new GameAt(this, game);
        fixed (byte* from = snapshot)
        {
            NativeCall.Check(CacoNative.caco_game_restore(at.Game, from, (ulong)snapshot.Length));
        }
    }

    /// <summary>Problems that a game met in play, each once, one a line; "" when there are none.</summary>
    public string GetReports(int game)
    {
        using var at = new GameAt(this, game);
        return NativeCall.Text(CacoNative.caco_game_reports(at.Game));
    }

    // A game while nobody steps the batch or frees it.
    private readonly ref struct GameAt
    {
        private readonly GameBatch _batch;
        private readonly HandleLease _lease;

        public GameAt(GameBatch batch, int game)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(game);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(game, batch.Count);
            batch.Enter();
            _batch = batch;
            _lease = new HandleLease(batch._handle);
            Game = CacoNative.caco_batch_game_at((caco_batch*)_lease.Pointer, (uint)game);
        }

        public caco_game* Game { get; }

        public void Dispose()
        {
            _lease.Dispose();
            Volatile.Write(ref _batch._busy, 0);
        }
    }
}
