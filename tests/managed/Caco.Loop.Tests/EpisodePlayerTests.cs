using Caco.Engine;
using Caco.Loop.Play;
using Caco.Loop.Replays;
using Caco.Policies;
using Caco.Vision;

namespace Caco.Loop.Tests;

public sealed class EpisodePlayerTests
{
    private const int Decision = 2;

    [Fact]
    public void Behaviour_is_what_the_policy_did()
    {
        using var stage = Stage();
        using var player = new EpisodePlayer(stage, Decision);
        var still = player.Play(new Scripted([]), "", 1, default)!.Result.Behaviour;
        Assert.Equal((0, 0.0, 0.0, 0.0), (still.Shots, still.Accuracy, still.StarvedShare, still.StuckShare));
        Assert.InRange(still.Explored, 1, 2); // A fireball can push a little.

        var shooter = player.Play(new Scripted(["ATTACK"]), "", 1, default)!.Result;
        Assert.Equal(20 - shooter.Ammo, shooter.Behaviour.Shots);
        Assert.True(shooter.Behaviour.Shots > 5);
        Assert.Equal(shooter.Hits / shooter.Behaviour.Shots, shooter.Behaviour.Accuracy);

        var walker = player.Play(new Scripted(["MOVE_FORWARD", "SPEED"]), "", 1, default)!.Result.Behaviour;
        Assert.True(walker.Explored > 2, "it crossed several squares");
        Assert.InRange(walker.StuckShare, 0.2, 0.99);
    }

    [Fact]
    public void Starving_hurting_and_dying_are_seen()
    {
        using var stage = Stage(2100);
        using var player = new EpisodePlayer(stage, Decision);
        var results = Enumerable.Range(0, 12).Select(seed => player.Play(new Scripted(["ATTACK", "TURN_LEFT_RIGHT_DELTA"]), "", (uint)seed, default)!.Result).ToList();
        Assert.Contains(results, static r => r.Behaviour.StarvedShare > 0.3);
        var dead = results.Where(static r => r.Dead).ToList();
        Assert.NotEmpty(dead);
        Assert.All(dead, static r => Assert.Equal("DoomImp", r.Behaviour.Killer));
        Assert.All(dead, static r => Assert.True(r.Behaviour.DamageTaken >= 100 - r.Health));
        Assert.All(results.Where(static r => !r.Dead), static r => Assert.Equal("", r.Behaviour.Killer));
    }

    [Fact]
    public void An_episode_that_ends_with_its_level_counts_all_its_tics()
    {
        var config = Path.Combine(Places.Shared, "data", "scenarios", "vizdoom", "deadly_corridor.cfg");
        Assert.SkipUnless(File.Exists(config), $"no scenario at {config} (set CACO_SHARED)");
        Assert.SkipUnless(IwadLocator.TryFind(null, out _), "no IWAD is installed (apt install freedoom)");
        using var stage = Caco.Loop.Play.Stage.Create(new StageRequest { Scenario = config });
        using var player = new EpisodePlayer(stage, Decision);
        var result = player.Play(PolicyCatalog.Create("corridor"), "corridor", 1, default)!.Result;
        Assert.False(result.Dead || result.Timeout, "it leaves the level");
        Assert.InRange(result.Tics, 2 * (result.Decisions - 1), 2 * result.Decisions);
    }

    [Theory]
    [InlineData(Sight.Screen)]
    [InlineData(Sight.Objects)]
    [InlineData(Sight.Labels)]
    [InlineData(Sight.Depth)]
    [InlineData(Sight.Objects | Sight.Labels | Sight.Depth)]
    public void A_policy_is_shown_what_is_granted_and_no_more(Sight sight)
    {
        using var stage = Stage(60, sight);
        using var player = new EpisodePlayer(stage, Decision);
        var spy = new Spy();
        var result = player.Play(spy, "", 4, default)!.Result;
        Assert.Equal(sight, spy.Told);
        Assert.Equal(sight, spy.Shown);
        if (sight.HasFlag(Sight.Objects))
        {
            Assert.Equal("DoomPlayer", spy.Player.Name);
            Assert.Contains("DoomImp", spy.Names);
            Assert.DoesNotContain("DoomPlayer", spy.Names);
            Assert.InRange(Math.Abs(spy.Player.X), 0, 32768);
        }

        // What is shown does not change what is played.
        using var blind = Stage(60);
        using var other = new EpisodePlayer(blind, Decision);
        Assert.Equal(other.Play(new Scripted([]), "", 4, default)!.Result.Hash, result.Hash);
    }

