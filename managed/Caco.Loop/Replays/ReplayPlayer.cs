using System.Globalization;
using Caco.Engine;
using Caco.Loop.Play;

namespace Caco.Loop.Replays;

/// <summary>What a second simulation of a replay gave.</summary>
/// <param name="Tics">Tics played.</param>
/// <param name="Reward">Total reward.</param>
/// <param name="Checkpoints">Places of the hash chain that agreed.</param>
/// <param name="Divergence">Null when the second run is the first; else a sentence that names the tic.</param>
public sealed record ReplayOutcome(int Tics, double Reward, int Checkpoints, string? Divergence);

/// <summary>Simulates replays again from seed and actions.</summary>
public static class ReplayPlayer
{
    /// <summary>Plays a replay and checks its hash chain; stops at the first difference.</summary>
    /// <param name="replay">The recording.</param>
    /// <param name="stage">A stage made from it.</param>
    /// <param name="observe">
    /// Called before every decision, so that it sees what the policy saw, and once at the end: with the game, the decision's
    /// number and the tics played.
    /// </param>
    /// <param name="labelled">Whether the game lists labels and objects.</param>
    public static ReplayOutcome Play(
        Replay replay, Stage stage, Action<DoomGame, int, int>? observe = null, bool labelled = false)
    {
        ArgumentNullException.ThrowIfNull(replay);
        ArgumentNullException.ThrowIfNull(stage);
        using var game = stage.CreateGame(labelled);
        game.SetSeed(replay.Seed);
        game.NewEpisode();
        var clock = new EpisodeClock(game);
        var checkedCount = 0;
        var sent = 0;
        var divergence = Check(replay, clock, ref checkedCount);
        var action = new double[replay.Actions.Count == 0 ? 0 : replay.Actions[0].Length];
        for (var i = 0; i < replay.Actions.Count && divergence is null; i++)
        {
            if (game.IsEpisodeFinished())
            {
                divergence = $"the episode ends at tic {clock.Tics}, the recorded one goes on to tic {LastTic(replay)}";
                break;
            }

            observe?.Invoke(game, i, clock.Tics);
            for (; sent < replay.Commands.Count && replay.Commands[sent].Decision <= i; sent++)
            {
                Send(game, replay.Commands[sent].Text);
            }

            for (var b = 0; b < action.Length; b++)
            {
                action[b] = replay.Actions[i][b];
            }

            game.MakeAction(action, replay.Decision);
            clock.Advance();
            if (i == replay.Actions.Count - 1)
            {
                clock.Finish();
            }

            divergence = Check(replay, clock, ref checkedCount);
        }

        if (divergence is null && checkedCount != replay.Checkpoints.Count)
        {
            divergence = $"the simulation has {checkedCount} places of the hash chain, the recording {replay.Checkpoints.Count}";
        }

        observe?.Invoke(game, replay.Actions.Count, clock.Tics);
        var reward = game.GetTotalReward();
        if (divergence is null && !reward.Equals(replay.Reward))
        {
            divergence = string.Create(
                CultureInfo.InvariantCulture, $"at tic {clock.Tics} the total reward is {reward}, recorded is {replay.Reward}");
        }

        return new ReplayOutcome(clock.Tics, reward, checkedCount, divergence);
    }

    // One that the game refused when it was recorded is refused again; whether all came out the same is the hash chain's to say.
    private static void Send(DoomGame game, string command)
    {
        try
        {
            game.SendGameCommand(command);
        }
        catch (CacoException)
        {
        }
    }

    private static int LastTic(Replay replay) => replay.Checkpoints.Count == 0 ? 0 : replay.Checkpoints[^1].Tic;

    // Compares the checkpoints that are new since the last call.
    private static string? Check(Replay replay, EpisodeClock clock, ref int checkedCount)
    {
        for (; checkedCount < clock.Checkpoints.Count; checkedCount++)
        {
            var (tic, chain) = clock.Checkpoints[checkedCount];
            if (checkedCount >= replay.Checkpoints.Count)
            {
                return $"the recorded episode ends at tic {LastTic(replay)}, the simulation goes on to tic {tic}";
            }

            var recorded = replay.Checkpoints[checkedCount];
            if (recorded.Tic != tic || recorded.Chain != chain)
            {
                var since = checkedCount == 0 ? "" : $" (equal up to tic {replay.Checkpoints[checkedCount - 1].Tic})";
                return $"the world differs at tic {tic}{since}: hash chain {chain:x16}, recorded is {recorded.Chain:x16} at tic {recorded.Tic}";
            }
        }

        return null;
    }
}
