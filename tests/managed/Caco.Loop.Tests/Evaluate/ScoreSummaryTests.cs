using Caco.Loop.Evaluate;
using Caco.Loop.Play;
using Caco.Loop.Workspaces;

namespace Caco.Loop.Tests;

public sealed class ScoreSummaryTests
{
    [Fact]
    public void Figures_are_those_of_the_episodes()
    {
        EpisodeResult[] episodes =
        [
            .. Enumerable.Range(0, 21).Select(static i => ScriptedEvaluator.Episode((uint)i, 10 * i) with
            {
                Dead = i < 5,
                Behaviour = new Behaviour
                {
                    Shots = i, Accuracy = 0.5, StuckShare = 0.1, Explored = 7, Killer = i is 0 or 1 or 2 ? "DoomImp" : i == 3 ? "Demon" : "",
                },
                Times = i == 20 ? null : new EpisodeTimes(30, 2, 6, 40),
            }),
        ];
        var summary = ScoreSummary.Of(episodes, ScoreRule.DamageAndKills);
        Assert.Equal((21, 100.0, 0.0, 10.0, 100.0, 200.0), (summary.Count, summary.Mean, summary.Min, summary.Percentile5, summary.Median, summary.Max));
        Assert.Equal(13.54, summary.StandardError, 0.01);
        Assert.Equal(100 - 2.086 * summary.StandardError, summary.Low, 0.01);
        Assert.Equal(200 - summary.Low, summary.High, 9);
        Assert.Equal((0.5, 10.0, 5 / 21.0), (summary.Accuracy, summary.Shots, summary.DeathShare));
        Assert.Equal([new("DoomImp", 3), new("?", 1), new("Demon", 1)], summary.Deaths);
        Assert.Equal(2100, summary.Decisions);
        Assert.Equal(2500, summary.DecisionsPerSecond!.Value, 6);
        Assert.Equal(80_000, summary.NanosecondsPerDecision!.Value, 6);
        Assert.Equal(10, ScoreSummary.Of(episodes, ScoreRule.Reward).Mean, 9);
    }

    [Fact]
    public void One_episode_has_no_spread_and_none_has_no_figures()
    {
        var summary = ScoreSummary.Of([ScriptedEvaluator.Episode(1, 12)], ScoreRule.DamageAndKills);
        Assert.Equal((12.0, 12.0, 12.0, 0.0), (summary.Mean, summary.Low, summary.High, summary.StandardError));
        Assert.Null(summary.DecisionsPerSecond);
        Assert.Throws<ArgumentException>(() => ScoreSummary.Of([], ScoreRule.Reward));
    }
}
