using System.Text.Json;
using Caco.Loop.Ledgers;

namespace Caco.Loop.Workspaces;

/// <summary>results.json of a working copy: the trials so far and the incumbent's episodes. Holds nothing of the hold-out seeds.</summary>
public static class AgentResults
{
    /// <summary>The document.</summary>
    public static string Of(ILedger ledger)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        var trials = ledger.Trials(withEpisodes: true);
        var incumbent = trials.LastOrDefault(static t => t.Verdict == Verdict.Accepted);
        return JsonSerializer.Serialize(
            new
            {
                Incumbent = incumbent?.Id,
                Trials = trials.Select(static t => new
                {
                    t.Id,
                    t.Parent,
                    t.Agent,
                    t.Hypothesis,
                    t.Verdict,
                    t.Why,
                    Train = SplitMeans.Of(t, Split.Train),
                    Validate = SplitMeans.Of(t, Split.Validate),
                    t.Paired,
                    t.Cases,
                    t.Failure,
                    t.Code,
                }),
                Episodes = incumbent?.Episodes,
                Spent = ledger.Total,
            },
            LedgerJson.Indented);
    }
}
