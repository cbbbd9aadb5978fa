using System.Diagnostics.CodeAnalysis;
using Caco.Interop;

namespace Caco.Engine;

/// <summary>
/// Many games that one call steps on a pool of threads, with observations, rewards and flags in contiguous arrays, a row per game.
/// </summary>
/// <remarks>
/// <para>What a game does depends only on its own seeds and actions: never on the number of threads, the number of games or their order. Games do
/// not wait for each other but at the end of a call.</para>
/// <para>Seeds: each game has a source of episode seeds, started by <see cref="BatchGame.Seed"/>. Each new episode takes the source's next output,
/// as <see cref="DoomGame.NewEpisode"/> does, unless <see cref="BatchCall.EpisodeSeeds"/> gives one.</para>
/// <para>End of an episode under <see cref="BatchOptions.AutoReset"/>: rewards, flags, <see cref="EpisodeReturns"/>, <see cref="EpisodeTics"/> and
/// <see cref="PlayedSeeds"/> of that step speak of the episode that ended. Its last state goes into the row of <see cref="FinalObservations"/> (the
/// frame drawn after its last tic, with the stack before it), <see cref="FinalVariables"/> and <see cref="FinalHashes"/>, while
/// <see cref="Observations"/> and <see cref="Variables"/> already show the first state of the next episode. Final rows of games that did not end
/// keep what they held.</para>
/// <para>A game that fails does not stop the others: all are served, then the call throws for the first that failed, named by its number.
/// Its <see cref="Errors"/> row says why, it counts as truncated, and it stays failed until a reset; a mask silences it.</para>
/// <para>Thread contract: one thread at a time (two at once throw <see cref="CacoInvalidStateException"/>). Spans of results are views into arrays that live
/// as long as the batch and are overwritten by its next call. Calls allocate nothing once warm.</para>
/// </remarks>
public sealed unsafe partial class GameBatch : IDisposable
{
    private readonly BatchHandle _handle;
    private readonly double[] _rewards;
    private readonly double[] _variables;
    private readonly double[] _finalVariables;
    private readonly double[] _returns;
    private readonly bool[] _terminated;
    private readonly bool[] _truncated;
    private readonly uint[] _ticsRun;
    private readonly uint[] _episodeTics;
    private readonly uint[] _playedSeeds;
    private readonly ulong[] _finalHashes;
    private readonly CacoStatus[] _errors;
    private byte[] _observations = [];
    private byte[] _finalObservations = [];
    private int _busy;

    /// <summary>Makes the games and starts their first episodes; <see cref="Observe()"/> gives their first observations.</summary>
    /// <param name="games">The games. Scenarios and assets may differ, but the numbers of buttons and variables and the frames' size and format must agree.</param>
    /// <param name="options">How the batch works.</param>
    /// <exception cref="CacoException">A game cannot be made; the message names it by its number.</exception>
    public GameBatch(ReadOnlySpan<BatchGame> games, BatchOptions? options = null)
    {
        _handle = new BatchHandle(Create(games, options ?? new BatchOptions()));
        caco_batch_shape shape;
        NativeCall.Check(CacoNative.caco_batch_get_shape((caco_batch*)_handle.DangerousGetHandle(), &shape));
        Count = (int)shape.games;
        Threads = (int)shape.threads;
        ButtonCount = (int)shape.buttons;
        VariableCount = (int)shape.variables;
        Stack = (int)shape.stack;
        Observation = (BatchObservation)shape.observation;
        Format = (ScreenFormat)shape.format;
        Width = shape.width;
        Height = shape.height;
        Channels = shape.channels;
        FrameWidth = shape.frame_width;
        FrameHeight = shape.frame_height;
        ObservationSize = checked((int)shape.observation_size);
        _rewards = new double[Count];
        _variables = new double[Count * VariableCount];
        _finalVariables = new double[Count * VariableCount];
        _returns = new double[Count];
        _terminated = new bool[Count];
        _truncated = new bool[Count];
        _ticsRun = new uint[Count];
        _episodeTics = new uint[Count];
        _playedSeeds = new uint[Count];
        _finalHashes = new ulong[Count];
        _errors = new CacoStatus[Count];
    }

