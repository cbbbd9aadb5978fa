using System.Diagnostics;
using Caco.Engine;
using Caco.Loop.Cases;
using Caco.Loop.Replays;
using Caco.Loop.Workspaces;
using Caco.Policies;
using Caco.Vision;

namespace Caco.Loop.Play;

/// <summary>What is kept of an episode beside its result.</summary>
/// <param name="Replay">Records the actions.</param>
/// <param name="Trace">Keeps what the policy says of its decisions.</param>
public readonly record struct PlayOptions(bool Replay = false, bool Trace = false);

/// <summary>An episode and what was kept of it.</summary>
/// <param name="Result">How it went.</param>
/// <param name="Replay">Null unless asked for.</param>
/// <param name="Trace">Lines of JSON, one a decision; null unless asked for.</param>
public sealed record PlayedEpisode(EpisodeResult Result, Replay? Replay, byte[]? Trace);

/// <summary>
/// A game of its own, in which policies play one episode after another. One thread at a time; the results depend on stage,
/// seed, policy and decision length alone.
/// </summary>
public sealed class EpisodePlayer : IDisposable
{
    private readonly Stage _stage;
    private readonly DoomGame _game;
    private readonly DecisionLog _quietLog = new(isTracing: false, isTiming: true);
    private readonly DecisionLog _tracingLog = new(isTracing: true, isTiming: true);
    private readonly EpisodeInfo _quiet;
    private readonly EpisodeInfo _tracing;
    private readonly BehaviourMeter _meter;
    private readonly BeyondReader _beyond;
    private readonly float[] _buttons;
    private readonly double[] _action;
    private readonly byte[] _fresh;
    private readonly PlayPosition _position;
    private readonly IPolicy? _ownPolicy;
    private readonly string _ownName = "";

    private EpisodeInfo _info;
    private IPolicy _policy = null!;
    private int _decisions;
    private long _lookTicks;
    private long _policyTicks;

    /// <summary>A player for any policies.</summary>
    public EpisodePlayer(Stage stage, int decision)
        : this(stage, decision, new PlayPosition())
    {
    }

    /// <summary>A player with a policy of its own for <see cref="Play(uint)"/>.</summary>
    public EpisodePlayer(Stage stage, PolicySource policy, int decision)
        : this(stage, decision)
    {
        ArgumentNullException.ThrowIfNull(policy);
        _ownPolicy = policy.Create();
        _ownName = policy.Name;
    }

    internal EpisodePlayer(Stage stage, int decision, PlayPosition position)
    {
        ArgumentNullException.ThrowIfNull(stage);
        _stage = stage;
        _position = position;
        _quiet = stage.Describe(decision, _quietLog);
        _tracing = stage.Describe(decision, _tracingLog);
        _info = _quiet;
        _game = stage.CreateGame();
        _fresh = _game.Save();
        _meter = new BehaviourMeter(_game, _info.Buttons);
        _beyond = new BeyondReader(_game, stage.Sight);
        _buttons = new float[_info.Buttons.Length];
        _action = new double[_buttons.Length];
    }

    /// <summary>Plays one episode to its end with the player's own policy, and records it.</summary>
    /// <exception cref="PolicyException">The policy cannot play this scenario.</exception>
    public (EpisodeResult Result, Replay Replay) Play(uint seed)
    {
        var policy = _ownPolicy ?? throw new InvalidOperationException("This player was made without a policy.");
        var played = Play(policy, _ownName, seed, new PlayOptions(Replay: true))!;
        return (played.Result, played.Replay!);
    }

    /// <summary>Plays one episode to its end.</summary>
    /// <returns>Null when it was stopped from outside.</returns>
    /// <exception cref="Exception">Whatever the policy throws.</exception>
    public PlayedEpisode? Play(IPolicy policy, string policyName, uint seed, PlayOptions options)
    {
        ArgumentNullException.ThrowIfNull(policy);
        _position.Start(seed);
        _position.Enter(PlayPhase.Engine, 0);
        var start = Stopwatch.GetTimestamp();
        _game.SetSeed(seed);
        _game.NewEpisode();
        Begin(policy, options.Trace);
        var recorder = new ReplayRecorder(_game, _info.DecisionTics, keeps: options.Replay);
        var clock = recorder.Clock;
        using var trace = options.Trace ? new TraceWriter(_info) : null;
        while (!_game.IsEpisodeFinished())
        {
            if (_position.Stop)
            {
                return null;
            }

            Decide(clock.Tics);
            trace?.Add(clock.Tics, _buttons, _info.Log);
            recorder.Act(_buttons);
            _meter.Count(_buttons);
        }

        clock.Finish();
        _policy = null!;
        _position.Enter(PlayPhase.Idle, clock.Tics);
        return new PlayedEpisode(
            Result(seed, clock, Times(start)), recorder.Actions is { } actions ? Recording(policyName, seed, clock, actions) : null, trace?.ToArray());
    }

