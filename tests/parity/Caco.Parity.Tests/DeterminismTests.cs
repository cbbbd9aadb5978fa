using Caco.Engine;

namespace Caco.Parity.Tests;

/// <summary>The same episode is the same episode: again, from a snapshot, among other games, on any thread.</summary>
public sealed class DeterminismTests
{
    private const int Tics = 350;

    [Fact]
    public void The_same_seed_gives_the_same_world_on_every_tic()
    {
        using var arena = Arena.OrSkip();
        var first = arena.Play(seed: 5, Tics);
        var second = arena.Play(seed: 5, Tics);
        Trail.Equal(first, second);
        Assert.NotEqual(first.Worlds[^1], arena.Play(seed: 6, Tics).Worlds[^1]);
    }

    [Fact]
    public void An_episode_does_not_depend_on_what_was_played_before()
    {
        using var arena = Arena.OrSkip();
        using var game = arena.CreateGame(seed: 1);
        var fresh = game.Save();
        var first = Episode();
        arena.Continue(game, Trail.Start, 300);

        // The weapon's swing and the like outlive an episode on the screen, as in ViZDoom; the world does not know them.
        Assert.Equal(first.Worlds, Episode().Worlds);
        game.Restore(fresh);
        Trail.Equal(first, Episode());

        Trail Episode()
        {
            game.SetSeed(2);
            game.NewEpisode();
            return arena.Continue(game, Trail.Start, Tics);
        }
    }

    [Fact]
    public void A_restored_snapshot_goes_on_as_before()
    {
        using var arena = Arena.OrSkip();
        var whole = arena.Play(seed: 3, Tics);
        using var game = arena.CreateGame(seed: 3);
        arena.Continue(game, Trail.Start, 120);
        var snapshot = game.Save();
        Trail.Equal(whole.From(120), arena.Continue(game, 120, Tics));
        game.Restore(snapshot);
        Trail.Equal(whole.From(120), arena.Continue(game, 120, Tics));

        // Another game that has been elsewhere.
        using var other = arena.CreateGame(seed: 9);
        arena.Continue(other, Trail.Start, 77);
        other.Restore(snapshot);
        Trail.Equal(whole.From(120), arena.Continue(other, 120, Tics));
    }

    [Fact]
    public void Games_interleaved_on_several_threads_do_not_touch_one_another()
    {
        const int GamesPerThread = 4;
        const int ThreadCount = 3;
        using var arena = Arena.OrSkip();
        var alone = new Trail[GamesPerThread * ThreadCount];
        for (var i = 0; i < alone.Length; i++)
        {
            alone[i] = arena.Play((uint)i, 120);
        }

        var together = new Trail[alone.Length];
        Exception? failure = null;
        var threads = Enumerable.Range(0, ThreadCount).Select(t => new Thread(() =>
        {
            try
            {
                arena.PlayInterleaved(Enumerable.Range(t * GamesPerThread, GamesPerThread), 120, together);
            }
#pragma warning disable CA1031 // Thrown again on the test's thread.
            catch (Exception e)
#pragma warning restore CA1031
            {
                failure = e;
            }
        })).ToList();
        threads.ForEach(static t => t.Start());
        threads.ForEach(static t => t.Join());
        Assert.Null(failure);
        for (var i = 0; i < alone.Length; i++)
        {
            Trail.Equal(alone[i], together[i]);
        }
    }

    [Fact]
    public void The_screen_does_not_change_the_world()
    {
        using var arena = Arena.OrSkip();
        var drawn = arena.Play(seed: 4, Tics);
        using var blind = arena.CreateGame(seed: 4, new GameOptions { NoScreen = true });
        Assert.Equal(drawn.Worlds, arena.Continue(blind, Trail.Start, Tics).Worlds);
    }
}
