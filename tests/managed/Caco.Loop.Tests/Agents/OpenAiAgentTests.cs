using System.Collections.Concurrent;
using Caco.Loop.Agents;
using Caco.Loop.Agents.Models;
using Caco.Loop.Compile;
using Caco.Loop.Workspaces;
using Microsoft.Extensions.Logging;

namespace Caco.Loop.Tests;

public sealed class OpenAiAgentTests : IDisposable
{
    private const string KeyVariable = "CACO_TEST_MODEL_KEY";
    private const string Key = "sk-very-secret";
    private const string Good = "HYPOTHESIS: waits less\n\nEDIT: policy/Policy.cs\n<<<<<<< SEARCH\n    int wait = 9;\n=======\n    int wait = 3;\n>>>>>>> REPLACE\n";

    private readonly AgentStage _stage = new("class P\n{\n    int wait = 9;\n}\n");
    private readonly ListLog _log = new();

    static OpenAiAgentTests() => Environment.SetEnvironmentVariable(KeyVariable, Key);

    public void Dispose()
    {
        Assert.DoesNotContain(_log.Lines, static l => l.Contains(Key, StringComparison.Ordinal));
        _stage.Dispose();
    }

    private static OpenAiSettings Settings(FakeModelServer server) => new()
    {
        Endpoint = server.Endpoint,
        Model = "m",
        KeyVariable = KeyVariable,
        CostPerMillionInput = 1000,
        CostPerMillionOutput = 10_000,
    };

    private Task<Proposal?> Ask(OpenAiSettings settings, FakeProbe? probe = null, BudgetSettings? budget = null, AgentTask task = AgentTask.Improve) =>
        new OpenAiAgent(_log, patience: TimeSpan.FromMilliseconds(5)).ProposeAsync(
            _stage.Request(probe ?? new FakeProbe(static _ => 0), new LoopSettings { Agent = new AgentSettings { OpenAi = settings }, Budget = budget ?? new() }) with { Task = task },
            TestContext.Current.CancellationToken);

    private async Task<LoopException> Fails(OpenAiSettings settings)
    {
        var failure = await Assert.ThrowsAsync<LoopException>(() => Ask(settings));
        Assert.DoesNotContain(Key, failure.ToString(), StringComparison.Ordinal);
        return failure;
    }

