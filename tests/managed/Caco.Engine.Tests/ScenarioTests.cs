using System.Reflection;

namespace Caco.Engine.Tests;

public sealed class ScenarioTests
{
    [Fact]
    public void Every_property_is_a_key_that_keeps_what_is_set()
    {
        using var scenario = new Scenario();
        int checkedProperties = 0;
        foreach (PropertyInfo property in typeof(Scenario).GetProperties().Where(p => p.CanWrite && p.Name is not ("Buttons" or "Variables")))
        {
            object? before = property.GetValue(scenario);
            object value = before switch
            {
                bool b => !b,
                int i => i == 5 ? 4 : 5,
                double d => d + 1.25,
                string => "other",
                Mode => Mode.AsyncPlayer,
                ScreenFormat => ScreenFormat.Bgr24,
                ScreenResolution => ScreenResolution.Res1920x1080,
                AutomapMode => AutomapMode.ObjectsWithSize,
                SamplingRate => SamplingRate.Sr11025,
                _ => throw new InvalidOperationException(property.Name),
            };
            Assert.NotEqual(before, value);
            property.SetValue(scenario, value);
            Assert.Equal(value, property.GetValue(scenario));
            checkedProperties++;
        }

        // All 61 keys but seed, the two lists and button_max_value.
        Assert.Equal(57, checkedProperties);
    }

    [Fact]
    public void The_game_has_setters_and_getters_of_the_same_settings()
    {
        using var game = new DoomGame();
        string[] setters = [.. typeof(DoomGame).GetMethods().Select(m => m.Name).Where(n => n.StartsWith("Set", StringComparison.Ordinal))];
        foreach (string name in typeof(Scenario).GetProperties().Where(p => p.CanWrite && p.Name is not ("Buttons" or "Variables")).Select(p => p.Name))
        {
            Assert.Contains("Set" + name, setters);
        }

        game.SetLivingReward(-0.125);
        Assert.Equal(-0.125, game.GetLivingReward());
        Assert.Equal("-0.125", game.Settings.Get("living_reward"));
        game.SetLivingReward(1e-20);
        Assert.Equal(1e-20, game.GetLivingReward());
        game.SetScreenFormat(ScreenFormat.Gray8);
        Assert.Equal("GRAY8", game.Settings.Get("screen_format"));
        game.AddAvailableButton(Button.Attack);
        game.AddAvailableButton(Button.TurnLeftRightDelta, 12.5);
        Assert.Equal([Button.Attack, Button.TurnLeftRightDelta], game.GetAvailableButtons());
        Assert.Equal(12.5, game.GetButtonMaxValue(Button.TurnLeftRightDelta));
        Assert.Equal(0, game.GetButtonMaxValue(Button.Attack));
        game.ClearAvailableButtons();
        Assert.Equal(0, game.GetAvailableButtonsSize());
        game.AddAvailableGameVariable(GameVariable.Health);
        game.AddAvailableGameVariable(GameVariable.User60);
        Assert.Equal([GameVariable.Health, GameVariable.User60], game.GetAvailableGameVariables());
        game.AddGameArgs("+a 1");
        game.AddGameArgs("+b 2");
        Assert.Equal("+a 1 +b 2", game.GetGameArgs());
        game.SetSeed(4000000000);
        Assert.Equal(4000000000, game.GetSeed());
    }

    [Fact]
    public void A_clone_is_another_scenario()
    {
        using var scenario = new Scenario();
        scenario.DoomSkill = 4;
        using Scenario clone = scenario.Clone();
        Assert.Equal(4, clone.DoomSkill);
        clone.DoomSkill = 1;
        Assert.Equal(4, scenario.DoomSkill);
    }

    [Fact]
    public void Errors_name_line_and_key_and_change_nothing()
    {
        using var scenario = new Scenario();
        var failure = Assert.Throws<CacoBadDataException>(() => scenario.LoadText("living_reward = 3\nlivng_reward = 4\n", "my.cfg"));
        Assert.Equal(CacoStatus.BadData, failure.Status);
        Assert.Contains("my.cfg", failure.Message);
        Assert.Contains("2", failure.Message);
        Assert.Contains("livng_reward", failure.Message);
        Assert.Equal(0, scenario.LivingReward);

        scenario.LoadText("living_reward = 3\nlivng_reward = 4\n", "my.cfg", lenient: true);
        Assert.Equal(3, scenario.LivingReward);
        Assert.Contains("livng_reward", scenario.Warnings);

        Assert.Throws<CacoBadDataException>(() => scenario.DoomSkill = 9);
        Assert.Throws<CacoArgumentException>(() => scenario.Get("nothing"));
        Assert.Throws<CacoFileNotFoundException>(() => scenario.Load("/nowhere/at.cfg"));
        Assert.Throws<CacoArgumentException>(() => scenario.Set("doom_map", "a\0b"));
        Assert.Throws<CacoArgumentException>(() => scenario.Buttons = [(Button)99]);
    }

    [Fact]
    public void A_disposed_scenario_throws()
    {
        var scenario = new Scenario();
        scenario.Dispose();
        scenario.Dispose();
        Assert.Throws<ObjectDisposedException>(() => scenario.DoomSkill);
        Assert.Throws<ObjectDisposedException>(() => scenario.LoadText(""));
        Assert.Throws<ObjectDisposedException>(() => scenario.Clone());
    }

    [Fact]
    public void Paths_start_at_the_folder_of_the_file()
    {
        string folder = Directory.CreateTempSubdirectory("caco-cfg").FullName;
        try
        {
            string path = Path.Combine(folder, "a.cfg");
            File.WriteAllText(path, "doom_scenario_path = some.wad\n");
            using Scenario scenario = Scenario.FromFile(path);
            Assert.Equal(Path.Combine(folder, "some.wad"), scenario.DoomScenarioPath);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
