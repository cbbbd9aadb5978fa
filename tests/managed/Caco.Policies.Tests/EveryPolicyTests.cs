using Caco.Vision;

namespace Caco.Policies.Tests;

/// <summary>What holds for every policy of the catalogue that plays from the screen.</summary>
public class EveryPolicyTests
{
    private static readonly string[] Buttons =
        ["ATTACK", "SPEED", "MOVE_FORWARD", "MOVE_BACKWARD", "MOVE_RIGHT", "MOVE_LEFT", "TURN_LEFT", "TURN_RIGHT", "TURN180", "TURN_LEFT_RIGHT_DELTA"];

    public static TheoryData<string> Names =>
        [.. PolicyCatalog.Names.Where(static name => PolicyCatalog.SightOf(name) == Sight.Screen)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_frames_give_the_same_actions_after_every_reset(string name)
    {
        var stage = new Stage(160, 120);
        var first = PolicyCatalog.Create(name);
        var second = PolicyCatalog.Create(name);
        var info = stage.Info(Buttons);
        var runs = new List<string>();
        foreach (var policy in (IPolicy[])[first, first, second])
        {
            policy.Reset(info);
            var log = new List<string>();
            var random = new Random(3);
            for (var tic = 0; tic < 200; tic += 2)
            {
                stage.Clear(tic / 20);
                if (random.Next(3) == 0)
                {
                    stage.Imp(random.Next(-40, 40), random.Next(80, 600));
                }

                log.Add(string.Join(' ', Act(policy, stage.Frame, tic, ammo: 50 - tic / 10)));
            }

            runs.Add(string.Join('\n', log));
        }

        Assert.Equal(runs[0], runs[1]);
        Assert.Equal(runs[0], runs[2]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_decision_allocates_nothing(string name)
    {
        var stage = new Stage(320, 240);
        stage.Imp(-10, 200);
        stage.Medikit(20, 200);
        stage.Clip(30, 150);
        var policy = PolicyCatalog.Create(name);
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
    [MemberData(nameof(Names))]
    public void A_noisy_screen_does_no_harm(string name)
    {
        var random = new Random(9);
        foreach (var (width, height) in ((int, int)[])[(32, 24), (201, 151), (1920, 1200)])
        {
            var pixels = new byte[width * height];
            random.NextBytes(pixels);
            var policy = PolicyCatalog.Create(name);
            policy.Reset(new Stage(width, height).Info(Buttons));
            for (var tic = 0; tic < 6; tic += 2)
            {
                Assert.All(Act(policy, new IndexedFrame(pixels, width, height), tic, ammo: 5), static b => Assert.True(float.IsFinite(b)));
            }
        }
    }

    private static float[] Act(IPolicy policy, IndexedFrame frame, int tic, double ammo)
    {
        var buttons = new float[Buttons.Length];
        policy.Act(new Observation(frame, Stage.Palette, [ammo, 100], tic), buttons);
        return buttons;
    }
}
