using System.Globalization;
using System.Text;
using Caco.Loop.Agents;
using Caco.Loop.Code;
using Caco.Loop.Failures;
using Caco.Loop.Ledgers;

namespace Caco.Loop.Hosting;

/// <summary>Puts together what an agent reads: the workspace's brief, and how things stand. Knows nothing of hold-out seeds.</summary>
internal static class AgentBrief
{
    private const int LastTrials = 12;

    /// <summary>The whole text.</summary>
    /// <param name="brief">Text of brief.md.</param>
    /// <param name="memory">Text of memory.md.</param>
    /// <param name="task">What is asked for.</param>
    /// <param name="mayRewrite">Whether a change may be handed in as a rewrite.</param>
    /// <param name="status">Where the loop stands.</param>
    /// <param name="seated">The incumbent; null before the first verdict.</param>
    /// <param name="history">The trials so far.</param>
    /// <param name="failures">The incumbent's failures.</param>
    public static string Compose(
        string brief, string memory, AgentTask task, bool mayRewrite, LoopStatus status, Incumbent? seated, IReadOnlyList<TrialRecord> history,
        IReadOnlyList<FailureBundle> failures)
    {
        var text = new StringBuilder();
        text.Append(brief.TrimEnd()).Append("\n\n# The task now\n\n").Append(Task(task, mayRewrite)).Append("\n\n# Where it stands\n\n");
        Standing(text, status, seated?.Trial);
        if (task == AgentTask.Simplify && seated is not null)
        {
            text.Append("\nThe most complex members:\n\n").Append(CodeMeter.Measure(seated.Sources).Table()).Append('\n');
        }

        Trials(text, history);
        Failures(text, failures);
        if (memory.Trim().Length > 0)
        {
            text.Append("\n# memory.md\n\n").Append(memory.TrimEnd()).Append('\n');
        }

        return text.ToString();
    }

    private static string Task(AgentTask task, bool mayRewrite) => task == AgentTask.Improve
        ? "Make the policy in policy/ score more. One idea a time, and say in one sentence what it is meant to do."
            + (mayRewrite ? " A change that is for readers only and plays as before: begin the sentence with \"REWRITE:\"." : "")
        : "Make the policy in policy/ shorter and simpler at no loss: fewer lines, fewer branches, fewer rules that depend on each "
            + "other. It is accepted only if no case and no score is lost.";

    private static void Standing(StringBuilder text, LoopStatus status, TrialRecord? incumbent)
    {
        if (incumbent is null)
        {
            text.Append("No policy has been judged yet.\n");
            return;
        }

        text.Append(Invariant(
            $"The incumbent is trial {incumbent.Id}: mean score {status.Score.Mean:0.#} (standard error {status.Score.StandardError:0.#}, lowest {status.Score.Min:0.#}) over {status.Episodes} validation episodes.\n"));
        foreach (var baseline in status.Baselines)
        {
            text.Append(Invariant($"For comparison on the same seeds: {baseline.Name} {baseline.Mean:0.#}.\n"));
        }

        var played = incumbent.Episodes.Where(static e => e.Split == Split.Validate).Select(static e => e.Episode).ToList();
        if (played.Count > 0)
        {
            text.Append(Invariant(
                $"A mean episode: {played.Average(static e => e.Kills):0.#} kills, {played.Average(static e => e.Behaviour.Shots):0.#} shots, accuracy {played.Average(static e => e.Behaviour.Accuracy):0.##}, {played.Average(static e => e.Behaviour.StarvedShare):0%} of the time without ammunition, {played.Average(static e => e.Behaviour.StuckShare):0%} stuck, {played.Average(static e => e.Behaviour.Explored):0} places seen, {played.Count(static e => e.Dead)} of {played.Count} episodes ended by death.\n"));
        }

        if (incumbent.Code is { } code)
        {
            text.Append(Invariant($"Its code: {code.Lines} lines, complexity {code.Complexity}, coupling {code.Coupling}.\n"));
        }

        var passed = incumbent.Cases.Where(static c => c.Passed).Select(static c => c.Case).ToList();
        if (passed.Count > 0)
        {
            text.Append("Cases that may not be lost: ").AppendJoin(", ", passed).Append(".\n");
        }
    }

    private static void Trials(StringBuilder text, IReadOnlyList<TrialRecord> history)
    {
        var last = history.Where(static t => t.Verdict != Verdict.Baseline).TakeLast(LastTrials).ToList();
        if (last.Count == 0)
        {
            return;
        }

        text.Append("\n# The last trials\n\n");
        foreach (var trial in last)
        {
            text.Append(Invariant($"* {trial.Id}, {trial.Verdict.ToString().ToLowerInvariant()}: {trial.Hypothesis} ({trial.Why})\n"));
        }
    }

    private static void Failures(StringBuilder text, IReadOnlyList<FailureBundle> failures)
    {
        if (failures.Count == 0)
        {
            return;
        }

        text.Append("\n# Failures of the incumbent\n\nEach has a folder below failures/ with pictures, a replay and a decision trace.\n");
        foreach (var bundle in failures)
        {
            text.Append("\n## ").Append(Path.GetFileName(bundle.Folder)).Append("\n\n").Append(bundle.Summary.TrimEnd()).Append('\n');
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