    /// <summary>Plays a behaviour case and measures its criterion.</summary>
    /// <returns>Null when it was stopped from outside.</returns>
    /// <exception cref="LoopException">The case was recorded on other content.</exception>
    /// <exception cref="Exception">Whatever the policy throws.</exception>
    public CaseOutcome? Play(IPolicy policy, BehaviourCase task, ScoreRule rule)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(task);
        _position.Start(task.Seed);
        _position.Enter(PlayPhase.Engine, task.Tic);
        try
        {
            return CasePlayer.Play(task, _game, _fresh, new Decider(this, policy), _info.DecisionTics, rule);
        }
        catch (StoppedException)
        {
            return null;
        }
        finally
        {
            _policy = null!;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _game.Dispose();

    private void Begin(IPolicy policy, bool traces)
    {
        _policy = policy;
        _info = traces ? _tracing : _quiet;
        _info.Log.Clear();
        _decisions = 0;
        _lookTicks = 0;
        _policyTicks = 0;
        _position.Enter(PlayPhase.Reset, _position.Tic);
        policy.Reset(_info);
        _position.Enter(PlayPhase.Engine, _position.Tic);
        _meter.Begin();
    }

    private void Decide(int tic)
    {
        var state = _game.GetState();
        var frame = state.Indices;
        var beyond = _beyond.Read(state);
        var log = _info.Log;
        log.Clear();
        _buttons.AsSpan().Clear();
        _position.Enter(_decisions == 0 ? PlayPhase.FirstAct : PlayPhase.Act, tic);
        var start = Stopwatch.GetTimestamp();
        _policy.Act(
            new Observation(
                new IndexedFrame(frame.Pixels, frame.Width, frame.Height, frame.Pitch), _info.Palette, state.Variables, tic, beyond),
            _buttons);
        _policyTicks += Stopwatch.GetTimestamp() - start;
        _position.Enter(PlayPhase.Engine, tic);
        _lookTicks += log.LookTicks;
        _decisions++;
        for (var i = 0; i < _buttons.Length; i++)
        {
            _action[i] = _buttons[i];
        }
    }

    private EpisodeTimes Times(long start)
    {
        const double milliseconds = 1000;
        var total = Stopwatch.GetTimestamp() - start;
        var scale = milliseconds / Stopwatch.Frequency;
        return new EpisodeTimes(
            (total - _policyTicks) * scale, _lookTicks * scale, (_policyTicks - _lookTicks) * scale, total * scale);
    }

    private EpisodeResult Result(uint seed, EpisodeClock clock, EpisodeTimes times) => new()
    {
        Seed = seed,
        Reward = _game.GetTotalReward(),
        Kills = _game.GetGameVariable(GameVariable.KillCount),
        Hits = _game.GetGameVariable(GameVariable.HitCount),
        Damage = _game.GetGameVariable(GameVariable.DamageCount),
        Health = _game.GetGameVariable(GameVariable.Health),
        Ammo = _game.GetGameVariable(GameVariable.Ammo2),
        Tics = clock.Tics,
        Decisions = _decisions,
        Dead = _game.IsPlayerDead(),
        Timeout = _game.IsEpisodeTimeoutReached(),
        Hash = clock.Checkpoints[^1].Chain.ToString("x16"),
        Behaviour = _meter.Result(),
        Times = times,
    };

    private Replay Recording(string policyName, uint seed, EpisodeClock clock, IReadOnlyList<float[]> actions) => new()
    {
        Scenario = _stage.Name,
        Settings = _stage.SettingsText,
        Content = _stage.Content,
        Policy = policyName,
        Seed = seed,
        Decision = _info.DecisionTics,
        Width = _stage.Screen.Width,
        Height = _stage.Screen.Height,
        Reward = _game.GetTotalReward(),
        Actions = actions,
        Checkpoints = clock.Checkpoints,
    };

    /// <summary>Lets a policy decide in a case.</summary>
    private sealed class Decider(EpisodePlayer player, IPolicy policy) : IDecider
    {
        public void Reset() => player.Begin(policy, traces: false);

        public ReadOnlySpan<double> Decide(DoomGame game, int tic)
        {
            if (player._position.Stop)
            {
                throw new StoppedException();
            }

            player.Decide(tic);
            return player._action;
        }
    }

#pragma warning disable CA1032, CA1064 // Never seen outside.
    private sealed class StoppedException : Exception;
#pragma warning restore CA1032, CA1064
}
