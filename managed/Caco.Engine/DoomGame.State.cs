using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Caco.Interop;

namespace Caco.Engine;

/// <content>What can be seen of a game: state, variables, rewards, frames, lists.</content>
public sealed unsafe partial class DoomGame
{
    private const int KeptDraws = 16;

    private readonly Dictionary<nint, string> _texts = [];
    private double[] _variables = [];
    private double[] _lastAction = [];
    private caco_object[] _objects = [];

    /// <summary>The state of the last update; <see cref="GameState.IsPresent"/> is false when the episode is finished. Allocates nothing.</summary>
    public GameState GetState()
    {
        using GameLease lease = Lease();
        caco_state state;
        NativeCall.Check(CacoNative.caco_game_state(lease.Game, &state));
        if (state.present == 0)
        {
            return default;
        }

        fixed (double* first = _variables)
        {
            _ = CacoNative.caco_game_variables(lease.Game, first, (uint)_variables.Length);
        }

        return new GameState(this, _epoch, state, _variables);
    }

    /// <summary>A game variable, whether the scenario lists it or not, as of the last update.</summary>
    public double GetGameVariable(GameVariable variable)
    {
        using GameLease lease = Lease();
        double value;
        NativeCall.Check(CacoNative.caco_game_variable(lease.Game, (int)variable, &value));
        return value;
    }

    /// <summary>
    /// Class of who last took health from the player in this episode, such as "DoomImp"; "" when nobody did (never hurt, or a floor, a crusher).
    /// </summary>
    public string GetLastAttacker()
    {
        using GameLease lease = Lease();
        return Interned(CacoNative.caco_game_last_attacker(lease.Game));
    }

    /// <summary>Class of what last touched the player so that it hurt: a missile, a puff, or the attacker itself; "" for none.</summary>
    public string GetLastInflictor()
    {
        using GameLease lease = Lease();
        return Interned(CacoNative.caco_game_last_inflictor(lease.Game));
    }

    /// <summary>
    /// Type of the last damage to the player in this episode: "None" for plain hits and shots, "Slime", "Fire", "Crush" and so on; "" when
    /// the player was never hurt.
    /// </summary>
    public string GetLastDamageType()
    {
        using GameLease lease = Lease();
        return Interned(CacoNative.caco_game_last_damage_type(lease.Game));
    }

    /// <summary>The scenario's game variables in their order, as of the last update, also when the episode is finished.</summary>
    /// <param name="values">Receives at most its length.</param>
    /// <returns>How many there are.</returns>
    public int GetGameVariables(Span<double> values)
    {
        using GameLease lease = Lease();
        fixed (double* first = values)
        {
            return (int)CacoNative.caco_game_variables(lease.Game, first, (uint)values.Length);
        }
    }

    /// <summary>A button's value as last set; amounts as the engine limited them.</summary>
    public double GetButton(Button button)
    {
        using GameLease lease = Lease();
        double value;
        NativeCall.Check(CacoNative.caco_game_button(lease.Game, (int)button, &value));
        return value;
    }

    /// <summary>The values of the last action in the scenario's order. The memory is reused by the next call.</summary>
    public ReadOnlySpan<double> GetLastAction()
    {
        using GameLease lease = Lease();
        fixed (double* first = _lastAction)
        {
            _ = CacoNative.caco_game_last_action(lease.Game, first, (uint)_lastAction.Length);
        }

        return _lastAction;
    }

    /// <summary>Whether the episode is over: by time, death or the map's end.</summary>
    public bool IsEpisodeFinished()
    {
        using GameLease lease = Lease();
        return CacoNative.caco_game_is_episode_finished(lease.Game) != 0;
    }

    /// <summary>Whether the episode's time is over.</summary>
    public bool IsEpisodeTimeoutReached()
    {
        using GameLease lease = Lease();
        return CacoNative.caco_game_is_timeout_reached(lease.Game) != 0;
    }

    /// <summary>Whether the player is dead.</summary>
    public bool IsPlayerDead()
    {
        using GameLease lease = Lease();
        return CacoNative.caco_game_is_player_dead(lease.Game) != 0;
    }

    /// <summary>Time of the map in tics.</summary>
    public int GetEpisodeTime()
    {
        using GameLease lease = Lease();
        return CacoNative.caco_game_episode_time(lease.Game);
    }

    /// <summary>The reward of the last step.</summary>
    public double GetLastReward()
    {
        using GameLease lease = Lease();
        return CacoNative.caco_game_last_reward(lease.Game);
    }

    /// <summary>The sum of the episode's rewards.</summary>
    public double GetTotalReward()
    {
        using GameLease lease = Lease();
        return CacoNative.caco_game_total_reward(lease.Game);
    }

