namespace Caco.Policies;

/// <summary>
/// A program that plays. One instance plays one game at a time, on one thread at a time; it may be reset any number of
/// times. It must be a function of what it has been shown since <see cref="Reset"/>: no clock, no randomness but a
/// generator of its own with a fixed start, nothing carried over from an earlier episode that changes its play.
/// </summary>
public interface IPolicy
{
    /// <summary>Begins an episode. May allocate.</summary>
    /// <exception cref="PolicyException">The scenario lacks something that the policy cannot do without.</exception>
    void Reset(EpisodeInfo info);

    /// <summary>Decides. Called once every <see cref="EpisodeInfo.DecisionTics"/> tics; must not allocate.</summary>
    /// <param name="observation">What is seen now; valid during the call only.</param>
    /// <param name="buttons">
    /// The action, shape (EpisodeInfo.Buttons.Length), all zero at the call: 1 presses a binary button, a delta button
    /// takes its amount (TURN_LEFT_RIGHT_DELTA: degrees a tic, positive to the right).
    /// </param>
    void Act(in Observation observation, Span<float> buttons);
}

/// <summary>A policy cannot play the scenario that it was given; the message says what is missing.</summary>
public sealed class PolicyException : Exception
{
    public PolicyException(string message)
        : base(message)
    {
    }

    public PolicyException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public PolicyException()
    {
    }
}
