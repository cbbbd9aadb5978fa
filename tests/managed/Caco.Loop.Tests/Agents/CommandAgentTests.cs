using Caco.Loop.Agents;
using Caco.Loop.Agents.Commands;
using Caco.Loop.Workspaces;

namespace Caco.Loop.Tests;

public sealed class CommandAgentTests : IDisposable
{
    private readonly AgentStage _stage = new("class P { }\n");

    public CommandAgentTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "The commands of these tests are shell scripts.");

    public void Dispose() => _stage.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static CommandAgentSettings Shell(string script) => new() { Command = ["sh", "-c", script], Sandbox = "never" };

    private Task<Proposal?> Run(CommandAgentSettings settings, WorkspacePaths? workspace = null, CancellationToken? cancellation = null) =>
        new CommandAgent(workspace).ProposeAsync(
            _stage.Request(new FakeProbe(static _ => 0), new LoopSettings { Agent = new AgentSettings { Command = settings } }), cancellation ?? Cancellation);

    private Task<LoopException> Fails(CommandAgentSettings settings) => Assert.ThrowsAsync<LoopException>(() => Run(settings));

    private static bool IsAlive(string id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id.Trim()}/stat");
            return stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }

    [Fact]
    public async Task It_gets_the_brief_edits_its_copy_and_says_why()
    {
        var proposal = await Run(Shell("cat > in.txt; echo '// edited' >> policy/Policy.cs; echo 'some words'; echo '**HYPOTHESIS:** aims better'") with { CostPerCall = 0.25m });
        Assert.Equal("aims better", proposal?.Hypothesis);
        Assert.Equal(0.25m, proposal?.Cost);
        Assert.Contains("some words", proposal?.Note, StringComparison.Ordinal);
        Assert.Equal("Play better.", File.ReadAllText(Path.Combine(_stage.Copy.Root, "in.txt")));
        Assert.Equal("class P { }\n// edited\n", _stage.Source());
        Assert.Contains("some words", File.ReadAllText(Path.Combine(_stage.Copy.Scratch, CommandAgent.OutputName)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Placeholders_stand_for_the_briefs_file_and_the_copy()
    {
        var settings = new CommandAgentSettings
        {
            Command = ["sh", "-c", "cat \"$1\" > \"$2/seen.txt\"; echo '//' >> policy/Policy.cs; cat", "x", "{brief}", "{copy}"],
            BriefOnInput = false,
            Sandbox = "never",
        };
        Assert.StartsWith("no hypothesis given; changed: Policy.cs", (await Run(settings))?.Hypothesis, StringComparison.Ordinal);
        Assert.Equal("Play better.", File.ReadAllText(Path.Combine(_stage.Copy.Root, "seen.txt")));
        Assert.DoesNotContain("Play", File.ReadAllText(Path.Combine(_stage.Copy.Scratch, CommandAgent.OutputName)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_may_hold_the_hypothesis()
    {
        File.WriteAllText(Path.Combine(_stage.Copy.Root, CommandAgent.HypothesisName), "an old one");
        var proposal = await Run(Shell("test -e hypothesis.txt && exit 9; echo '//' >> policy/Policy.cs; printf 'turns\nfaster\n' > hypothesis.txt; echo HYPOTHESIS: no"));
        Assert.Equal("turns faster", proposal?.Hypothesis);
    }

    [Fact]
    public async Task Tokens_and_cost_are_read_from_its_json()
    {
        var proposal = await Run(Shell(
            """
            echo '//' >> policy/Policy.cs
            printf '%s\n' '{"type":"result","result":"Done.\nHYPOTHESIS: runs less","total_cost_usd":0.125,"usage":{"input_tokens":10,"output_tokens":5,"cache_read_input_tokens":100,"cache_creation_input_tokens":1}}'
            """) with { CostPerCall = 9 });
        Assert.Equal(("runs less", 116L, 0.125m), (proposal!.Hypothesis, proposal.Tokens, proposal.Cost));
    }

    [Fact]
    public async Task An_exit_code_and_the_last_words_are_reported_with_what_was_spent()
    {
        var failure = await Fails(Shell("echo '{\"usage\":{\"input_tokens\":7}}'; echo 'no key' >&2; exit 3") with { CostPerCall = 2 });
        Assert.Contains("sh ended with exit code 3", failure.Message, StringComparison.Ordinal);
        Assert.Contains("no key", failure.Message, StringComparison.Ordinal);
        Assert.Equal((7L, 2m), (failure.Tokens, failure.Cost));
    }

    [Fact]
    public async Task A_command_that_changes_nothing_is_reported() =>
        Assert.Contains("without changing policy/", (await Fails(Shell("echo thinking"))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_missing_program_is_named() =>
        Assert.Contains("'no-such-agent' is not installed", (await Fails(new CommandAgentSettings { Command = ["no-such-agent"] })).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Settings_that_make_no_sense_are_refused()
    {
        await Assert.ThrowsAsync<RequestException>(() => Run(new CommandAgentSettings()));
        await Assert.ThrowsAsync<RequestException>(() => Run(Shell("true") with { Sandbox = "perhaps" }));
        await Assert.ThrowsAsync<RequestException>(() => Run(Shell("true") with { MinutesLimit = 0 }));
    }

    [Fact]
    public async Task The_time_limit_ends_all_its_processes()
    {
        var failure = await Fails(Shell("echo $$ > ids; sleep 999 & echo $! >> ids; setsid sleep 999 & echo $! >> ids; echo begun; wait") with { MinutesLimit = 0.03 });
        Assert.Contains("minutesLimit", failure.Message, StringComparison.Ordinal);
        Assert.All(File.ReadAllLines(Path.Combine(_stage.Copy.Root, "ids")), static id => Assert.False(IsAlive(id), id));
    }

    [Fact]
    public async Task What_it_leaves_in_the_background_is_ended_with_it()
    {
        await Run(Shell("sleep 999 & echo $! > ids; echo '//' >> policy/Policy.cs"));
        Assert.All(File.ReadAllLines(Path.Combine(_stage.Copy.Root, "ids")), static id => Assert.False(IsAlive(id), id));
    }

    [Fact]
    public async Task It_can_be_ended_from_outside()
    {
        using var end = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Run(Shell("sleep 999"), cancellation: end.Token));
    }

    [Fact]
    public async Task Much_output_is_no_obstacle()
    {
        var proposal = await Run(Shell("head -c 30000000 /dev/zero | tr '\\0' 'x' | fold; head -c 3000000 /dev/zero >&2; echo '//' >> policy/Policy.cs; echo; echo HYPOTHESIS: loud"));
        Assert.Equal("loud", proposal?.Hypothesis);
    }

    [Fact]
    public async Task A_link_out_of_the_copy_is_refused_by_name()
    {
        var failure = await Fails(Shell("ln -s /etc/hostname policy/Secret.cs; echo '//' >> policy/Policy.cs"));
        Assert.Contains("Secret.cs is a link to /etc/hostname", failure.Message, StringComparison.Ordinal);
        File.Delete(Path.Combine(_stage.Copy.Policy, "Secret.cs"));
        failure = await Fails(Shell("mkdir aside; ln -s ../.. aside/deep; echo '//' >> policy/Policy.cs"));
        Assert.Contains("aside/deep is a link to ../..", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ring_of_links_inside_does_no_harm()
    {
        Assert.NotNull(await Run(Shell("ln -s . policy/self; echo '//' >> policy/Policy.cs")));
        Assert.Equal(["Policy.cs"], PolicyFiles.Read(_stage.Copy.Policy).Keys);
    }

    [Fact]
    public async Task Without_policy_the_proposal_is_an_empty_one() =>
        Assert.Equal("no hypothesis given; changed: Policy.cs", (await Run(Shell("rm -r policy")))?.Hypothesis);

    [Fact]
    public async Task Files_changed_outside_the_copy_are_named()
    {
        var workspace = new WorkspacePaths(Path.Combine(_stage.Folder, "workspace"));
        Directory.CreateDirectory(workspace.Cases);
        File.WriteAllText(workspace.Settings, "{}");
        File.WriteAllText(Path.Combine(workspace.Cases, "a.json"), "{}");
        var proposal = await Run(Shell("rm ../workspace/cases/a.json; echo >> ../workspace/loop.json; echo '//' >> policy/Policy.cs"), workspace);
        Assert.Contains("files outside its copy changed: cases/a.json, loop.json", proposal?.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Confined_it_may_write_its_copy_and_a_tmp_of_its_own()
    {
        var settings = new CommandAgentSettings { Network = false, Writable = ["/var/cache/agent"] };
        var line = string.Join(' ', Sandbox.Wrap(["/bin/agent", "-p"], "/usr/bin/bwrap", "/data/copy", settings, ["/data/trials.jsonl"]));
        Assert.Equal(
            "/usr/bin/bwrap --ro-bind / / --dev /dev --proc /proc --tmpfs /tmp --ro-bind /dev/null /data/trials.jsonl --bind /var/cache/agent /var/cache/agent --bind /data/copy /data/copy "
            + "--unshare-net --unshare-pid --unshare-ipc --die-with-parent --chdir /data/copy -- /bin/agent -p",
            line);
        Assert.DoesNotContain("--unshare-net", Sandbox.Wrap(["a"], "b", "/c", new CommandAgentSettings(), []));
    }

    [Fact]
    public async Task Confined_it_cannot_write_elsewhere_nor_use_the_network()
    {
        var settings = Shell(
            "echo out > ../outside.txt; echo tmp > /tmp/caco-agent-test.txt && cat /tmp/caco-agent-test.txt; echo elsewhere > /var/tmp/caco-agent-test.txt; "
            + "echo interfaces: $(grep -c : /proc/net/dev); setsid sleep 999 & echo '//' >> policy/Policy.cs; echo HYPOTHESIS: confined") with { Sandbox = "always", Network = false };
        Assert.SkipWhen(Sandbox.Find(settings with { Sandbox = "auto" }, "/", out var why) is null, why ?? "");
        var proposal = await Run(settings);
        Assert.Equal("confined", proposal?.Hypothesis);
        Assert.False(File.Exists(Path.Combine(_stage.Folder, "outside.txt")));
        Assert.False(File.Exists("/tmp/caco-agent-test.txt"));
        Assert.False(File.Exists("/var/tmp/caco-agent-test.txt"));
        Assert.Contains("Read-only file system", proposal?.Note, StringComparison.Ordinal);
        Assert.Contains("interfaces: 1", proposal!.Note!, StringComparison.Ordinal);
        Assert.Equal("class P { }\n//\n", _stage.Source());
    }

    [Fact]
    public async Task Confined_it_finds_a_sealed_ledger()
    {
        var workspace = new WorkspacePaths(Path.Combine("/var/tmp", Path.GetRandomFileName()));
        Directory.CreateDirectory(workspace.Root);
        try
        {
            File.WriteAllText(workspace.Trials, "what hold-out seeds scored");
            File.WriteAllText(workspace.Brief, "what everybody knows");
            var settings = Shell($"cat {workspace.Trials} {workspace.Brief}; echo '//' >> policy/Policy.cs") with { Sandbox = "always" };
            Assert.SkipWhen(Sandbox.Find(settings with { Sandbox = "auto" }, "/", out var why) is null, why ?? "");
            var note = (await Run(settings, workspace))?.Note;
            Assert.Contains("what everybody knows", note, StringComparison.Ordinal);
            Assert.DoesNotContain("hold-out", note, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(workspace.Root, recursive: true);
        }
    }

    [Fact]
    public void Where_it_must_be_confined_and_cannot_the_reason_is_given()
    {
        var settings = new CommandAgentSettings { Sandbox = "always" };
        Assert.SkipUnless(Sandbox.Find(settings with { Sandbox = "auto" }, "/", out _) is null, "bubblewrap works here.");
        Assert.Contains("bubblewrap", Assert.Throws<LoopException>(() => Sandbox.Find(settings, "/", out _)).Message, StringComparison.Ordinal);
    }
}
