namespace Caco.Policies;

/// <summary>Turns left without end and holds the trigger.</summary>
public sealed class TurnAndShootPolicy : IPolicy
{
    private const float DegreesPerTic = -3;

    private int _attack = -1;
    private int _turn = -1;
    private float _turnValue;

    /// <inheritdoc/>
    public void Reset(EpisodeInfo info)
    {
        _attack = info.ButtonSlot(ButtonNames.Attack);
        _turn = info.ButtonSlot(ButtonNames.TurnLeft);
        _turnValue = 1;
        if (_turn < 0)
        {
            _turn = info.ButtonSlot(ButtonNames.TurnLeftRightDelta);
            _turnValue = DegreesPerTic;
        }
    }

    /// <inheritdoc/>
    public void Act(in Observation observation, Span<float> buttons)
    {
        buttons.Clear();
        if (_attack >= 0)
        {
            buttons[_attack] = 1;
        }

        if (_turn >= 0)
        {
            buttons[_turn] = _turnValue;
        }
    }
}
