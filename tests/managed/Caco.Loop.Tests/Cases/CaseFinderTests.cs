using Caco.Loop.Cases;
using Caco.Loop.Replays;

namespace Caco.Loop.Tests;

/// <summary>Episodes are made up: what is found in them is known.</summary>
public sealed class CaseFinderTests
{
    [Fact]
    public void A_quiet_walk_has_nothing_to_keep() => Assert.Empty(CaseFinder.Find(Episode(200, static (i, m) => m with { X = 8 * i })));

    [Fact]
    public void A_kill_is_kept_when_the_enemy_was_in_view_before()
    {
        CaseIdea[] Find(int from, int until) =>
        [
            .. CaseFinder.Find(Episode(200, (i, m) => m with
            {
                X = 8 * i, Kills = i >= 60 ? 1 : 0, Enemies = i >= from && i < until ? 2 : 0, Enemy = i >= from && i < until ? "DoomImp" : "",
            })),
        ];
        var idea = Assert.Single(Find(30, 60));
        Assert.Equal(("kill DoomImp", 43, 105), (idea.Group, idea.Decision, idea.Tics));
        Assert.Equal(new Criterion(CriterionKind.Kills, 1), idea.Criterion);
        Assert.Equal("makes a kill within 105 tics with a DoomImp in view (2 enemies are)", idea.Description);
        Assert.Empty(Find(50, 60));
    }

    [Fact]
    public void Survival_needs_damage_and_a_life_after_it()
    {
        CaseIdea[] Find(int death) =>
        [
            .. CaseFinder.Find(Episode(250, (i, m) => m with
            {
                X = 8 * i, Health = i >= death ? 0 : i < 50 ? 100 : Math.Max(40, 100 - 4 * (i - 50)), Dead = i >= death,
            })),
        ];
        var ideas = Find(1000);
        Assert.All(ideas, static i => Assert.Equal(new Criterion(CriterionKind.Survives, 1), i.Criterion));
        Assert.Contains(ideas, static i => i.Description == "survives 175 tics that cost 60 of 100 health");
        Assert.Empty(Find(70));
    }

    [Fact]
    public void A_place_that_was_left_after_standing_still_is_kept_but_not_a_fight()
    {
        CaseIdea[] Find(int enemies, double speed) =>
        [
            .. CaseFinder.Find(Episode(200, (i, m) => m with
            {
                X = i < 20 ? 8 * i : i < 60 ? 160 : 160 + speed * (i - 60), Enemies = enemies, Enemy = enemies > 0 ? "DoomImp" : "",
            })),
        ];
        var ideas = Find(0, 8);
        Assert.NotEmpty(ideas);
        Assert.All(ideas, static i => Assert.Equal(("leave", new Criterion(CriterionKind.Distance, 128)), (i.Group, i.Criterion)));
        Assert.All(ideas, static i => Assert.InRange(i.Decision, 36, 64));
        Assert.Empty(Find(1, 8));
        Assert.Empty(Find(0, 2));
    }

    [Fact]
    public void Ammunition_and_health_count_when_they_were_low()
    {
        CaseIdea[] Find(double ammo, double health) =>
        [
            .. CaseFinder.Find(Episode(200, (i, m) => m with
            {
                X = 8 * i, Ammo = i < 80 ? ammo : ammo + 10, Health = i < 100 ? health : health + 25,
            })),
        ];
        var low = Find(3, 40);
        Assert.Equal(["ammo", "heal"], low.Select(static i => i.Group));
        Assert.Equal(["picks up ammunition within 140 tics with 3 rounds left", "has more health after 140 tics than 40"], low.Select(static i => i.Description));
        Assert.Equal([new Criterion(CriterionKind.AmmoPicked, 1), new Criterion(CriterionKind.Health, 12)], low.Select(static i => i.Criterion));
        Assert.Empty(Find(40, 80));
    }

    private static Timeline Episode(int decisions, Func<int, Moment, Moment> at)
    {
        var plain = new Moment { Tic = 0, Kills = 0, Damage = 0, Health = 100, Ammo = 50, X = 0, Y = 0, Dead = false, Enemies = 0, Enemy = "" };
        var replay = new Replay
        {
            Scenario = "", Settings = "", Content = [], Policy = "", Seed = 1, Decision = 2, Width = 1, Height = 1, Reward = 0, Actions = [], Checkpoints = [],
        };
        return new Timeline(replay, [.. Enumerable.Range(0, decisions + 1).Select(i => at(i, plain with { Tic = 2 * i }))]);
    }
}
