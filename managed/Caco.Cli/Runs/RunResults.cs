using Caco.Loop.Play;
using Caco.Loop.Replays;

namespace Caco.Cli.Runs;

/// <summary>The document results.json. Everything but <see cref="Threads"/>, <see cref="Speed"/> and <see cref="Folder"/> repeats exactly.</summary>
public sealed record RunResults
{
    /// <summary>Names the shape of the document; a change that breaks readers gets another number.</summary>
    public const string CurrentSchema = "caco.run/1";

    public string Schema { get; init; } = CurrentSchema;

    public required string Version { get; init; }

    public required string Scenario { get; init; }

    public required string Policy { get; init; }

    /// <summary>Tics that an action is held for.</summary>
    public required int Decision { get; init; }

    /// <summary>Tics that an episode lasts at most.</summary>
    public required int Tics { get; init; }

    /// <summary>Size of the screen.</summary>
    public required string Resolution { get; init; }

    /// <summary>Archives, the IWAD first.</summary>
    public required IReadOnlyList<ReplayContent> Content { get; init; }

    /// <summary>Hash over all archives, 16 hex digits.</summary>
    public required string AssetsHash { get; init; }

    public required RunSummary Summary { get; init; }

    public required IReadOnlyList<EpisodeRow> Episodes { get; init; }

    public required int Threads { get; init; }

    public required RunSpeed Speed { get; init; }

    /// <summary>The run folder.</summary>
    public required string Folder { get; init; }
}

/// <summary>Figures over all episodes.</summary>
public sealed record RunSummary
{
    public required int Episodes { get; init; }

    public required Statistics Reward { get; init; }

    /// <summary>Of damage made plus ten for each kill.</summary>
    public required Statistics Score { get; init; }

    public required Statistics Kills { get; init; }

    public required Statistics Damage { get; init; }

    public required Statistics Health { get; init; }

    public required int Deaths { get; init; }

    /// <summary>Seed of the episode with the lowest reward, the first such.</summary>
    public required uint WorstSeed { get; init; }

    /// <summary>The summary of at least one episode.</summary>
    public static RunSummary Of(IReadOnlyList<EpisodeResult> episodes) => new()
    {
        Episodes = episodes.Count,
        Reward = Statistics.Of([.. episodes.Select(static e => e.Reward)]),
        Score = Statistics.Of([.. episodes.Select(static e => e.Score)]),
        Kills = Statistics.Of([.. episodes.Select(static e => e.Kills)]),
        Damage = Statistics.Of([.. episodes.Select(static e => e.Damage)]),
        Health = Statistics.Of([.. episodes.Select(static e => e.Health)]),
        Deaths = episodes.Count(static e => e.Dead),
        WorstSeed = episodes.MinBy(static e => e.Reward)!.Seed,
    };
}

/// <summary>How fast all workers were together.</summary>
public sealed record RunSpeed(double Seconds, double DecisionsPerSecond, double TicsPerSecond);

/// <summary>An episode and its replay file, relative to the run folder.</summary>
public sealed record EpisodeRow
{
    public required uint Seed { get; init; }

    public required double Reward { get; init; }

    public required double Score { get; init; }

    public required double Kills { get; init; }

    public required double Hits { get; init; }

    public required double Damage { get; init; }

    public required double Health { get; init; }

    public required double Ammo { get; init; }

    public required int Tics { get; init; }

    public required int Decisions { get; init; }

    public required bool Dead { get; init; }

    public required bool Timeout { get; init; }

    /// <summary>End of the hash chain over the episode.</summary>
    public required string Hash { get; init; }

    public required string Replay { get; init; }

    public static EpisodeRow Of(EpisodeResult episode, string replay)
    {
        ArgumentNullException.ThrowIfNull(episode);
        return new EpisodeRow
        {
            Seed = episode.Seed,
            Reward = episode.Reward,
            Score = episode.Score,
            Kills = episode.Kills,
            Hits = episode.Hits,
            Damage = episode.Damage,
            Health = episode.Health,
            Ammo = episode.Ammo,
            Tics = episode.Tics,
            Decisions = episode.Decisions,
            Dead = episode.Dead,
            Timeout = episode.Timeout,
            Hash = episode.Hash,
            Replay = replay,
        };
    }
}
