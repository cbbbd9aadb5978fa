using Caco.Loop.Cases;
using Caco.Loop.Evaluate;
using Caco.Loop.Failures;
using Caco.Loop.Ledgers;
using Caco.Loop.Play;
using Caco.Loop.Workspaces;

namespace Caco.Loop.Reports;

/// <summary>Puts together what a report shows. Reads the ledger only, and never what was seen on hold-out seeds.</summary>
public static class ReportBuilder
{
    /// <param name="ledger">The history.</param>
    /// <param name="options">Title, score rule, limits.</param>
    /// <exception cref="LoopException">The ledger cannot be read.</exception>
    public static ReportData Build(ILedger ledger, ReportOptions options)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        ArgumentNullException.ThrowIfNull(options);
        var history = new History(ledger, options.Rule);
        var accepted = history.Comparable.Where(static t => t.Verdict == Verdict.Accepted).ToList();
        var scored = accepted.Where(t => history.Scores(t).Count > 0).ToList();
        var (first, before, last) = (scored.FirstOrDefault(), scored.Count > 1 ? scored[^2] : null, scored.LastOrDefault());
        return new ReportData
        {
            Header = Header(ledger, options, history),
            Incumbents = [.. scored.Select(t => history.Point(t)!)],
            Others = history.Points(static t => t.Verdict is Verdict.Rejected or Verdict.Broken),
            Baselines = history.Points(static t => t.Verdict == Verdict.Baseline),
            LastStep = before is null ? null : history.Pair(before, last!),
            FirstToLast = first is null || before is null || first == before ? null : history.Pair(first, last!),
            Causes = [.. scored.Select(t => new CauseRow(t.Id, Validated(t).Count, FailureCauses.Count(Validated(t))))],
            Interference = Interference(history),
            Code = [.. accepted.Where(static t => t.Code is not null).Select(static t => new CodeRow(t.Id, t.Code!))],
            Trials = [.. history.All.Reverse().Select(t => Row(t, history, options))],
            HoldOutLooks = ledger.HoldOutLooks(),
            BestSeeds = Seeds(last, options, isBest: true),
            WorstSeeds = Seeds(last, options, isBest: false),
        };
    }

    private static List<EpisodeResult> Validated(TrialRecord trial) =>
        [.. trial.Episodes.Where(static e => e.Split == Split.Validate).Select(static e => e.Episode)];

    private static ReportHeader Header(ILedger ledger, ReportOptions options, History history)
    {
        var reference = history.Reference;
        var incumbent = history.All.LastOrDefault(static t => t.Verdict == Verdict.Accepted);
        return new ReportHeader
        {
            Title = options.Title,
            Scenario = reference?.Scenario ?? "",
            EngineVersion = reference?.EngineVersion ?? "",
            AssetsHash = reference?.AssetsHash ?? "",
            SettingsHash = reference?.SettingsHash ?? "",
            Sight = (reference?.Sight ?? Policies.Sight.Screen).ToString(),
            Rule = options.Rule,
            Incumbent = incumbent?.Id,
            Commit = incumbent?.Commit,
            FirstTrial = history.All.Count > 0 ? history.All[0].Started : null,
            LastTrial = history.All.Count > 0 ? history.All[^1].Started : null,
            Accepted = history.All.Count(static t => t.Verdict == Verdict.Accepted),
            Rejected = history.All.Count(static t => t.Verdict == Verdict.Rejected),
            Broken = history.All.Count(static t => t.Verdict == Verdict.Broken),
            Spent = ledger.Total,
            Budget = options.Budget,
            NotComparable = history.All.Count - history.Comparable.Count,
        };
    }

    private static InterferenceTable Interference(History history)
    {
        var matrix = InterferenceMatrix.Of(history.Comparable);
        var rows = matrix.Rows.Select(row => new InterferenceTableRow(
            row.Trial, row.Verdict, row.Effects, [.. matrix.Cases.Where((_, i) => row.Effects[i] == CaseEffect.Lost)]));
        return new InterferenceTable(matrix.Cases, [.. rows], matrix.LostShare);
    }

    private static TrialRow Row(TrialRecord trial, History history, ReportOptions options) => new()
    {
        Id = trial.Id,
        Parent = trial.Parent,
        Started = trial.Started,
        Agent = trial.Agent,
        Hypothesis = trial.Hypothesis,
        Verdict = trial.Verdict,
        Why = trial.Why,
        Commit = trial.Commit,
        Score = history.Point(trial),
        Gain = trial.Paired is { } paired ? new TrialGain(paired.MeanDifference, paired.Low, paired.High, paired.Pairs) : null,
        Code = trial.Code,
        Spending = trial.Spending,
        DiffHash = trial.DiffHash,
        Diff = Cut(trial.Diff, options.DiffLines),
    };

    private static string Cut(string diff, int most)
    {
        var lines = diff.Split('\n');
        return lines.Length <= most + 1
            ? diff
            : string.Join('\n', lines.Take(most)) + $"\n... {lines.Length - most} more lines\n";
    }

    private static List<SeedRow> Seeds(TrialRecord? incumbent, ReportOptions options, bool isBest)
    {
        if (incumbent is null)
        {
            return [];
        }

        var order = Validated(incumbent).OrderBy(e => e.Worth(options.Rule) * (isBest ? -1 : 1)).ThenBy(static e => e.Seed);
        return [.. order.Take(options.Seeds).Select(e =>
        {
            var (cause, detail) = FailureClassifier.Classify(e);
            return new SeedRow(e.Seed, e.Worth(options.Rule), e.Kills, e.Tics, cause, detail);
        })];
    }

    /// <summary>The trials with what is asked of them again and again.</summary>
    private sealed class History
    {
        private readonly ILedger _ledger;
        private readonly ScoreRule _rule;

        public History(ILedger ledger, ScoreRule rule)
        {
            _ledger = ledger;
            _rule = rule;
            All = [.. ledger.Trials(withEpisodes: true).OrderBy(static t => t.Id)];
            Reference = All.LastOrDefault(static t => t.Verdict == Verdict.Accepted) ?? (All.Count > 0 ? All[^1] : null);
            Comparable = [.. All.Where(IsComparable)];
        }

        public IReadOnlyList<TrialRecord> All { get; }

        /// <summary>The trial whose scenario, settings and archives the report is about: the incumbent.</summary>
        public TrialRecord? Reference { get; }

        public IReadOnlyList<TrialRecord> Comparable { get; }

        public Dictionary<uint, double> Scores(TrialRecord trial) =>
            Validated(trial).DistinctBy(static e => e.Seed).ToDictionary(static e => e.Seed, e => e.Worth(_rule));

        public IReadOnlyList<ScorePoint> Points(Func<TrialRecord, bool> wanted) =>
            [.. Comparable.Where(wanted).Select(Point).OfType<ScorePoint>()];

        public ScorePoint? Point(TrialRecord trial)
        {
            double[] scores = [.. Scores(trial).Values];
            if (scores.Length == 0)
            {
                return null;
            }

            var (mean, margin) = Mean(scores);
            var name = trial.Verdict == Verdict.Baseline ? trial.Agent : $"trial {trial.Id}";
            return new ScorePoint(trial.Id, name, _ledger.TotalAt(trial.Id).Decisions, mean, mean - margin, mean + margin, scores.Length);
        }

        public PairedScores? Pair(TrialRecord before, TrialRecord after)
        {
            var (old, now) = (Scores(before), Scores(after));
            var pairs = now.Where(s => old.ContainsKey(s.Key)).OrderBy(static s => s.Key)
                .Select(s => new SeedPair(s.Key, old[s.Key], s.Value)).ToList();
            if (pairs.Count == 0)
            {
                return null;
            }

            var (mean, margin) = Mean([.. pairs.Select(static p => p.After - p.Before)]);
            return new PairedScores(
                before.Id, after.Id, pairs, mean, mean - margin, mean + margin,
                pairs.Count(static p => p.After > p.Before), pairs.Count(static p => p.After < p.Before));
        }

        private static (double Mean, double Margin) Mean(double[] values)
        {
            var statistics = Statistics.Of(values);
            var width = values.Length < 2 ? 0 : StudentT.Quantile(0.975, values.Length - 1);
            return (statistics.Mean, width * statistics.StandardError);
        }

        private bool IsComparable(TrialRecord trial) =>
            trial.Scenario == Reference!.Scenario && trial.SettingsHash == Reference.SettingsHash && trial.AssetsHash == Reference.AssetsHash;
    }
}
