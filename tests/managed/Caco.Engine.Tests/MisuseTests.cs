namespace Caco.Engine.Tests;

public sealed class MisuseTests
{
    [Fact]
    public void Nothing_plays_before_Init()
    {
        using DoomGame game = Stage.Basic();
        Assert.Contains("Init()", Assert.Throws<CacoInvalidStateException>(() => game.MakeAction([1])).Message);
        Assert.Throws<CacoInvalidStateException>(() => game.GetState().Number);
        Assert.Throws<CacoInvalidStateException>(() => game.GetFrame().Width);
        Assert.Throws<CacoInvalidStateException>(game.NewEpisode);
        Assert.Throws<CacoInvalidStateException>(() => game.Save());
    }

    [Fact]
    public void Settings_do_not_change_while_the_game_runs()
    {
        using DoomGame game = Stage.Basic();
        game.Init();
        Assert.Contains("Close()", Assert.Throws<CacoInvalidStateException>(() => game.SetLivingReward(1)).Message);
        Assert.Throws<CacoInvalidStateException>(() => game.LoadConfigText(""));
        Assert.Throws<CacoInvalidStateException>(() => game.AddAvailableButton(Button.Use));
        Assert.Throws<CacoInvalidStateException>(game.Init);
        game.Close();
        game.SetLivingReward(1);
        game.Init();
        Assert.Equal(1, game.MakeAction([]));
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        using DoomGame game = Stage.Basic();
        game.Init();
        Assert.Throws<CacoArgumentException>(() => game.MakeAction([0, 0, 0, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => game.MakeAction([0], -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => game.AdvanceAction(-1));
        Assert.Throws<CacoArgumentException>(() => game.GetGameVariable((GameVariable)132));
        Assert.Throws<CacoArgumentException>(() => game.GetButton((Button)(-1)));
        Assert.Throws<CacoArgumentException>(() => game.GetFrame((FrameBuffer)9).Width);
        Assert.Equal(14, game.GetEpisodeTime());
    }

    [Fact]
    public void An_unknown_map_is_named()
    {
        using DoomGame game = Stage.Basic();
        game.SetDoomMap("map77");
        Assert.Contains("map77", Assert.ThrowsAny<CacoException>(game.Init).Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_view_goes_stale_with_the_game()
    {
        using DoomGame game = Stage.Basic();
        game.Init();
        byte[] snapshot = game.Save();
        foreach (Action step in (Action[])
                 [
                     () => game.MakeAction([0]), () => game.AdvanceAction(), () => game.NewEpisode(), () => game.StartEpisode(3),
                     () => game.Restore(snapshot), game.Redraw, game.Close,
                 ])
        {
            GameState state = game.GetState();
            Frame frame = state.Screen;
            Assert.False(frame.IsStale);
            Assert.False(frame.Pixels.IsEmpty);
            game.SetAction([1]);
            game.GetGameVariable(GameVariable.Health);
            Assert.False(frame.Pixels.IsEmpty);
            step();
            Assert.True(frame.IsStale);
            Assert.True(Throws(frame));
            bool refused = false;
            try
            {
                _ = state.Screen;
            }
            catch (CacoInvalidStateException)
            {
                refused = true;
            }

            Assert.True(refused);
        }

        Assert.True(Throws(default));
    }

    private static bool Throws(Frame frame)
    {
        try
        {
            _ = frame.Pixels;
            return false;
        }
        catch (CacoInvalidStateException)
        {
            return true;
        }
    }

    [Fact]
    public void A_disposed_game_throws()
    {
        DoomGame game = Stage.Basic();
        game.Init();
        Frame frame = game.GetFrame();
        game.Dispose();
        game.Dispose();
        bool disposed = false;
        try
        {
            _ = frame.Pixels;
        }
        catch (ObjectDisposedException)
        {
            disposed = true;
        }

        Assert.True(disposed);
        Assert.False(game.IsRunning());
        Assert.Throws<ObjectDisposedException>(() => game.MakeAction([1]));
        Assert.Throws<ObjectDisposedException>(() => game.GetState().Number);
        Assert.Throws<ObjectDisposedException>(game.Init);
        Assert.Throws<ObjectDisposedException>(() => game.SetSeed(1));
        Assert.Throws<ObjectDisposedException>(() => game.SetDoomSkill(1));
        Assert.Throws<ObjectDisposedException>(game.NewEpisode);
    }

    [Fact]
    public void Dispose_on_another_thread_waits_for_the_call()
    {
        for (int round = 0; round < 5; round++)
        {
            DoomGame game = Stage.Basic("episode_timeout = 100000");
            game.Init();
            using var started = new ManualResetEventSlim();
            var player = new Thread(() =>
            {
                try
                {
                    while (true)
                    {
                        game.MakeAction([0], 20);
                        started.Set();
                    }
                }
                catch (ObjectDisposedException)
                {
                    // The end of the test.
                }
            });
            player.Start();
            Assert.True(started.Wait(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
            game.Dispose();
            Assert.True(player.Join(TimeSpan.FromSeconds(20)));
        }
    }

    [Fact]
    public void Two_threads_in_one_game_are_refused()
    {
        using DoomGame game = Stage.Basic("episode_timeout = 1000000");
        game.Init();
        bool stop = false;
        int refused = 0;
        var other = new Thread(() =>
        {
            while (!Volatile.Read(ref stop))
            {
                try
                {
                    game.MakeAction([0], 50);
                }
                catch (CacoInvalidStateException)
                {
                    Interlocked.Increment(ref refused);
                }
            }
        });
        other.Start();
        DateTime end = DateTime.UtcNow + TimeSpan.FromSeconds(10);
        while (Volatile.Read(ref refused) == 0 && DateTime.UtcNow < end)
        {
            try
            {
                game.MakeAction([0], 50);
            }
            catch (CacoInvalidStateException)
            {
                Interlocked.Increment(ref refused);
            }
        }

        Volatile.Write(ref stop, true);
        other.Join();
        Assert.True(refused > 0);
        game.MakeAction([0]);
    }
}
