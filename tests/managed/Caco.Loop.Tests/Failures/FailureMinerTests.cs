using System.Diagnostics;
using System.Text.Json;
using Caco.Engine;
using Caco.Loop.Compile;
using Caco.Loop.Failures;
using Caco.Loop.Imaging;
using Caco.Loop.Play;
using Caco.Loop.Replays;
using SkiaSharp;

namespace Caco.Loop.Tests;

public sealed class FailureMinerTests
{
    private const int Tics = 350;
    private const int Decision = 2;

    private static readonly PolicyImage Shooter = new() { Name = "turn-and-shoot", Hash = "0" };

    [Fact]
    public async Task Failures_become_bundles_that_can_be_played_looked_at_and_read()
    {
        SkipWithoutIwad();
        using var folder = new TemporaryFolder();
        using var stage = Stage.Create(new StageRequest { Tics = Tics });
        await using var evaluator = new InProcessEvaluator(stage, Decision);
        var episodes = Run.Play(stage, PolicySource.Find(Shooter.Name), [1, 2, 3, 4, 5, 6], Decision, 2).Episodes
            .Select(static e => e.Result).ToList();

        var request = new MiningRequest { Trial = 3, Folder = folder.File("failures"), Episodes = episodes, Most = 2 };
        var bundles = await new FailureMiner(evaluator).MineAsync(Shooter, request, TestContext.Current.CancellationToken);

        Assert.InRange(bundles.Count, 1, 2);
        Assert.Equal(bundles.Count, Directory.GetDirectories(folder.File("failures")).Length);
        Assert.True(bundles[0].IsWorst);
        var lower = FailureMiner.LowerHalf(episodes, request.Rule).Select(static e => e.Seed).ToList();
        Assert.All(bundles, bundle =>
        {
            Assert.Contains(bundle.Seed, lower);
            Assert.Equal(episodes.Single(e => e.Seed == bundle.Seed).Score, bundle.Score);
            CheckReplay(bundle, episodes);
            CheckSheet(bundle);
            CheckText(bundle);
            CheckClip(bundle);
        });
    }

