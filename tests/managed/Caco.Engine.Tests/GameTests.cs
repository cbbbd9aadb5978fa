namespace Caco.Engine.Tests;

public sealed class GameTests
{
    [Fact]
    public void An_episode_of_basic_goes_as_its_cfg_says()
    {
        using DoomGame game = Stage.Basic();
        Assert.False(game.IsRunning());
        game.Init();
        Assert.True(game.IsRunning());
        Assert.Equal("MAP01", game.Map, ignoreCase: true);
        Assert.False(game.IsEpisodeFinished());
        Assert.Equal(14, game.GetEpisodeTime());
        GameState state = game.GetState();
        Assert.True(state.IsPresent);
        Assert.Equal(1, state.Number);
        Assert.Equal(14, state.Tic);
        Assert.Equal([50.0], state.Variables.ToArray());
        Assert.Equal(50, game.GetGameVariable(GameVariable.Ammo2));
        Assert.Equal(100, game.GetGameVariable(GameVariable.Health));

        Assert.Equal(-4, game.MakeAction([0, 1, 0], 4));
        Assert.Equal(-4, game.GetLastReward());
        Assert.Equal([0.0, 1, 0], game.GetLastAction().ToArray());
        Assert.Equal(1, game.GetButton(Button.MoveRight));
        game.SetAction([1]);
        Assert.Equal([1.0, 0, 0], game.GetLastAction().ToArray());
        game.AdvanceAction(2, update: false);
        game.AdvanceAction();
        Assert.Equal(-7, game.GetTotalReward());
        Assert.Equal(21, game.GetEpisodeTime());
        Assert.Equal(3, game.GetState().Number);

        while (!game.IsEpisodeFinished())
        {
            game.MakeAction([0, 0, 0], 10);
        }

        Assert.True(game.IsEpisodeTimeoutReached());
        Assert.False(game.IsPlayerDead());
        Assert.Equal(14 + 300, game.GetEpisodeTime());
        Assert.False(game.GetState().IsPresent);
        Assert.False(game.GetState().Screen.IsPresent);
        double total = game.GetTotalReward();
        double last = game.GetLastReward();
        Assert.Equal(last, game.MakeAction([0, 0, 1], 10));
        Assert.Equal(total, game.GetTotalReward());
        Assert.Equal(14 + 300, game.GetEpisodeTime());

        game.NewEpisode();
        Assert.False(game.IsEpisodeFinished());
        Assert.Equal(14, game.GetEpisodeTime());
        Assert.Equal(0, game.GetTotalReward());
        Assert.Equal("", game.GetReports());
    }

    [Fact]
    public void The_last_attacker_is_named()
    {
        using DoomGame game = Stage.Battle();
        game.Init();
        Assert.Equal("", game.GetLastAttacker());
        Assert.Equal("", game.GetLastInflictor());
        Assert.Equal("", game.GetLastDamageType());
        while (!game.IsEpisodeFinished() && game.GetGameVariable(GameVariable.HitsTaken) == 0)
        {
            game.MakeAction([], 10);
        }

        Assert.NotEqual(0, game.GetGameVariable(GameVariable.HitsTaken));
        Assert.Equal("DoomImp", game.GetLastAttacker());
        Assert.Contains(game.GetLastInflictor(), (string[])["DoomImp", "DoomImpBall"]);
        Assert.NotEqual("", game.GetLastDamageType());
        game.NewEpisode();
        Assert.Equal("", game.GetLastAttacker());
    }

    [Fact]
    public void Seeds_make_episodes()
    {
        using DoomGame game = Stage.Basic();
        game.SetSeed(11);
        game.Init();
        uint first = game.EpisodeSeed;
        ulong firstHash = Play(game);
        game.NewEpisode();
        uint second = game.EpisodeSeed;
        ulong secondHash = Play(game);
        Assert.NotEqual(first, second);
        Assert.NotEqual(firstHash, secondHash);

        game.SetSeed(11);
        game.NewEpisode();
        Assert.Equal(first, game.EpisodeSeed);
        Assert.Equal(firstHash, Play(game));
        game.NewEpisode();
        Assert.Equal(second, game.EpisodeSeed);
        game.StartEpisode(first);
        Assert.Equal(firstHash, Play(game));
    }

    private static ulong Play(DoomGame game, int steps = 30)
    {
        Span<double> action = stackalloc double[game.GetAvailableButtonsSize()];
        for (int i = 0; i < steps && !game.IsEpisodeFinished(); i++)
        {
            Stage.Action(i, action);
            game.MakeAction(action, 2);
        }

        return game.GetStateHash();
    }

    [Theory]
    [InlineData(ScreenFormat.Crcgcb, 3, 160)]
    [InlineData(ScreenFormat.Rgb24, 3, 480)]
    [InlineData(ScreenFormat.Rgba32, 4, 640)]
    [InlineData(ScreenFormat.Gray8, 1, 160)]
    [InlineData(ScreenFormat.Doom256Colors8, 1, 160)]
    public void Frames_have_the_shape_of_their_format(ScreenFormat format, int channels, int pitch)
    {
        using DoomGame game = Stage.Basic("depth_buffer_enabled = true");
        game.SetScreenFormat(format);
        game.Init();
        Frame screen = game.GetState().Screen;
        Assert.Equal(160, screen.Width);
        Assert.Equal(120, screen.Height);
        Assert.Equal(channels, screen.Channels);
        Assert.Equal(pitch, screen.Pitch);
        Assert.Equal(format, screen.Format);
        Assert.Equal(160 * 120 * channels, screen.Pixels.Length);
        Assert.Equal(screen.Pixels.Length, game.GetScreenSize());
        Assert.Equal(160, game.GetScreenWidth());
        Assert.Equal(120, game.GetScreenHeight());
        Assert.Equal(channels, game.GetScreenChannels());
        Assert.Equal(pitch, game.GetScreenPitch());
        Assert.Equal(pitch, screen.Row(119).Length);

        Frame indices = game.GetFrame(FrameBuffer.Indices);
        Assert.Equal(160 * 120, indices.Pixels.Length);
        Assert.True(indices.Pixels.ToArray().Distinct().Count() > 10, "a frame of basic has many colours");
        Assert.True(game.GetState().Depth.IsPresent);
        Assert.False(game.GetState().Labels.IsPresent);
        if (format == ScreenFormat.Crcgcb)
        {
            int at = 60 * 160 + 80;
            byte index = indices.Pixels[at];
            for (int c = 0; c < 3; c++)
            {
                Assert.Equal(game.GetPalette()[3 * index + c], screen.Plane(c)[at]);
            }
        }
    }

