using Caco.Policies.Gatherer;

namespace Caco.Policies.Tests;

public class GathererPolicyTests
{
    private static readonly string[] Buttons = ["TURN_LEFT", "TURN_RIGHT", "MOVE_FORWARD"];

    [Theory]
    [InlineData(160)]
    [InlineData(320)]
    [InlineData(640)]
    public void Kits_are_seen_where_they_stand(int width)
    {
        foreach (var distance in (double[])[120, 250, 400])
        {
            var stage = new Stage(width, width * 3 / 4);
            stage.Medikit(-15, distance);
            var eye = new KitEye(stage.Info(Buttons));
            eye.Look(stage.Frame);
            Assert.Equal(1, eye.Kits.Count);
            Assert.InRange(eye.Kits.Items[0].Bearing, -17, -13);
            Assert.InRange(eye.Kits.Items[0].Distance, distance * 0.8, distance * 1.2);
        }
    }

    [Fact]
    public void Imps_and_clips_are_no_kits()
    {
        var stage = new Stage(320, 240);
        stage.Imp(-10, 200);
        stage.Clip(20, 200);
        var eye = new KitEye(stage.Info(Buttons));
        eye.Look(stage.Frame);
        Assert.Equal(0, eye.Kits.Count);
    }

    [Theory]
    [InlineData(-35, "TURN_LEFT", false)]
    [InlineData(35, "TURN_RIGHT", false)]
    [InlineData(-15, "TURN_LEFT", true)]
    [InlineData(0, null, true)]
    public void It_turns_to_a_kit_and_walks_once_that_leads_there(double bearing, string? turn, bool walks)
    {
        var stage = new Stage(320, 240);
        stage.Medikit(bearing, 250);
        var policy = new GathererPolicy();
        policy.Reset(stage.Info(Buttons));
        Assert.Equal([.. Pressed(turn, walks)], Act(policy, stage, 0));
    }

    [Fact]
    public void Of_two_kits_it_stays_with_the_one_that_it_chose()
    {
        var stage = new Stage(320, 240);
        var policy = new GathererPolicy();
        policy.Reset(stage.Info(Buttons));
        stage.Medikit(-20, 250);
        Assert.Contains("TURN_LEFT", Act(policy, stage, 0));
        stage.Medikit(14, 200);
        Assert.Contains("TURN_LEFT", Act(policy, stage, 2));
    }

    [Fact]
    public void Where_no_kit_is_seen_it_looks_round_and_then_walks_on()
    {
        var stage = new Stage(320, 240);
        var policy = new GathererPolicy();
        policy.Reset(stage.Info(Buttons));
        var all = Enumerable.Range(0, 100).Select(i => string.Join(' ', Act(policy, stage, 2 * i))).ToList();
        Assert.All(all[..70], static pressed => Assert.Equal("TURN_RIGHT", pressed));
        Assert.All(all[70..], static pressed => Assert.Equal("MOVE_FORWARD", pressed));
    }

    [Fact]
    public void A_scenario_without_a_turn_is_refused_by_name()
    {
        var error = Assert.Throws<PolicyException>(static () => new GathererPolicy().Reset(new Stage(160, 120).Info("MOVE_FORWARD", "TURN_LEFT")));
        Assert.Contains("TURN_RIGHT", error.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Pressed(string? turn, bool walks) =>
        Buttons.Where(name => name == turn || (walks && name == "MOVE_FORWARD"));

    private static string[] Act(GathererPolicy policy, Stage stage, int tic)
    {
        var buttons = new float[Buttons.Length];
        policy.Act(new Observation(stage.Frame, Stage.Palette, [0, 100], tic), buttons);
        return [.. Buttons.Where((_, i) => buttons[i] == 1)];
    }
}
