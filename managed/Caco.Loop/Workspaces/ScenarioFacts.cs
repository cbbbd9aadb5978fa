using System.Globalization;
using Caco.Engine;
using Caco.Loop.Play;
using Caco.Policies;

namespace Caco.Loop.Workspaces;

/// <summary>What a brief says of a scenario. Needs no IWAD.</summary>
/// <param name="Name">Of the cfg, or of the built-in scenario.</param>
/// <param name="Buttons">By ViZDoom's names.</param>
/// <param name="Variables">By ViZDoom's names, those that every policy is shown included.</param>
/// <param name="Screen">Size of the frames.</param>
/// <param name="Tics">Length of an episode at most.</param>
/// <param name="Rewards">The rewards that the cfg sets itself, as "kill_reward = 10".</param>
public sealed record ScenarioFacts(
    string Name,
    IReadOnlyList<string> Buttons,
    IReadOnlyList<string> Variables,
    ScreenSize Screen,
    int Tics,
    IReadOnlyList<string> Rewards)
{
    private static readonly string[] RewardKeys =
    [
        "living_reward", "death_penalty", "death_reward", "map_exit_reward", "kill_reward", "secret_reward", "item_reward",
        "frag_reward", "hit_reward", "hit_taken_reward", "damage_made_reward", "damage_taken_reward", "health_reward",
        "armor_reward",
    ];

    /// <summary>Reads them.</summary>
    /// <param name="scenario">What is played.</param>
    /// <param name="folder">What its relative paths are relative to.</param>
    /// <exception cref="LoopException">The cfg does not exist, or makes no sense.</exception>
    public static ScenarioFacts Of(ScenarioSettings scenario, string folder)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        if (scenario.Config is null)
        {
            var builtin = BuiltinScenario.Get();
            using var settings = builtin.CreateScenario();
            return Of(builtin.Name, settings, scenario);
        }

        var path = Path.GetFullPath(scenario.Config, folder);
        if (!File.Exists(path))
        {
            throw new LoopException($"the scenario {path} does not exist.");
        }

        try
        {
            using var settings = Scenario.FromFile(path);
            return Of(Path.GetFileNameWithoutExtension(path), settings, scenario);
        }
        catch (CacoException e)
        {
            throw new LoopException($"the scenario {path} cannot be read: {e.Message}", e);
        }
    }

    private static ScenarioFacts Of(string name, Scenario settings, ScenarioSettings wanted)
    {
        var timeout = settings.EpisodeTimeout;
        return new ScenarioFacts(
            name,
            [.. settings.Buttons.Select(Names.Of)],
            [.. settings.Variables.Select(Names.Of).Union(VariableNames.Public, StringComparer.OrdinalIgnoreCase)],
            wanted.Resolution is { } size ? ScreenSize.Parse(size) : ScreenSize.Of(settings),
            wanted.Tics ?? (timeout > 0 ? timeout : StageRequest.DefaultTics),
            [.. RewardKeys.Select(key => (key, Value: settings.Get(key))).Where(static r => IsSet(r.Value)).Select(static r => $"{r.key} = {r.Value}")]);
    }

    private static bool IsSet(string value) =>
        value.Length > 0
        && !(double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number == 0);
}
