using Caco.Engine;
using Caco.Loop.Replays;
using Caco.Loop.Workspaces;
using Caco.Policies;
using Caco.Vision;

namespace Caco.Loop.Play;

/// <summary>How an episode went.</summary>
public sealed record EpisodeResult
{
    /// <summary>The seed set before it.</summary>
    public required uint Seed { get; init; }

    /// <summary>The scenario's total reward.</summary>
    public required double Reward { get; init; }

    /// <summary>Damage made plus ten for each kill.</summary>
    public double Score => Damage + 10 * Kills;

    /// <summary>KILLCOUNT at the end.</summary>
    public required double Kills { get; init; }

    /// <summary>HITCOUNT at the end.</summary>
    public required double Hits { get; init; }

    /// <summary>DAMAGECOUNT at the end.</summary>
    public required double Damage { get; init; }

    /// <summary>HEALTH at the end.</summary>
    public required double Health { get; init; }

    /// <summary>AMMO2 at the end.</summary>
    public required double Ammo { get; init; }

    /// <summary>Tics played.</summary>
    public required int Tics { get; init; }

    /// <summary>Decisions made.</summary>
    public required int Decisions { get; init; }

    /// <summary>Whether the player died.</summary>
    public required bool Dead { get; init; }

    /// <summary>Whether time ran out.</summary>
    public required bool Timeout { get; init; }

    /// <summary>End of the hash chain over the episode, 16 hex digits.</summary>
    public required string Hash { get; init; }

    /// <summary>What the policy did.</summary>
    public Behaviour Behaviour { get; init; } = new();

    /// <summary>Where the time went; null where nobody measured.</summary>
    public EpisodeTimes? Times { get; init; }

    /// <summary>What the episode is worth by a rule.</summary>
    public double Worth(ScoreRule rule) => rule == ScoreRule.Reward ? Reward : Score;
}

/// <summary>
/// A game and a policy of its own, which play one episode after another. One thread at a time; the results depend on stage,
/// seed, policy and decision length alone.
/// </summary>
public sealed class EpisodePlayer : IDisposable
{
    private readonly Stage _stage;
    private readonly DoomGame _game;
    private readonly IPolicy _policy;
    private readonly string _policyName;
    private readonly EpisodeInfo _info;
    private readonly float[] _buttons;
    private readonly double[] _action;
    private readonly byte[] _fresh;

    public EpisodePlayer(Stage stage, PolicySource policy, int decision)
    {
        ArgumentNullException.ThrowIfNull(stage);
        ArgumentNullException.ThrowIfNull(policy);
        _stage = stage;
        _policyName = policy.Name;
        _policy = policy.Create();
        _info = stage.Describe(decision);
        _game = stage.CreateGame();
        _buttons = new float[_info.Buttons.Length];
        _action = new double[_buttons.Length];
        _fresh = _game.Save();
    }

    /// <summary>Plays one episode to its end.</summary>
    /// <returns>The result, and the recording of it.</returns>
    /// <exception cref="PolicyException">The policy cannot play this scenario.</exception>
    public (EpisodeResult Result, Replay Replay) Play(uint seed)
    {
        // As in ViZDoom a little of what drawing remembers (the weapon's swing, for one) outlives an episode.
        _game.Restore(_fresh);
        _game.SetSeed(seed);
        _game.NewEpisode();
        _policy.Reset(_info);
        var clock = new EpisodeClock(_game);
        var actions = new List<float[]>();
        while (!_game.IsEpisodeFinished())
        {
            Decide(clock.Tics);
            // A held action is stored once; runs of it share the array.
            if (actions.Count == 0 || !actions[^1].AsSpan().SequenceEqual(_buttons))
            {
                actions.Add([.. _buttons]);
            }
            else
            {
                actions.Add(actions[^1]);
            }

            _game.MakeAction(_action, _info.DecisionTics);
            clock.Advance();
        }

        clock.Finish();
        return (Result(seed, clock, actions.Count), Recording(seed, clock, actions));
    }

    /// <inheritdoc/>
    public void Dispose() => _game.Dispose();

    private void Decide(int tic)
    {
        var state = _game.GetState();
        var frame = state.Indices;
        _buttons.AsSpan().Clear();
        _policy.Act(
            new Observation(
                new IndexedFrame(frame.Pixels, frame.Width, frame.Height, frame.Pitch), _info.Palette, state.Variables, tic),
            _buttons);
        for (var i = 0; i < _buttons.Length; i++)
        {
            _action[i] = _buttons[i];
        }
    }

    private EpisodeResult Result(uint seed, EpisodeClock clock, int decisions) => new()
    {
        Seed = seed,
        Reward = _game.GetTotalReward(),
        Kills = _game.GetGameVariable(GameVariable.KillCount),
        Hits = _game.GetGameVariable(GameVariable.HitCount),
        Damage = _game.GetGameVariable(GameVariable.DamageCount),
        Health = _game.GetGameVariable(GameVariable.Health),
        Ammo = _game.GetGameVariable(GameVariable.Ammo2),
        Tics = clock.Tics,
        Decisions = decisions,
        Dead = _game.IsPlayerDead(),
        Timeout = _game.IsEpisodeTimeoutReached(),
        Hash = clock.Checkpoints[^1].Chain.ToString("x16"),
    };

    private Replay Recording(uint seed, EpisodeClock clock, List<float[]> actions) => new()
    {
        Scenario = _stage.Name,
        Settings = _stage.SettingsText,
        Content = _stage.Content,
        Policy = _policyName,
        Seed = seed,
        Decision = _info.DecisionTics,
        Width = _stage.Screen.Width,
        Height = _stage.Screen.Height,
        Reward = _game.GetTotalReward(),
        Actions = actions,
        Checkpoints = clock.Checkpoints,
    };
}
