using System.Text.Json.Serialization;
using Caco.Engine;
using Caco.Loop.Play;
using Caco.Loop.Replays;

namespace Caco.Loop.Failures;

/// <summary>The world before one decision of an episode.</summary>
public readonly record struct SurveySample
{
    /// <summary>Tics played.</summary>
    public int Tic { get; init; }

    public double Health { get; init; }

    /// <summary>Of the weapon in hand; 0 for one that needs none.</summary>
    public double Ammo { get; init; }

    /// <summary>Whether there was ammunition once and now is none.</summary>
    public bool IsEmpty { get; init; }

    public double Kills { get; init; }

    public double Hits { get; init; }

    /// <summary>Living enemies on the screen.</summary>
    public int Enemies { get; init; }

    /// <summary>Whether the decision held the trigger.</summary>
    public bool Attacks { get; init; }

    /// <summary>Whether the decision pressed a move.</summary>
    public bool Moves { get; init; }

    /// <summary>Map units from the place before the last decision.</summary>
    public double Step { get; init; }
}

/// <summary>What a second simulation of an episode saw that its result does not tell. Immutable.</summary>
public sealed record EpisodeSurvey
{
    /// <summary>A decision that moves less is a stop, map units.</summary>
    public const double StillStep = 1;

    /// <summary>One for each decision.</summary>
    [JsonIgnore]
    public IReadOnlyList<SurveySample> Samples { get; init; } = [];

    /// <summary>Share of the decisions with a living enemy on the screen.</summary>
    public required double InViewShare { get; init; }

    /// <summary>Tic of the first decision with one; null: never.</summary>
    public int? FirstSeenTic { get; init; }

    /// <summary>Map units to the nearest living enemy before the last decision; null: there is none.</summary>
    public double? NearestAtEnd { get; init; }

    /// <summary>Class of who hurt the player last; empty: nobody.</summary>
    public string LastAttacker { get; init; } = "";

    /// <summary>Share of the decisions that held the trigger.</summary>
    public required double TriggerShare { get; init; }

    /// <summary>Share of the decisions without ammunition.</summary>
    public required double EmptyShare { get; init; }

    /// <summary>Share of the decisions that moved less than <see cref="StillStep"/>.</summary>
    public required double StillShare { get; init; }

    /// <summary>Simulates an episode again and watches it.</summary>
    /// <exception cref="LoopException">The replay does not give the recorded episode.</exception>
    public static EpisodeSurvey Of(Replay replay, Stage stage)
    {
        ArgumentNullException.ThrowIfNull(replay);
        ArgumentNullException.ThrowIfNull(stage);
        var watch = new Watch(replay, stage);
        var outcome = ReplayPlayer.Play(replay, stage, watch.Observe, labelled: true);
        return outcome.Divergence is null
            ? watch.Survey()
            : throw new LoopException($"the replay of seed {replay.Seed} does not give the same episode: {outcome.Divergence}.");
    }

    /// <summary>Whether a label or an object is an enemy that lives.</summary>
    public static bool IsLivingEnemy(in ObjectInfo thing) =>
        thing.Category == "Enemy" && !thing.Name.StartsWith("Dead", StringComparison.Ordinal);

    private sealed class Watch(Replay replay, Stage stage)
    {
        private readonly List<SurveySample> _samples = new(replay.Actions.Count);
        private readonly List<ObjectInfo> _things = [];
        private readonly int[] _attack = Slots(stage, replay, static name => name is "ATTACK" or "ALTATTACK");
        private readonly int[] _moves = Slots(stage, replay, static name => name.StartsWith("MOVE_", StringComparison.Ordinal));
        private bool _armed;
        private double _x;
        private double _y;
        private double? _nearest;
        private string _attacker = "";

        public void Observe(DoomGame game, int decision, int tic)
        {
            var x = game.GetGameVariable(GameVariable.PositionX);
            var y = game.GetGameVariable(GameVariable.PositionY);
            if (decision < replay.Actions.Count)
            {
                Sample(game, decision, tic, decision == 0 ? 0 : Math.Sqrt((x - _x) * (x - _x) + (y - _y) * (y - _y)));
            }

            if (decision == replay.Actions.Count - 1)
            {
                game.GetObjects(_things);
                _nearest = _things.Where(static t => IsLivingEnemy(t))
                    .Select(t => (double?)Math.Sqrt((t.PositionX - x) * (t.PositionX - x) + (t.PositionY - y) * (t.PositionY - y)))
                    .Min();
            }

            _attacker = game.GetLastAttacker();
            (_x, _y) = (x, y);
        }

        public EpisodeSurvey Survey()
        {
            double count = Math.Max(1, _samples.Count);
            var first = _samples.FindIndex(static s => s.Enemies > 0);
            return new EpisodeSurvey
            {
                Samples = _samples,
                InViewShare = _samples.Count(static s => s.Enemies > 0) / count,
                FirstSeenTic = first < 0 ? null : _samples[first].Tic,
                NearestAtEnd = _nearest,
                LastAttacker = _attacker,
                TriggerShare = _samples.Count(static s => s.Attacks) / count,
                EmptyShare = _samples.Count(static s => s.IsEmpty) / count,
                StillShare = _samples.Skip(1).Count(static s => s.Step < StillStep) / count,
            };
        }

        private static int[] Slots(Stage stage, Replay replay, Func<string, bool> wanted)
        {
            var buttons = stage.Describe(replay.Decision).Buttons;
            return [.. Enumerable.Range(0, buttons.Length).Where(i => wanted(buttons[i]))];
        }

        private void Sample(DoomGame game, int decision, int tic, double step)
        {
            game.GetLabels(_things);
            var enemies = 0;
            foreach (var thing in _things)
            {
                enemies += IsLivingEnemy(thing) ? 1 : 0;
            }

            var ammo = Math.Max(0, game.GetGameVariable(GameVariable.SelectedWeaponAmmo));
            _armed |= ammo > 0;
            var action = replay.Actions[decision];
            _samples.Add(new SurveySample
            {
                Tic = tic,
                Health = game.GetGameVariable(GameVariable.Health),
                Ammo = ammo,
                IsEmpty = _armed && ammo == 0,
                Kills = game.GetGameVariable(GameVariable.KillCount),
                Hits = game.GetGameVariable(GameVariable.HitCount),
                Enemies = enemies,
                Attacks = Presses(action, _attack),
                Moves = Presses(action, _moves),
                Step = step,
            });
        }

        private static bool Presses(float[] action, int[] slots)
        {
            foreach (var slot in slots)
            {
                if (slot < action.Length && action[slot] != 0)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
