using System.Text;
using Caco.Interop;

namespace Caco.Engine;

/// <content>Console commands, watching a human, texts of the game.</content>
public sealed unsafe partial class DoomGame
{
    /// <summary>
    /// A console command of the selected player, several separated by ";": give, take, summon, summonfriend, kill, god, buddha, noclip, notarget,
    /// fly, freeze, infiniteammo, warp, puke, use, drop, slot, weapnext, weapprev, centerview, and "[set] NAME VALUE" for settings such as
    /// sv_gravity, sv_noautoaim, teamdamage, fraglimit or timelimit. They act at once, before the next tic, and are part of play: a replay must
    /// send them again.
    /// </summary>
    /// <exception cref="CacoException">The engine does not know the command or setting, or it cannot be done now; the message names it.</exception>
    public void SendGameCommand(string command)
    {
        ArgumentNullException.ThrowIfNull(command);
        using GameLease lease = Lease();
        fixed (byte* text = Zeroed(command))
        {
            NativeCall.Check(CacoNative.caco_game_send_command(lease.Game, (sbyte*)text));
        }
    }

    /// <summary>
    /// In <see cref="Mode.Spectator"/>: what the watched human presses, held until the next call. Actions of the host have no effect in that mode;
    /// <see cref="GetLastAction"/> tells what the human did with the scenario's buttons.
    /// </summary>
    /// <param name="values">A value for every <see cref="Button"/>, by its number.</param>
    /// <exception cref="CacoInvalidStateException">The game is not in spectator mode.</exception>
    public void SetSpectatedButtons(ReadOnlySpan<double> values)
    {
        using GameLease lease = Lease();
        fixed (double* first = values)
        {
            NativeCall.Check(CacoNative.caco_game_set_spectated(lease.Game, first, (uint)values.Length));
        }
    }

    /// <summary>
    /// Texts for the selected player (what was picked up, deaths, prints of scripts), oldest first, one a line: of the last tics that
    /// <see cref="GetNotificationsBufferSize"/> says, or since the update before when that is 0. "" unless the buffer is enabled.
    /// </summary>
    public string GetNotifications()
    {
        using GameLease lease = Lease();
        return NativeCall.Text(CacoNative.caco_game_notifications(lease.Game));
    }

    /// <summary>Writes <see cref="Save()"/> to a file.</summary>
    /// <exception cref="CacoFileNotFoundException">It cannot be written.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using GameLease lease = Lease();
        fixed (byte* text = Zeroed(path))
        {
            NativeCall.Check(CacoNative.caco_game_save_file(lease.Game, (sbyte*)text));
        }
    }

    /// <summary>Brings the state of a file back. See <see cref="Restore"/>.</summary>
    /// <exception cref="CacoFileNotFoundException">It cannot be read.</exception>
    /// <exception cref="CacoBadDataException">The snapshot does not fit this game.</exception>
    public void Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using GameLease lease = Lease();
        _epoch++;
        fixed (byte* text = Zeroed(path))
        {
            NativeCall.Check(CacoNative.caco_game_restore_file(lease.Game, (sbyte*)text));
        }
    }

    private static byte[] Zeroed(string text) => Encoding.UTF8.GetBytes(text + "\0");
}
