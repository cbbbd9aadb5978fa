using Caco.Engine;
using Caco.Loop.Play;
using Caco.Loop.Replays;

namespace Caco.Loop.Cases;

/// <summary>What matters of the world before a decision, or at the end.</summary>
internal readonly record struct Moment
{
    public required int Tic { get; init; }

    public required double Kills { get; init; }

    public required double Damage { get; init; }

    public required double Health { get; init; }

    public required double Ammo { get; init; }

    public required double X { get; init; }

    public required double Y { get; init; }

    public required bool Dead { get; init; }

    /// <summary>Living enemies on the screen.</summary>
    public required int Enemies { get; init; }

    /// <summary>Class of the largest of them on the screen; empty: none.</summary>
    public required string Enemy { get; init; }

    public double DistanceTo(in Moment other) => double.Hypot(X - other.X, Y - other.Y);
}

/// <summary>An episode as a list of moments, one before each decision and one at the end.</summary>
/// <param name="Replay">The episode.</param>
/// <param name="Moments">By decision.</param>
internal sealed record Timeline(Replay Replay, IReadOnlyList<Moment> Moments)
{
    // Specks of enemies far off are nothing that a policy could be asked to see.
    private const int SmallestSide = 3;

    /// <summary>Simulates an episode again.</summary>
    /// <exception cref="LoopException">The replay does not give the recorded episode.</exception>
    public static Timeline Of(Replay replay, Stage stage)
    {
        var moments = new List<Moment>(replay.Actions.Count + 1);
        var labels = new List<ObjectInfo>();
        Simulate(replay, stage, (game, _, tic) => moments.Add(Look(game, tic, labels)), labelled: true);
        return new Timeline(replay, moments);
    }

    /// <summary>The packed states before some decisions of an episode.</summary>
    public static IReadOnlyDictionary<int, byte[]> Snapshots(Replay replay, Stage stage, IReadOnlySet<int> decisions)
    {
        var snapshots = new Dictionary<int, byte[]>();
        Simulate(
            replay,
            stage,
            (game, decision, _) =>
            {
                if (decisions.Contains(decision))
                {
                    snapshots.Add(decision, CaseSnapshots.Pack(game.Save()));
                }
            },
            labelled: false);
        return snapshots;
    }

    /// <summary>The first decision at or after a tic.</summary>
    public int DecisionAt(int tic)
    {
        var (low, high) = (0, Moments.Count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Moments[middle].Tic < tic ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static void Simulate(Replay replay, Stage stage, Action<DoomGame, int, int> observe, bool labelled)
    {
        if (ReplayPlayer.Play(replay, stage, observe, labelled).Divergence is { } divergence)
        {
            throw new LoopException($"the replay of seed {replay.Seed} does not give the same episode: {divergence}.");
        }
    }

    private static Moment Look(DoomGame game, int tic, List<ObjectInfo> labels)
    {
        game.GetLabels(labels);
        var (enemies, largest, name) = (0, 0, "");
        foreach (var label in labels)
        {
            if (label.Category != "Enemy" || label.Name.StartsWith("Dead", StringComparison.Ordinal)
                || label.Width < SmallestSide || label.Height < SmallestSide)
            {
                continue;
            }

            enemies++;
            if (label.Width * label.Height > largest)
            {
                (largest, name) = (label.Width * label.Height, label.Name);
            }
        }

        return new Moment
        {
            Tic = tic,
            Kills = game.GetGameVariable(GameVariable.KillCount),
            Damage = game.GetGameVariable(GameVariable.DamageCount),
            Health = game.GetGameVariable(GameVariable.Health),
            Ammo = game.GetGameVariable(GameVariable.Ammo2),
            X = game.GetGameVariable(GameVariable.PositionX),
            Y = game.GetGameVariable(GameVariable.PositionY),
            Dead = game.IsPlayerDead(),
            Enemies = enemies,
            Enemy = name,
        };
    }
}
