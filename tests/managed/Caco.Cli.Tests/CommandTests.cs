using System.Text.Json;
using Caco.Cli.Runs;
using Caco.Loop.Play;
using Caco.Loop.Replays;
using Caco.Engine;

namespace Caco.Cli.Tests;

public sealed class CommandTests
{
    private static readonly string[] ShortRun = ["run", "--seeds", "0-1", "--tics", "70"];

    [Theory]
    [InlineData("--no-such-option")]
    [InlineData("no-such-command")]
    [InlineData("run", "--seeds", "3-1")]
    [InlineData("run", "--seeds")]
    [InlineData("run", "--policy", "nobody")]
    [InlineData("run", "--decision", "0")]
    [InlineData("run", "--decision", "two")]
    [InlineData("run", "--tics", "-5")]
    [InlineData("run", "--resolution", "wide")]
    [InlineData("replay")]
    [InlineData("verify-trace")]
    [InlineData]
    public void A_wrong_command_line_ends_with_2_and_says_why(params string[] arguments)
    {
        var result = Cli.Run(arguments);
        Assert.Equal(ExitCodes.Usage, result.Code);
        Assert.Empty(result.Output);
        Assert.StartsWith("caco: ", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run", "--scenario", "none.cfg")]
    [InlineData("run", "--iwad", "none.wad")]
    [InlineData("replay", "none.caco")]
    [InlineData("verify-trace", "none.jsonl.gz")]
    public void A_missing_file_ends_with_1_and_is_named(params string[] arguments)
    {
        var result = Cli.Run(arguments);
        Assert.Equal(ExitCodes.Failed, result.Code);
        Assert.Empty(result.Output);
        Assert.Contains(arguments[^1], result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_and_version_go_to_standard_output()
    {
        var help = Cli.Run("--help");
        Assert.Equal(ExitCodes.Ok, help.Code);
        foreach (var command in (string[])["run", "replay", "verify-trace", "compare-trace", "gallery", "bench", "doctor"])
        {
            Assert.Contains(command, help.Output, StringComparison.Ordinal);
        }

        var version = Cli.Run("--version");
        Assert.Equal(ExitCodes.Ok, version.Code);
        Assert.Equal(App.Version, version.Output.Trim());
    }

    [Fact]
    public void The_settings_of_a_scenario_are_text_that_gives_them_again()
    {
        using var scenario = BuiltinScenario.Get().CreateScenario();
        scenario.LivingReward = -0.125;
        scenario.GameArgs = "+sv_cheats 1";
        scenario.SetButtonMaxValue(Button.TurnLeftRightDelta, 12.5);
        var text = ScenarioText.Of(scenario);
        using var again = new Scenario();
        again.LoadText(text, "again");
        Assert.Equal(text, ScenarioText.Of(again));
        Assert.Equal(scenario.Buttons, again.Buttons);
        Assert.Equal(-0.125, again.LivingReward);
        Assert.Equal(12.5, again.GetButtonMaxValue(Button.TurnLeftRightDelta));
    }

    [Theory]
    [InlineData(320, 240, false, 240)]
    [InlineData(320, 240, true, 208)]
    [InlineData(640, 480, true, 403)]
    [InlineData(1280, 1024, true, 870)]
    public void The_view_ends_above_the_status_bar(int width, int height, bool hud, int rows)
    {
        using var scenario = new Scenario { RenderHud = hud };
        Assert.Equal(rows, new ScreenSize(width, height).ViewHeight(scenario));
    }

    [Fact]
    public void A_run_does_not_depend_on_the_number_of_threads()
    {
        Cli.NeedIwad();
        using var folder = new TemporaryFolder();
        var one = Cli.Run([.. ShortRun, "--threads", "1", "--json", "--out", folder.File("one")]);
        var two = Cli.Run([.. ShortRun, "--threads", "2", "--json", "--out", folder.File("two")]);
        Assert.Equal(ExitCodes.Ok, one.Code);
        Assert.Equal(ExitCodes.Ok, two.Code);
        foreach (var name in (string[])["episodes", "summary", "content", "assetsHash", "tics"])
        {
            Assert.Equal(one.Json().GetProperty(name).GetRawText(), two.Json().GetProperty(name).GetRawText());
        }

        Assert.Equal(2, two.Json().GetProperty("threads").GetInt32());
        foreach (var file in (string[])["episodes.csv", "replays/seed000.caco", "replays/seed001.caco", "worst-episode.png"])
        {
            Assert.Equal(File.ReadAllBytes(folder.File("one/" + file)), File.ReadAllBytes(folder.File("two/" + file)));
        }
    }

    [Fact]
    public void Results_have_the_shape_that_readers_rely_on()
    {
        Cli.NeedIwad();
        using var folder = new TemporaryFolder();
        var run = Cli.Run([.. ShortRun, "--policy", "turn-and-shoot", "--decision", "3", "--resolution", "200x150",
            "--json", "--out", folder.File("run")]);
        Assert.Equal(ExitCodes.Ok, run.Code);
        Assert.Equal(run.Output.Trim(), File.ReadAllText(folder.File("run/results.json")).Trim());
        var json = run.Json();
        Assert.Equal(
            ["schema", "version", "scenario", "policy", "decision", "tics", "resolution", "content", "assetsHash", "summary",
                "episodes", "threads", "speed", "folder"],
            json.EnumerateObject().Select(static p => p.Name));
        Assert.Equal(RunResults.CurrentSchema, json.GetProperty("schema").GetString());
        Assert.Equal("battle", json.GetProperty("scenario").GetString());
        Assert.Equal("turn-and-shoot", json.GetProperty("policy").GetString());
        Assert.Equal("200x150", json.GetProperty("resolution").GetString());
        Assert.Equal(["builtin:battle"], json.GetProperty("content").EnumerateArray().Skip(1).Select(Name));
        var summary = json.GetProperty("summary");
        foreach (var figure in (string[])["reward", "score", "kills", "damage", "health"])
        {
            Assert.Equal(
                ["mean", "min", "max", "standardError"],
                summary.GetProperty(figure).EnumerateObject().Select(static p => p.Name));
        }

        var episodes = json.GetProperty("episodes").EnumerateArray().ToList();
        Assert.Equal([0, 1], episodes.Select(static e => e.GetProperty("seed").GetInt32()));
        Assert.All(episodes, e =>
        {
            Assert.Equal(70, e.GetProperty("tics").GetInt32());
            Assert.Equal(24, e.GetProperty("decisions").GetInt32());
            Assert.Equal(
                e.GetProperty("damage").GetDouble() + 10 * e.GetProperty("kills").GetDouble(), e.GetProperty("score").GetDouble());
            Assert.True(File.Exists(folder.File("run/" + e.GetProperty("replay").GetString())));
        });
        Assert.Equal(3, File.ReadAllLines(folder.File("run/episodes.csv")).Length);

        static string? Name(JsonElement element) => element.GetProperty("name").GetString();
    }

    [Fact]
    public void A_run_prints_a_table_for_people()
    {
        Cli.NeedIwad();
        using var folder = new TemporaryFolder();
        var run = Cli.Run(["run", "--seeds", "7", "--tics", "20", "--policy", "idle", "--out", folder.File("run")]);
        Assert.Equal(ExitCodes.Ok, run.Code);
        foreach (var word in (string[])["seed", "reward", "kills", "damage", "health", "tics", "mean", "min", "standard error",
            "decisions/s", "tics/s", folder.File("run")])
        {
            Assert.Contains(word, run.Output, StringComparison.Ordinal);
        }

        Assert.Contains("[1/1] seed 7", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_replay_is_simulated_again_checked_and_drawn()
    {
        Cli.NeedIwad();
        using var folder = new TemporaryFolder();
        Assert.Equal(ExitCodes.Ok, Cli.Run([.. ShortRun, "--json", "--out", folder.File("run")]).Code);
        var replay = Cli.Run(
            "replay", folder.File("run/replays/seed001.caco"), "--out", folder.File("frames"), "--every", "14", "--json",
            "--hashes", folder.File("hashes.csv"));
        Assert.Equal(ExitCodes.Ok, replay.Code);
        Assert.True(replay.Json().GetProperty("exact").GetBoolean());
        Assert.Equal(
            ["tic00000.png", "tic00014.png", "tic00028.png", "tic00042.png", "tic00056.png"],
            Directory.GetFiles(folder.File("frames")).Select(Path.GetFileName).Order());
        var hashes = File.ReadAllLines(folder.File("hashes.csv"));
        Assert.Equal(1 + 35 + 1, hashes.Length);
        Assert.StartsWith("70,", hashes[^1], StringComparison.Ordinal);
        Assert.Distinct(hashes);
    }

    [Fact]
    public void A_replay_that_diverges_ends_with_1_and_names_the_tic()
    {
        Cli.NeedIwad();
        using var folder = new TemporaryFolder();
        Assert.Equal(ExitCodes.Ok, Cli.Run([.. ShortRun, "--json", "--out", folder.File("run")]).Code);
        var replay = ReplayFile.Load(folder.File("run/replays/seed000.caco"));

        // Other buttons at the decision of tic 40: the first checkpoint after it is the one at tic 70.
        var actions = replay.Actions.Select(static a => (float[])a.Clone()).ToArray();
        Array.Fill(actions[20], 1);
        var middle = Check(folder, replay with { Actions = actions });
        Assert.Contains("differs at tic 70 (equal up to tic 36)", middle.Error, StringComparison.Ordinal);

        Assert.Contains("differs at tic 0", Check(folder, replay with { Seed = 99 }).Error, StringComparison.Ordinal);
        Assert.Contains("reward", Check(folder, replay with { Reward = replay.Reward + 1 }).Error, StringComparison.Ordinal);
        Assert.Contains(
            "goes on to tic 70", Check(folder, replay with { Checkpoints = [.. replay.Checkpoints.SkipLast(1)] }).Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_replay_refuses_other_archives_than_those_it_was_played_on()
    {
        Cli.NeedIwad();
        using var folder = new TemporaryFolder();
        Assert.Equal(ExitCodes.Ok, Cli.Run([.. ShortRun, "--json", "--out", folder.File("run")]).Code);
        var replay = ReplayFile.Load(folder.File("run/replays/seed000.caco"));
        var other = replay with { Content = [replay.Content[0] with { Sha256 = new string('0', 64) }, replay.Content[1]] };
        var result = Check(folder, other);
        Assert.Contains("was not found", result.Error, StringComparison.Ordinal);
        Assert.Contains(replay.Content[0].Path, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Bench_and_doctor_print_one_document()
    {
        Cli.NeedIwad();
        var bench = Cli.Run("bench", "--tics", "20", "--repeats", "1", "--json");
        Assert.Equal(ExitCodes.Ok, bench.Code);
        Assert.InRange(bench.Json().GetProperty("compile").GetProperty("lines").GetInt32(), 300, 2000);
        var lines = bench.Json().GetProperty("lines").EnumerateArray().ToList();
        Assert.Equal(
            ["160x120 GRAY8", "320x240 CRCGCB", "640x480 CRCGCB", "no screen"],
            lines.Select(static l => l.GetProperty("name").GetString()));
        // The screen does not change the world.
        Assert.Single(lines.Select(static l => l.GetProperty("hash").GetString()).Distinct());

        var doctor = Cli.Run("doctor", "--json");
        Assert.Equal(ExitCodes.Ok, doctor.Code);
        Assert.True(doctor.Json().GetProperty("ok").GetBoolean());
        Assert.Equal(ExitCodes.Failed, Cli.Run("doctor", "--iwad", "no/such.wad").Code);
    }

    private static Cli.Result Check(TemporaryFolder folder, Replay replay)
    {
        ReplayFile.Save(folder.File("changed.caco"), replay);
        var result = Cli.Run("replay", folder.File("changed.caco"), "--every", "0", "--json");
        Assert.Equal(ExitCodes.Failed, result.Code);
        return result;
    }
}
