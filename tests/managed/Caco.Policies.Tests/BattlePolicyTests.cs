using Caco.Policies.Battle;
using Caco.Policies.Parts;
using Caco.Vision;

namespace Caco.Policies.Tests;

public class BattlePolicyTests
{
    private static readonly string[] Binary =
        ["MOVE_FORWARD", "MOVE_BACKWARD", "MOVE_RIGHT", "MOVE_LEFT", "TURN_LEFT", "TURN_RIGHT", "ATTACK", "SPEED"];

    private static readonly string[] Exact =
        ["ATTACK", "SPEED", "MOVE_FORWARD", "MOVE_BACKWARD", "MOVE_RIGHT", "MOVE_LEFT", "TURN180", "TURN_LEFT_RIGHT_DELTA"];

    public static TheoryData<int, int> Sizes => new()
    {
        { 160, 120 }, { 320, 240 }, { 640, 480 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void An_imp_at_the_left_is_turned_to(int width, int height)
    {
        var stage = new Stage(width, height);
        stage.Imp(-25, 300);
        var pressed = Decide(stage, Binary);
        Assert.Equal(1, pressed["TURN_LEFT"]);
        Assert.Equal(0, pressed["TURN_RIGHT"]);
        Assert.Equal(0, pressed["ATTACK"]);
        Assert.InRange(Decide(stage, Exact)["TURN_LEFT_RIGHT_DELTA"], -13.5f, -11.5f);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void An_imp_at_the_right_is_turned_to(int width, int height)
    {
        var stage = new Stage(width, height);
        stage.Imp(30, 200);
        Assert.Equal(1, Decide(stage, Binary)["TURN_RIGHT"]);
        Assert.InRange(Decide(stage, Exact)["TURN_LEFT_RIGHT_DELTA"], 14f, 16f);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void An_imp_straight_ahead_is_shot(int width, int height)
    {
        var stage = new Stage(width, height);
        stage.Imp(0, 250);
        Assert.Equal(1, Decide(stage, Binary)["ATTACK"]);
        Assert.Equal(1, Decide(stage, Exact)["ATTACK"]);
    }

    [Fact]
    public void No_bullets_no_shot_but_a_clip_is_fetched()
    {
        var stage = new Stage(320, 240);
        stage.Imp(0, 250);
        stage.Clip(20, 200);
        var pressed = Decide(stage, Binary, ammo: 0);
        Assert.Equal(0, pressed["ATTACK"]);
        Assert.Equal(1, pressed["MOVE_FORWARD"]);
        Assert.Equal(1, pressed["TURN_RIGHT"]);
    }

    [Theory]
    [InlineData(40, true)]
    [InlineData(100, false)]
    public void A_medikit_is_fetched_when_hurt_only(double health, bool fetched)
    {
        var stage = new Stage(320, 240);
        stage.Medikit(-20, 250);
        var eye = new BattleEye(stage.Info(Exact));
        eye.Look(stage.Frame);
        Assert.Equal(1, eye.Medikits.Count);
        Assert.Equal(0, eye.Imps.Count);
        Assert.InRange(eye.Medikits.Items[0].Distance, 220, 290);
        var turn = Decide(stage, Exact, health: health)["TURN_LEFT_RIGHT_DELTA"];
        Assert.Equal(fetched, turn is > -11f and < -9f);
    }

    [Fact]
    public void Distances_are_those_of_the_stage()
    {
        foreach (var distance in (double[])[80, 150, 300, 500])
        {
            var stage = new Stage(640, 480);
            stage.Imp(10, distance);
            var eye = new BattleEye(stage.Info(Exact));
            eye.Look(stage.Frame);
            Assert.Equal(1, eye.Imps.Count);
            Assert.InRange(eye.Imps.Items[0].Distance, distance * 0.85, distance * 1.15);
            Assert.InRange(eye.Imps.Items[0].Bearing, 9, 11);
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_red_crosshair_is_no_crest_and_hides_none(int width, int height)
    {
        var stage = new Stage(width, height);
        var eye = new BattleEye(stage.Info(Exact));
        stage.FillBrown();
        stage.RedCrosshair();
        eye.Look(stage.Frame);
        Assert.Equal(0, eye.Imps.Count);
        stage.Clear(0);
        stage.Imp(0, 300);
        stage.RedCrosshair();
        eye.Look(stage.Frame);
        Assert.Equal(1, eye.Imps.Count);
        Assert.InRange(eye.Imps.Items[0].Bearing, -1, 1);
    }

    [Fact]
    public void Where_walking_changes_nothing_it_turns_away_one_way_round()
    {
        var stage = new Stage(160, 120);
        var policy = new BattlePolicy();
        policy.Reset(stage.Info(Binary));
        var walked = 0;
        var left = 0;
        var right = 0;
        for (var tic = 0; tic < 24; tic += 2)
        {
            var pressed = Act(policy, stage, Binary, tic);
            walked += (int)pressed["MOVE_FORWARD"];
            left += (int)pressed["TURN_LEFT"];
            right += (int)pressed["TURN_RIGHT"];
        }

        Assert.InRange(walked, 2, 6);
        Assert.InRange(Math.Max(left, right), 6, 10);
        Assert.Equal(0, Math.Min(left, right));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-7)]
    [InlineData(9)]
    public void A_view_that_only_sways_is_no_motion(int sway)
    {
        var info = new Stage(160, 120).Info(Binary);
        var motion = new MotionSense(info);
        var picture = new byte[160 * 160];
        new Random(4).NextBytes(picture);
        motion.Observe(new IndexedFrame(picture.AsSpan(20 * 160), 160, 120), walked: false);
        for (var i = 1; i <= 4; i++)
        {
            var top = i % 2 == 0 ? 20 : 20 + sway;
            motion.Observe(new IndexedFrame(picture.AsSpan(top * 160), 160, 120), walked: true);
            Assert.Equal(i, motion.Still);
        }

        new Random(5).NextBytes(picture);
        motion.Observe(new IndexedFrame(picture, 160, 120), walked: true);
        Assert.Equal(0, motion.Still);
    }

    [Fact]
    public void Where_walking_changes_the_view_it_goes_on()
    {
        var stage = new Stage(160, 120);
        var policy = new BattlePolicy();
        policy.Reset(stage.Info(Binary));
        for (var tic = 0; tic < 60; tic += 2)
        {
            stage.Clear(tic);
            var pressed = Act(policy, stage, Binary, tic);
            Assert.Equal(1, pressed["MOVE_FORWARD"]);
        }
    }

    [Fact]
    public void A_scenario_without_a_trigger_is_refused_by_name()
    {
        var error = Assert.Throws<PolicyException>(static () =>
            new BattlePolicy().Reset(new Stage(160, 120).Info("MOVE_FORWARD", "TURN_LEFT", "TURN_RIGHT")));
        Assert.Contains("ATTACK", error.Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, float> Decide(Stage stage, string[] names, double ammo = 20, double health = 100)
    {
        var policy = new BattlePolicy();
        policy.Reset(stage.Info(names));
        return Act(policy, stage, names, 10, ammo, health);
    }

    private static Dictionary<string, float> Act(
        BattlePolicy policy, Stage stage, string[] names, int tic, double ammo = 20, double health = 100)
    {
        var buttons = new float[names.Length];
        policy.Act(new Observation(stage.Frame, Stage.Palette, [ammo, health], tic), buttons);
        return names.Zip(buttons).ToDictionary(static p => p.First, static p => p.Second);
    }
}
