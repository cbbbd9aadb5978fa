namespace Caco.Engine.Tests;

public sealed class AssetTests
{
    [Fact]
    public void Files_and_bytes_give_the_same_assets()
    {
        string iwad = Stage.Iwad();
        string wad = Stage.Scenario("vizdoom/basic.wad");
        GameAssets files = Stage.BasicAssets();
        using GameAssets bytes = GameAssets.Load([iwad, AssetSource.FromBytes(File.ReadAllBytes(wad), "basic")]);
        Assert.Equal(files.Hash, bytes.Hash);
        Assert.Equal(768, files.Palette.Length);
        Assert.True(files.Palette.SequenceEqual(bytes.Palette));
        Assert.Contains("MAP01", files.Maps);
    }

    [Fact]
    public void Errors_name_the_file()
    {
        string iwad = Stage.Iwad();
        var missing = Assert.Throws<CacoFileNotFoundException>(() => GameAssets.Load(iwad, "/nowhere/some.wad"));
        Assert.Equal(CacoStatus.FileNotFound, missing.Status);
        Assert.Contains("/nowhere/some.wad", missing.Message);
        var bad = Assert.Throws<CacoBadDataException>(() => GameAssets.Load([iwad, AssetSource.FromBytes(new byte[] { 1, 2, 3 }, "three bytes")]));
        Assert.Contains("three bytes", bad.Message);
        Assert.Throws<CacoBadDataException>(() => GameAssets.Load([iwad, AssetSource.FromBytes(default, "nothing")]));
        Assert.Throws<CacoArgumentException>(() => GameAssets.Load(ReadOnlySpan<AssetSource>.Empty));
        Assert.Throws<CacoArgumentException>(() => GameAssets.Load([default]));
    }

    [Fact]
    public void A_game_keeps_what_it_uses()
    {
        string iwad = Stage.Iwad();
        string wad = Stage.Scenario("vizdoom/basic.wad");
        GameAssets assets = GameAssets.Load(iwad, wad);
        using var game = new DoomGame(Scenario.FromFile(Stage.Scenario("vizdoom/basic.cfg")), assets);
        game.Init();
        assets.Dispose();
        assets.Dispose();
        Assert.True(assets.IsDisposed);
        game.MakeAction([1, 0, 0], 4);
        Assert.Equal(5, game.GetEpisodeTime() - game.GetEpisodeStartTime() + 1);
        game.Close();
        Assert.Throws<ObjectDisposedException>(game.Init);
    }

    [Fact]
    public void Builtin_scenarios_are_found_by_name()
    {
        BuiltinScenario battle = BuiltinScenario.Get();
        Assert.Equal("battle", battle.Name);
        Assert.True(battle.Wad.Length > 1000);
        using Scenario scenario = battle.CreateScenario();
        Assert.NotEmpty(scenario.Buttons);
        Assert.Equal(2100, scenario.EpisodeTimeout);
        Assert.Contains("battle", Assert.Throws<CacoArgumentException>(() => BuiltinScenario.Get("chess")).Message);
    }
}
