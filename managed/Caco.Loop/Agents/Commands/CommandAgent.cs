using System.Globalization;
using System.Security.Cryptography;
using Caco.Loop.Workspaces;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Caco.Loop.Agents.Commands;

/// <summary>
/// Any coding agent with a command line (codex exec, claude -p, a script), started in the working copy. It reads the brief
/// from its standard input or from the file {brief}, edits policy/, and says what the change is meant to do in hypothesis.txt
/// or in a last line "HYPOTHESIS: ...".
/// </summary>
/// <param name="workspace">The workspace that the copies are of: changes made to it meanwhile are reported. May be null.</param>
/// <param name="log">Told how the command runs.</param>
public sealed class CommandAgent(WorkspacePaths? workspace = null, ILogger? log = null) : IAgent
{
    /// <summary>Name of the output's file in the copy's scratch folder.</summary>
    public const string OutputName = "agent-output.txt";

    /// <summary>Name of the brief's file in the copy's scratch folder.</summary>
    public const string BriefName = "agent-brief.md";

    /// <summary>Name of the file in the copy in which the command may leave its hypothesis.</summary>
    public const string HypothesisName = "hypothesis.txt";

    private const int TailLength = 2000;

    private readonly ILogger _log = log ?? NullLogger.Instance;

    /// <inheritdoc/>
    public string Name => "command";

    /// <inheritdoc/>
    public bool RunsPrograms => true;

    /// <inheritdoc/>
    public string? NothingBecause { get; private set; }

    /// <inheritdoc/>
    public async Task<Proposal?> ProposeAsync(AgentRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        NothingBecause = null;
        var settings = request.Settings.Agent.Command;
        var copy = Path.GetFullPath(request.Copy.Root);
        var command = Prepare(request, settings, copy);
        var before = PolicyFiles.Read(request.Copy.Policy);
        var outside = Fingerprint();
        using var output = new OutputCapture(Path.Combine(request.Copy.Scratch, OutputName));
        _log.LogInformation("Agent: {Command}", string.Join(' ', command));
        var code = await RunAsync(request, command, copy, output, cancellation).ConfigureAwait(false);

        var answer = AgentOutput.Parse(output.Answer());
        var cost = answer.Cost ?? settings.CostPerCall;
        if (code != 0)
        {
            throw Failed($"{settings.Command[0]} ended with exit code {code}", output, answer.Tokens, cost);
        }

        PolicyFiles.RefuseLinks(copy);
        var after = PolicyFiles.Read(request.Copy.Policy);
        var changed = PolicyFiles.Changed(before, after);
        if (changed.Count == 0)
        {
            throw Failed("The command ended without an error and without changing policy/", output, answer.Tokens, cost);
        }

        var hypothesis = ReadHypothesis(request.Copy) ?? Hypothesis.InText(answer.Text)
            ?? $"no hypothesis given; changed: {string.Join(", ", changed)}";
        return new Proposal(hypothesis, answer.Tokens, cost, NoteOf(output, outside));
    }

    private IReadOnlyList<string> Prepare(AgentRequest request, CommandAgentSettings settings, string copy)
    {
        if (settings.Command.Count == 0)
        {
            throw new RequestException(
                "loop.json, agent.command.command: name a program and its arguments, for example [\"codex\", \"exec\", \"--full-auto\", \"-\"].");
        }

        if (!(settings.MinutesLimit > 0))
        {
            throw new RequestException("loop.json, agent.command.minutesLimit: must be above 0.");
        }

        var brief = Path.Combine(Path.GetFullPath(request.Copy.Scratch), BriefName);
        Directory.CreateDirectory(request.Copy.Scratch);
        File.WriteAllText(brief, request.Brief);
        File.Delete(Path.Combine(copy, HypothesisName));

        var program = ProcessTree.Find(settings.Command[0], copy) ?? throw new LoopException(
            $"loop.json, agent.command.command: '{settings.Command[0]}' is not installed or not on the PATH.");
        string[] command =
        [
            program,
            .. settings.Command.Skip(1).Select(a => a
                .Replace("{brief}", brief, StringComparison.Ordinal).Replace("{copy}", copy, StringComparison.Ordinal)),
        ];
        if (Sandbox.Find(settings, copy, out var why) is { } bubblewrap)
        {
            return Sandbox.Wrap(command, bubblewrap, copy, settings, Sealed());
        }

        if (why is not null)
        {
            _log.LogWarning("The agent's command runs unconfined: {Why}.", why);
        }

        return command;
    }

    private static async Task<int> RunAsync(
        AgentRequest request, IReadOnlyList<string> command, string copy, OutputCapture output, CancellationToken cancellation)
    {
        var settings = request.Settings.Agent.Command;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromMinutes(Math.Min(settings.MinutesLimit, TimeSpan.FromDays(20).TotalMinutes)));
        try
        {
            return await ProcessTree.RunAsync(command, copy, settings.BriefOnInput ? request.Brief : "", output, limit.Token)
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            var answer = AgentOutput.Parse(output.Answer());
            throw Failed(
                string.Create(CultureInfo.InvariantCulture, $"The command was ended after {settings.MinutesLimit:0.##} minutes (agent.command.minutesLimit)"),
                output, answer.Tokens, answer.Cost ?? settings.CostPerCall);
        }
    }

    private static LoopException Failed(string what, OutputCapture output, long tokens, decimal cost)
    {
        var tail = output.Tail(TailLength);
        return new LoopException(tail.Length == 0 ? $"{what}; it wrote nothing." : $"{what}. It wrote:{Environment.NewLine}{tail}")
        {
            Tokens = tokens,
            Cost = cost,
        };
    }

    private static string? ReadHypothesis(WorkspacePaths copy)
    {
        var file = Path.Combine(copy.Root, HypothesisName);
        return File.Exists(file) && new FileInfo(file).Length < 64 << 10 ? Hypothesis.Clean(File.ReadAllText(file)) : null;
    }

    private string NoteOf(OutputCapture output, IReadOnlyDictionary<string, string> outside)
    {
        var touched = PolicyFiles.Changed(outside, Fingerprint());
        var note = "The agent's last words: " + output.Tail(TailLength);
        if (touched.Count == 0)
        {
            return note;
        }

        _log.LogWarning("While the agent ran, files outside its copy changed: {Files}.", string.Join(", ", touched));
        return $"While the agent ran, files outside its copy changed: {string.Join(", ", touched)}. {note}";
    }

    // The ledger holds what hold-out seeds scored.
    private List<string> Sealed() => workspace is null
        ? []
        : [.. new[] { workspace.Trials, workspace.Ledger, workspace.Ledger + "-wal" }.Select(Path.GetFullPath).Where(File.Exists)];

    /// <summary>Hashes of what a workspace's owner decides and the loop relies on.</summary>
    private Dictionary<string, string> Fingerprint()
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        if (workspace is null)
        {
            return result;
        }

        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        var files = new[] { workspace.Policy, workspace.Cases }.Where(Directory.Exists)
            .SelectMany(f => Directory.EnumerateFiles(f, "*", options))
            .Concat(new[] { workspace.Settings, workspace.Brief, workspace.Memory, workspace.Trials }.Where(File.Exists));
        foreach (var file in files)
        {
            using var stream = File.OpenRead(file);
            result[Path.GetRelativePath(workspace.Root, file)] = Convert.ToHexString(SHA256.HashData(stream));
        }

        return result;
    }
}
