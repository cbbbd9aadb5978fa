namespace Caco.Policies.Parts;

/// <summary>
/// Presses what a scenario offers so that the view turns by a wanted angle: the delta button exactly, or the turn buttons
/// as near as their fixed speeds come.
/// </summary>
/// <remarks>
/// Turn buttons: 1.76 degrees a tic during the first five tics that either is held, then 3.52, or 7.03 with SPEED.
/// </remarks>
public sealed class Steering
{
    private const double SlowTurn = 360.0 * 320 / 65536;
    private const double WalkTurn = 360.0 * 640 / 65536;
    private const double RunTurn = 360.0 * 1280 / 65536;
    private const int SlowTics = 6;

    private readonly int _attack;
    private readonly int _speed;
    private readonly int _forward;
    private readonly int _backward;
    private readonly int _left;
    private readonly int _right;
    private readonly int _turnLeft;
    private readonly int _turnRight;
    private readonly int _turnDelta;
    private readonly int _tics;
    private int _heldTics;

    public Steering(EpisodeInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);
        _attack = info.ButtonSlot(ButtonNames.Attack);
        _speed = info.ButtonSlot(ButtonNames.Speed);
        _forward = info.ButtonSlot(ButtonNames.MoveForward);
        _backward = info.ButtonSlot(ButtonNames.MoveBackward);
        _left = info.ButtonSlot(ButtonNames.MoveLeft);
        _right = info.ButtonSlot(ButtonNames.MoveRight);
        _turnLeft = info.ButtonSlot(ButtonNames.TurnLeft);
        _turnRight = info.ButtonSlot(ButtonNames.TurnRight);
        _turnDelta = info.ButtonSlot(ButtonNames.TurnLeftRightDelta);
        _tics = info.DecisionTics;
        CanTurn = _turnDelta >= 0 || (_turnLeft >= 0 && _turnRight >= 0);
    }

    /// <summary>Whether the view can be turned both ways.</summary>
    public bool CanTurn { get; }

    /// <summary>Whether there is a button that shoots.</summary>
    public bool CanAttack => _attack >= 0;

    /// <summary>Whether any angle can be turned within one decision.</summary>
    public bool IsExact => _turnDelta >= 0;

    /// <summary>Refuses a scenario that a policy cannot steer in.</summary>
    /// <param name="policy">Its name, for the message.</param>
    /// <param name="info">What the scenario offers.</param>
    /// <param name="shoots">Whether it needs a trigger too.</param>
    /// <exception cref="PolicyException">A button is missing; says which are needed.</exception>
    public void Require(string policy, EpisodeInfo info, bool shoots)
    {
        ArgumentNullException.ThrowIfNull(info);
        if (!CanTurn || (shoots && !CanAttack))
        {
            throw new PolicyException(
                $"The {policy} policy needs {(shoots ? $"{ButtonNames.Attack} and either " : "")}{ButtonNames.TurnLeftRightDelta} or both "
                + $"{ButtonNames.TurnLeft} and {ButtonNames.TurnRight}; the scenario offers "
                + $"{string.Join(' ', info.Buttons)}. Add them to available_buttons.");
        }
    }

    /// <summary>Holds the trigger.</summary>
    public void Attack(Span<float> buttons) => Press(buttons, _attack, true);

    /// <summary>Runs or walks; 1 forward, -1 backward, 0 neither.</summary>
    public void Move(Span<float> buttons, int direction, bool run)
    {
        Press(buttons, _forward, direction > 0);
        Press(buttons, _backward, direction < 0);
        Press(buttons, _speed, run && direction != 0);
    }

    /// <summary>Runs in one of eight directions: forward 1 or backward -1, right 1 or left -1, or both at once.</summary>
    public void Run(Span<float> buttons, int forward, int right)
    {
        Move(buttons, forward, run: true);
        Strafe(buttons, right);
        Press(buttons, _speed, true);
    }

    /// <summary>Steps aside; 1 to the right, -1 to the left, 0 neither.</summary>
    public void Strafe(Span<float> buttons, int direction)
    {
        Press(buttons, _right, direction > 0);
        Press(buttons, _left, direction < 0);
    }

    /// <summary>
    /// Turns as near as possible to <paramref name="degrees"/>, positive to the right. Call once a decision, after the
    /// moves: SPEED may be added where only it turns fast enough.
    /// </summary>
    /// <returns>The degrees that this decision will turn.</returns>
    public double Turn(Span<float> buttons, double degrees)
    {
        if (_turnDelta >= 0)
        {
            buttons[_turnDelta] = (float)(degrees / _tics);
            return degrees;
        }

        if (!CanTurn)
        {
            return 0;
        }

        var running = _speed >= 0 && buttons[_speed] != 0;
        var walk = running ? 0 : TurnOf(WalkTurn);
        var run = _speed >= 0 ? TurnOf(RunTurn) : 0;
        var wanted = Math.Abs(degrees);
        var best = 0.0;
        foreach (var option in (ReadOnlySpan<double>)[walk, run])
        {
            if (Math.Abs(wanted - option) < Math.Abs(wanted - best))
            {
                best = option;
            }
        }

        if (best <= 0)
        {
            _heldTics = 0;
            return 0;
        }

        _heldTics += _tics;
        Press(buttons, degrees > 0 ? _turnRight : _turnLeft, true);
        if (best > walk)
        {
            Press(buttons, _speed, true);
        }

        return degrees > 0 ? best : -best;
    }

    /// <summary>What one decision turns if a turn button is held through it.</summary>
    private double TurnOf(double fast)
    {
        var sum = 0.0;
        for (var tic = 1; tic <= _tics; tic++)
        {
            sum += _heldTics + tic < SlowTics ? SlowTurn : fast;
        }

        return sum;
    }

    private static void Press(Span<float> buttons, int slot, bool pressed)
    {
        if (slot >= 0)
        {
            buttons[slot] = pressed ? 1 : 0;
        }
    }
}
