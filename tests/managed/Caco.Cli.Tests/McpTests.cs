using Caco.Loop.Ledgers;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Caco.Cli.Tests;

/// <summary>A client that drives the loop over the Model Context Protocol, with the server in a process of its own.</summary>
public sealed class McpTests
{
    [Fact]
    public async Task A_client_edits_evaluates_and_submits()
    {
        using var stage = new LoopFolder("b[forward] = 1;");
        var cancellation = TestContext.Current.CancellationToken;
        var transport = new StdioClientTransport(new StdioClientTransportOptions
        {
            Name = "caco",
            Command = "dotnet",
            Arguments = [typeof(App).Assembly.Location, "mcp", stage.Root],
        });
        await using (var client = await McpClient.CreateAsync(transport, cancellationToken: cancellation))
        {
            var tools = await client.ListToolsAsync(cancellationToken: cancellation);
            Assert.Equal(
                ["compare", "evaluate", "failures", "history", "run_case", "show_frame", "status", "submit"],
                tools.Select(static t => t.Name).Order());
            var status = await CallAsync(client, "status");
            var policy = status.Split('\n')[0].Split(": ")[1].Trim();
            Assert.DoesNotContain("200-203", status, StringComparison.Ordinal);

            await File.WriteAllTextAsync(Path.Combine(policy, WalkerPolicy.FileName), WalkerPolicy.Source("b[attack] = ;"), cancellation);
            Assert.Contains($"{WalkerPolicy.FileName}(", await CallAsync(client, "evaluate", ("episodes", 2)), StringComparison.Ordinal);

            await File.WriteAllTextAsync(Path.Combine(policy, WalkerPolicy.FileName), WalkerPolicy.Source("b[attack] = 1; b[turn] = 3;"), cancellation);
            Assert.Contains("over 2 training episodes", await CallAsync(client, "evaluate", ("episodes", 2)), StringComparison.Ordinal);
            Assert.Contains("working copy", await CallAsync(client, "compare", ("episodes", 4)), StringComparison.Ordinal);

            var frame = await client.CallToolAsync("show_frame", new Dictionary<string, object?> { ["seed"] = 1, ["tic"] = 20 }, cancellationToken: cancellation);
            var picture = Assert.IsType<ImageContentBlock>(Assert.Single(frame.Content));
            Assert.Equal("image/png", picture.MimeType);

            var sealedSeed = await client.CallToolAsync("show_frame", new Dictionary<string, object?> { ["seed"] = 200, ["tic"] = 0 }, cancellationToken: cancellation);
            Assert.True(sealedSeed.IsError);

            Assert.Contains("accepted", await CallAsync(client, "submit", ("hypothesis", "shoot round about")), StringComparison.Ordinal);
            Assert.Contains("shoot round about", await CallAsync(client, "history"), StringComparison.Ordinal);
        }

        using var ledger = SqliteLedger.OpenForReading(stage.Paths);
        Assert.Equal("mcp", ledger.Incumbent()!.Agent);
    }

    private static async Task<string> CallAsync(McpClient client, string tool, params (string Name, object? Value)[] arguments)
    {
        var result = await client.CallToolAsync(
            tool, arguments.ToDictionary(static a => a.Name, static a => a.Value), cancellationToken: TestContext.Current.CancellationToken);
        var text = string.Join('\n', result.Content.OfType<TextContentBlock>().Select(static t => t.Text));
        Assert.False(result.IsError is true, text);
        return text;
    }
}
