using System.CommandLine;
using Caco.Cli.Output;
using Caco.Loop.Play;
using Caco.Loop.Workspaces;
using Caco.Policies;

namespace Caco.Cli.Commands;

/// <summary>caco new: makes a workspace for the loop.</summary>
internal static class NewCommand
{
    public static Command Create(Terminal terminal)
    {
        var name = new Argument<string>("NAME") { Description = "The workspace's folder, made where absent." };
        var scenario = new Option<string?>("--scenario") { Description = "A ViZDoom cfg (default: the built-in Battle arena).", HelpName = "FILE" };
        var policy = new Option<string>("--policy")
        {
            Description = $"Whose sources it begins with ({string.Join(", ", CatalogSources.Names)}).",
            HelpName = "NAME",
            DefaultValueFactory = static _ => PolicyCatalog.DefaultName,
        };
        var agent = new Option<string>("--agent") { Description = "Who edits: tuner, command, openai or watch.", HelpName = "KIND", DefaultValueFactory = static _ => "tuner" };
        var wads = CommonOptions.Wads();
        var iwad = CommonOptions.Iwad();
        var resolution = new Option<string?>("--resolution") { Description = "Size of the screen (default: the scenario's).", HelpName = "WxH" };
        var tics = CommonOptions.OptionalNumber("--tics", "Tics of an episode at most (default: the scenario's, or 2100).", 1, 10_000_000);
        var decision = CommonOptions.Number("--decision", "Tics that an action is held for.", 2, 1, 1000);
        var command = new Command("new", "Make a workspace: a policy under git with settings, brief, memory, cases and ledger.")
        {
            name, scenario, policy, agent, wads, iwad, resolution, tics, decision,
        };
        command.SetAction(parsed =>
        {
            // Fails early, with the option's name.
            if (parsed.GetValue(resolution) is { } size)
            {
                _ = ScreenSize.Parse(size);
            }

            string? Absolute(string? path) => path is null ? null : Path.GetFullPath(path);
            var settings = new LoopSettings
            {
                Scenario = new ScenarioSettings
                {
                    Config = Absolute(parsed.GetValue(scenario)),
                    Wads = [.. parsed.GetValue(wads)!.Select(Path.GetFullPath)],
                    Iwad = Absolute(parsed.GetValue(iwad)),
                    Resolution = parsed.GetValue(resolution),
                    Tics = parsed.GetValue(tics),
                    DecisionTics = parsed.GetValue(decision),
                },
                Agent = new AgentSettings { Kind = parsed.GetValue(agent)! },
            };
            var workspace = Workspace.Create(parsed.GetValue(name)!, settings, parsed.GetValue(policy)!);
            terminal.Line($"{workspace.Paths.Root} is ready: policy/ to edit, loop.json to set, brief.md for agents.");
            terminal.Line($"next: caco loop {parsed.GetValue(name)}");
            return ExitCodes.Ok;
        });
        return command;
    }
}