    /// <summary>
    /// A view of a frame buffer, contents as of the last drawn update, also when the episode is finished (ViZDoom has no frame then).
    /// Allocates nothing.
    /// </summary>
    public Frame GetFrame(FrameBuffer buffer = FrameBuffer.Screen)
    {
        using GameLease lease = Lease();
        caco_buffer view;
        NativeCall.Check(CacoNative.caco_game_buffer(lease.Game, (int)buffer, &view));
        return new Frame(this, _epoch, view);
    }

    /// <summary>What the selected player heard in the last tics, in the game's own memory, nothing copied. Allocates nothing.</summary>
    public AudioView GetAudio()
    {
        using GameLease lease = Lease();
        caco_audio audio;
        NativeCall.Check(CacoNative.caco_game_audio(lease.Game, &audio));
        return new AudioView(this, _epoch, audio);
    }

    /// <summary>Pixels in a row of the frames; 0 without a screen.</summary>
    public int GetScreenWidth() => GetFrame(FrameBuffer.Indices).Width;

    /// <summary>Rows of the frames; 0 without a screen.</summary>
    public int GetScreenHeight() => GetFrame(FrameBuffer.Indices).Height;

    /// <summary>Channels of the screen's format; 0 without a screen.</summary>
    public int GetScreenChannels() => GetFrame().Channels;

    /// <summary>Bytes from one row of the screen to the next; 0 without a screen.</summary>
    public int GetScreenPitch() => GetFrame().Pitch;

    /// <summary>Bytes of the screen; 0 without a screen.</summary>
    public int GetScreenSize()
    {
        Frame frame = GetFrame();
        return frame.IsPresent ? frame.Pixels.Length : 0;
    }

    /// <summary>The 256 colours of the palette indices, shape (256 x 3), red first.</summary>
    public ReadOnlySpan<byte> GetPalette() => _assets != null ? _assets.Palette : throw new CacoInvalidStateException("the game does not run: call Init() first");

    /// <summary>The labels of the last update.</summary>
    /// <param name="labels">Receives at most its length.</param>
    /// <returns>How many there are.</returns>
    public int GetLabels(Span<ObjectInfo> labels) => Objects(labels, areLabels: true);

    /// <summary>The labels of the last update; the list is cleared and filled. Allocates nothing once the list is large enough.</summary>
    public void GetLabels(List<ObjectInfo> labels) => Objects(labels, areLabels: true);

    /// <summary>The objects of the last update.</summary>
    /// <param name="objects">Receives at most its length.</param>
    /// <returns>How many there are.</returns>
    public int GetObjects(Span<ObjectInfo> objects) => Objects(objects, areLabels: false);

    /// <summary>The objects of the last update; the list is cleared and filled. Allocates nothing once the list is large enough.</summary>
    public void GetObjects(List<ObjectInfo> objects) => Objects(objects, areLabels: false);

    /// <summary>The exact figures of the objects of the last update.</summary>
    /// <param name="objects">Receives at most its length.</param>
    /// <returns>How many there are.</returns>
    public int GetRawObjects(Span<RawObject> objects)
    {
        using GameLease lease = Lease();
        fixed (RawObject* first = objects)
        {
            return (int)CacoNative.caco_game_objects_raw(lease.Game, (caco_object_raw*)first, (uint)objects.Length);
        }
    }

    /// <summary>The exact figures of the objects of the last update; the list is cleared and filled.</summary>
    public void GetRawObjects(List<RawObject> objects)
    {
        ArgumentNullException.ThrowIfNull(objects);
        CollectionsMarshal.SetCount(objects, GetRawObjects(Span<RawObject>.Empty));
        GetRawObjects(CollectionsMarshal.AsSpan(objects));
    }

    /// <summary>The sectors.</summary>
    /// <param name="sectors">Receives at most its length.</param>
    /// <returns>How many there are.</returns>
    public int GetSectors(Span<SectorInfo> sectors)
    {
        using GameLease lease = Lease();
        fixed (SectorInfo* first = sectors)
        {
            return (int)CacoNative.caco_game_sectors(lease.Game, (caco_sector*)first, (uint)sectors.Length);
        }
    }

    /// <summary>The sectors; the list is cleared and filled.</summary>
    public void GetSectors(List<SectorInfo> sectors)
    {
        ArgumentNullException.ThrowIfNull(sectors);
        CollectionsMarshal.SetCount(sectors, GetSectors(Span<SectorInfo>.Empty));
        GetSectors(CollectionsMarshal.AsSpan(sectors));
    }

