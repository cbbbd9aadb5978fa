using System.Diagnostics.CodeAnalysis;
using Caco.Interop;

namespace Caco.Engine;

/// <summary>
/// One game, with ViZDoom's verbs: set it up, <see cref="Init"/>, then <see cref="MakeAction"/> and <see cref="GetState"/> until
/// <see cref="IsEpisodeFinished"/>, and <see cref="NewEpisode"/>.
/// </summary>
/// <remarks>
/// Thread contract: one thread at a time per game (two at once throw <see cref="CacoInvalidStateException"/>); any number of games on any
/// threads, also over the same <see cref="GameAssets"/>. Nothing is shared between games but what is immutable.
/// The step path (MakeAction, GetState, variables, frames, lists into reused storage) allocates nothing once warm.
/// </remarks>
public sealed unsafe partial class DoomGame : IDisposable
{
    private GameAssets? _assets;
    private bool _ownsAssets;
    private GameHandle? _handle;
    private bool _disposed;
    private int _busy;
    private uint _epoch;

    /// <summary>A game with ViZDoom's default settings.</summary>
    public DoomGame()
        : this(new Scenario())
    {
    }

    /// <summary>A game of a scenario, on assets that other games may share.</summary>
    /// <param name="scenario">The settings; the game takes it over and disposes it.</param>
    /// <param name="assets">The archives, which stay the caller's; null: the files that the scenario names are loaded by Init.</param>
    /// <param name="options">Switches beyond the cfg language.</param>
    public DoomGame(Scenario scenario, GameAssets? assets = null, GameOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        Settings = scenario;
        _assets = assets;
        Options = options ?? new GameOptions();
    }

    /// <summary>A game of a built-in scenario, not yet started.</summary>
    /// <param name="name">The scenario, <see cref="BuiltinScenario.DefaultName"/> for example.</param>
    /// <param name="iwad">The IWAD; null: the first that <see cref="IwadLocator"/> finds.</param>
    /// <param name="options">Switches beyond the cfg language.</param>
    public static DoomGame FromBuiltin(string name = BuiltinScenario.DefaultName, string? iwad = null, GameOptions? options = null)
    {
        BuiltinScenario builtin = BuiltinScenario.Get(name);
        GameAssets assets = GameAssets.Load([IwadLocator.Find(iwad), builtin.Source]);
        try
        {
            return new DoomGame(builtin.CreateScenario(), assets, options) { _ownsAssets = true };
        }
        catch
        {
            assets.Dispose();
            throw;
        }
    }

    /// <summary>The settings. While the game runs, changes of it count only for the next <see cref="Init"/>.</summary>
    public Scenario Settings { get; }

    /// <summary>Switches beyond the cfg language, used by the next <see cref="Init"/>.</summary>
    public GameOptions Options { get; set; }

    /// <summary>The archives; null before Init when none were given.</summary>
    public GameAssets? Assets => _assets;

    /// <summary>Uses these archives from the next <see cref="Init"/> on; they stay the caller's.</summary>
    public void SetAssets(GameAssets assets)
    {
        ArgumentNullException.ThrowIfNull(assets);
        Changeable();
        DropAssets();
        _assets = assets;
    }

    /// <summary>Reads a cfg file over the settings. See <see cref="Scenario.Load"/>.</summary>
    public void LoadConfig(string path, bool lenient = false) => Changeable().Load(path, lenient);

    /// <summary>Reads the text of a cfg over the settings. See <see cref="Scenario.LoadText"/>.</summary>
    public void LoadConfigText(string text, string? baseDirectory = null, bool lenient = false) =>
        Changeable().LoadText(text, "text", baseDirectory, lenient);

    /// <summary>Sets the size of the frames, any 32..1920 by 24..1200; overrides the screen resolution.</summary>
    public void SetScreenSize(int width, int height)
    {
        Changeable();
        Options = Options with { Width = width, Height = height };
    }

    /// <summary>
    /// Seeds the source of episode seeds: before Init the first episode starts from it, while the game runs the next new one.
    /// </summary>
    public void SetSeed(uint seed)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Settings.Set("seed", seed.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (_handle != null)
        {
            using GameLease lease = Lease();
            NativeCall.Check(CacoNative.caco_game_set_seed(lease.Game, seed));
        }
    }

    /// <summary>The seed of the source of episode seeds.</summary>
    public uint GetSeed()
    {
        if (_handle == null)
        {
            return uint.TryParse(Settings.Get("seed"), out uint seed) ? seed : 0;
        }

        using GameLease lease = Lease();
        return CacoNative.caco_game_seed(lease.Game);
    }

    /// <summary>Starts the game and its first episode. Loads the files that the scenario names when no assets were given.</summary>
    /// <exception cref="CacoInvalidStateException">It runs already.</exception>
    /// <exception cref="CacoException">The files or the settings do not make a game; the message says why.</exception>
    public void Init()
    {
        Changeable();
        if (_assets == null)
        {
            LoadAssets();
        }

        caco_options options = Options.ToNative();
        using var scenario = new HandleLease(Settings.Handle);
        using var assets = new HandleLease(_assets.Handle);
        caco_game* game;
        NativeCall.Check(CacoNative.caco_game_create((caco_scenario*)scenario.Pointer, (caco_assets*)assets.Pointer, &options, &game));
        _handle = new GameHandle(game);
        _epoch++;
        _variables = new double[CacoNative.caco_game_variables(game, null, 0)];
        _lastAction = new double[CacoNative.caco_game_last_action(game, null, 0)];
        _texts.Clear();
        Map = NativeCall.Text(CacoNative.caco_game_map(game));
    }

