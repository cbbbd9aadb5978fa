using Caco.Policies.Battle;
using Caco.Policies.Corridor;
using Caco.Policies.Gatherer;
using Caco.Policies.Hunter;

namespace Caco.Policies;

/// <summary>The built-in policies by name. Any thread.</summary>
public static class PolicyCatalog
{
    private static readonly (string Name, string Summary, Sight Sight, Func<IPolicy> Create)[] Entries =
    [
        ("battle", "Plays Battle arenas from the screen: aims at imps, fetches clips and medikits, wanders.", Sight.Screen,
            static () => new BattlePolicy()),
        ("corridor", "Fetches the vest of the deadly corridor, from the screen: shoots soldiers from afar, walks on.", Sight.Screen,
            static () => new CorridorPolicy()),
        ("gatherer", "Lives on medikits where the floor hurts, from the screen.", Sight.Screen, static () => new GathererPolicy()),
        ("hunter", "Plays Battle arenas from the screen: looks all round while it runs, draws a chart, times its shots.", Sight.Screen,
            static () => new HunterPolicy()),
        ("idle", "Presses nothing.", Sight.Screen, static () => new IdlePolicy()),
        ("oracle", "Is shown where everything is, and need not see it.", Sight.Objects | Sight.Labels,
            static () => new OraclePolicy()),
        ("random", "Presses buttons by chance; the floor of every score table.", Sight.Screen,
            static () => new RandomPolicy()),
        ("turn-and-shoot", "Turns round and holds the trigger.", Sight.Screen,
            static () => new TurnAndShootPolicy()),
    ];

    /// <summary>The policy that plays where none is named.</summary>
    public const string DefaultName = "battle";

    /// <summary>All names, in the order of a listing.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Entries.Select(static e => e.Name)];

    /// <summary>One sentence on a policy.</summary>
    /// <exception cref="PolicyException">No such name.</exception>
    public static string Summary(string name) => Find(name).Summary;

    /// <summary>What a policy needs to be shown beside the screen and the public variables.</summary>
    /// <exception cref="PolicyException">No such name.</exception>
    public static Sight SightOf(string name) => Find(name).Sight;

    /// <summary>Whether the name is one of the catalogue's (upper and lower case alike).</summary>
    public static bool Contains(string name) => Names.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>A fresh instance: one for each game that runs at the same time.</summary>
    /// <exception cref="PolicyException">No such name.</exception>
    public static IPolicy Create(string name) => Find(name).Create();

    private static (string Name, string Summary, Sight Sight, Func<IPolicy> Create) Find(string name)
    {
        foreach (var entry in Entries)
        {
            if (string.Equals(entry.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return entry;
            }
        }

        throw new PolicyException($"There is no policy named '{name}'. Known: {string.Join(", ", Names)}.");
    }
}
