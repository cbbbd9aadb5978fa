using CsCheck;

namespace Caco.Engine.Tests;

public sealed class SnapshotTests
{
    private static void Step(DoomGame game, int from, int count)
    {
        Span<double> action = stackalloc double[game.GetAvailableButtonsSize()];
        for (int i = from; i < from + count; i++)
        {
            Stage.Action(i, action);
            game.MakeAction(action, 2);
        }
    }

    [Fact]
    public void A_restored_game_goes_on_as_if_nothing_had_been()
    {
        using DoomGame game = Stage.Battle();
        game.Init();
        Step(game, 0, 60);
        byte[] snapshot = game.Save();
        ulong saved = game.GetStateHash();
        double reward = game.GetTotalReward();
        uint seed = game.EpisodeSeed;
        Step(game, 60, 60);
        ulong later = game.GetStateHash();
        double laterReward = game.GetTotalReward();
        byte[] frame = game.GetFrame(FrameBuffer.Indices).Pixels.ToArray();
        Assert.NotEqual(saved, later);
        game.NewEpisode();

        game.Restore(snapshot);
        Assert.Equal(saved, game.GetStateHash());
        Assert.Equal(reward, game.GetTotalReward());
        Assert.Equal(seed, game.EpisodeSeed);
        Step(game, 60, 60);
        Assert.Equal(later, game.GetStateHash());
        Assert.Equal(laterReward, game.GetTotalReward());
        Assert.True(game.GetFrame(FrameBuffer.Indices).Pixels.SequenceEqual(frame));
    }

    [Fact]
    public void A_clone_goes_its_own_way_from_the_same_state()
    {
        using DoomGame game = Stage.Battle();
        game.Init();
        Step(game, 0, 40);
        using DoomGame clone = game.Clone();
        Assert.Equal(game.GetStateHash(), clone.GetStateHash());
        Assert.True(game.GetFrame(FrameBuffer.Indices).Pixels.SequenceEqual(clone.GetFrame(FrameBuffer.Indices).Pixels));
        Step(clone, 90, 20);
        Assert.NotEqual(game.GetStateHash(), clone.GetStateHash());
        Step(game, 90, 20);
        Assert.Equal(game.GetStateHash(), clone.GetStateHash());
        Assert.Equal(game.GetTotalReward(), clone.GetTotalReward());
        game.NewEpisode();
        clone.NewEpisode();
        Assert.Equal(game.EpisodeSeed, clone.EpisodeSeed);
        Assert.Equal(game.GetStateHash(), clone.GetStateHash());
    }

    [Fact]
    public void A_snapshot_of_another_game_is_refused_and_nothing_changes()
    {
        using DoomGame battle = Stage.Battle();
        battle.Init();
        using DoomGame basic = Stage.Basic();
        basic.Init();
        ulong before = basic.GetStateHash();
        Assert.Throws<CacoBadDataException>(() => basic.Restore(battle.Save()));
        Assert.Throws<CacoBadDataException>(() => basic.Restore([]));
        byte[] own = basic.Save();
        Assert.Throws<CacoBadDataException>(() => basic.Restore(own.AsSpan(0, own.Length - 1)));
        Assert.Throws<CacoArgumentException>(() => basic.Save(new byte[own.Length - 1]));
        Assert.Equal(before, basic.GetStateHash());
        Assert.Equal(own.Length, basic.Save(own));
        basic.MakeAction([1], 3);
    }

    [Fact]
    public void Two_games_agree_whatever_is_played()
    {
        using DoomGame one = Stage.Basic();
        using DoomGame two = Stage.Basic();
        one.Init();
        two.Init();
        Gen.Select(Gen.UInt, Gen.Int[0, 7].Array[1, 12], Gen.Int[1, 6]).Sample(
            (seed, actions, tics) =>
            {
                one.StartEpisode(seed);
                two.StartEpisode(seed);
                foreach (int bits in actions)
                {
                    double[] action = [bits & 1, (bits >> 1) & 1, (bits >> 2) & 1];
                    // Tic by tic or in one go: the same play.
                    one.MakeAction(action, tics);
                    two.SetAction(action);
                    for (int t = 0; t < tics; t++)
                    {
                        two.AdvanceAction(1, update: t == tics - 1);
                    }

                    if (one.GetStateHash() != two.GetStateHash() || one.IsEpisodeFinished() != two.IsEpisodeFinished())
                    {
                        return false;
                    }

                    // An episode that ends between the tics gets no reward step from a call that comes after its end.
                    if (one.IsEpisodeFinished())
                    {
                        return true;
                    }

                    if (one.GetTotalReward() != two.GetTotalReward() || one.GetState().Number != two.GetState().Number)
                    {
                        return false;
                    }
                }

                return true;
            },
            iter: 40,
            threads: 1);
    }
}
