using Caco.Policies.Parts;

namespace Caco.Policies;

/// <summary>
/// Plays with what no player knows: where everything is. A ceiling for policies that play from the screen, not an example
/// for them. Needs <see cref="Sight.Objects"/>; with <see cref="Sight.Labels"/> it wastes no shots on walls.
/// </summary>
/// <remarks>
/// The first of these that applies decides: dodge and shoot the enemy that is soonest in the sights, in view; look at one
/// that may be; fetch what is short; walk to the nearest enemy behind walls. A way that does not lead on is left for another.
/// </remarks>
public sealed class OraclePolicy : IPolicy
{
    private const double ImpRadius = 20;
    private const double AimRadius = 16;
    private const double SingleShotDistance = 320;
    private const double ApproachDistance = 150;
    private const double RetreatDistance = 80;
    private const double FurthestGlance = 1200;
    private const double FurthestHelp = 700;
    private const double FurthestSpare = 350;
    private const double WeakHealth = 45;
    private const double LowHealth = 70;
    private const double GoodHealth = 85;
    private const double LowAmmo = 25;
    private const double GoodAmmo = 80;
    private const double ViewHalf = 42;
    private const int HiddenTics = 70;
    private const int DetourDecisions = 14;
    private const int StuckDecisions = 3;

    private static readonly string[] Enemies =
    [
        "DoomImp", "ZombieMan", "ShotgunGuy", "ChaingunGuy", "Demon", "Spectre", "LostSoul", "Cacodemon", "HellKnight", "BaronOfHell",
        "Arachnotron", "PainElemental", "Revenant", "Fatso", "Archvile", "Cyberdemon", "SpiderMastermind", "WolfensteinSS",
    ];

    private readonly Dictionary<string, Kind> _kinds = new(StringComparer.Ordinal);
    private readonly Dictionary<uint, int> _hiddenUntil = [];
    private DecisionLog _log = DecisionLog.Off;
    private Steering _steering = null!;
    private Trigger _trigger = new();
    private ViewGeometry _view;
    private int _health;
    private int _ammo;
    private int _tic;
    private double _lastX;
    private double _lastY;
    private bool _walked;
    private int _stuck;
    private int _detour;
    private double _detourTurn;
    private int _side = 1;
    private DeterministicRandom _random = new(0x4F5241);

    private enum Kind
    {
        Other,
        Enemy,
        Health,
        Ammo,
        Missile,
    }

    /// <inheritdoc/>
    public void Reset(EpisodeInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);
        if (!info.Sight.HasFlag(Sight.Objects))
        {
            throw new PolicyException("The oracle policy needs to be shown the objects: allow them in the settings (sight: \"objects, labels\").");
        }

        _steering = new Steering(info);
        if (!_steering.CanTurn || !_steering.CanAttack)
        {
            throw new PolicyException($"The oracle policy needs {ButtonNames.Attack} and a way to turn; the scenario offers {string.Join(' ', info.Buttons)}.");
        }

