using Caco.Loop.Agents;
using Caco.Loop.Hosting;
using Caco.Loop.Ledgers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Caco.Loop.Tests;

/// <summary>The loop in a host of somebody's own.</summary>
public sealed class LoopServiceTests
{
    private const string Turret = "b[attack] = 1; b[turn] = 3;";

    [Fact]
    public async Task A_host_runs_the_loop_with_an_agent_of_its_own_and_stops_at_the_end()
    {
        using var stage = new LoopStage("b[forward] = 1;");
        var agent = new ScriptedAgent(LoopStage.Edit("shoot", Turret));
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Caco:Workspace"] = stage.Root,
            ["Caco:Agent"] = "mine",
            ["Caco:MineFailures"] = "false",
        });
        builder.Services.AddKeyedSingleton<IAgent>("mine", agent);
        builder.Services.AddCacoLoop(builder.Configuration);
        using var host = builder.Build();
        await using var session = host.Services.GetRequiredService<LoopSession>();
        await host.RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, agent.Requests.Count);
        Assert.Equal(Verdict.Accepted, session.Ledger.Trials()[^1].Verdict);
        var shown = File.Exists(agent.Requests[0].Copy.Root) ? "" : agent.Requests[0].Brief;
        Assert.DoesNotContain("200-203", shown, StringComparison.Ordinal);
        Assert.Equal("", agent.Requests[0].Settings.Seeds.HoldOut);
    }

    [Fact]
    public async Task A_stop_in_the_middle_leaves_a_workspace_that_goes_on()
    {
        using var stage = new LoopStage("b[forward] = 1;");
        using var stop = new CancellationTokenSource();
        await using (var session = LoopSession.Open(stage.Root, stage.Events))
        {
            stage.Events.Happened += what =>
            {
                if (what is EpisodePlayed { Trial: > 1 })
                {
                    stop.Cancel();
                }
            };
            var engine = new LoopEngine(
                session, new ScriptedAgent(LoopStage.Edit("shoot", Turret)), new LoopOptions { MineFailures = false }, TimeProvider.System);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => engine.RunAsync(stop.Token));
        }

        await using var again = LoopSession.Open(stage.Root, new LoopEvents());
        var second = new LoopEngine(
            again, new ScriptedAgent(LoopStage.Edit("shoot", Turret)), new LoopOptions { MineFailures = false }, TimeProvider.System);
        await second.RunAsync(TestContext.Current.CancellationToken);
        var trials = again.Ledger.Trials();
        Assert.Equal(Enumerable.Range(1, trials.Count).Select(static i => (long)i), trials.Select(static t => t.Id));
        Assert.Equal(Verdict.Accepted, trials[^1].Verdict);
    }
}
