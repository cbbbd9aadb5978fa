using Caco.Engine;
using Caco.Loop.Workspaces;

namespace Caco.Loop.Cases;

/// <summary>Who decides while a case is played: a policy with all that watches over it.</summary>
public interface IDecider
{
    /// <summary>An episode, or a case, begins.</summary>
    void Reset();

    /// <summary>Decides from the game's current state.</summary>
    /// <param name="game">The game, with a frame of its current state.</param>
    /// <param name="tic">Tics of the episode that have passed.</param>
    /// <returns>The action in the scenario's order of buttons; may be reused by the next call.</returns>
    ReadOnlySpan<double> Decide(DoomGame game, int tic);
}

/// <summary>
/// Plays behaviour cases on a game. The outcome depends on the case, the decider and the decision length alone.
/// </summary>
public static class CasePlayer
{
    /// <summary>
    /// Plays one case to its end, or until its criterion is decided. What the decider throws goes through.
    /// </summary>
    /// <param name="behaviour">The case.</param>
    /// <param name="game">A running game of the stage that the case was made on; its state is lost.</param>
    /// <param name="fresh">The state of such a game right after its start, for cases that are whole episodes.</param>
    /// <param name="decider">Who plays.</param>
    /// <param name="decisionTics">Tics that an action is held for, at least 1.</param>
    /// <param name="rule">What a score is.</param>
    /// <exception cref="LoopException">The snapshot is damaged, or is not one of this scenario.</exception>
    public static CaseOutcome Play(
        BehaviourCase behaviour, DoomGame game, ReadOnlySpan<byte> fresh, IDecider decider, int decisionTics, ScoreRule rule)
    {
        ArgumentNullException.ThrowIfNull(behaviour);
        ArgumentNullException.ThrowIfNull(game);
        ArgumentNullException.ThrowIfNull(decider);
        ArgumentOutOfRangeException.ThrowIfLessThan(decisionTics, 1);
        Begin(behaviour, game, fresh);
        decider.Reset();
        var meter = new CaseMeter(behaviour.Criterion, game, rule);
        var start = game.GetEpisodeTime();
        var tics = 0;
        while (tics < behaviour.Tics && !meter.IsDecided && !game.IsEpisodeFinished())
        {
            var action = decider.Decide(game, behaviour.Tic + tics);
            game.MakeAction(action, Math.Min(decisionTics, behaviour.Tics - tics));
            tics = game.GetEpisodeTime() - start;
            meter.Observe(game);
        }

        return new CaseOutcome(behaviour.Name, meter.Value, meter.Passed, tics);
    }

    private static void Begin(BehaviourCase behaviour, DoomGame game, ReadOnlySpan<byte> fresh)
    {
        if (behaviour.Snapshot.IsEmpty)
        {
            // Only an episode's start can be made again from its seed.
            if (behaviour.Tic != 0)
            {
                throw new LoopException($"the case {behaviour.Name} starts at tic {behaviour.Tic} and has no snapshot; delete it or make it again.");
            }

            game.Restore(fresh);
            game.SetSeed(behaviour.Seed);
            game.NewEpisode();
            return;
        }

        var state = CaseSnapshots.Unpack(behaviour.Snapshot.Span, $"the case {behaviour.Name}");
        try
        {
            game.Restore(state);
            game.Redraw();
        }
        catch (CacoBadDataException e)
        {
            throw new LoopException(
                $"the case {behaviour.Name} does not fit what is played here: {e.Message}. Delete it or make it again.", e);
        }
    }
}
