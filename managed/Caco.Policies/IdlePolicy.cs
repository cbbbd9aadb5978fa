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
