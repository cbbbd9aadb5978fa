using Caco.Policies.Parts;

namespace Caco.Policies.Hunter;

/// <summary>
/// Plays a Battle arena from the screen alone. View and legs are two things: while the legs run along a heading, the view
/// turns to where something may be, or to the imp that is shot at.
/// </summary>
/// <remarks>
/// Needs ATTACK and TURN_LEFT_RIGHT_DELTA; uses the four move buttons and SPEED. A decision: reckon where the last one led,
/// look, remember, then gun, way and gaze decide in this order.
/// </remarks>
public sealed class HunterPolicy : IPolicy
{
    private const double FullHealth = 100;

    private EpisodeInfo? _info;
    private DecisionLog _log = DecisionLog.Off;
    private Surroundings _world = null!;
    private Gunner _gunner = null!;
    private Gaze _gaze = null!;
    private Navigator _navigator = null!;
    private Steering _steering = null!;
    private int _healthSlot;
    private int _ammoSlot;
    private bool _isFirst;
    private double _turn;
    private int _forward;
    private int _right;

    /// <inheritdoc/>
    public void Reset(EpisodeInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);
        _steering = new Steering(info);
        if (!_steering.CanAttack || !_steering.IsExact)
        {
            throw new PolicyException(
                $"The hunter policy needs {ButtonNames.Attack} and {ButtonNames.TurnLeftRightDelta}; the scenario offers "
                + $"{string.Join(' ', info.Buttons)}. Add them to available_buttons.");
        }

        if (!ReferenceEquals(info, _info))
        {
            _world = new Surroundings(info);
            _gunner = new Gunner(info.DecisionTics);
            _gaze = new Gaze(info.DecisionTics);
            _navigator = new Navigator();
            _info = info;
        }

        _log = info.Log;
        _healthSlot = info.VariableSlot(VariableNames.Health);
        _ammoSlot = info.VariableSlot(VariableNames.Ammo2);
        _world.Clear();
        _gunner.Clear();
        _navigator.Clear();
        _isFirst = true;
    }

    /// <inheritdoc/>
    public void Act(in Observation observation, Span<float> buttons)
    {
        var tics = _info!.DecisionTics;
        var tic = observation.Tic;
        for (var i = 0; i < tics && !_isFirst; i++)
        {
            _gunner.Step();
            _world.Odometer.Step(tic - tics + i, _turn, _forward, _right);
        }

        using (_log.Look())
        {
            _world.Look(observation.Screen);
        }

        _world.Remember(tic);
        if (_log.IsTracing)
        {
            TraceSightings();
        }

        var health = observation.Variable(_healthSlot, FullHealth);
        var ammo = observation.Variable(_ammoSlot, double.MaxValue);
        _gunner.Decide(_world, ammo, tic, _log);
        var heading = _navigator.Decide(_world, health, ammo, tic, _log);
        _turn = (float)(_gunner.Turn ?? _gaze.Decide(_world, heading, tic));
        (_forward, _right, _) = Legs.Choose(_world.Odometer, _turn, tics, heading);
        Press(buttons);
        _isFirst = false;
    }

    private void Press(Span<float> buttons)
    {
        buttons.Clear();
        _steering.Run(buttons, _forward, _right);
        _steering.Turn(buttons, _turn * _info!.DecisionTics);
        if (_gunner.Trigger)
        {
            _steering.Attack(buttons);
        }
    }

    private void TraceSightings()
    {
        var eye = _world.Eye;
        foreach (var list in (ReadOnlySpan<SightingList>)[eye.Imps, eye.Fireballs, eye.Medikits, eye.Clips])
        {
            foreach (ref readonly var seen in list.Items)
            {
                _log.Trace($"sees {seen.Kind} at {seen.Bearing:0.0} deg, {seen.Distance:0} units");
            }
        }
    }
}
