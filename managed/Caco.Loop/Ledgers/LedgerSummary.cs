using System.Globalization;
using System.Text;

namespace Caco.Loop.Ledgers;

/// <summary>summary.csv: a row for each trial, for spreadsheets.</summary>
internal static class LedgerSummary
{
    private const string Header =
        "id,parent,started,agent,verdict,train_episodes,train_score,train_reward,validate_episodes,validate_score,validate_reward,"
        + "pairs,mean_difference,low,high,p,cases,cases_passed,lines,complexity,coupling,decisions,tics,seconds,tokens,cost,"
        + "total_decisions,total_tics,total_seconds,total_tokens,total_cost,commit,hypothesis,why\n";

    public static string Of(IEnumerable<TrialSummary> rows)
    {
        var text = new StringBuilder(Header);
        foreach (var (trial, train, validate, total) in rows)
        {
            var (used, paired, code) = (trial.Spending, trial.Paired, trial.Code);
            Row(
                text, trial.Id, trial.Parent, trial.Started.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"), trial.Agent,
                trial.Verdict, train.Episodes, train.Score, train.Reward, validate.Episodes, validate.Score, validate.Reward,
                paired?.Pairs, paired?.MeanDifference, paired?.Low, paired?.High, paired?.P, trial.Cases.Count,
                trial.Cases.Count(static c => c.Passed), code?.Lines, code?.Complexity, code?.Coupling, used.Decisions, used.Tics,
                used.Seconds, used.Tokens, used.Cost, total.Decisions, total.Tics, total.Seconds, total.Tokens, total.Cost,
                trial.Commit, trial.Hypothesis, trial.Why);
        }

        return text.ToString();
    }

    private static void Row(StringBuilder text, params ReadOnlySpan<object?> cells)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            text.Append(i > 0 ? "," : "").Append(Cell(cells[i]));
        }

        text.Append('\n');
    }

    private static string Cell(object? value)
    {
        var text = value switch
        {
            double number => number.ToString("0.######", CultureInfo.InvariantCulture),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value?.ToString() ?? "",
        };
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