    [Fact]
    public void Episodes_do_not_depend_on_those_before()
    {
        using var stage = Stage(200);
        using var one = new EpisodePlayer(stage, Decision);
        using var other = new EpisodePlayer(stage, Decision);
        var first = one.Play(PolicyCatalog.Create("battle"), "", 5, default)!.Result;
        _ = other.Play(PolicyCatalog.Create("battle"), "", 6, default);
        var second = other.Play(PolicyCatalog.Create("battle"), "battle", 5, new PlayOptions(Replay: true, Trace: true))!;
        Assert.Equal(first with { Times = null }, second.Result with { Times = null });
        Assert.Null(ReplayPlayer.Play(second.Replay!, stage).Divergence);
    }

    [Fact]
    public void A_decision_allocates_nothing()
    {
        using var stage = Stage(2100);
        using var player = new EpisodePlayer(stage, Decision);
        var policy = new Scripted(["ATTACK"]);
        _ = player.Play(policy, "", 1, default);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = player.Play(policy, "", 1, default)!.Result;
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(result.Decisions > 100);
        Assert.True(bytes < 20_000, $"{bytes} bytes over {result.Decisions} decisions: the checkpoints and the result are less");
    }

    [Fact]
    public void The_time_of_looking_is_told_apart()
    {
        using var stage = Stage(200);
        using var player = new EpisodePlayer(stage, Decision);
        var times = player.Play(PolicyCatalog.Create("battle"), "", 5, default)!.Result.Times!;
        Assert.True(times is { Engine: > 0, Look: > 0, Policy: > 0 }, times.ToString());
        Assert.Equal(times.Total, times.Engine + times.Look + times.Policy, 6);
    }

    private static Stage Stage(int tics = 350, Sight sight = Sight.Screen)
    {
        WorkerStage.NeedsIwad();
        return Play.Stage.Create(new StageRequest { Tics = tics, Screen = new ScreenSize(160, 120), Sight = sight });
    }

    /// <summary>Holds some buttons.</summary>
    private sealed class Scripted(string[] held) : IPolicy
    {
        private readonly List<int> _slots = [];

        public void Reset(EpisodeInfo info)
        {
            _slots.Clear();
            _slots.AddRange(held.Select(info.ButtonSlot));
        }

        public void Act(in Observation observation, Span<float> buttons)
        {
            foreach (var slot in _slots)
            {
                buttons[slot] = 1;
            }
        }
    }

    /// <summary>Takes note of all that it is shown.</summary>
    private sealed class Spy : IPolicy
    {
        public Sight Told { get; private set; }

        public Sight Shown { get; private set; }

        public SeenObject Player { get; private set; }

        public HashSet<string> Names { get; } = [];

        public void Reset(EpisodeInfo info) => Told = info.Sight;

        public void Act(in Observation observation, Span<float> buttons)
        {
            var beyond = observation.Beyond;
            var pixels = observation.Screen.Width * observation.Screen.Height;
            Shown |= beyond.Objects.IsEmpty && beyond.Player.Name is null ? 0 : Sight.Objects;
            Shown |= beyond.Labels.Length == pixels ? Sight.Labels : 0;
            Shown |= beyond.Depth.Length == pixels ? Sight.Depth : 0;
            Assert.True(beyond.Labels.IsEmpty || beyond.Labels.Length == pixels);
            Player = beyond.Player;
            foreach (var item in beyond.Objects)
            {
                Names.Add(item.Name);
            }
        }
    }
}