    [Fact]
    public void Any_size_and_no_screen_can_be_had()
    {
        using DoomGame game = Stage.Basic();
        game.SetScreenSize(333, 77);
        game.Init();
        Assert.Equal(333, game.GetScreenWidth());
        Assert.Equal(77, game.GetScreenHeight());
        game.Close();
        game.Options = new GameOptions { NoScreen = true };
        game.Init();
        Assert.False(game.GetFrame().IsPresent);
        Assert.False(game.GetState().Screen.IsPresent);
        Assert.Equal(0, game.GetScreenSize());
        game.Close();
        game.Options = new GameOptions { Width = 1921, Height = 1200 };
        Assert.Throws<CacoArgumentException>(game.Init);
        Assert.False(game.IsRunning());
    }

    [Fact]
    public void Lists_hold_what_is_there()
    {
        using DoomGame game = Stage.Basic("labels_buffer_enabled = true\nobjects_info_enabled = true\nsectors_info_enabled = true");
        game.Init();
        var objects = new List<ObjectInfo>();
        game.GetObjects(objects);
        GameState state = game.GetState();
        Assert.Equal(state.ObjectCount, objects.Count);
        ObjectInfo player = Assert.Single(objects, o => o.Category == "Player");
        Assert.Equal(game.GetGameVariable(GameVariable.PositionX), player.PositionX, 4);
        ObjectInfo monster = Assert.Single(objects, o => o.Category == "Enemy");
        Assert.Equal("Cacodemon", monster.Name);

        var raw = new List<RawObject>();
        game.GetRawObjects(raw);
        Assert.Equal(objects.Select(o => o.Id), raw.Select(o => o.Id));
        Assert.Equal(objects.Select(o => o.PositionX), raw.Select(o => o.X / 65536.0));
        Assert.Equal(objects.Select(o => o.PositionZ), raw.Select(o => o.Z / 65536.0));

        var labels = new List<ObjectInfo>();
        game.GetLabels(labels);
        Assert.Equal(state.LabelCount, labels.Count);
        ObjectInfo label = Assert.Single(labels, l => l.Name == "Cacodemon");
        Assert.Contains((byte)label.Value, state.Labels.Pixels.ToArray());
        Assert.Equal(monster.Id, label.Id);
        Assert.True(label.Width > 0 && label.Height > 0);
        Span<ObjectInfo> one = new ObjectInfo[1];
        Assert.Equal(labels.Count, game.GetLabels(one));
        Assert.Equal(labels[0], one[0]);

        var sectors = new List<SectorInfo>();
        var lines = new List<LineInfo>();
        game.GetSectors(sectors);
        game.GetLines(lines);
        Assert.Equal(state.SectorCount, sectors.Count);
        Assert.NotEmpty(sectors);
        Assert.Equal(lines.Count, (int)sectors.Sum(s => s.LineCount));
        Assert.Contains(lines, l => l.IsBlocking);
        Assert.All(lines, l => Assert.True(l.X1 != l.X2 || l.Y1 != l.Y2));
    }

    [Fact]
    public void Lists_that_are_off_are_empty()
    {
        using DoomGame game = Stage.Basic();
        game.Init();
        var objects = new List<ObjectInfo> { default };
        game.GetObjects(objects);
        Assert.Empty(objects);
        game.GetLabels(objects);
        Assert.Empty(objects);
        var sectors = new List<SectorInfo> { default };
        game.GetSectors(sectors);
        Assert.Empty(sectors);
    }

    [Fact]
    public void The_builtin_battle_plays()
    {
        using DoomGame game = Stage.Battle();
        game.Init();
        Assert.Equal("", game.GetReports());
        ulong hash = Play(game, 100);
        Assert.Equal("", game.GetReports());
        using DoomGame again = DoomGame.FromBuiltin(iwad: Stage.Iwad());
        again.SetSeed(7);
        again.Init();
        Assert.Equal(hash, Play(again, 100));
    }

    [Fact]
    public void Files_named_in_the_settings_are_loaded_and_let_go()
    {
        using var game = new DoomGame();
        game.LoadConfig(Stage.Scenario("vizdoom/basic.cfg"));
        game.SetDoomGamePath(Stage.Iwad());
        game.Init();
        Assert.Equal(Stage.BasicAssets().Hash, game.Assets!.Hash);
        game.Close();
        Assert.Null(game.Assets);
        game.SetDoomGamePath("/nowhere/doom2.wad");
        Assert.Contains("/nowhere/doom2.wad", Assert.Throws<CacoFileNotFoundException>(game.Init).Message);
        Assert.False(game.IsRunning());
    }
}
