using Caco.Policies.Corridor;
using Caco.Policies.Parts;

namespace Caco.Policies.Tests;

public class CorridorPolicyTests
{
    private static readonly string[] Buttons = ["MOVE_LEFT", "MOVE_RIGHT", "ATTACK", "MOVE_FORWARD", "MOVE_BACKWARD", "TURN_LEFT", "TURN_RIGHT"];

    [Theory]
    [InlineData(-22, 170)]
    [InlineData(22, 170)]
    [InlineData(-8, 450)]
    public void A_soldier_is_seen_where_it_stands(double bearing, double distance)
    {
        var eye = Look(stage => stage.Soldier(bearing, distance));
        Assert.Equal(1, eye.Soldiers.Count);
        Assert.InRange(eye.Soldiers.Items[0].Bearing, bearing - 2, bearing + 2);
        Assert.InRange(eye.Soldiers.Items[0].Distance, distance * 0.75, distance * 1.25);
    }

    [Fact]
    public void What_lies_on_the_floor_and_the_pistols_flash_are_no_soldiers()
    {
        Assert.Equal(0, Look(static stage => stage.Clip(20, 200)).Soldiers.Count);
        Assert.Equal(0, Look(static stage => stage.Medikit(-20, 150)).Soldiers.Count);
        Assert.Equal(1, Look(static stage => stage.Soldier(0, 250), isFiring: false).Soldiers.Count);
        Assert.Equal(0, Look(static stage => stage.Flash(), isFiring: true).Soldiers.Count);
    }

    [Fact]
    public void A_soldier_is_turned_to_and_shot_from_where_one_stands()
    {
        var stage = CorridorStage();
        var policy = Fresh(stage);
        stage.Soldier(22, 170);
        Assert.Equal(["TURN_RIGHT"], Act(policy, stage, 10));
        stage = CorridorStage();
        stage.Soldier(0, 170);
        Assert.Equal(["ATTACK"], Act(Fresh(stage), stage, 10));
    }

    [Fact]
    public void Where_no_soldier_is_and_where_no_bullet_is_left_it_walks_on()
    {
        var stage = CorridorStage();
        Assert.Equal(["MOVE_FORWARD"], Act(Fresh(stage), stage, 10));
        stage.Soldier(2, 170);
        Assert.Equal(["MOVE_FORWARD"], Act(Fresh(stage), stage, 10, ammo: 0));
    }

    [Fact]
    public void After_a_fight_it_turns_back_to_where_the_corridor_leads()
    {
        var stage = CorridorStage();
        var policy = Fresh(stage);
        stage.Soldier(-30, 200);
        Assert.Equal(["TURN_LEFT"], Act(policy, stage, 10));
        Assert.Equal(["TURN_LEFT"], Act(policy, stage, 12));
        stage = CorridorStage();
        var last = Enumerable.Range(7, 20).Select(i => string.Join(' ', Act(policy, stage, 2 * i))).ToList();
        Assert.Contains("MOVE_FORWARD TURN_RIGHT", last);
        Assert.Equal("MOVE_FORWARD", last[^1]);
    }

    [Fact]
    public void A_scenario_without_a_trigger_is_refused_by_name()
    {
        var error = Assert.Throws<PolicyException>(static () => new CorridorPolicy().Reset(new Stage(160, 120).Info("TURN_LEFT", "TURN_RIGHT")));
        Assert.Contains("ATTACK", error.Message, StringComparison.Ordinal);
    }

    private static SoldierEye Look(Action<Stage> paint, bool isFiring = false)
    {
        var stage = CorridorStage();
        paint(stage);
        var eye = new SoldierEye(stage.Info(Buttons));
        eye.Look(stage.Frame, isFiring);
        return eye;
    }

    private static Stage CorridorStage()
    {
        var stage = new Stage(320, 240);
        stage.FillBrown();
        return stage;
    }

    private static CorridorPolicy Fresh(Stage stage)
    {
        var policy = new CorridorPolicy();
        policy.Reset(stage.Info(Buttons));
        return policy;
    }

    private static string[] Act(CorridorPolicy policy, Stage stage, int tic, double ammo = 50)
    {
        var buttons = new float[Buttons.Length];
        policy.Act(new Observation(stage.Frame, Stage.Palette, [ammo, 100], tic), buttons);
        return [.. Buttons.Where((_, i) => buttons[i] == 1)];
    }
}
