using Caco.Policies.Parts;
using CsCheck;

namespace Caco.Policies.Tests;

public class CatalogTests
{
    [Fact]
    public void Every_name_makes_a_fresh_policy_that_plays()
    {
        var stage = new Stage(160, 120);
        string[] names = ["ATTACK", "MOVE_FORWARD", "TURN_LEFT", "TURN_RIGHT", "TURN_LEFT_RIGHT_DELTA"];
        Assert.Equal(["battle", "corridor", "gatherer", "hunter", "idle", "oracle", "random", "turn-and-shoot"], PolicyCatalog.Names);
        foreach (var name in PolicyCatalog.Names)
        {
            var policy = PolicyCatalog.Create(name.ToUpperInvariant());
            Assert.NotSame(policy, PolicyCatalog.Create(name));
            Assert.NotEmpty(PolicyCatalog.Summary(name));
            policy.Reset(stage.Info(PolicyCatalog.SightOf(name), names));
            var buttons = new float[names.Length];
            policy.Act(new Observation(stage.Frame, Stage.Palette, [1, 2], 0, Beyond), buttons);
            Assert.Equal(name == "idle", buttons.All(static b => b == 0));
        }

        Assert.True(PolicyCatalog.Contains(PolicyCatalog.DefaultName));
    }

    // An enemy behind and to the left of a player who looks east.
    private static BeyondScreen Beyond => new()
    {
        Objects = new SeenObject[] { new(7, "DoomImp", -100, 100, 0, 0), new(8, "DeadDoomImp", 50, 0, 0, 0) },
        Player = new SeenObject(1, "DoomPlayer", 0, 0, 0, 0),
    };

    [Fact]
    public void The_oracle_turns_to_what_it_cannot_see_and_says_so_when_it_is_shown_nothing()
    {
        var stage = new Stage(160, 120);
        var oracle = PolicyCatalog.Create("oracle");
        var error = Assert.Throws<PolicyException>(() => oracle.Reset(stage.Info("ATTACK", "TURN_LEFT_RIGHT_DELTA")));
        Assert.Contains("objects", error.Message, StringComparison.Ordinal);
        oracle.Reset(stage.Info(Sight.Objects, "ATTACK", "TURN_LEFT_RIGHT_DELTA"));
        var buttons = new float[2];
        oracle.Act(new Observation(stage.Frame, Stage.Palette, [20, 100], 0, Beyond), buttons);
        Assert.Equal([0, -135 / 2f], buttons);
    }

    [Fact]
    public void An_unknown_name_is_an_error_that_lists_the_known_ones()
    {
        var error = Assert.Throws<PolicyException>(static () => PolicyCatalog.Create("bottle"));
        Assert.Contains("bottle", error.Message, StringComparison.Ordinal);
        Assert.Contains("turn-and-shoot", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Slots_follow_the_order_and_missing_names_give_minus_one()
    {
        var info = new Stage(160, 120).Info("SPEED", "ATTACK");
        Assert.Equal(1, info.ButtonSlot("attack"));
        Assert.Equal(-1, info.ButtonSlot("USE"));
        Assert.Equal(0, info.VariableSlot("AMMO2"));
        Assert.Equal(-1, info.VariableSlot("KILLCOUNT"));
        Assert.Equal(120, info.ViewHeight);
    }

    [Fact]
    public void Random_draws_stay_below_their_bound_and_repeat() => Gen.Int[1, 1000].Sample(static bound =>
    {
        var a = new DeterministicRandom(5);
        var b = new DeterministicRandom(5);
        for (var i = 0; i < 20; i++)
        {
            var value = a.Next(bound);
            Assert.InRange(value, 0, bound - 1);
            Assert.Equal(value, b.Next(bound));
        }
    });

    [Fact]
    public void Turn_buttons_come_as_near_as_their_speeds_allow()
    {
        var steering = new Steering(new Stage(160, 120).Info("TURN_LEFT", "TURN_RIGHT", "SPEED", "ATTACK"));
        var buttons = new float[4];

        // 320/65536 of a circle a tic while slow: five tics, two a decision, the sixth is fast.
        Assert.Equal(3.515625, steering.Turn(buttons, 90), 6);
        Assert.Equal([0, 1, 0, 0], buttons);
        buttons.AsSpan().Clear();
        Assert.Equal(3.515625, steering.Turn(buttons, 90), 6);
        buttons.AsSpan().Clear();
        Assert.Equal(1.7578125 + 7.03125, steering.Turn(buttons, 90), 6);
        Assert.Equal([0, 1, 1, 0], buttons);
        buttons.AsSpan().Clear();
        Assert.Equal(-14.0625, steering.Turn(buttons, -90), 6);
        Assert.Equal([1, 0, 1, 0], buttons);
        buttons.AsSpan().Clear();
        Assert.Equal(0, steering.Turn(buttons, 1));
        Assert.Equal([0, 0, 0, 0], buttons);
        Assert.Equal(-3.515625, steering.Turn(buttons, -4), 6);
    }

    [Fact]
    public void The_trigger_lets_go_before_the_pistol_would_fire_again()
    {
        var trigger = new Trigger();
        trigger.Observe(20, 0);
        Assert.True(trigger.WantsSingleShot);
        trigger.Observe(20, 2);
        trigger.Observe(19, 4);
        Assert.Equal(1, trigger.Shots);
        Assert.True(trigger.WantsSingleShot);
        trigger.Observe(19, 12);
        Assert.False(trigger.WantsSingleShot);
        trigger.Observe(19, 18);
        Assert.True(trigger.WantsSingleShot);
    }
}
