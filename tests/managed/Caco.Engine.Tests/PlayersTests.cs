namespace Caco.Engine.Tests;

public sealed class PlayersTests
{
    private static DoomGame Duel(string args = "", int players = 2)
    {
        string cfg = Stage.Scenario("vizdoom/multi_duel.cfg");
        var scenario = Engine.Scenario.FromFile(cfg);
        scenario.LoadText($"screen_resolution = RES_160X120\nseed = 7\ngame_args += -deathmatch {args}\n");
        return new DoomGame(scenario, null, new GameOptions { Players = players });
    }

    [Fact]
    public void Two_players_share_a_world_and_have_a_view_each()
    {
        Stage.Iwad();
        using DoomGame game = Duel();
        game.Init();
        Assert.Equal(2, game.GetPlayerCount());
        Assert.True(game.IsMultiplayerGame());
        Assert.Equal(0, game.SelectedPlayer);
        double[] rewards = [1, 1];
        for (int i = 0; i < 30; i++)
        {
            game.MakeActions([0, 1, 0, 0, 0, 0], rewards);
        }

        Assert.Equal([0.0, 0.0], rewards);
        double x = game.GetGameVariable(GameVariable.PositionX);
        byte[] first = game.GetState().Indices.Pixels.ToArray();
        game.SelectPlayer(1);
        Assert.Equal(1, game.SelectedPlayer);
        Assert.Equal(1, game.GetGameVariable(GameVariable.PlayerNumber));
        Assert.NotEqual(x, game.GetGameVariable(GameVariable.PositionX));
        Assert.NotEqual(first, game.GetState().Indices.Pixels.ToArray());
        Assert.Throws<CacoArgumentException>(() => game.SelectPlayer(2));
        Assert.Throws<CacoArgumentException>(() => game.SelectPlayer(-1));
        Assert.Throws<CacoArgumentException>(() => game.MakeActions([0, 0]));
        Assert.Throws<CacoArgumentException>(() => game.MakeActions(new double[6], new double[3]));
    }

    [Fact]
    public void The_dead_come_back_and_the_server_state_counts()
    {
        Stage.Iwad();
        using DoomGame game = Duel("+name Ada");
        game.Init();
        game.SelectPlayer(1);
        game.SendGameCommand("kill");
        game.MakeActions(new double[6]);
        Assert.True(game.IsPlayerDead());
        Assert.False(game.IsEpisodeFinished());
        game.RespawnPlayer();
        Assert.False(game.IsPlayerDead());
        Assert.Throws<CacoInvalidStateException>(game.RespawnPlayer);
        PlayerInfo[] players = game.GetServerState();
        Assert.Equal(2, players.Length);
        Assert.Equal("Ada", players[0].Name);
        Assert.Equal((0, 0), (players[0].Frags, players[0].Deaths));
        Assert.Equal((-1, 1), (players[1].Frags, players[1].Deaths));
        Assert.True(players[0].InGame);
        Assert.False(players[1].IsDead);
    }

    [Fact]
    public void A_step_of_all_players_allocates_nothing()
    {
        Stage.Iwad();
        using DoomGame game = Duel();
        game.Init();
        double[] values = [0, 1, 0, 1, 0, 0];
        double[] rewards = new double[2];
        for (int i = 0; i < 20; i++)
        {
            game.MakeActions(values, rewards);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 20; i++)
        {
            game.MakeActions(values, rewards);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Commands_act_and_are_refused_by_name()
    {
        using DoomGame game = Stage.Basic("notifications_buffer_enabled = true\nnotifications_buffer_size = 50");
        game.Init();
        Assert.False(game.IsMultiplayerGame());
        Assert.Throws<CacoInvalidStateException>(game.RespawnPlayer);
        game.SendGameCommand("give Shotgun; set sv_gravity 100");
        game.MakeAction([0, 0, 0]);
        Assert.Equal(1, game.GetGameVariable(GameVariable.Weapon3));
        CacoException e = Assert.ThrowsAny<CacoException>(() => game.SendGameCommand("dance"));
        Assert.Contains("dance", e.Message, StringComparison.Ordinal);
        game.SendGameCommand("kill");
        game.MakeAction([0, 0, 0]);
        Assert.True(game.IsPlayerDead());
        Assert.Contains("killed himself", game.GetNotifications(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_watched_human_plays()
    {
        using DoomGame game = Stage.Basic("mode = SPECTATOR");
        game.Init();
        double[] human = new double[Enum.GetValues<Button>().Length];
        human[(int)Button.MoveRight] = 1;
        human[(int)Button.TurnLeft] = 1;
        game.SetSpectatedButtons(human);
        double angle = game.GetGameVariable(GameVariable.Angle);
        game.MakeAction([1, 0, 1], 5);
        Assert.Equal([0.0, 1.0, 0.0], game.GetLastAction().ToArray());
        Assert.NotEqual(angle, game.GetGameVariable(GameVariable.Angle));
        using DoomGame player = Stage.Basic();
        player.Init();
        Assert.Throws<CacoInvalidStateException>(() => player.SetSpectatedButtons(human));
    }

    [Fact]
    public void A_state_goes_through_a_file()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        using DoomGame game = Stage.Basic("objects_info_enabled = true\nsectors_info_enabled = true");
        game.Init();
        game.MakeAction([0, 1, 0], 10);
        List<ObjectInfo> objects = [];
        List<SectorInfo> sectors = [];
        game.GetObjects(objects);
        game.GetSectors(sectors);
        Assert.NotEmpty(objects);
        Assert.All(objects, o => Assert.InRange(o.Sector, 0, sectors.Count - 1));
        ulong hash = game.GetStateHash();
        try
        {
            game.Save(path);
            game.MakeAction([0, 0, 1], 10);
            Assert.NotEqual(hash, game.GetStateHash());
            game.Load(path);
            Assert.Equal(hash, game.GetStateHash());
        }
        finally
        {
            File.Delete(path);
        }

        Assert.Throws<CacoFileNotFoundException>(() => game.Load(path));
    }
}