    /// <summary>The lines of the sectors, sector by sector.</summary>
    /// <param name="lines">Receives at most its length.</param>
    /// <returns>How many there are.</returns>
    public int GetLines(Span<LineInfo> lines)
    {
        using GameLease lease = Lease();
        fixed (LineInfo* first = lines)
        {
            return (int)CacoNative.caco_game_lines(lease.Game, (caco_line*)first, (uint)lines.Length);
        }
    }

    /// <summary>The lines of the sectors, sector by sector; the list is cleared and filled.</summary>
    public void GetLines(List<LineInfo> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        CollectionsMarshal.SetCount(lines, GetLines(Span<LineInfo>.Empty));
        GetLines(CollectionsMarshal.AsSpan(lines));
    }

    /// <summary>Problems met in play that do not stop it, each once, one a line; "" when there are none.</summary>
    public string GetReports()
    {
        using GameLease lease = Lease();
        return NativeCall.Text(CacoNative.caco_game_reports(lease.Game));
    }

    /// <summary>Random numbers that play has drawn in this episode; drawn pictures do not count.</summary>
    public long GetDrawCount()
    {
        using GameLease lease = Lease();
        return CacoNative.caco_game_draw_count(lease.Game);
    }

    /// <summary>The exact names of the random streams that play drew from last, newest first; at most 16 are kept.</summary>
    public IReadOnlyList<string> GetLastDraws()
    {
        using GameLease lease = Lease();
        sbyte** names = stackalloc sbyte*[KeptDraws];
        var list = new string[CacoNative.caco_game_last_draws(lease.Game, names, KeptDraws)];
        for (int i = 0; i < list.Length; i++)
        {
            list[i] = NativeCall.Text(names[i]);
        }

        return list;
    }

    private int Objects(Span<ObjectInfo> objects, bool areLabels)
    {
        int count = Fetch(areLabels);
        for (int i = 0; i < Math.Min(count, objects.Length); i++)
        {
            objects[i] = Convert(_objects[i]);
        }

        return count;
    }

    private void Objects(List<ObjectInfo> objects, bool areLabels)
    {
        ArgumentNullException.ThrowIfNull(objects);
        int count = Fetch(areLabels);
        CollectionsMarshal.SetCount(objects, count);
        Span<ObjectInfo> span = CollectionsMarshal.AsSpan(objects);
        for (int i = 0; i < count; i++)
        {
            span[i] = Convert(_objects[i]);
        }
    }

    // Fills _objects, which grows when it is too short.
    private int Fetch(bool areLabels)
    {
        using GameLease lease = Lease();
        while (true)
        {
            int count;
            fixed (caco_object* first = _objects)
            {
                uint capacity = (uint)_objects.Length;
                count = (int)(areLabels ? CacoNative.caco_game_labels(lease.Game, first, capacity) : CacoNative.caco_game_objects(lease.Game, first, capacity));
            }

            if (count <= _objects.Length)
            {
                return count;
            }

            _objects = new caco_object[Math.Max(count, 2 * _objects.Length)];
        }
    }

    private ObjectInfo Convert(in caco_object source) => new()
    {
        Id = source.id,
        Value = source.value,
        X = source.x,
        Y = source.y,
        Width = source.width,
        Height = source.height,
        PositionX = source.position_x,
        PositionY = source.position_y,
        PositionZ = source.position_z,
        Angle = source.angle,
        Pitch = source.pitch,
        Roll = source.roll,
        VelocityX = source.velocity_x,
        VelocityY = source.velocity_y,
        VelocityZ = source.velocity_z,
        Name = Interned(source.name),
        Category = Interned(source.category),
        Sector = (int)source.sector,
    };

    // Names live as long as the native game, so their address stands for them.
    private string Interned(sbyte* text)
    {
        if (!_texts.TryGetValue((nint)text, out string? result))
        {
            result = NativeCall.Text(text);
            _texts.Add((nint)text, result);
        }

        return result;
    }

    internal bool IsCurrent(uint epoch) => epoch == _epoch;

    internal void CheckView(uint epoch)
    {
        if (epoch != _epoch)
        {
            ThrowView(this);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void CheckView(DoomGame? game, uint epoch, byte* data)
    {
        if (game == null || epoch != game._epoch || data == null)
        {
            ThrowView(game);
        }
    }

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowView(DoomGame? game)
    {
        if (game == null)
        {
            throw new CacoInvalidStateException("there is no frame: the episode is finished, or the view was never filled");
        }

        ObjectDisposedException.ThrowIf(game._disposed, game);
        throw new CacoInvalidStateException(
            "the view has no pixels: the game was stepped, restored or closed since it was taken, or its buffer is switched off in the settings");
    }
}