    /// <summary>A batch of one scenario, game i with the seed <paramref name="firstSeed"/> + i.</summary>
    /// <param name="scenario">The settings of all games, which stay the caller's.</param>
    /// <param name="assets">The archives, which stay the caller's.</param>
    /// <param name="count">How many games.</param>
    /// <param name="firstSeed">Seed of game 0.</param>
    /// <param name="options">How the batch works.</param>
    public static GameBatch FromScenario(Scenario scenario, GameAssets assets, int count, uint firstSeed, BatchOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var games = new BatchGame[count];
        for (int i = 0; i < count; i++)
        {
            games[i] = new BatchGame(scenario, assets, firstSeed + (uint)i);
        }

        return new GameBatch(games, options);
    }

    /// <summary>Number of games.</summary>
    public int Count { get; }

    /// <summary>Threads that work in a call.</summary>
    public int Threads { get; }

    /// <summary>Values of one game's action.</summary>
    public int ButtonCount { get; }

    /// <summary>Values of one game's row of variables: the scenario's list.</summary>
    public int VariableCount { get; }

    /// <summary>Observations in a row.</summary>
    public int Stack { get; }

    /// <summary>What a row of observations holds.</summary>
    public BatchObservation Observation { get; }

    /// <summary>Pixel format of the observations; planar formats are (Channels x Height x Width), others (Height x Width x Channels).</summary>
    public ScreenFormat Format { get; }

    /// <summary>Columns of an observation; 0 without observations.</summary>
    public int Width { get; }

    /// <summary>Rows of an observation.</summary>
    public int Height { get; }

    /// <summary>1, 3 or 4.</summary>
    public int Channels { get; }

    /// <summary>Columns of the drawn frames, and so of depth, labels and automap.</summary>
    public int FrameWidth { get; }

    /// <summary>Rows of the drawn frames.</summary>
    public int FrameHeight { get; }

    /// <summary>Bytes of a game's row of observations: Stack x Channels x Height x Width.</summary>
    public int ObservationSize { get; }

    /// <summary>(Count x Stack x frame) bytes of the last call that was not given memory of its own; empty before one.</summary>
    public ReadOnlySpan<byte> Observations => _observations;

    /// <summary>The same of episodes that ended.</summary>
    public ReadOnlySpan<byte> FinalObservations => _finalObservations;

    /// <summary>(Count x VariableCount), as the observations.</summary>
    public ReadOnlySpan<double> Variables => _variables;

    /// <summary>The same of episodes that ended.</summary>
    public ReadOnlySpan<double> FinalVariables => _finalVariables;

    /// <summary>(Count): reward of the step.</summary>
    public ReadOnlySpan<double> Rewards => _rewards;

    /// <summary>(Count): the player died or the map was left.</summary>
    public ReadOnlySpan<bool> Terminated => _terminated;

    /// <summary>(Count): the time is up. A game that failed counts as truncated.</summary>
    public ReadOnlySpan<bool> Truncated => _truncated;

    /// <summary>(Count): tics of the step; fewer than asked when the episode ended.</summary>
    public ReadOnlySpan<uint> TicsRun => _ticsRun;

    /// <summary>(Count): sum of rewards since the episode began.</summary>
    public ReadOnlySpan<double> EpisodeReturns => _returns;

    /// <summary>(Count): tics since the first state of the episode.</summary>
    public ReadOnlySpan<uint> EpisodeTics => _episodeTics;

    /// <summary>(Count): seed of the episode that the step played.</summary>
    public ReadOnlySpan<uint> PlayedSeeds => _playedSeeds;

    /// <summary>(Count): hash of the world at the end of an episode.</summary>
    public ReadOnlySpan<ulong> FinalHashes => _finalHashes;

    /// <summary>(Count): whether the game failed, and how.</summary>
    public ReadOnlySpan<CacoStatus> Errors => _errors;

    /// <summary>A game's row of <see cref="Observations"/>.</summary>
    public ReadOnlySpan<byte> ObservationOf(int game) => Observations.Slice(game * ObservationSize, ObservationSize);

    /// <summary>Sets actions, runs tics, gives rewards and observations, and starts ended episodes anew.</summary>
    /// <param name="actions">(Count x ButtonCount) button values.</param>
    /// <param name="tics">Tics of every game.</param>
    /// <exception cref="CacoArgumentException">Too few or too many actions; nothing has moved.</exception>
    /// <exception cref="CacoException">A game failed; the others have been served.</exception>
    public void Step(ReadOnlySpan<double> actions, int tics = 1) => Step(actions, new BatchCall { Tics = tics });