        _log = info.Log;
        _view = new ViewGeometry(info.ScreenWidth, info.ScreenHeight, info.ViewHeight);
        _health = info.VariableSlot(VariableNames.Health);
        _ammo = info.VariableSlot(VariableNames.Ammo2);
        _trigger = new Trigger();
        _random = new DeterministicRandom(0x4F5241);
        _hiddenUntil.Clear();
        _walked = false;
        _stuck = _detour = 0;
        _side = 1;
    }

    /// <inheritdoc/>
    public void Act(in Observation observation, Span<float> buttons)
    {
        buttons.Clear();
        _tic = observation.Tic;
        var player = observation.Beyond.Player;
        var health = observation.Variable(_health, 100);
        var ammo = observation.Variable(_ammo, 100);
        _trigger.Observe(ammo, _tic);
        ObserveMotion(player);
        var isDodging = Dodge(observation.Beyond, buttons);
        if (health < WeakHealth && Nearest(observation.Beyond, Kind.Health, out var kit) && kit.Distance < FurthestHelp)
        {
            Walk(kit, Kind.Health, buttons);
            return;
        }

        if (ammo > 0 && FindTarget(observation, out var target))
        {
            Fight(target, health, isDodging, buttons);
            return;
        }

        if (ammo > 0 && FindGlance(observation, out var glance))
        {
            _log.Trace($"looks for an enemy at {glance.Bearing:0} deg, {glance.Distance:0} units");
            _steering.Turn(buttons, glance.Bearing);
            return;
        }

        if (FindGoal(observation.Beyond, health, ammo, out var goal, out var kind))
        {
            Walk(goal, kind, buttons);
        }
    }

    private void ObserveMotion(in SeenObject player)
    {
        var moved = Math.Abs(player.X - _lastX) + Math.Abs(player.Y - _lastY);
        _stuck = _walked && moved < 2 ? _stuck + 1 : 0;
        _lastX = player.X;
        _lastY = player.Y;
        _walked = false;
    }

    /// <summary>Steps aside of a missile that comes straight on.</summary>
    private bool Dodge(in BeyondScreen beyond, Span<float> buttons)
    {
        foreach (ref readonly var item in beyond.Objects)
        {
            if (KindOf(item.Name) != Kind.Missile)
            {
                continue;
            }

            var towards = Direction(beyond.Player.X - item.X, beyond.Player.Y - item.Y);
            var off = Wrap(item.Angle - towards);
            if (Math.Abs(off) < 12 && Place(beyond.Player, item).Distance < 350)
            {
                _steering.Strafe(buttons, off == 0 ? _side : Math.Sign(off));
                return true;
            }
        }

        return false;
    }

    /// <summary>The enemy in view that is soonest in the sights.</summary>
    private bool FindTarget(in Observation observation, out Spot target)
    {
        target = default;
        var lowest = double.PositiveInfinity;
        foreach (ref readonly var item in observation.Beyond.Objects)
        {
            if (KindOf(item.Name) != Kind.Enemy)
            {
                continue;
            }

            var spot = Place(observation.Beyond.Player, item);
            if (Math.Abs(spot.Bearing) > ViewHalf)
            {
                continue;
            }

            if (!IsInView(observation, spot))
            {
                _hiddenUntil[item.Id] = _tic + HiddenTics;
                continue;
            }

            _hiddenUntil.Remove(item.Id);
            var cost = spot.Distance + 4 * Math.Abs(spot.Bearing);
            if (cost < lowest)
            {
                lowest = cost;
                target = spot;
            }
        }

        return lowest < double.PositiveInfinity;
    }

    /// <summary>The nearest enemy out of view that was not found behind a wall a moment ago.</summary>
    private bool FindGlance(in Observation observation, out Spot glance)
    {
        glance = default;
        var lowest = FurthestGlance;
        foreach (ref readonly var item in observation.Beyond.Objects)
        {
            if (KindOf(item.Name) != Kind.Enemy || (_hiddenUntil.TryGetValue(item.Id, out var until) && _tic < until))
            {
                continue;
            }

            var spot = Place(observation.Beyond.Player, item);
            if (Math.Abs(spot.Bearing) > ViewHalf && spot.Distance < lowest)
            {
                lowest = spot.Distance;
                glance = spot;
            }
        }

        return lowest < FurthestGlance;
    }

    private void Fight(in Spot target, double health, bool isDodging, Span<float> buttons)
    {
        _log.Trace($"fights an enemy at {target.Bearing:0} deg, {target.Distance:0} units");
        var direction = target.Distance > ApproachDistance && health > LowHealth / 2 ? 1 : target.Distance < RetreatDistance ? -1 : 0;
        _steering.Move(buttons, isDodging ? 0 : direction, run: false);
        _steering.Turn(buttons, target.Bearing);
        var near = target.Distance < SingleShotDistance;
        if (Math.Abs(target.Bearing) < ViewGeometry.HalfAngle(near ? ImpRadius : AimRadius, target.Distance) + 1
            && (near || _trigger.WantsSingleShot))
        {
            _steering.Attack(buttons);
        }

        _detour = 0;
    }

    private bool FindGoal(in BeyondScreen beyond, double health, double ammo, out Spot goal, out Kind kind)
    {
        if (ammo < LowAmmo && Nearest(beyond, kind = Kind.Ammo, out goal))
        {
            return true;
        }

        if (health < GoodHealth && Nearest(beyond, kind = Kind.Health, out goal) && (health < LowHealth || goal.Distance < FurthestSpare))
        {
            return true;
        }

        if (ammo < GoodAmmo && Nearest(beyond, kind = Kind.Ammo, out goal) && goal.Distance < FurthestSpare)
        {
            return true;
        }

        return Nearest(beyond, kind = Kind.Enemy, out goal);
    }

    private void Walk(in Spot goal, Kind kind, Span<float> buttons)
    {
        if (_stuck >= StuckDecisions)
        {
            _stuck = 0;
            _side = -_side;
            _detour = DetourDecisions + _random.Next(DetourDecisions);
            _detourTurn = _side * (60 + _random.Next(100));
        }

        _walked = true;
        _steering.Move(buttons, 1, run: true);
        if (_detour > 0)
        {
            _detour--;
            _steering.Turn(buttons, _detourTurn);
            _detourTurn = 0;
            return;
        }

        _log.Trace($"walks to {kind} at {goal.Bearing:0} deg, {goal.Distance:0} units");
        _steering.Turn(buttons, goal.Bearing);
    }

    private bool Nearest(in BeyondScreen beyond, Kind kind, out Spot nearest)
    {
        nearest = new Spot(0, double.PositiveInfinity);
        foreach (ref readonly var item in beyond.Objects)
        {
            if (KindOf(item.Name) == kind && Place(beyond.Player, item) is var spot && spot.Distance < nearest.Distance)
            {
                nearest = spot;
            }
        }

        return nearest.Distance < double.PositiveInfinity;
    }

    /// <summary>Whether something stands where the enemy must be seen; what lies on the floor does not reach the horizon.</summary>
    private bool IsInView(in Observation observation, in Spot spot)
    {
        var labels = observation.Beyond.Labels;
        if (labels.IsEmpty)
        {
            return true;
        }

        var width = observation.Screen.Width;
        var half = Math.Max(1, (int)(8 / spot.Distance * _view.FocalX));
        var column = (int)Math.Round(_view.Column(spot.Bearing));
        var row = (int)_view.Horizon * width;
        for (var x = Math.Max(0, column - half); x <= Math.Min(width - 1, column + half); x++)
        {
            if (labels[row + x] > 1)
            {
                return true;
            }
        }

        return false;
    }

    private Kind KindOf(string name)
    {
        if (!_kinds.TryGetValue(name, out var kind))
        {
            kind = Classify(name);
            _kinds.Add(name, kind);
        }

        return kind;
    }

    private static Kind Classify(string name) => name switch
    {
        _ when Array.IndexOf(Enemies, name) >= 0 => Kind.Enemy,
        _ when name.StartsWith("Dead", StringComparison.Ordinal) => Kind.Other,
        _ when name.EndsWith("Ball", StringComparison.Ordinal) => Kind.Missile,
        _ when name.Contains("Medikit", StringComparison.Ordinal) || name.Contains("Stimpack", StringComparison.Ordinal) => Kind.Health,
        _ when name.Contains("Clip", StringComparison.Ordinal) => Kind.Ammo,
        _ => Kind.Other,
    };

    private static Spot Place(in SeenObject player, in SeenObject item)
    {
        var x = item.X - player.X;
        var y = item.Y - player.Y;
        return new Spot(Wrap(player.Angle - Direction(x, y)), Math.Sqrt(x * x + y * y));
    }

    private static double Direction(double x, double y) => Math.Atan2(y, x) * (180 / Math.PI);

    /// <summary>The same angle within -180 .. 180.</summary>
    private static double Wrap(double degrees) => degrees - 360 * Math.Round(degrees / 360);

    /// <summary>Where something is: degrees to the right, map units.</summary>
    private readonly record struct Spot(double Bearing, double Distance);
}
