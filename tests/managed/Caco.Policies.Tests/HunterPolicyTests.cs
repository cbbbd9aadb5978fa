using Caco.Policies.Battle;
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

    [Fact]
    public void The_same_frames_give_the_same_actions_after_every_reset()
    {
        var stage = new Stage(160, 120);
        var first = new HunterPolicy();
        var second = new HunterPolicy();
        var info = stage.Info(Buttons);
        var runs = new List<string>();
        foreach (var policy in (HunterPolicy[])[first, first, second])
        {
            policy.Reset(info);
            var log = new List<string>();
            var random = new Random(3);
            for (var tic = 0; tic < 160; tic += 2)
            {
                stage.Clear(tic / 20);
                if (random.Next(3) == 0)
                {
                    stage.Imp(random.Next(-40, 40), random.Next(80, 600));
                }

                log.Add(string.Join(' ', Act(policy, stage, tic, ammo: 50 - tic / 10).Values));
            }

            runs.Add(string.Join('\n', log));
        }

        Assert.Equal(runs[0], runs[1]);
        Assert.Equal(runs[0], runs[2]);
    }

    [Fact]
    public void A_decision_allocates_nothing()
    {
        var stage = new Stage(320, 240);
        stage.Imp(-10, 200);
        stage.Medikit(20, 200);
        stage.Clip(30, 150);
        var policy = new HunterPolicy();
        policy.Reset(stage.Info(Buttons));
        var buttons = new float[Buttons.Length];
        double[] variables = [20, 50];
        Run(0, 60);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(60, 120);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Run(int from, int to)
        {
            for (var tic = from; tic < to; tic += 2)
            {
                policy.Act(new Observation(stage.Frame, Stage.Palette, variables, tic), buttons);
            }
        }
    }

    [Theory]
    [InlineData("ATTACK", "TURN_LEFT_RIGHT_DELTA")]
    [InlineData("TURN_LEFT_RIGHT_DELTA", "ATTACK")]
    public void A_scenario_that_lacks_what_it_needs_is_refused_by_name(string offered, string missing)
    {
        var error = Assert.Throws<PolicyException>(() => new HunterPolicy().Reset(new Stage(160, 120).Info(offered, "MOVE_FORWARD")));
        Assert.Contains(missing, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_noisy_screen_does_no_harm()
    {
        var random = new Random(9);
        foreach (var (width, height) in ((int, int)[])[(32, 24), (201, 151), (1920, 1200)])
        {
            var pixels = new byte[width * height];
            random.NextBytes(pixels);
            var policy = new HunterPolicy();
            policy.Reset(new Stage(width, height).Info(Buttons));
            var buttons = new float[Buttons.Length];
            for (var tic = 0; tic < 6; tic += 2)
            {
                policy.Act(new Observation(new IndexedFrame(pixels, width, height), Stage.Palette, [5, 50], tic), buttons);
                Assert.All(buttons, static b => Assert.True(float.IsFinite(b)));
            }
        }
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
