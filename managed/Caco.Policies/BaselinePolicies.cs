namespace Caco.Policies;

/// <summary>Presses nothing.</summary>
public sealed class IdlePolicy : IPolicy
{
    /// <inheritdoc/>
    public void Reset(EpisodeInfo info)
    {
    }

    /// <inheritdoc/>
    public void Act(in Observation observation, Span<float> buttons) => buttons.Clear();
}

/// <summary>Every binary button is pressed with even odds; a turn delta is drawn from -10 .. 10 degrees.</summary>
public sealed class RandomPolicy : IPolicy
{
    private const ulong Start = 0x43414341;

    private DeterministicRandom _random = new(Start);
    private bool[] _isDelta = [];

    /// <inheritdoc/>
    public void Reset(EpisodeInfo info)
    {
        _random = new DeterministicRandom(Start);
        _isDelta = [.. info.Buttons.Select(ButtonNames.IsDelta)];
    }

    /// <inheritdoc/>
    public void Act(in Observation observation, Span<float> buttons)
    {
        for (var i = 0; i < buttons.Length; i++)
        {
            buttons[i] = _isDelta[i] ? _random.Next(21) - 10 : _random.Next(2);
        }
    }
}

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
