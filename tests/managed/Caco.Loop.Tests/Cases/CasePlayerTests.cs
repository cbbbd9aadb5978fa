using Caco.Engine;
using Caco.Loop.Cases;
using Caco.Loop.Play;
using Caco.Loop.Workspaces;
using Caco.Policies;

namespace Caco.Loop.Tests;

public sealed class CasePlayerTests
{
    private static BehaviourCase Case(CriterionKind kind, double atLeast, int tic, int tics, byte[]? snapshot = null) => new()
    {
        Name = "sample", Description = "a sample", Seed = 7, Tic = tic, Tics = tics, Criterion = new Criterion(kind, atLeast), Snapshot = snapshot,
    };

    [Fact]
    public void A_fork_goes_on_as_the_episode_did()
    {
        using var stage = Arena.Create();
        using var game = stage.CreateGame();
        var fresh = game.Save();
        var decider = new PlainDecider(PolicyCatalog.Create("turn-and-shoot"), stage.Describe(Arena.Decision));

        // The policy carries nothing along, so that a fork of its episode is the rest of the episode.
        var whole = CasePlayer.Play(Case(CriterionKind.Score, 0, 0, 200), game, fresh, decider, Arena.Decision, ScoreRule.DamageAndKills);
        var wholeHash = game.GetStateHash();
        CasePlayer.Play(Case(CriterionKind.Score, 0, 0, 100), game, fresh, decider, Arena.Decision, ScoreRule.DamageAndKills);
        var fork = Case(CriterionKind.Score, 0, 100, 100, CaseSnapshots.Pack(game.Save()));
        var before = game.GetGameVariable(GameVariable.DamageCount) + 10 * game.GetGameVariable(GameVariable.KillCount);
        game.NewEpisode();
        var rest = CasePlayer.Play(fork, game, fresh, decider, Arena.Decision, ScoreRule.DamageAndKills);
        Assert.Equal(wholeHash, game.GetStateHash());
        Assert.Equal(100, rest.Tics);
        Assert.Equal(whole.Value, before + rest.Value);

        using var other = stage.CreateGame();
        Assert.Equal(rest, CasePlayer.Play(fork, other, fresh, decider, Arena.Decision, ScoreRule.DamageAndKills));
        Assert.Equal(wholeHash, other.GetStateHash());
    }

    [Fact]
    public void Each_criterion_is_measured_against_the_fork()
    {
        using var stage = Arena.Create();
        using var game = stage.CreateGame();
        var fresh = game.Save();
        var idle = new PlainDecider(PolicyCatalog.Create("idle"), stage.Describe(Arena.Decision));
        var battle = new PlainDecider(PolicyCatalog.Create("battle"), stage.Describe(Arena.Decision));
        CaseOutcome Play(IDecider who, CriterionKind kind, double atLeast) =>
            CasePlayer.Play(Case(kind, atLeast, 0, 300), game, fresh, who, Arena.Decision, ScoreRule.DamageAndKills);

        Assert.Equal(new CaseOutcome("sample", 1, true, 300), Play(idle, CriterionKind.Survives, 1));
        Assert.Equal(new CaseOutcome("sample", 0, false, 300), Play(idle, CriterionKind.Kills, 1));
        // Missiles push those who do not move.
        Assert.InRange(Play(idle, CriterionKind.Distance, 9000).Value, 0, Play(battle, CriterionKind.Distance, 9000).Value / 2);
        Assert.Equal(0, Play(idle, CriterionKind.AmmoPicked, 1).Value);
        Assert.True(Play(idle, CriterionKind.Health, -200).Value <= 0);

        var far = Play(battle, CriterionKind.Distance, 64);
        Assert.True(far is { Passed: true, Value: >= 64, Tics: < 300 }, "a decided case ends early");
        var hits = Enumerable.Range(1, 6).Select(seed => CasePlayer.Play(
            Case(CriterionKind.Damage, 1, 0, 300) with { Seed = (uint)seed }, game, fresh, battle, Arena.Decision, ScoreRule.DamageAndKills));
        Assert.Contains(hits, static hit => hit is { Passed: true, Value: >= 1 });
    }

    [Fact]
    public void A_decision_is_cut_at_the_end_of_the_case()
    {
        using var stage = Arena.Create();
        using var game = stage.CreateGame();
        var idle = new PlainDecider(PolicyCatalog.Create("idle"), stage.Describe(4));
        Assert.Equal(10, CasePlayer.Play(Case(CriterionKind.Survives, 1, 0, 10), game, game.Save(), idle, 4, ScoreRule.Reward).Tics);
    }

    [Fact]
    public void A_snapshot_of_something_else_is_refused_by_name()
    {
        using var stage = Arena.Create();
        using var game = stage.CreateGame();
        var idle = new PlainDecider(PolicyCatalog.Create("idle"), stage.Describe(Arena.Decision));
        var strange = Case(CriterionKind.Survives, 1, 10, 10, CaseSnapshots.Pack(new byte[1000]));
        var failure = Assert.Throws<LoopException>(
            () => CasePlayer.Play(strange, game, game.Save(), idle, Arena.Decision, ScoreRule.Reward));
        Assert.Contains("sample", failure.Message, StringComparison.Ordinal);
        Assert.Contains("no snapshot", Assert.Throws<LoopException>(() => CasePlayer.Play(
            strange with { Snapshot = default }, game, game.Save(), idle, Arena.Decision, ScoreRule.Reward)).Message, StringComparison.Ordinal);
    }
}