    /// <summary>The same with more to say.</summary>
    /// <param name="actions">(Count x ButtonCount) button values.</param>
    /// <param name="call">Mask, tics, seeds, memory.</param>
    public void Step(ReadOnlySpan<double> actions, scoped in BatchCall call) => Run(Verb.Step, actions, call);

    /// <summary>Starts an episode in every game.</summary>
    public void Reset() => Reset(new BatchCall());

    /// <summary>Starts an episode in every game of the mask, with seeds where the call has some. It also brings back games that failed.</summary>
    /// <param name="call">Mask, seeds, memory.</param>
    public void Reset(scoped in BatchCall call) => Run(Verb.Reset, [], call);

    /// <summary>Writes the present observations and variables; nothing moves. A state that was not drawn is drawn now.</summary>
    public void Observe() => Observe(new BatchCall());

    /// <summary>The same with more to say.</summary>
    /// <param name="call">Mask, memory.</param>
    public void Observe(scoped in BatchCall call) => Run(Verb.Observe, [], call);

    public void Dispose() => _handle.Dispose();

    private static caco_batch* Create(ReadOnlySpan<BatchGame> games, BatchOptions options)
    {
        var batchOptions = new caco_batch_options();
        CacoNative.caco_batch_options_init(&batchOptions);
        batchOptions.threads = (uint)options.Threads;
        batchOptions.observation = (int)options.Observation;
        batchOptions.width = options.Width;
        batchOptions.height = options.Height;
        batchOptions.stack = (uint)options.Stack;
        batchOptions.auto_reset = options.AutoReset ? (byte)1 : (byte)0;
        caco_options gameOptions = options.Game.ToNative();
        gameOptions.no_screen = options.Game.NoScreen || options.Observation == BatchObservation.None ? (byte)1 : (byte)0;
        var rows = new caco_batch_game[games.Length];
        int held = 0;
        try
        {
            for (; held < games.Length; held++)
            {
                Hold(games[held], held, out rows[held]);
            }

            caco_batch* batch;
            fixed (caco_batch_game* first = rows)
            {
                NativeCall.Check(CacoNative.caco_batch_create(first, (uint)rows.Length, &batchOptions, &gameOptions, &batch));
            }

            return batch;
        }
        finally
        {
            for (int i = 0; i < held; i++)
            {
                games[i].Scenario.Handle.DangerousRelease();
                games[i].Assets.Handle.DangerousRelease();
            }
        }
    }

    // Scenario and assets must outlive the creation, whatever another thread disposes meanwhile.
    private static void Hold(in BatchGame game, int index, out caco_batch_game row)
    {
        if (game.Scenario == null || game.Assets == null)
        {
            throw new CacoArgumentException($"game {index}: has no scenario or no assets");
        }

        bool held = false;
        game.Scenario.Handle.DangerousAddRef(ref held);
        try
        {
            bool both = false;
            game.Assets.Handle.DangerousAddRef(ref both);
        }
        catch
        {
            game.Scenario.Handle.DangerousRelease();
            throw;
        }

        row = new caco_batch_game
        {
            scenario = (caco_scenario*)game.Scenario.Handle.DangerousGetHandle(),
            assets = (caco_assets*)game.Assets.Handle.DangerousGetHandle(),
            seed = game.Seed,
        };
    }

    private enum Verb
    {
        Step,
        Reset,
        Observe,
    }

    private void Run(Verb verb, ReadOnlySpan<double> actions, scoped in BatchCall call)
    {
        Enter();
        try
        {
            using var lease = new HandleLease(_handle);
            Check(call);
            bool seen = Observation != BatchObservation.None && !call.WithoutObservations;
            Span<byte> observations = seen ? OrOwn(call.Observations, ref _observations) : default;
            Span<byte> finals = seen && verb == Verb.Step ? OrOwn(call.FinalObservations, ref _finalObservations) : default;
            var io = new caco_batch_io();
            CacoNative.caco_batch_io_init(&io);
            io.tics = checked((uint)call.Tics);
            io.action_count = (ulong)actions.Length;
            io.observation_size = (ulong)observations.Length;
            io.final_observation_size = (ulong)finals.Length;
            io.variable_count = io.final_variable_count = (ulong)_variables.Length;
            fixed (double* values = actions)
            fixed (bool* mask = call.Mask)
            fixed (uint* ticsOf = call.TicsOf, seeds = call.Seeds, episodeSeeds = call.EpisodeSeeds)
            fixed (byte* block = observations, finalBlock = finals)
            {
                // An empty span is a null pointer, which says "not given"; a batch without buttons needs no actions.
                io.actions = values;
                io.mask = (byte*)mask;
                io.tics_of = ticsOf;
                io.seeds = seeds;
                io.episode_seeds = episodeSeeds;
                io.observations = block;
                io.final_observations = finalBlock;
                RunWithResults(verb, (caco_batch*)lease.Pointer, ref io, call);
            }
        }
        finally
        {
            Volatile.Write(ref _busy, 0);
        }
    }

