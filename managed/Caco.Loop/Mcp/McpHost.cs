using Caco.Loop.Agents;
using Caco.Loop.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Caco.Loop.Mcp;

/// <summary>An MCP server over a workspace, on standard input and output; messages for people go to standard error.</summary>
public static class McpHost
{
    /// <summary>Serves one client until it hangs up.</summary>
    public static async Task RunAsync(string workspace, CancellationToken cancellation = default)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Logging.AddConsole(static console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddCacoSession(configure: options => options.Workspace = workspace);
        builder.Services.AddSingleton(static provider => new LoopEngine(
            provider.GetRequiredService<LoopSession>(), new NobodyAgent(), provider.GetRequiredService<IOptions<LoopOptions>>().Value,
            provider.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<McpSession>();
        builder.Services.AddMcpServer().WithStdioServerTransport().WithTools<LoopTools>();
        using var host = builder.Build();

        // What cannot be opened is told before the client waits for it.
        _ = host.Services.GetRequiredService<LoopSession>();
        await host.RunAsync(cancellation).ConfigureAwait(false);
    }

    // The client itself is the agent.
    private sealed class NobodyAgent : IAgent
    {
        public string Name => "mcp";

        public Task<Proposal?> ProposeAsync(AgentRequest request, CancellationToken cancellation) => Task.FromResult<Proposal?>(null);
    }
}
