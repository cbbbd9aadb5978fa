namespace Caco.Engine.Tests;

/// <summary>Where tests get their games from; a test is skipped, visibly, where something is not there.</summary>
internal static class Stage
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, GameAssets> Loaded = [];

    public static string Scenario(string name)
    {
        string path = Path.Combine(Places.Shared, "data", "scenarios", name);
        Assert.SkipUnless(File.Exists(path), $"no scenario at {path} (set CACO_SHARED)");
        return path;
    }

    public static string Iwad()
    {
        Assert.SkipUnless(IwadLocator.TryFind(null, out string iwad), "no IWAD was found (Debian: apt-get install freedoom)");
        return iwad;
    }

    /// <summary>The assets of basic.cfg, loaded once for all tests.</summary>
    public static GameAssets BasicAssets() => Once("basic", () => GameAssets.Load(Iwad(), Scenario("vizdoom/basic.wad")));

    public static GameAssets BattleAssets()
    {
        string iwad = Iwad();
        return Once("battle", () => GameAssets.Load([iwad, BuiltinScenario.Get().Source]));
    }

    /// <summary>A game of basic.cfg at 160x120, not yet started.</summary>
    public static DoomGame Basic(string more = "")
    {
        GameAssets assets = BasicAssets();
        Scenario scenario = Engine.Scenario.FromFile(Scenario("vizdoom/basic.cfg"));
        scenario.LoadText("screen_resolution = RES_160X120\nseed = 7\n" + more);
        return new DoomGame(scenario, assets);
    }

    /// <summary>A game of the built-in battle, not yet started.</summary>
    public static DoomGame Battle(string more = "")
    {
        GameAssets assets = BattleAssets();
        Scenario scenario = BuiltinScenario.Get().CreateScenario();
        scenario.LoadText("seed = 7\n" + more);
        return new DoomGame(scenario, assets);
    }

    /// <summary>Actions that are the same in every run: the buttons of step <paramref name="step"/>.</summary>
    public static void Action(int step, Span<double> values)
    {
        uint bits = (uint)step * 2654435761u;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (bits >> (8 + i)) & 1;
        }
    }

    private static GameAssets Once(string name, Func<GameAssets> load)
    {
        lock (Gate)
        {
            if (!Loaded.TryGetValue(name, out GameAssets? assets))
            {
                assets = load();
                Loaded.Add(name, assets);
            }

            return assets;
        }
    }
}
