namespace Caco.Engine.Tests;

public sealed class ThreadTests
{
    [Fact]
    public void Many_games_on_many_threads_do_not_touch_each_other()
    {
        const int games = 12;
        const int steps = 60;
        ulong[][] alone = new ulong[games][];
        for (int i = 0; i < games; i++)
        {
            using DoomGame game = Make(i);
            alone[i] = [.. Enumerable.Range(0, steps).Select(step => Step(game, i, step))];
        }

        // Every game moves from thread to thread, interleaved with others.
        DoomGame[] together = [.. Enumerable.Range(0, games).Select(Make)];
        try
        {
            for (int step = 0; step < steps; step += 10)
            {
                int first = step;
                Parallel.For(0, games, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
                {
                    for (int s = first; s < first + 10; s++)
                    {
                        Assert.Equal(alone[i][s], Step(together[i], i, s));
                    }
                });
            }
        }
        finally
        {
            foreach (DoomGame game in together)
            {
                game.Dispose();
            }
        }
    }

    private static DoomGame Make(int index)
    {
        DoomGame game = index % 2 == 0 ? Stage.Battle() : Stage.Basic();
        game.SetSeed((uint)(100 + index));
        game.Init();
        return game;
    }

    private static ulong Step(DoomGame game, int index, int step)
    {
        Span<double> action = stackalloc double[game.GetLastAction().Length];
        Stage.Action((1000 * index) + step, action);
        game.MakeAction(action, 3);
        if (game.IsEpisodeFinished())
        {
            game.NewEpisode();
        }

        return game.GetStateHash();
    }

    [Fact]
    public void Finalizers_clean_up_games_that_nobody_disposed()
    {
        for (int i = 0; i < 3; i++)
        {
            Leak();
        }

        GC.Collect();
        GC.WaitForPendingFinalizers();
        using DoomGame game = Stage.Basic();
        game.Init();
        game.MakeAction([1], 3);
        Assert.Equal(17, game.GetEpisodeTime());
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void Leak()
    {
        DoomGame game = Stage.Basic();
        game.Init();
        game.MakeAction([1]);
    }
}
