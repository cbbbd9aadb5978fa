namespace Caco.Engine.Tests;

public sealed class BatchTests
{
    private const string Short = "screen_resolution = RES_160X120\nepisode_timeout = 30\nscreen_format = RGB24\n";

    private static GameBatch Battle(int count, BatchOptions? options = null, string more = "")
    {
        GameAssets assets = Stage.BattleAssets();
        using Scenario scenario = BuiltinScenario.Get().CreateScenario();
        scenario.LoadText(Short + more);
        return GameBatch.FromScenario(scenario, assets, count, firstSeed: 50, options);
    }

    private static double[] Actions(GameBatch batch, int step)
    {
        double[] actions = new double[batch.Count * batch.ButtonCount];
        for (int i = 0; i < batch.Count; i++)
        {
            Stage.Action((100 * i) + step, actions.AsSpan(i * batch.ButtonCount, batch.ButtonCount));
        }

        return actions;
    }

    [Fact]
    public void A_batch_plays_what_single_games_play()
    {
        const int count = 3;
        using GameBatch batch = Battle(count, new BatchOptions { Threads = 2 });
        Assert.Equal(2, batch.Threads);
        Assert.Equal((160, 120, 3, 1), (batch.Width, batch.Height, batch.Channels, batch.Stack));
        DoomGame[] games = [.. Enumerable.Range(0, count).Select(i =>
        {
            DoomGame game = Stage.Battle(Short);
            game.SetSeed((uint)(50 + i));
            game.Init();
            return game;
        })];
        for (int step = 0; step < 25; step++)
        {
            double[] actions = Actions(batch, step);
            batch.Step(actions, 4);
            for (int i = 0; i < count; i++)
            {
                DoomGame game = games[i];
                double reward = game.MakeAction(actions.AsSpan(i * batch.ButtonCount, batch.ButtonCount), 4);
                Assert.Equal(reward, batch.Rewards[i]);
                Assert.Equal(game.GetTotalReward(), batch.EpisodeReturns[i]);
                Assert.Equal(game.IsEpisodeFinished(), batch.Terminated[i] || batch.Truncated[i]);
                if (game.IsEpisodeFinished())
                {
                    Assert.Equal(game.GetStateHash(), batch.FinalHashes[i]);
                    Assert.True(batch.FinalObservations.Slice(i * batch.ObservationSize, batch.ObservationSize).ContainsAnyExcept((byte)0));
                    game.NewEpisode();
                }

                Assert.Equal(game.GetStateHash(), batch.GetStateHash(i));
                Assert.True(game.GetFrame().Pixels.SequenceEqual(batch.ObservationOf(i)));
                Assert.Equal(game.GetGameVariable(GameVariable.Health), batch.GetGameVariable(i, GameVariable.Health));
            }
        }

        foreach (DoomGame game in games)
        {
            game.Dispose();
        }
    }

    [Fact]
    public void Gray_stacks_of_any_size_come_in_one_block()
    {
        using GameBatch batch = Battle(2, new BatchOptions { Observation = BatchObservation.GrayArea, Width = 84, Height = 84, Stack = 4 });
        Assert.Equal(4 * 84 * 84, batch.ObservationSize);
        batch.Observe();
        ReadOnlySpan<byte> first = batch.ObservationOf(1);
        Assert.True(first[..(84 * 84)].SequenceEqual(first[(3 * 84 * 84)..]), "an episode's first observation fills the stack");
        byte[] block = new byte[2 * batch.ObservationSize];
        ulong[] hashes = new ulong[2];
        batch.Step([.. Enumerable.Repeat(1.0, 2 * batch.ButtonCount)], new BatchCall { Tics = 20, Observations = block, Hashes = hashes });
        Assert.Equal(ScreenFormat.Gray8, batch.Format);
        Assert.True(block.AsSpan(0, 84 * 84).SequenceEqual(batch.ObservationOf(0)[..(84 * 84)]));
        Assert.False(block.AsSpan(3 * 84 * 84, 84 * 84).SequenceEqual(batch.ObservationOf(0)[..(84 * 84)]));
        Assert.Equal(batch.GetStateHash(1), hashes[1]);
    }

