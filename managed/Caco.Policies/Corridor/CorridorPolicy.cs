using Caco.Policies.Parts;

namespace Caco.Policies.Corridor;

/// <summary>
/// Fetches the vest at the end of the deadly corridor: stands and shoots whatever soldier is in sight, from as far as it is
/// seen, and walks on where there is none.
/// </summary>
/// <remarks>
/// Soldiers' bullets stray by up to 22 degrees, a pistol's first one by none: distance is what wins. Running past them loses,
/// and so does walking while shooting.
/// </remarks>
public sealed class CorridorPolicy : IPolicy
{
    // Up to here a shot that strays is worth more than a straight one later, map units.
    [Tunable(50, 900)]
    private const double StrayDistance = 300;

    [Tunable(100, 900)]
    private const double FurthestTarget = 700;

    [Tunable(1, 20)]
    private const int MemoryDecisions = 6;

    // What makes a soldier the next one: degrees and map units that weigh the same, and what the last choice is worth.
    [Tunable(2, 60)]
    private const double DegreesToTurn = 10;

    [Tunable(30, 1000)]
    private const double UnitsAway = 100;

    [Tunable(0, 8)]
    private const double KeptChoice = 2;

    private const double SameSoldier = 8;
    private const double SoldierRadius = 16;

    // A pulled trigger takes two decisions to fire: time to bring the last degrees.
    private const double EarlyPull = 2;

    // The player's view does not turn before.
    private const int FirstTic = 6;
    private const int FlashTics = 8;

    private EpisodeInfo? _info;
    private DecisionLog _log = DecisionLog.Off;
    private SoldierEye _eye = null!;
    private Steering _steering = null!;
    private Trigger _trigger = new();
    private int _ammoSlot;
    private int _memory;
    private double _bearing;
    private double _distance;
    private double _heading;

    /// <inheritdoc/>
    public void Reset(EpisodeInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);
        _steering = new Steering(info);
        _steering.Require("corridor", info, shoots: true);
        if (!ReferenceEquals(info, _info))
        {
            _eye = new SoldierEye(info);
            _info = info;
        }

        _log = info.Log;
        _trigger = new Trigger();
        _ammoSlot = info.VariableSlot(VariableNames.Ammo2);
        _memory = 0;
        _heading = 0;
    }

    /// <inheritdoc/>
    public void Act(in Observation observation, Span<float> buttons)
    {
        buttons.Clear();
        var ammo = observation.Variable(_ammoSlot, double.MaxValue);
        _trigger.Observe(ammo, observation.Tic);
        using (_log.Look())
        {
            _eye.Look(observation.Screen, _trigger.TicsSinceShot < FlashTics);
        }

        ChooseSoldier();
        var canTurn = observation.Tic >= FirstTic;
        if (_memory > 0 && ammo > 0 && _distance < FurthestTarget)
        {
            Fight(buttons, canTurn);
            return;
        }

        _log.Trace($"walks on");
        _steering.Move(buttons, 1, run: true);
        Turn(buttons, canTurn ? -_heading : 0);
    }

    private void ChooseSoldier()
    {
        var lowest = double.PositiveInfinity;
        Sighting? chosen = null;
        foreach (ref readonly var soldier in _eye.Soldiers.Items)
        {
            _log.Trace($"sees {soldier.Kind} at {soldier.Bearing:0} deg, {soldier.Distance:0} units");
            var isKept = _memory > 0 && Math.Abs(soldier.Bearing - _bearing) < SameSoldier;
            var cost = soldier.Distance / UnitsAway + Math.Abs(soldier.Bearing) / DegreesToTurn - (isKept ? KeptChoice : 0);
            if (cost < lowest)
            {
                lowest = cost;
                chosen = soldier;
            }
        }

        _memory = Math.Max(0, _memory - 1);
        if (chosen is { } target)
        {
            _bearing = target.Bearing;
            _distance = target.Distance;
            _memory = MemoryDecisions;
        }
    }

    private void Fight(Span<float> buttons, bool canTurn)
    {
        _log.Trace($"fights the soldier at {_bearing:0} deg, {_distance:0} units");
        Turn(buttons, canTurn ? _bearing : 0);
        if (Math.Abs(_bearing) < ViewGeometry.HalfAngle(SoldierRadius, _distance) + EarlyPull
            && (_distance < StrayDistance || _trigger.WantsSingleShot))
        {
            _steering.Attack(buttons);
        }
    }

    /// <summary>Turns, and keeps in mind where the corridor and the soldier will then be.</summary>
    private void Turn(Span<float> buttons, double degrees)
    {
        var turned = _steering.Turn(buttons, degrees);
        _heading += turned;
        _bearing -= turned;
    }
}
