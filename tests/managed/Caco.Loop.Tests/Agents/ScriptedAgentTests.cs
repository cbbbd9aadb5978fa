using Caco.Loop.Agents;

namespace Caco.Loop.Tests;

public sealed class ScriptedAgentTests
{
    [Fact]
    public async Task It_hands_in_its_edits_in_order_and_then_nothing()
    {
        using var stage = new AgentStage("class P { const int A = 1; }");
        var agent = new ScriptedAgent(
            ScriptedEdit.Replace("more", "Policy.cs", "A = 1", "A = 2"), ScriptedEdit.Write("another file", "More/Other.cs", "class O;"));
        var request = stage.Request(new FakeProbe(static _ => 0));
        Assert.Equal("more", (await agent.ProposeAsync(request, TestContext.Current.CancellationToken))?.Hypothesis);
        Assert.Contains("A = 2", stage.Source(), StringComparison.Ordinal);
        Assert.NotNull(await agent.ProposeAsync(request, TestContext.Current.CancellationToken));
        Assert.Equal("class O;", stage.Source("More/Other.cs"));
        Assert.Null(await agent.ProposeAsync(request, TestContext.Current.CancellationToken));
        Assert.NotNull(agent.NothingBecause);
    }

    [Fact]
    public void Kinds_have_their_agents_and_others_are_refused_by_name()
    {
        using var stage = new AgentStage("");
        Assert.All(AgentFactory.Kinds, kind => Assert.Equal(kind, AgentFactory.Create(kind, stage.Copy).Name));
        var failure = Assert.Throws<RequestException>(() => AgentFactory.Create("oracle", stage.Copy));
        Assert.Contains("'oracle'", failure.Message, StringComparison.Ordinal);
    }
}
