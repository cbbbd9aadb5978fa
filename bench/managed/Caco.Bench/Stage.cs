using Caco.Engine;
using Caco.Policies;

namespace Caco.Bench;

/// <summary>The built-in battle under random buttons: the same seeds and actions in every run.</summary>
internal static class Stage
{
    public const uint Seed = 1;

    private const ulong ActionStart = 0x62656E6368;
    private static readonly Lazy<GameAssets> Loaded = new(
        static () => GameAssets.Load([IwadLocator.Find(), BuiltinScenario.Get().Source]));

    public static GameAssets Assets => Loaded.Value;

    public static Scenario CreateScenario(ScreenFormat format)
    {
        Scenario scenario = BuiltinScenario.Get().CreateScenario();
        scenario.ScreenFormat = format;
        scenario.RenderHud = true;
        scenario.EpisodeTimeout = 2100;
        return scenario;
    }

    /// <summary>Button values of <paramref name="steps"/> steps for <paramref name="games"/> games: (steps x games x buttons).</summary>
    public static double[][] Actions(Scenario scenario, int steps, int games = 1)
    {
        var random = new DeterministicRandom(ActionStart);
        Button[] buttons = [.. scenario.Buttons];
        double[][] actions = new double[steps][];
        for (int step = 0; step < steps; step++)
        {
            actions[step] = new double[games * buttons.Length];
            for (int i = 0; i < actions[step].Length; i++)
            {
                actions[step][i] = Names.IsDelta(buttons[i % buttons.Length]) ? random.Next(21) - 10 : random.Next(2);
            }
        }

        return actions;
    }

    /// <summary>Says what a benchmark starts from, so that figures of two runs can be told to be of the same work.</summary>
    public static void Announce(string name, ulong hash) => Console.WriteLine($"// {name}: world hash after the warm-up {hash:x16}");
}
