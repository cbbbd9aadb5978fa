using Caco.Loop.Failures;
using Caco.Loop.Play;
using Caco.Loop.Workspaces;

namespace Caco.Loop.Tests;

public sealed class FailureClassifierTests
{
    private static readonly EpisodeResult Plain = Make(0, 100);

    [Fact]
    public void Being_stuck_comes_before_all_else()
    {
        var episode = Plain with { Dead = true, Behaviour = new Behaviour { StuckShare = 0.25, StarvedShare = 1 } };
        Assert.Equal((FailureCause.Stuck, "pressed a move and went nowhere in 25% of the decisions"), FailureClassifier.Classify(episode));
        Assert.NotEqual(
            FailureCause.Stuck, FailureClassifier.Classify(episode with { Behaviour = new Behaviour { StuckShare = 0.249 } }).Cause);
    }

    [Fact]
    public void Starving_comes_before_dying_of_it() => Assert.Equal(
        FailureCause.OutOfAmmo,
        FailureClassifier.Classify(Plain with { Dead = true, Behaviour = new Behaviour { StarvedShare = 0.3, Killer = "DoomImp" } }).Cause);

    [Fact]
    public void The_dead_name_their_killer()
    {
        var episode = Plain with { Dead = true, Behaviour = new Behaviour { Shots = 9, Killer = "DoomImp" } };
        Assert.Equal((FailureCause.Killed, "DoomImp"), FailureClassifier.Classify(episode));
        episode = episode with { Behaviour = new Behaviour { Shots = 9 } };
        Assert.Equal((FailureCause.Killed, "Demon"), FailureClassifier.Classify(episode, Look(0.5) with { LastAttacker = "Demon" }));
        Assert.Equal((FailureCause.Killed, "unknown"), FailureClassifier.Classify(episode));
        episode = episode with { Behaviour = new Behaviour { Shots = 9, Killer = "unknown" } };
        Assert.Equal((FailureCause.Killed, "unknown"), FailureClassifier.Classify(episode));
    }

    [Fact]
    public void A_look_says_whether_an_enemy_was_seen()
    {
        var episode = Plain with { Hits = 3, Behaviour = new Behaviour { Shots = 90, Accuracy = 0.5 } };
        Assert.Equal(FailureCause.SawNoEnemy, FailureClassifier.Classify(episode, Look(0.049)).Cause);
        Assert.Equal(FailureCause.LowScore, FailureClassifier.Classify(episode, Look(0.05)).Cause);

        var quiet = Make(0, 0) with { Hits = 0 };
        Assert.Equal(FailureCause.SawNoEnemy, FailureClassifier.Classify(quiet).Cause);
        Assert.Equal((FailureCause.DidNotShoot, "0 rounds in 12 s with an enemy on the screen"), FailureClassifier.Classify(quiet, Look(0.2)));
    }

    [Fact]
    public void Shooting_little_and_shooting_badly_are_told_apart()
    {
        // 60 seconds, in a quarter of them an enemy in view: 2.25 rounds are the least.
        var few = Plain with { Hits = 2, Behaviour = new Behaviour { Shots = 2, Accuracy = 1 } };
        Assert.Equal(FailureCause.DidNotShoot, FailureClassifier.Classify(few, Look(0.25)).Cause);
        Assert.Equal(FailureCause.LowScore, FailureClassifier.Classify(few with { Behaviour = few.Behaviour with { Shots = 3 } }, Look(0.25)).Cause);

        var bad = Plain with { Hits = 2, Behaviour = new Behaviour { Shots = 20, Accuracy = 0.29 } };
        Assert.Equal((FailureCause.MissedShots, "29% of 20 rounds hit"), FailureClassifier.Classify(bad));
        Assert.Equal(FailureCause.LowScore, FailureClassifier.Classify(bad with { Behaviour = bad.Behaviour with { Accuracy = 0.3 } }).Cause);

        // A weapon without ammunition: its shots cannot be told.
        Assert.Equal(FailureCause.LowScore, FailureClassifier.Classify(Plain with { Hits = 9, Behaviour = new Behaviour() }).Cause);
    }

    [Fact]
    public void Causes_are_counted_over_all_episodes()
    {
        var killed = Plain with { Dead = true, Behaviour = new Behaviour { Shots = 9, Killer = "DoomImp" } };
        var counts = FailureCauses.Count(
        [
            killed, killed, killed with { Behaviour = new Behaviour { Killer = "Slime" } },
            Plain with { Behaviour = new Behaviour { StuckShare = 1 } },
        ]);
        Assert.Equal(Enum.GetValues<FailureCause>(), counts.Select(static c => c.Cause));
        Assert.Equal((3, 0.75), (counts[0].Count, counts[0].Share));
        Assert.Equal(["DoomImp 2", "Slime 1"], counts[0].Details);
        Assert.Equal(1, counts.Single(static c => c.Cause == FailureCause.Stuck).Count);
        Assert.Equal(4, counts.Sum(static c => c.Count));
        Assert.All(FailureCauses.Count([]), static c => Assert.Equal((0, 0.0), (c.Count, c.Share)));
    }

    [Fact]
    public void The_worst_of_each_cause_come_first_then_the_typical_ones()
    {
        var episodes = new List<(EpisodeResult, FailureCause)>
        {
            (Make(5, 10), FailureCause.Killed), (Make(1, 30), FailureCause.Killed), (Make(2, 32), FailureCause.Killed),
            (Make(3, 33), FailureCause.Killed), (Make(4, 60), FailureCause.Killed),
            (Make(7, 5), FailureCause.Stuck), (Make(8, 50), FailureCause.Stuck),
            (Make(9, 1), FailureCause.LowScore),
        };
        var picks = FailureMiner.Pick(episodes, ScoreRule.DamageAndKills, 8);
        Assert.Equal([(5u, true), (7u, true), (9u, true), (2u, false)], picks.Select(static p => (p.Episode.Seed, p.IsWorst)));
        Assert.Equal(2, FailureMiner.Pick(episodes, ScoreRule.DamageAndKills, 2).Count);
    }

    [Fact]
    public void Only_the_lower_half_are_failures()
    {
        var episodes = new[] { Make(1, 5), Make(2, 1), Make(3, 5), Make(4, 9), Make(5, 2) };
        Assert.Equal([2u, 5, 1], FailureMiner.LowerHalf(episodes, ScoreRule.DamageAndKills).Select(static e => e.Seed));
    }

    internal static EpisodeSurvey Look(double inView) => new()
    {
        Samples = [],
        InViewShare = inView,
        TriggerShare = 0,
        EmptyShare = 0,
        StillShare = 0,
    };

    internal static EpisodeResult Make(uint seed, double damage) => new()
    {
        Seed = seed,
        Reward = damage / 10,
        Kills = 0,
        Hits = damage / 10,
        Damage = damage,
        Health = 100,
        Ammo = 10,
        Tics = 2100,
        Decisions = 1050,
        Dead = false,
        Timeout = true,
        Hash = "0",
        Behaviour = new Behaviour { Shots = damage > 0 ? 100 : 0, Accuracy = 0.5 },
    };
}