    [Fact]
    public async Task The_same_episodes_give_the_same_bundles()
    {
        SkipWithoutIwad();
        using var folder = new TemporaryFolder();
        using var stage = Stage.Create(new StageRequest { Tics = 140 });
        await using var evaluator = new InProcessEvaluator(stage, Decision);
        var episodes = Run.Play(stage, PolicySource.Find("random"), [1, 2, 3], Decision, 1).Episodes.Select(static e => e.Result).ToList();
        var policy = Shooter with { Name = "random" };
        var bundles = new List<FailureBundle>();
        foreach (var name in (string[])["a", "b", "a"])
        {
            var request = new MiningRequest { Trial = 1, Folder = folder.File(name), Episodes = episodes, Most = 1 };
            bundles.Add((await new FailureMiner(evaluator).MineAsync(policy, request, TestContext.Current.CancellationToken)).Single());
        }

        foreach (var file in (string[])["sheet.png", "trace.txt", "summary.txt", "causes.json", "replay.caco"])
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(bundles[0].Folder, file)), File.ReadAllBytes(Path.Combine(bundles[1].Folder, file)));
        }

        // A second run replaces the folder of the first and leaves no draft.
        Assert.Single(Directory.GetFileSystemEntries(folder.File("a")));
    }

    [Fact]
    public void A_labelled_game_plays_the_same_episode_and_sees_the_enemies()
    {
        SkipWithoutIwad();
        using var stage = Stage.Create(new StageRequest { Tics = Tics });
        var (result, replay) = Run.Play(stage, PolicySource.Find("battle"), [11], Decision, 1).Episodes[0];
        var survey = EpisodeSurvey.Of(replay, stage);
        Assert.Equal(result.Decisions, survey.Samples.Count);
        Assert.Equal(survey.Samples.Count(static s => s.Enemies > 0) / (double)result.Decisions, survey.InViewShare);
        Assert.True(result.Hits > 0 && survey.InViewShare > 0.05 && survey.TriggerShare > 0, "the reference policy finds an enemy within ten seconds");
        var first = Assert.NotNull(survey.FirstSeenTic);
        Assert.True(survey.Samples.First(static s => s.Attacks).Tic >= first);
        Assert.True(survey.NearestAtEnd > 0);
        Assert.Contains(survey.Samples, static s => s is { Moves: true, Step: > 1 });
    }

    [Fact]
    public async Task What_a_policy_says_in_its_worker_is_in_the_bundle()
    {
        SkipWithoutIwad();
        using var folder = new TemporaryFolder();
        var image = WorkerStage.Compiled(WorkerStage.Policy(
            "if (observation.Tic % 20 == 0) { _info.Log.Trace($\"pulls at {observation.Tic}\"); } buttons[_attack] = 1;",
            "_info = info; _attack = info.ButtonSlot(\"ATTACK\");",
            "private EpisodeInfo _info; private int _attack;"));
        await using var evaluator = WorkerStage.Evaluator();
        var cancellation = TestContext.Current.CancellationToken;
        var played = await evaluator.EvaluateAsync(image, WorkerStage.Job(1, 2), cancellation: cancellation);
        var request = new MiningRequest { Trial = 1, Folder = folder.File("failures"), Episodes = played.Episodes, Most = 1 };
        var bundle = (await new FailureMiner(evaluator).MineAsync(image, request, cancellation)).Single();
        Assert.Equal(played.Episodes.Min(static e => e.Score), bundle.Score);
        Assert.Contains("20: pulls at 20\n40: pulls at 40\n", File.ReadAllText(Path.Combine(bundle.Folder, "trace.txt")), StringComparison.Ordinal);
        Assert.Matches(@"It said at tic \d+: pulls at \d+", bundle.Summary);
        Assert.Matches(@"Shots [1-9]", bundle.Summary);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_named()
    {
        SkipWithoutIwad();
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("failures"), "a file");
        using var stage = Stage.Create(new StageRequest { Tics = 35 });
        await using var evaluator = new InProcessEvaluator(stage, Decision);
        var episodes = Run.Play(stage, PolicySource.Find("idle"), [1], Decision, 1).Episodes.Select(static e => e.Result).ToList();
        var request = new MiningRequest { Trial = 1, Folder = folder.File("failures"), Episodes = episodes };
        var error = await Assert.ThrowsAsync<LoopException>(
            () => new FailureMiner(evaluator).MineAsync(Shooter with { Name = "idle" }, request, TestContext.Current.CancellationToken));
        Assert.Contains(folder.File("failures"), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_episodes_give_no_bundles()
    {
        using var folder = new TemporaryFolder();
        var request = new MiningRequest { Trial = 1, Folder = folder.File("failures"), Episodes = [] };
        Assert.Empty(await new FailureMiner(null!).MineAsync(Shooter, request, TestContext.Current.CancellationToken));
        Assert.False(Directory.Exists(folder.File("failures")));
    }

    private static void CheckReplay(FailureBundle bundle, List<EpisodeResult> episodes)
    {
        var replay = ReplayFile.Load(Path.Combine(bundle.Folder, "replay.caco"));
        Assert.Equal(bundle.Seed, replay.Seed);
        Assert.Equal(episodes.Single(e => e.Seed == bundle.Seed).Hash, replay.Checkpoints[^1].Chain.ToString("x16"));
    }

    private static void CheckSheet(FailureBundle bundle)
    {
        using var sheet = SKBitmap.Decode(Path.Combine(bundle.Folder, "sheet.png"));
        Assert.True(sheet.Width > 6 * 320 && sheet.Height > 4 * 240, $"{sheet.Width} x {sheet.Height}");

        // The causes say how much of the time an enemy was on the screen; where there was one in the frames there is a red box.
        var pixels = new Dictionary<uint, int>();
        foreach (var pixel in sheet.Pixels)
        {
            var color = Picture.Color(pixel.Red, pixel.Green, pixel.Blue);
            pixels[color] = pixels.GetValueOrDefault(color) + 1;
        }

        Assert.True(pixels.GetValueOrDefault(FramePainter.EnemyColor) + pixels.GetValueOrDefault(FramePainter.ItemColor) > 20, "no boxes are drawn");
        Assert.True(pixels.GetValueOrDefault(Picture.Color(150, 190, 230)) > 200, "what the policy said is not below the frames");
    }

    private static void CheckText(FailureBundle bundle)
    {
        var summary = File.ReadAllText(Path.Combine(bundle.Folder, "summary.txt"));
        Assert.Equal(bundle.Summary, summary);
        var lines = summary.TrimEnd('\n').Split('\n');
        Assert.InRange(lines.Length, 12, FailureSummary.MostLines);
        Assert.All(lines, static line => Assert.InRange(line.Length, 10, FailureSummary.WidestLine));
        Assert.Contains($"seed {bundle.Seed}", lines[0], StringComparison.Ordinal);
        Assert.Contains("It said at tic", summary, StringComparison.Ordinal);

        using var causes = JsonDocument.Parse(File.ReadAllText(Path.Combine(bundle.Folder, "causes.json")));
        var root = causes.RootElement;
        Assert.Equal(bundle.Cause.ToString(), root.GetProperty("cause").GetString());
        Assert.Equal(bundle.Score, root.GetProperty("score").GetDouble());
        Assert.Equal(6, root.GetProperty("all").EnumerateArray().Sum(static c => c.GetProperty("count").GetInt32()));
        Assert.InRange(root.GetProperty("survey").GetProperty("inViewShare").GetDouble(), 0, 1);

        var (from, to) = (root.GetProperty("stretch").GetProperty("from").GetInt32(), root.GetProperty("stretch").GetProperty("to").GetInt32());
        var trace = File.ReadAllLines(Path.Combine(bundle.Folder, "trace.txt"))[1..];
        Assert.Equal($"{from}: decision {from / Decision}", trace[0]);
        Assert.Equal($"{to}: rule wander", trace[^1]);
        Assert.Equal(((to - from) / Decision + 1) * 2, trace.Length);
    }

    private static void CheckClip(FailureBundle bundle)
    {
        var clip = Path.Combine(bundle.Folder, "clip.mp4");
        if (!ClipWriter.IsAvailable)
        {
            Assert.False(File.Exists(clip));
            Assert.Contains("no clip (ffmpeg is not installed)", bundle.Summary, StringComparison.Ordinal);
            return;
        }

        Assert.Contains("clip.mp4", bundle.Summary, StringComparison.Ordinal);
        using var probe = Process.Start(new ProcessStartInfo(
            "ffprobe", ["-v", "error", "-count_frames", "-show_entries", "stream=width,height,nb_read_frames,r_frame_rate", "-of", "csv=p=0", clip])
        {
            RedirectStandardOutput = true,
        })!;
        var fields = probe.StandardOutput.ReadToEnd().Trim().Split(',');
        probe.WaitForExit();
        Assert.Equal(["320", "240", "35/2"], fields[..3]);
        Assert.InRange(int.Parse(fields[3]), 20, 140);
    }

    private static void SkipWithoutIwad() =>
        Assert.SkipUnless(IwadLocator.TryFind(null, out _), "no IWAD is installed");
}
