using System.CommandLine;
using Caco.Loop.Mcp;

namespace Caco.Cli.Commands;

/// <summary>caco mcp: serves a workspace to an MCP client.</summary>
internal static class McpCommand
{
    public static Command Create()
    {
        var workspace = CommonOptions.Workspace();
        var command = new Command("mcp", "Serve a workspace over the Model Context Protocol on standard input and output.") { workspace };
        command.SetAction(async (parsed, cancellation) =>
        {
            await McpHost.RunAsync(parsed.GetValue(workspace)!, cancellation).ConfigureAwait(false);
            return ExitCodes.Ok;
        });
        return command;
    }
}
