namespace Caco.Policies.Hunter;

/// <summary>The buttons that the hunter holds.</summary>
public sealed class Controls
{
    private readonly int _attack;
    private readonly int _speed;
    private readonly int _forward;
    private readonly int _backward;
    private readonly int _left;
    private readonly int _right;
    private readonly int _turn;

    /// <exception cref="PolicyException">The scenario offers no trigger, or no turn by any angle.</exception>
    public Controls(EpisodeInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);
        _attack = info.ButtonSlot(ButtonNames.Attack);
        _speed = info.ButtonSlot(ButtonNames.Speed);
        _forward = info.ButtonSlot(ButtonNames.MoveForward);
        _backward = info.ButtonSlot(ButtonNames.MoveBackward);
        _left = info.ButtonSlot(ButtonNames.MoveLeft);
        _right = info.ButtonSlot(ButtonNames.MoveRight);
        _turn = info.ButtonSlot(ButtonNames.TurnLeftRightDelta);
        if (_attack < 0 || _turn < 0)
        {
            throw new PolicyException(
                $"The hunter policy needs {ButtonNames.Attack} and {ButtonNames.TurnLeftRightDelta}; the scenario offers "
                + $"{string.Join(' ', info.Buttons)}. Add them to available_buttons.");
        }
    }

    /// <summary>Fills an action.</summary>
    public void Press(Span<float> buttons, bool trigger, double turn, int forward, int right)
    {
        buttons.Clear();
        buttons[_attack] = trigger ? 1 : 0;
        buttons[_turn] = (float)turn;
        Hold(buttons, _speed, true);
        Hold(buttons, _forward, forward > 0);
        Hold(buttons, _backward, forward < 0);
        Hold(buttons, _right, right > 0);
        Hold(buttons, _left, right < 0);
    }

    private static void Hold(Span<float> buttons, int slot, bool held)
    {
        if (slot >= 0)
        {
            buttons[slot] = held ? 1 : 0;
        }
    }
}
