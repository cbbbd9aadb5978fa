using System.CommandLine;
using Caco.Cli.Loop;
using Caco.Cli.Output;
using Caco.Loop.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Caco.Cli.Commands;

/// <summary>caco loop: runs the loop of a workspace as a hosted service.</summary>
internal static class LoopCommand
{
    public static Command Create(Terminal terminal)
    {
        var workspace = CommonOptions.Workspace();
        var agent = new Option<string?>("--agent") { Description = "Another agent than loop.json names.", HelpName = "KIND" };
        var trials = CommonOptions.OptionalNumber("--trials", "Trials of this run at most.", 1, 1_000_000);
        var minutes = new Option<double?>("--minutes") { Description = "Minutes of this run at most.", HelpName = "M" };
        var noFailures = new Option<bool>("--no-failures") { Description = "Mine no failures between trials." };
        var json = CommonOptions.Json();
        var command = new Command("loop", "Run the edit-run loop of a workspace; Ctrl-C stops it cleanly, and it resumes where it was.")
        {
            workspace, agent, trials, minutes, noFailures, json,
        };
        command.SetAction((parsed, cancellation) => ExecuteAsync(
            terminal,
            options =>
            {
                options.Workspace = parsed.GetValue(workspace)!;
                options.Agent = parsed.GetValue(agent) ?? options.Agent;
                options.Trials = parsed.GetValue(trials) ?? options.Trials;
                options.Minutes = parsed.GetValue(minutes) ?? options.Minutes;
                options.MineFailures &= !parsed.GetValue(noFailures);
            },
            parsed.GetValue(json),
            cancellation));
        return command;
    }

    private static async Task<int> ExecuteAsync(Terminal terminal, Action<LoopOptions> configure, bool json, CancellationToken cancellation)
    {
        // appsettings.json and the environment (Caco__Minutes=5) count here as in any other host.
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddCacoLoop(builder.Configuration, configure);
        using var host = builder.Build();
        var session = host.Services.GetRequiredService<LoopSession>();
        await using var owned = session.ConfigureAwait(false);
        var service = host.Services.GetServices<IHostedService>().OfType<BackgroundService>().Single();
        await LoopConsole.WatchAsync(
            terminal, session.Workspace.Paths.Root, session.Events, () => session.Status, () => RunAsync(host, service, cancellation)).ConfigureAwait(false);
        var status = session.Status;
        if (json)
        {
            terminal.WriteJson(status);
        }
        else if (status.Incumbent is { } incumbent)
        {
            terminal.Line(FormattableString.Invariant(
                $"incumbent: trial {incumbent}, mean score {status.Score.Mean:0.#} (standard error {status.Score.StandardError:0.#}, lowest {status.Score.Min:0.#}) over {status.Episodes} validation episodes"));
        }

        return ExitCodes.Ok;
    }

    // What the service dies of is this command's failure.
    private static async Task RunAsync(IHost host, BackgroundService service, CancellationToken cancellation)
    {
        await host.RunAsync(cancellation).ConfigureAwait(false);
        if (service.ExecuteTask is { IsFaulted: true } failed)
        {
            await failed.ConfigureAwait(false);
        }
    }
}
