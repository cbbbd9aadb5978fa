using Caco.Loop.Agents;

namespace Caco.Loop.Tests;

/// <summary>Hands in one known edit after the other, then nothing.</summary>
public sealed class ScriptedAgent(params ScriptedEdit[] edits) : IAgent
{
    private int _next;

    public string Name => "scripted";

    public string? NothingBecause => _next < edits.Length ? null : "the script is at its end.";

    /// <summary>What it was asked, in order.</summary>
    public List<AgentRequest> Requests { get; } = [];

    public Task<Proposal?> ProposeAsync(AgentRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellation.ThrowIfCancellationRequested();
        Requests.Add(request);
        if (_next >= edits.Length)
        {
            return Task.FromResult<Proposal?>(null);
        }

        var edit = edits[_next++];
        var sources = PolicyFiles.Read(request.Copy.Policy);
        edit.Apply(sources);
        PolicyFiles.Write(request.Copy.Policy, sources);
        return Task.FromResult<Proposal?>(new Proposal(edit.Hypothesis, edit.Tokens, edit.Cost, edit.Note));
    }
}

/// <summary>An edit and what it is said to do.</summary>
/// <param name="Hypothesis">What the change is meant to do.</param>
/// <param name="Apply">Changes the sources: relative name and text.</param>
public sealed record ScriptedEdit(string Hypothesis, Action<IDictionary<string, string>> Apply)
{
    public long Tokens { get; init; }

    public decimal Cost { get; init; }

    public string? Note { get; init; }

    /// <summary>Replaces a text that must occur.</summary>
    public static ScriptedEdit Replace(string hypothesis, string file, string old, string now) => new(hypothesis, sources =>
    {
        Assert.Contains(old, sources[file], StringComparison.Ordinal);
        sources[file] = sources[file].Replace(old, now, StringComparison.Ordinal);
    });

    /// <summary>Writes a whole file.</summary>
    public static ScriptedEdit Write(string hypothesis, string file, string text) => new(hypothesis, sources => sources[file] = text);
}