    [MemberNotNull(nameof(_assets))]
    private void LoadAssets()
    {
        string named = Settings.DoomGamePath;
        string iwad = named.Length == 0 ? IwadLocator.Find() : IwadLocator.Find(named);
        string wad = Settings.DoomScenarioPath;
        _assets = wad.Length == 0 ? GameAssets.Load(iwad) : GameAssets.Load(iwad, wad);
        _ownsAssets = true;
    }

    private void DropAssets()
    {
        if (_ownsAssets)
        {
            _assets?.Dispose();
        }

        _assets = null;
        _ownsAssets = false;
    }

    /// <summary>Ends the game. Settings can change again, and Init starts a new one; views of frames are stale.</summary>
    public void Close()
    {
        _epoch++;
        _handle?.Dispose();
        _handle = null;
        // Loaded from the settings, which may change now; assets of the caller stay.
        if (_ownsAssets && Settings.DoomGamePath.Length + Settings.DoomScenarioPath.Length > 0)
        {
            DropAssets();
        }
    }

    /// <summary>Whether the game was started and not closed.</summary>
    public bool IsRunning() => _handle is { IsClosed: false };

    /// <summary>The map that is played, such as "MAP01"; "" before Init.</summary>
    public string Map { get; private set; } = "";

    /// <summary>Starts the next episode.</summary>
    public void NewEpisode()
    {
        using GameLease lease = Lease();
        _epoch++;
        NativeCall.Check(CacoNative.caco_game_new_episode(lease.Game));
    }

    /// <summary>Starts an episode with a given episode seed and leaves the source of seeds alone: for replays.</summary>
    public void StartEpisode(uint episodeSeed)
    {
        using GameLease lease = Lease();
        _epoch++;
        NativeCall.Check(CacoNative.caco_game_start_episode(lease.Game, episodeSeed));
    }

    /// <summary>The 32-bit seed of the running episode; with the actions it gives the episode again.</summary>
    public uint EpisodeSeed
    {
        get
        {
            using GameLease lease = Lease();
            return CacoNative.caco_game_episode_seed(lease.Game);
        }
    }

    /// <summary>Sets the buttons, in the scenario's order; missing ones are 0.</summary>
    /// <param name="values">Shape (at most GetAvailableButtonsSize()).</param>
    /// <exception cref="CacoArgumentException">There are more values than buttons.</exception>
    public void SetAction(ReadOnlySpan<double> values)
    {
        using GameLease lease = Lease();
        fixed (double* first = values)
        {
            NativeCall.Check(CacoNative.caco_game_set_action(lease.Game, first, (uint)values.Length));
        }
    }

    /// <summary>Plays up to <paramref name="tics"/> tics with the buttons as set.</summary>
    /// <param name="tics">At least 0; 35 are a second.</param>
    /// <param name="update">Samples variables, reward and frame after the last tic.</param>
    public void AdvanceAction(int tics = 1, bool update = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tics);
        using GameLease lease = Lease();
        _epoch++;
        NativeCall.Check(CacoNative.caco_game_advance(lease.Game, (uint)tics, update ? (byte)1 : (byte)0));
    }

    /// <summary>Sets the buttons, plays up to <paramref name="tics"/> tics, updates the state, and gives the reward of the step.</summary>
    /// <param name="values">In the scenario's order, shape (at most GetAvailableButtonsSize()); missing ones are 0.</param>
    /// <param name="tics">At least 0; 35 are a second.</param>
    /// <returns>The reward; of the last step when the episode is finished and nothing happened.</returns>
    public double MakeAction(ReadOnlySpan<double> values, int tics = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tics);
        using GameLease lease = Lease();
        _epoch++;
        double reward = 0;
        fixed (double* first = values)
        {
            NativeCall.Check(CacoNative.caco_game_make_action(lease.Game, first, (uint)values.Length, (uint)tics, &reward));
        }

        return reward;
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _epoch++;
        _handle?.Dispose();
        DropAssets();
        Settings.Dispose();
    }

    /// <summary>A call's hold on the native game: keeps it alive, and alone.</summary>
    private readonly ref struct GameLease : IDisposable
    {
        private readonly DoomGame _owner;
        private readonly HandleLease _lease;

        public GameLease(DoomGame owner, GameHandle handle)
        {
            _lease = new HandleLease(handle);
            if (Interlocked.CompareExchange(ref owner._busy, 1, 0) != 0)
            {
                _lease.Dispose();
                ThrowBusy();
            }

            _owner = owner;
        }

        public caco_game* Game => (caco_game*)_lease.Pointer;

        public void Dispose()
        {
            Volatile.Write(ref _owner._busy, 0);
            _lease.Dispose();
        }

        [DoesNotReturn]
        private static void ThrowBusy() =>
            throw new CacoInvalidStateException("two threads use one game at once: give each its own, or take turns");
    }

    private GameLease Lease()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return new GameLease(this, _handle ?? NotRunning());
    }

    [DoesNotReturn]
    private static GameHandle NotRunning() => throw new CacoInvalidStateException("the game does not run: call Init() first");
}
