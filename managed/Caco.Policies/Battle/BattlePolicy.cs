using Caco.Policies.Parts;

namespace Caco.Policies.Battle;

/// <summary>
/// Plays a Battle arena from the screen alone: shoots the imp that is nearest to hand, fetches clips and medikits as they
/// are needed, and wanders where there is nothing to see.
/// </summary>
/// <remarks>
/// Needs a trigger and a way to turn. The first of these that applies decides: an imp in sight and a bullet left; an item
/// worth fetching; a look behind after a hit from nowhere; wandering.
/// </remarks>
public sealed class BattlePolicy : IPolicy
{
    private const double FullHealth = 100;

    // How near the sights must come before the trigger is pulled, as a radius around the imp, map units.
    [Tunable(4, 40)]
    private const double ImpRadius = 20;

    [Tunable(3, 30)]
    private const double AimRadius = 14;

    // Map units.
    [Tunable(60, 700)]
    private const double SingleShotDistance = 220;

    [Tunable(100, 1200)]
    private const double ApproachDistance = 320;

    [Tunable(0, 320)]
    private const double RetreatDistance = 110;

    [Tunable(200, 1600)]
    private const double FurthestItem = 700;

    [Tunable(10, 95)]
    private const double LowHealth = 55;

    [Tunable(1, 40)]
    private const double LowAmmo = 12;

    [Tunable(1, 20)]
    private const int MemoryDecisions = 6;

    // What makes an imp the next one: degrees and map units that weigh the same, and what the last choice is worth.
    [Tunable(5, 60)]
    private const double DegreesToTurn = 20;

    [Tunable(60, 1000)]
    private const double UnitsAway = 250;

    [Tunable(0, 3)]
    private const double KeptChoice = 0.8;

    // What items are worth against each other, and what the way to them takes off.
    [Tunable(0.5, 10)]
    private const double UrgentItem = 3;

    [Tunable(0.2, 5)]
    private const double SpareClip = 1.2;

    [Tunable(0.2, 5)]
    private const double SpareMedikit = 1;

    [Tunable(0, 10)]
    private const double UnitsPerDegree = 3;

    private EpisodeInfo? _info;
    private DecisionLog _log = DecisionLog.Off;
    private BattleEye _eye = null!;
    private Steering _steering = null!;
    private MotionSense _motion = null!;
    private Explorer _explorer = new();
    private Trigger _trigger = new();
    private int _healthSlot;
    private int _ammoSlot;
    private double _lastHealth;
    private bool _walked;
    private Target _imp;
    private Target _item;

    /// <inheritdoc/>
    public void Reset(EpisodeInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);
        _steering = new Steering(info);
        _steering.Require("battle", info, shoots: true);
        if (!ReferenceEquals(info, _info))
        {
            _eye = new BattleEye(info);
            _info = info;
        }

        _log = info.Log;
        _motion = new MotionSense(info);
        _explorer = new Explorer();
        _trigger = new Trigger();
        _healthSlot = info.VariableSlot(VariableNames.Health);
        _ammoSlot = info.VariableSlot(VariableNames.Ammo2);
        if (_ammoSlot < 0)
        {
            _ammoSlot = info.VariableSlot(VariableNames.SelectedWeaponAmmo);
        }