    private void RunWithResults(Verb verb, caco_batch* batch, ref caco_batch_io io, scoped in BatchCall call)
    {
        bool planes = !call.WithoutObservations;
        io.plane_size = (ulong)Math.Max(call.Depth.Length, Math.Max(call.Labels.Length, call.Automap.Length));
        fixed (double* variables = _variables, finalVariables = _finalVariables, rewards = _rewards, returns = _returns)
        fixed (bool* terminated = _terminated, truncated = _truncated)
        fixed (uint* ticsRun = _ticsRun, episodeTics = _episodeTics, playedSeeds = _playedSeeds)
        fixed (ulong* finalHashes = _finalHashes, hashes = call.Hashes)
        fixed (CacoStatus* errors = _errors)
        fixed (byte* depth = call.Depth, labels = call.Labels, automap = call.Automap)
        {
            io.variables = variables;
            io.final_variables = finalVariables;
            io.rewards = rewards;
            io.episode_returns = returns;
            io.terminated = (byte*)terminated;
            io.truncated = (byte*)truncated;
            io.tics_run = ticsRun;
            io.episode_tics = episodeTics;
            io.played_seeds = playedSeeds;
            io.final_hashes = finalHashes;
            io.hashes = hashes;
            io.errors = (int*)errors;
            io.depth = planes ? depth : null;
            io.labels = planes ? labels : null;
            io.automap = planes ? automap : null;
            caco_batch_io copy = io;
            NativeCall.Check(verb switch
            {
                Verb.Step => CacoNative.caco_batch_step(batch, &copy),
                Verb.Reset => CacoNative.caco_batch_reset(batch, &copy),
                _ => CacoNative.caco_batch_observe(batch, &copy),
            });
        }
    }

    private void Enter()
    {
        ObjectDisposedException.ThrowIf(_handle.IsClosed, this);
        if (Interlocked.CompareExchange(ref _busy, 1, 0) != 0)
        {
            throw new CacoInvalidStateException("another thread is inside this batch: a batch is used by one thread at a time");
        }
    }

    // What the native side cannot know: how long the arrays with a row per game are.
    private void Check(scoped in BatchCall call)
    {
        CheckRows("Mask", call.Mask.Length, Count);
        CheckRows("TicsOf", call.TicsOf.Length, Count);
        CheckRows("Seeds", call.Seeds.Length, Count);
        CheckRows("EpisodeSeeds", call.EpisodeSeeds.Length, Count);
        CheckRows("Hashes", call.Hashes.Length, Count);
        long plane = (long)Count * FrameWidth * FrameHeight;
        CheckRows("Depth", call.Depth.Length, plane);
        CheckRows("Labels", call.Labels.Length, plane);
        CheckRows("Automap", call.Automap.Length, plane);
        if (call.Tics < 0)
        {
            throw new CacoArgumentException($"Tics: {call.Tics} is negative");
        }
    }

    private static void CheckRows(string name, int length, long wanted)
    {
        if (length != 0 && length != wanted)
        {
            ThrowRows(name, length, wanted);
        }
    }

    [DoesNotReturn]
    private static void ThrowRows(string name, int length, long wanted) =>
        throw new CacoArgumentException($"{name}: room for {length} elements, the batch has {wanted}");

    // The batch's own block is made when it is first needed; it never moves, so that the garbage collector has nothing to do with it.
    private Span<byte> OrOwn(Span<byte> given, ref byte[] own)
    {
        if (!given.IsEmpty)
        {
            return given;
        }

        if (own.Length == 0)
        {
            long size = (long)Count * ObservationSize;
            if (size > Array.MaxLength)
            {
                throw new CacoArgumentException(
                    $"{Count} observations of {ObservationSize} bytes are more than one array holds; hand in memory by BatchCall.Observations, or make several batches");
            }

            own = GC.AllocateArray<byte>((int)size, pinned: true);
        }

        return own;
    }
}