    [Fact]
    public async Task A_good_edit_is_applied_and_counted()
    {
        await using var server = new FakeModelServer(Reply.Says(Good, 1000, 200));
        var probe = new FakeProbe(static _ => 0);
        var proposal = await Ask(Settings(server) with { MaxOutputTokens = 777 }, probe);
        Assert.Equal(("waits less", 1200L, 3m), (proposal!.Hypothesis, proposal.Tokens, proposal.Cost));
        Assert.Equal("class P\n{\n    int wait = 3;\n}\n", _stage.Source());
        Assert.Empty(Assert.Single(probe.Calls).Seeds);

        Assert.Equal("Bearer " + Key, Assert.Single(server.Keys));
        var request = Assert.Single(server.Requests);
        Assert.Equal("m", request["model"]!.GetValue<string>());
        Assert.Contains("777", request.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("Play better.", server.LastMessage(0), StringComparison.Ordinal);
        Assert.Contains("FILE: policy/Policy.cs\n````csharp\nclass P\n{", server.LastMessage(0), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_format_is_repaired_once()
    {
        await using var server = new FakeModelServer(Reply.Says("I would change the wait."), Reply.Says(Good));
        var proposal = await Ask(Settings(server));
        Assert.Equal((240L, "waits less"), (proposal!.Tokens, proposal.Hypothesis));
        Assert.Contains("could not be applied, and no file was changed: The answer holds no edit", server.LastMessage(1), StringComparison.Ordinal);
        Assert.Equal(4, server.Requests.Last()["messages"]!.AsArray().Count);
    }

    [Fact]
    public async Task Two_bad_answers_are_an_error_that_tells_what_was_spent()
    {
        await using var server = new FakeModelServer(Reply.Says("No."));
        var failure = await Fails(Settings(server));
        Assert.Contains("cannot be applied: The answer holds no edit", failure.Message, StringComparison.Ordinal);
        Assert.Equal((240L, 0.6m, 2), (failure.Tokens, failure.Cost, server.Requests.Count));
        Assert.Contains("wait = 9", _stage.Source(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_does_not_compile_is_sent_back_with_its_diagnostics()
    {
        await using var server = new FakeModelServer(
            Reply.Says(Good.Replace("int wait = 3;", "int wait = 3", StringComparison.Ordinal)),
            Reply.Says("EDIT: policy/Policy.cs\n<<<<<<< SEARCH\n    int wait = 3\n=======\n    int wait = 4;\n>>>>>>> REPLACE\n"));
        var probe = new FakeProbe(static _ => 0)
        {
            Diagnose = static s => s["Policy.cs"].Contains("3\n", StringComparison.Ordinal) ? new PolicyDiagnostic("Policy.cs", 3, 17, "CS1002", "; expected") : null,
        };
        Assert.Equal("waits less", (await Ask(Settings(server), probe))?.Hypothesis);
        Assert.Contains("policy/Policy.cs(3,17): CS1002: ; expected", server.LastMessage(1), StringComparison.Ordinal);
        Assert.Contains("int wait = 4;", _stage.Source(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_never_compiles_is_handed_in_for_its_verdict()
    {
        await using var server = new FakeModelServer(Reply.Says(Good), Reply.Says("Cannot do better."));
        var probe = new FakeProbe(static _ => 0) { Diagnose = static _ => new PolicyDiagnostic("Policy.cs", 1, 1, "CACO01", "no files") };
        Assert.Equal(240, (await Ask(Settings(server), probe))?.Tokens);
        Assert.Contains("wait = 3", _stage.Source(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_path_outside_is_refused()
    {
        await using var server = new FakeModelServer(Reply.Says("FILE: policy/../../escape.cs\n```\nx\n```\n"));
        Assert.Contains("is no path of a policy's source", (await Fails(Settings(server))).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_stage.Folder, "escape.cs", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_wrong_key_is_named_by_its_variable_and_never_shown()
    {
        await using var server = new FakeModelServer(Reply.Refuses(401, $"Incorrect API key provided: {Key}."));
        var failure = await Fails(Settings(server));
        Assert.Contains($"refuses the key in {KeyVariable}", failure.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_busy_service_is_asked_again()
    {
        await using var server = new FakeModelServer(
            Reply.Refuses(429, $"Slow down, {Key}") with { RetryAfter = "0" }, Reply.Refuses(503, "Overloaded"), Reply.Says(Good));
        Assert.Equal(120, (await Ask(Settings(server)))?.Tokens);
        Assert.Equal(3, server.Requests.Count);
        Assert.Contains(_log.Lines, static l => l.Contains("status 429", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_service_that_stays_busy_is_given_up()
    {
        await using var server = new FakeModelServer(Reply.Refuses(500, "Broken"));
        Assert.Contains("status 500", (await Fails(Settings(server))).Message, StringComparison.Ordinal);
        Assert.Equal(5, server.Requests.Count);
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_named() =>
        Assert.Contains("http://127.0.0.1:9/v1 cannot be reached", (await Fails(
            new OpenAiSettings { Endpoint = "http://127.0.0.1:9/v1", Model = "m", KeyVariable = "" })).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_service_that_says_nothing_is_left_at_the_time_limit()
    {
        await using var server = new FakeModelServer(Reply.Never);
        Assert.Contains("minutesLimit", (await Fails(Settings(server) with { MinutesLimit = 0.005 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_was_cut_off_is_not_applied()
    {
        await using var server = new FakeModelServer(Reply.Says(Good, finish: "length"));
        Assert.Contains("cut off", (await Fails(Settings(server))).Message, StringComparison.Ordinal);
        Assert.Contains("wait = 9", _stage.Source(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_is_no_json_is_an_error()
    {
        await using var server = new FakeModelServer(new Reply(200, "<html>proxy</html>"));
        Assert.Contains("cannot be read", (await Fails(Settings(server))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_key_is_named()
    {
        await using var server = new FakeModelServer(Reply.Says(Good));
        var failure = await Fails(Settings(server) with { KeyVariable = "CACO_TEST_NO_SUCH_KEY" });
        Assert.Contains("CACO_TEST_NO_SUCH_KEY holds no key", failure.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task The_budget_caps_answers_and_forgoes_the_repair()
    {
        await using var server = new FakeModelServer(Reply.Says("No."));
        var failure = await Assert.ThrowsAsync<LoopException>(() => Ask(Settings(server), budget: new BudgetSettings { Tokens = 100 }));
        Assert.Contains("cannot be applied", failure.Message, StringComparison.Ordinal);
        Assert.Contains(":100", Assert.Single(server.Requests).ToJsonString(), StringComparison.Ordinal);
        Assert.Null(await Ask(Settings(server), budget: new BudgetSettings { Cost = 0 }));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Shortening_is_asked_for_in_other_words()
    {
        await using var server = new FakeModelServer(Reply.Says(Good));
        await Ask(Settings(server), task: AgentTask.Simplify);
        Assert.Contains("Shorten the code", server.LastMessage(0), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_that_make_no_sense_are_refused()
    {
        await Assert.ThrowsAsync<RequestException>(() => Ask(new OpenAiSettings()));
        await Assert.ThrowsAsync<RequestException>(() => Ask(new OpenAiSettings { Model = "m", Endpoint = "ftp://x" }));
    }

    private sealed class ListLog : ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue(formatter(state, exception) + exception);
    }
}
