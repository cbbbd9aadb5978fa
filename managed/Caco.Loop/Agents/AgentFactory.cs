using Caco.Loop.Agents.Commands;
using Caco.Loop.Agents.Models;
using Caco.Loop.Agents.Tuning;
using Caco.Loop.Workspaces;
using Microsoft.Extensions.Logging;

namespace Caco.Loop.Agents;

/// <summary>Makes the agents that come with the loop. Any thread.</summary>
public static class AgentFactory
{
    /// <summary>The tuner's memory in a workspace's scratch folder.</summary>
    public const string TunerStateName = "tuner.json";

    /// <summary>The kinds that <see cref="Create"/> knows.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["command", "openai", "tuner", "watch"];

    /// <summary>An agent by its kind.</summary>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <param name="workspace">The workspace itself, not a working copy.</param>
    /// <param name="loggers">Null: nothing is logged.</param>
    /// <exception cref="RequestException">No such kind.</exception>
    public static IAgent Create(string kind, WorkspacePaths workspace, ILoggerFactory? loggers = null)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        var log = loggers?.CreateLogger("Caco.Loop.Agents");
        return kind switch
        {
            "tuner" => new TunerAgent(Path.Combine(workspace.Scratch, TunerStateName), log),
            "watch" => new WatchAgent(workspace.Policy, log),
            "command" => new CommandAgent(workspace, log),
            "openai" => new OpenAiAgent(log),
            _ => throw new RequestException($"loop.json, agent.kind: there is no agent '{kind}'. Known: {string.Join(", ", Kinds)}, and those that the host registers."),
        };
    }
}
