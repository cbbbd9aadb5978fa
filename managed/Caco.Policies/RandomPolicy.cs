namespace Caco.Policies;

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