        _lastHealth = FullHealth;
        _walked = false;
        _imp = default;
        _item = default;
    }

    /// <inheritdoc/>
    public void Act(in Observation observation, Span<float> buttons)
    {
        buttons.Clear();
        var health = observation.Variable(_healthSlot, FullHealth);
        var ammo = observation.Variable(_ammoSlot, double.MaxValue);
        using (_log.Look())
        {
            _eye.Look(observation.Screen);
            _motion.Observe(observation.Screen, _walked);
        }

        _trigger.Observe(ammo, observation.Tic);
        if (_log.IsTracing)
        {
            TraceSightings();
        }

        var hurt = health < _lastHealth - 2;
        _lastHealth = health;
        _imp.Follow(ChooseImp());
        _item.Follow(ChooseItem(health, ammo));
        if (ammo > 0 && _imp.IsKnown)
        {
            _log.Trace($"fights the imp at {_imp.Bearing:0} deg, {_imp.Distance:0} units");
            _explorer.Interrupt();
            Fight(buttons, health);
            return;
        }

        if (_item.IsKnown && _motion.Still < 3)
        {
            _log.Trace($"fetches the item at {_item.Bearing:0} deg, {_item.Distance:0} units");
            Fetch(buttons);
            return;
        }

        if (hurt)
        {
            _log.Trace($"was hit by something unseen and looks around");
            _explorer.LookAround();
        }

        _log.Trace($"wanders");
        _walked = _explorer.Wander(_eye, _motion, _steering, buttons);
    }

    private void TraceSightings()
    {
        foreach (var list in (ReadOnlySpan<SightingList>)[_eye.Imps, _eye.Fireballs, _eye.Medikits, _eye.Clips])
        {
            foreach (ref readonly var seen in list.Items)
            {
                _log.Trace($"sees {seen.Kind} at {seen.Bearing:0} deg, {seen.Distance:0} units");
            }
        }
    }

    private void Fight(Span<float> buttons, double health)
    {
        var distance = _imp.Distance;
        var direction = distance > ApproachDistance && health > LowHealth ? 1 : distance < RetreatDistance ? -1 : 0;
        _steering.Move(buttons, direction, run: false);
        Turn(buttons, _imp.Bearing);
        var missBy = Math.Abs(_imp.Bearing);

        // A pulled trigger takes two more decisions to fire: time to bring the last degrees.
        var early = _steering.IsExact ? 0 : 3.5;
        var near = distance < SingleShotDistance;
        if (missBy < ViewGeometry.HalfAngle(near ? ImpRadius : AimRadius, distance) + early
            && (near || _trigger.WantsSingleShot))
        {
            _steering.Attack(buttons);
        }

        _walked = false;
    }

    private void Fetch(Span<float> buttons)
    {
        _steering.Move(buttons, 1, run: Math.Abs(_item.Bearing) < 30);
        _walked = Math.Abs(Turn(buttons, _item.Bearing)) < 2;
    }

    /// <summary>Turns, and keeps in mind where what is remembered will then be.</summary>
    private double Turn(Span<float> buttons, double degrees)
    {
        var turned = _steering.Turn(buttons, degrees);
        _imp.Bearing -= turned;
        _item.Bearing -= turned;
        return turned;
    }

    /// <summary>The imp that is soonest in the sights: near, and not far to turn to.</summary>
    private Sighting? ChooseImp()
    {
        Sighting? best = null;
        var lowest = double.PositiveInfinity;
        foreach (ref readonly var imp in _eye.Imps.Items)
        {
            var cost = Math.Abs(imp.Bearing) / DegreesToTurn + imp.Distance / UnitsAway;
            if (_imp.IsKnown && Math.Abs(imp.Bearing - _imp.Bearing) < 6)
            {
                cost -= KeptChoice;
            }

            if (cost < lowest)
            {
                lowest = cost;
                best = imp;
            }
        }

        return best;
    }

    private Sighting? ChooseItem(double health, double ammo)
    {
        Sighting? best = null;
        var highest = 0.0;
        Weigh(_eye.Clips.Items, ammo < LowAmmo ? UrgentItem : SpareClip);
        if (health < FullHealth - 10)
        {
            Weigh(_eye.Medikits.Items, health < LowHealth ? UrgentItem : SpareMedikit);
        }

        return best;

        void Weigh(ReadOnlySpan<Sighting> items, double value)
        {
            foreach (ref readonly var item in items)
            {
                var score = value / (150 + item.Distance + UnitsPerDegree * Math.Abs(item.Bearing));
                if (item.Distance < FurthestItem && score > highest)
                {
                    highest = score;
                    best = item;
                }
            }
        }
    }

    /// <summary>A thing that is followed, and remembered for a moment where it is not seen.</summary>
    private struct Target
    {
        public double Bearing;
        public double Distance;
        private int _memory;
        private int _seen;

        public readonly bool IsKnown => _memory > 0;

        public void Follow(Sighting? seen)
        {
            if (seen is { } sighting)
            {
                Bearing = sighting.Bearing;
                Distance = sighting.Distance;
                _seen++;

                // What shows in a single frame only is more often a speck than a thing.
                _memory = Math.Min(MemoryDecisions, _seen);
            }
            else
            {
                _seen = 0;
                _memory = Math.Max(0, _memory - 1);
            }
        }
    }
}