    [Fact]
    public void Masks_seeds_and_tics_are_per_game()
    {
        using GameBatch batch = Battle(3, new BatchOptions { Observation = BatchObservation.None });
        ulong before = batch.GetStateHash(1);
        batch.Step(Actions(batch, 0), new BatchCall { Mask = [true, false, true], TicsOf = [1, 9, 5] });
        Assert.Equal([1u, 0u, 5u], batch.TicsRun.ToArray());
        Assert.Equal(before, batch.GetStateHash(1));
        batch.Reset(new BatchCall { EpisodeSeeds = [7, 8, 7] });
        Assert.Equal([7u, 8u, 7u], batch.PlayedSeeds.ToArray());
        Assert.Equal(batch.GetStateHash(0), batch.GetStateHash(2));
        batch.Reset(new BatchCall { Seeds = [9, 9, 10] });
        Assert.Equal(batch.GetStateHash(0), batch.GetStateHash(1));
        Assert.NotEqual(batch.GetStateHash(0), batch.GetStateHash(2));
        byte[] saved = batch.Save(0);
        batch.Step(Actions(batch, 3), 4);
        batch.Restore(0, saved);
        batch.Restore(2, saved);
        Assert.Equal(batch.GetStateHash(0), batch.GetStateHash(2));
    }

    [Fact]
    public void What_does_not_fit_is_named_and_nothing_moves()
    {
        using GameBatch batch = Battle(2);
        ulong before = batch.GetStateHash(0);
        double[] actions = Actions(batch, 0);
        Assert.Contains("actions: room for", Assert.Throws<CacoArgumentException>(() => batch.Step(actions.AsSpan(1))).Message);
        Assert.Contains("Mask: room for 1", Assert.Throws<CacoArgumentException>(() => batch.Step(actions, new BatchCall { Mask = [true] })).Message);
        Assert.Contains("observations: room for 5", Assert.Throws<CacoArgumentException>(
            () => batch.Step(actions, new BatchCall { Observations = new byte[5] })).Message);
        Assert.Contains("depth_buffer_enabled", Assert.Throws<CacoArgumentException>(
            () => batch.Step(actions, new BatchCall { Depth = new byte[2 * 160 * 120] })).Message);
        Assert.Contains("Tics", Assert.Throws<CacoArgumentException>(() => batch.Step(actions, -1)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.GetStateHash(2));
        Assert.Equal(before, batch.GetStateHash(0));
        batch.Dispose();
        Assert.Throws<ObjectDisposedException>(() => batch.Step(actions));
    }

    [Fact]
    public void A_game_that_cannot_be_made_is_named()
    {
        GameAssets assets = Stage.BattleAssets();
        using Scenario good = BuiltinScenario.Get().CreateScenario();
        using Scenario bad = good.Clone();
        bad.Set("doom_map", "map77");
        var games = new BatchGame[] { new(good, assets, 1), new(bad, assets, 2) };
        Assert.StartsWith("game 1: ", Assert.ThrowsAny<CacoException>(() => new GameBatch(games)).Message, StringComparison.Ordinal);
        Assert.Contains("game 0", Assert.Throws<CacoArgumentException>(() => new GameBatch(new BatchGame[1])).Message);
        Assert.Contains("stack", Assert.Throws<CacoArgumentException>(() => new GameBatch(games.AsSpan(0, 1), new BatchOptions { Stack = 99 })).Message);
    }

    [Fact]
    public void A_game_that_fails_leaves_the_others_good()
    {
        using GameBatch batch = Battle(3, new BatchOptions { Threads = 2 });
        batch.SendGameCommand(1, "deathmatch 1"); // from the next episode on, and the map has no starts for it
        double[] actions = Actions(batch, 0);
        CacoException failure = Assert.ThrowsAny<CacoException>(() => batch.Step(actions, 40));
        Assert.StartsWith("game 1: ", failure.Message, StringComparison.Ordinal);
        Assert.Equal([CacoStatus.Ok, failure.Status, CacoStatus.Ok], batch.Errors.ToArray());
        Assert.Equal([true, true, true], batch.Truncated.ToArray());
        batch.Step(actions, new BatchCall { Mask = [true, false, true], Tics = 4 });
        Assert.Equal(4u, batch.TicsRun[2]);
        batch.SendGameCommand(1, "deathmatch 0");
        batch.Reset(new BatchCall { Mask = [false, true, false] });
        batch.Step(actions, 4);
        Assert.Equal(4u, batch.TicsRun[1]);
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        using GameBatch batch = Battle(4, new BatchOptions { Threads = 2, Observation = BatchObservation.GrayArea, Width = 84, Height = 84, Stack = 4 });
        double[] actions = Actions(batch, 0);
        for (int i = 0; i < 50; i++)
        {
            batch.Step(actions, 4);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 50; i++)
        {
            batch.Step(actions, 4);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
