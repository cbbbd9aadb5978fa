using Caco.Interop;

namespace Caco.Engine;

/// <content>Several players in one world, moved in lockstep.</content>
public sealed unsafe partial class DoomGame
{
    /// <summary>Players in the game: <see cref="GameOptions.Players"/>, or "-host N" in the game arguments, else 1.</summary>
    public int GetPlayerCount()
    {
        using GameLease lease = Lease();
        return (int)CacoNative.caco_game_player_count(lease.Game);
    }

    /// <summary>Whether a death does not end the episode: there are several players, or the game arguments ask for such a game.</summary>
    public bool IsMultiplayerGame() => GetPlayerCount() > 1 || Settings.GameArgs.Contains("-host", StringComparison.Ordinal) ||
        Settings.GameArgs.Contains("deathmatch", StringComparison.Ordinal);

    /// <summary>The player that every other member speaks of: actions, state, frames, variables, rewards. The first one after Init.</summary>
    public int SelectedPlayer
    {
        get
        {
            using GameLease lease = Lease();
            return (int)CacoNative.caco_game_selected_player(lease.Game);
        }
    }

    /// <summary>Chooses the player that every other member speaks of. Views of the state taken before are stale.</summary>
    /// <param name="player">0 up to <see cref="GetPlayerCount"/> - 1.</param>
    /// <exception cref="CacoArgumentException">There is no such player.</exception>
    public void SelectPlayer(int player)
    {
        using GameLease lease = Lease();
        _epoch++;
        NativeCall.Check(CacoNative.caco_game_select_player(lease.Game, player < 0 ? uint.MaxValue : (uint)player));
    }

    /// <summary>Moves all players by the same tics, each with his own buttons. Allocates nothing.</summary>
    /// <param name="values">Shape (players, buttons): every player's values in the scenario's order, one player after the other.</param>
    /// <param name="rewards">Receives one reward per player; empty when not wanted.</param>
    /// <param name="tics">At least 0; 35 are a second.</param>
    /// <exception cref="CacoArgumentException">The numbers of values or rewards do not fit the game.</exception>
    public void MakeActions(ReadOnlySpan<double> values, Span<double> rewards = default, int tics = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tics);
        using GameLease lease = Lease();
        uint players = CacoNative.caco_game_player_count(lease.Game);
        if (!rewards.IsEmpty && rewards.Length != players)
        {
            throw new CacoArgumentException($"there is room for {rewards.Length} rewards, and the game has {players} players");
        }

        _epoch++;
        fixed (double* first = values, reward = rewards)
        {
            NativeCall.Check(CacoNative.caco_game_make_actions(lease.Game, first, (uint)values.Length, (uint)tics, reward));
        }
    }

    /// <summary>Brings the selected player back at once and updates the state.</summary>
    /// <exception cref="CacoInvalidStateException">He lives, or the game has one player only: then start a new episode.</exception>
    public void RespawnPlayer()
    {
        using GameLease lease = Lease();
        _epoch++;
        NativeCall.Check(CacoNative.caco_game_respawn_player(lease.Game));
    }

    /// <summary>What ViZDoom calls the server state: a row per player.</summary>
    public PlayerInfo[] GetServerState()
    {
        using GameLease lease = Lease();
        var rows = new caco_player[CacoNative.caco_game_players(lease.Game, null, 0)];
        fixed (caco_player* first = rows)
        {
            _ = CacoNative.caco_game_players(lease.Game, first, (uint)rows.Length);
        }

        return Array.ConvertAll(rows, row => new PlayerInfo
        {
            Name = Interned(row.name),
            Frags = row.frags,
            Deaths = row.deaths,
            LastActionTic = row.last_action_tic,
            LastKillTic = row.last_kill_tic,
            InGame = row.in_game != 0,
            IsDead = row.is_dead != 0,
            IsAfk = row.afk != 0,
        });
    }
}
