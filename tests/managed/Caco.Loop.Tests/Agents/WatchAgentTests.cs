using Caco.Loop.Agents;

namespace Caco.Loop.Tests;

public sealed class WatchAgentTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly AgentStage _stage = new("class P { }\n");
    private readonly string _edited;

    public WatchAgentTests()
    {
        _edited = Path.Combine(_stage.Folder, "workspace", "policy");
        Directory.CreateDirectory(_edited);
        File.WriteAllText(Path.Combine(_edited, "Policy.cs"), _stage.Source());
    }

    public void Dispose() => _stage.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private AgentRequest Request() => _stage.Request(new FakeProbe(static _ => 0));

    private void Save(string text, string name = "Policy.cs") => File.WriteAllText(Path.Combine(_edited, name), text);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Saving_a_file_hands_it_in(bool useEvents)
    {
        var agent = new WatchAgent(_edited, useEvents: useEvents);
        var proposal = agent.ProposeAsync(Request(), Cancellation);
        Assert.False(proposal.IsCompleted);
        Save("class P { /* better */ }\n");
        Assert.Equal("edited by hand: Policy.cs", (await proposal.WaitAsync(Patience, Cancellation))?.Hypothesis);
        Assert.Equal("class P { /* better */ }\n", _stage.Source());
    }

    [Fact]
    public async Task What_was_saved_while_nobody_watched_counts()
    {
        Save("class P { int a; }\n");
        Assert.NotNull(await new WatchAgent(_edited).ProposeAsync(Request(), Cancellation).WaitAsync(Patience, Cancellation));
    }

    [Fact]
    public async Task The_working_copy_itself_can_be_watched()
    {
        var proposal = new WatchAgent(_stage.Copy.Policy).ProposeAsync(Request(), Cancellation);
        File.WriteAllText(Path.Combine(_stage.Copy.Policy, "Policy.cs"), "class P { int a; }");
        Assert.NotNull(await proposal.WaitAsync(Patience, Cancellation));
        Assert.Equal("class P { int a; }", _stage.Source());
    }

    [Fact]
    public async Task An_editor_that_writes_beside_and_renames_is_seen_too_and_deleted_files_go()
    {
        Save("class Old { }", "Old.cs");
        File.WriteAllText(Path.Combine(_stage.Copy.Policy, "Old.cs"), "class Old { }");
        var proposal = new WatchAgent(_edited).ProposeAsync(Request(), Cancellation);
        File.WriteAllText(Path.Combine(_edited, "Policy.cs.tmp"), "class P { int b; }\n");
        File.Move(Path.Combine(_edited, "Policy.cs.tmp"), Path.Combine(_edited, "Policy.cs"), overwrite: true);
        File.Delete(Path.Combine(_edited, "Old.cs"));
        Assert.Equal("edited by hand: Old.cs, Policy.cs", (await proposal.WaitAsync(Patience, Cancellation))?.Hypothesis);
        Assert.False(File.Exists(Path.Combine(_stage.Copy.Policy, "Old.cs")));
        Assert.Equal("class P { int b; }\n", _stage.Source());
    }

    [Fact]
    public async Task A_comment_says_the_hypothesis_and_an_old_one_does_not()
    {
        Save("// hypothesis: aim lower\nclass P { }\n// Hypothesis:  aim   higher \n");
        var agent = new WatchAgent(_edited);
        Assert.Equal("aim higher", (await agent.ProposeAsync(Request(), Cancellation).WaitAsync(Patience, Cancellation))?.Hypothesis);

        // It was accepted: the copy holds it, and the next save leaves the comment as it was.
        Save("class P { int c; }\n// Hypothesis:  aim   higher \n");
        Assert.Equal("edited by hand: Policy.cs", (await agent.ProposeAsync(Request(), Cancellation).WaitAsync(Patience, Cancellation))?.Hypothesis);
    }

    [Fact]
    public async Task What_was_rejected_is_not_handed_in_again_until_it_changes()
    {
        var agent = new WatchAgent(_edited, useEvents: false);
        Save("class P { int worse; }\n");
        await agent.ProposeAsync(Request(), Cancellation).WaitAsync(Patience, Cancellation);
        File.WriteAllText(Path.Combine(_stage.Copy.Policy, "Policy.cs"), "class P { }\n");

        var next = agent.ProposeAsync(Request(), Cancellation);
        await Assert.ThrowsAsync<TimeoutException>(() => next.WaitAsync(3 * WatchAgent.Poll, Cancellation));
        Save("class P { int better; }\n");
        Assert.NotNull(await next.WaitAsync(Patience, Cancellation));
    }

    [Fact]
    public async Task Waiting_can_be_ended()
    {
        using var end = new CancellationTokenSource();
        var proposal = new WatchAgent(_edited).ProposeAsync(Request(), end.Token);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => proposal.WaitAsync(Patience, Cancellation));
    }
}
