using Caco.Policies.Battle;
using Caco.Policies.Parts;
using Caco.Policies.Hunter;
using Caco.Vision;

namespace Caco.Policies.Tests;

public class HunterPolicyTests
{
    private static readonly string[] Buttons =
        ["ATTACK", "SPEED", "MOVE_FORWARD", "MOVE_BACKWARD", "MOVE_RIGHT", "MOVE_LEFT", "TURN180", "TURN_LEFT_RIGHT_DELTA"];

    [Theory]
    [InlineData(320, -25)]
    [InlineData(320, 30)]
    [InlineData(640, 8)]
    public void The_trigger_is_pulled_while_the_view_still_turns_to_the_imp(int width, double bearing)
    {
        var stage = new Stage(width, width * 3 / 4);
        stage.Imp(bearing, 300);
        var policy = new HunterPolicy();
        policy.Reset(stage.Info(Buttons));
        var pulled = -1;
        for (var tic = 0; tic < 20 && pulled < 0; tic += 2)
        {
            var pressed = Act(policy, stage, tic);
            if (pressed["ATTACK"] == 1)
            {
                pulled = tic;
                Assert.InRange(pressed["TURN_LEFT_RIGHT_DELTA"], bearing / 2 - 4, bearing / 2 + 4);
            }
        }

        // The pistol comes up first.
        Assert.InRange(pulled, 14, 18);
    }

    [Fact]
    public void Nothing_is_shot_at_without_bullets_and_where_nothing_is()
    {
        var stage = new Stage(320, 240);
        stage.Imp(0, 200);
        Assert.DoesNotContain(1f, Play(stage, ammo: 0).Select(static pressed => pressed["ATTACK"]));
        stage.Clear(0);
        Assert.DoesNotContain(1f, Play(stage, ammo: 50).Select(static pressed => pressed["ATTACK"]));
    }

    [Fact]
    public void While_there_is_nothing_to_shoot_it_looks_all_round_and_runs()
    {
        var stage = new Stage(320, 240);
        var heading = 0.0;
        var looks = new HashSet<int>();
        foreach (var pressed in Play(stage, ammo: 50))
        {
            Assert.Equal(1, pressed["SPEED"]);
            heading += 2 * pressed["TURN_LEFT_RIGHT_DELTA"];
            looks.Add((int)Math.Floor((heading % 360 + 360) % 360 / 90));
        }

        Assert.Equal(4, looks.Count);
    }

    [Theory]
    [InlineData("ATTACK", "TURN_LEFT_RIGHT_DELTA")]
    [InlineData("TURN_LEFT_RIGHT_DELTA", "ATTACK")]
    public void A_scenario_that_lacks_what_it_needs_is_refused_by_name(string offered, string missing)
    {
        var error = Assert.Throws<PolicyException>(() => new HunterPolicy().Reset(new Stage(160, 120).Info(offered, "MOVE_FORWARD")));
        Assert.Contains(missing, error.Message, StringComparison.Ordinal);
    }

    private static List<Dictionary<string, float>> Play(Stage stage, double ammo)
    {
        var policy = new HunterPolicy();
        policy.Reset(stage.Info(Buttons));
        return [.. Enumerable.Range(0, 30).Select(i => Act(policy, stage, 2 * i, ammo))];
    }

    private static Dictionary<string, float> Act(HunterPolicy policy, Stage stage, int tic, double ammo = 20)
    {
        var buttons = new float[Buttons.Length];
        policy.Act(new Observation(stage.Frame, Stage.Palette, [ammo, 100], tic), buttons);
        return Buttons.Zip(buttons).ToDictionary(static p => p.First, static p => p.Second);
    }
}
