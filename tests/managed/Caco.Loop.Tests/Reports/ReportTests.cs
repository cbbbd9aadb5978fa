using System.Xml;
using System.Xml.Linq;
using Caco.Loop.Cases;
using Caco.Loop.Code;
using Caco.Loop.Evaluate;
using Caco.Loop.Failures;
using Caco.Loop.Ledgers;
using Caco.Loop.Play;
using Caco.Loop.Reports;
using Caco.Loop.Workspaces;
using Caco.Policies;

namespace Caco.Loop.Tests;

public sealed class ReportTests
{
    private const int Seeds = 32;
    private const string Nasty = "<script>alert(\"1\")</script> & 'a' \u0001 \uD800 ]]> é";

    [Fact]
    public void Scores_stand_over_the_steps_of_all_trials_so_far()
    {
        var data = Build();
        Assert.Equal([4L, 6, 9], data.Incumbents.Select(static p => p.Trial));
        Assert.Equal(["random", "turn-and-shoot", "oracle"], data.Baselines.Select(static p => p.Name));

        // Every trial takes 1000 steps, those without episodes too.
        Assert.Equal([4000L, 6000, 9000], data.Incumbents.Select(static p => p.Steps));
        Assert.Equal([5L, 7, 8], data.Others.Select(static p => p.Trial));
        var scores = History()[3].Episodes.Where(static e => e.Split == Split.Validate).Select(static e => e.Episode.Score).ToList();
        var mean = scores.Average();
        var error = Math.Sqrt(scores.Sum(s => (s - mean) * (s - mean)) / (Seeds - 1) / Seeds);
        Assert.Equal((Seeds, mean), (data.Incumbents[0].Episodes, data.Incumbents[0].Mean));
        // Student's t with 31 degrees of freedom: 2.0395 standard errors.
        Assert.Equal(mean - 2.0395 * error, data.Incumbents[0].Low, 2);
        Assert.Equal(mean + 2.0395 * error, data.Incumbents[0].High, 2);
        Assert.Equal((3, 3, 1, 10_000L), (data.Header.Accepted, data.Header.Rejected, data.Header.Broken, data.Header.Spent.Decisions));
    }

    [Fact]
    public void Training_seeds_and_other_settings_stay_out_of_the_pictures()
    {
        var trials = History();
        trials[6] = trials[6] with { SettingsHash = "other" };
        var data = ReportBuilder.Build(new FakeLedger(trials), new ReportOptions());
        Assert.Equal([5L, 8], data.Others.Select(static p => p.Trial));
        Assert.Equal(1, data.Header.NotComparable);
        Assert.Equal(trials.Count, data.Trials.Count);
        Assert.Equal(Build().Incumbents[1].Steps, data.Incumbents[1].Steps);
        Assert.All(data.BestSeeds.Concat(data.WorstSeeds), static s => Assert.InRange(s.Seed, 1000u, 1031u));
    }

    [Fact]
    public void Seeds_are_paired_with_those_of_the_incumbent_before_and_of_the_first()
    {
        var data = Build();
        Assert.Equal((6, 9), (data.LastStep!.Before, data.LastStep.After));
        Assert.Equal((4, 9), (data.FirstToLast!.Before, data.FirstToLast.After));
        Assert.Equal(Seeds, data.LastStep.Seeds.Count);
        var differences = data.LastStep.Seeds.Select(static s => s.After - s.Before).ToList();
        Assert.Equal(differences.Average(), data.LastStep.MeanDifference, 9);
        Assert.Equal(differences.Count(static d => d > 0), data.LastStep.Better);
        Assert.Equal(differences.Count(static d => d < 0), data.LastStep.Worse);
        Assert.True(data.FirstToLast.Low > 0);
    }

    [Fact]
    public void The_matrix_says_what_each_change_did_to_each_case()
    {
        var table = Build().Interference;
        Assert.Equal(["kills-imp", "survives", "leaves-corner", "golden <7>"], table.Cases);
        Assert.Equal([4L, 5, 6, 8, 9], table.Rows.Select(static r => r.Trial));
        Assert.All(table.Rows[0].Effects, static e => Assert.Equal(CaseEffect.NotRun, e));
        Assert.Equal([CaseEffect.Lost, CaseEffect.Gained, CaseEffect.Kept, CaseEffect.NotRun], table.Rows[1].Effects);
        Assert.Equal([CaseEffect.Kept, CaseEffect.StillFailing, CaseEffect.Kept, CaseEffect.NotRun], table.Rows[2].Effects);

        // Trial 8 and 9 come from 6.
        Assert.Equal([CaseEffect.Lost, CaseEffect.StillFailing, CaseEffect.Lost, CaseEffect.Lost], table.Rows[3].Effects);
        Assert.Equal(["kills-imp", "leaves-corner", "golden <7>"], table.Rows[3].Lost);
        Assert.Equal([CaseEffect.Kept, CaseEffect.Gained, CaseEffect.Kept, CaseEffect.Kept], table.Rows[4].Effects);
        Assert.Empty(table.Rows[4].Lost);
        Assert.Equal(4 / 10.0, table.LostShare, 9);
    }

    [Fact]
    public void Causes_and_code_are_followed_over_accepted_trials()
    {
        var data = Build();
        Assert.Equal([4L, 6, 9], data.Causes.Select(static c => c.Trial));
        Assert.All(data.Causes, static row =>
        {
            Assert.Equal(Seeds, row.Episodes);
            Assert.Equal(Seeds, row.Causes.Sum(static c => c.Count));
            Assert.Equal(1, row.Causes.Sum(static c => c.Share), 9);
        });
        Assert.Equal([104, 106, 109], data.Code.Select(static c => c.Measures.Lines));
    }

    [Fact]
    public void Document_and_page_say_the_same()
    {
        using var folder = new TemporaryFolder();
        var data = Build();
        var page = ReportFiles.Write(folder.File("reports"), data);
        var json = File.ReadAllText(folder.File("reports/report.json"));
        Assert.Equal(ReportFiles.ToJson(data), ReportFiles.ToJson(ReportFiles.FromJson(json)));
        Assert.Equal(["report.html", "report.json"], Directory.GetFiles(folder.File("reports")).Select(Path.GetFileName).Order());

        var text = Parse(File.ReadAllText(page)).Value;
        foreach (var point in data.Incumbents.Concat(data.Baselines))
        {
            Assert.Contains(FormattableString.Invariant($"{point.Mean:0.#}"), text, StringComparison.Ordinal);
        }

        foreach (var seed in data.BestSeeds.Concat(data.WorstSeeds))
        {
            Assert.Contains(FormattableString.Invariant($"{seed.Seed}{seed.Score:0.##}{seed.Kills:0}{seed.Tics}"), text, StringComparison.Ordinal);
        }

        foreach (var trial in data.Trials)
        {
            Assert.Contains(trial.Why, text, StringComparison.Ordinal);
        }

        Assert.Contains("kills-imp, leaves-corner, golden <7>", text, StringComparison.Ordinal);
        Assert.Contains($"better on {data.LastStep!.Better}, worse on {data.LastStep.Worse}", text, StringComparison.Ordinal);
        Assert.Throws<LoopException>(() => ReportFiles.FromJson("{}"));
        Assert.Throws<LoopException>(() => ReportFiles.FromJson("no"));
    }

    [Fact]
    public void Pictures_hold_a_mark_for_every_figure()
    {
        var data = Build();
        var html = Parse(ReportPage.Render(data));
        XNamespace none = "";
        int Count(string element, string style) => html.Descendants(none + element)
            .Count(e => ((string?)e.Attribute("class") ?? "").Split(' ').Contains(style));

        Assert.Equal(data.Others.Count, Count("circle", "other"));
        Assert.Equal(data.Baselines.Count, Count("line", "baseline"));
        Assert.Equal(data.Baselines.Count, Count("text", "edge"));
        Assert.Equal(data.Incumbents.Count, Count("path", "whisker"));
        Assert.Equal(2 * Seeds, Count("circle", "better") + Count("circle", "worse") + Count("circle", "even"));
        Assert.Equal(data.LastStep!.Better + data.FirstToLast!.Better, Count("circle", "better"));
        Assert.Equal(data.Causes.Sum(static r => r.Causes.Count(static c => c.Count > 0)), html.Descendants("rect").Count());
        Assert.Equal(data.Interference.Rows.Sum(static r => r.Lost.Count), Count("td", "lost"));
        Assert.Equal(7, html.Descendants("svg").Count());

        // Within the picture, and finite.
        foreach (var circle in html.Descendants("circle"))
        {
            var box = ((string)circle.Parent!.Attribute("viewBox")!).Split(' ').Select(double.Parse).ToArray();
            Assert.InRange((double)circle.Attribute("cx")!, 0, box[2]);
            Assert.InRange((double)circle.Attribute("cy")!, 0, box[3]);
        }
    }

    [Fact]
    public void The_page_asks_nobody_for_anything_and_runs_nothing()
    {
        var text = ReportPage.Render(Build());
        var html = Parse(text);
        Assert.Empty(html.Descendants("script"));
        Assert.Empty(html.Descendants("link"));
        Assert.Empty(html.Descendants("img"));
        Assert.DoesNotContain(html.Descendants().Attributes(), static a => a.Name.LocalName is "src" or "href" || a.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        Assert.DoesNotContain("url(", text, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_text_stays_text()
    {
        var trials = History();
        trials[5] = trials[5] with { Hypothesis = Nasty, Why = Nasty, Diff = "+" + Nasty, Agent = Nasty, Scenario = Nasty };
        trials = [.. trials.Select(t => t with { Scenario = Nasty, Cases = [.. t.Cases, new CaseOutcome(Nasty, 1, true, 3)] })];
        var ledger = new FakeLedger(trials);
        ledger.Looks.Add(new HoldOutLook(DateTimeOffset.UnixEpoch, 1, Nasty));
        var html = Parse(ReportPage.Render(ReportBuilder.Build(ledger, new ReportOptions { Title = Nasty })));
        var shown = Nasty.Replace('\u0001', '\uFFFD').Replace('\uD800', '\uFFFD');
        Assert.Equal(shown, html.Descendants("h1").Single().Value);
        Assert.Contains(html.Descendants("div"), e => e.Value == shown);
        Assert.Contains(html.Descendants("span"), e => e.Value == "+" + shown + "\n");
        Assert.Empty(html.Descendants("script"));
    }

    [Fact]
    public void Looks_at_hold_out_seeds_are_told_without_what_was_seen()
    {
        var trials = History();
        trials[8] = trials[8] with { Episodes = [.. trials[8].Episodes, new SplitEpisode(Split.HoldOut, Episode(5000, 777_777))] };
        var ledger = new FakeLedger(trials);
        ledger.Looks.Add(new HoldOutLook(new DateTimeOffset(2026, 3, 4, 5, 6, 0, TimeSpan.Zero), 9, "the figure for the article"));
        var data = ReportBuilder.Build(ledger, new ReportOptions());
        var text = ReportPage.Render(data);
        Assert.Contains("2026-03-04 05:06 UTC", text, StringComparison.Ordinal);
        Assert.Contains("the figure for the article", text, StringComparison.Ordinal);
        Assert.Equal(
            ReportFiles.ToJson(Build() with { Header = data.Header, HoldOutLooks = data.HoldOutLooks }), ReportFiles.ToJson(data));
        Assert.Contains("Nobody has looked at them.", ReportPage.Render(Build()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_history_that_has_just_begun_is_a_page_too()
    {
        var empty = ReportBuilder.Build(new FakeLedger([]), new ReportOptions());
        Assert.Contains("No trial came to the validation seeds yet.", Parse(ReportPage.Render(empty)).Value, StringComparison.Ordinal);
        var one = ReportBuilder.Build(new FakeLedger([.. History().Take(4)]), new ReportOptions());
        Assert.Null(one.LastStep);
        Assert.Single(one.Incumbents);
        Assert.NotEmpty(Parse(ReportPage.Render(one)).Descendants("svg"));
        var flat = History()[3] with { Episodes = [new SplitEpisode(Split.Validate, Episode(1000, 0))] };
        Assert.DoesNotContain("NaN", ReportPage.Render(ReportBuilder.Build(new FakeLedger([flat]), new ReportOptions())), StringComparison.Ordinal);
    }

    [Fact]
    public void Long_diffs_are_cut()
    {
        var trials = History();
        trials[4] = trials[4] with { Diff = string.Concat(Enumerable.Range(0, 50).Select(static i => $"+line {i}\n")) };
        var row = ReportBuilder.Build(new FakeLedger(trials), new ReportOptions { DiffLines = 10 }).Trials.Single(static t => t.Id == 5);
        Assert.Equal(11, row.Diff.TrimEnd('\n').Split('\n').Length);
        Assert.EndsWith("... 41 more lines\n", row.Diff, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1, "0 0.2 0.4 0.6 0.8 1")]
    [InlineData(-3, 17, "0 5 10 15")]
    [InlineData(0, 12_345, "0 2000 4000 6000 8000 10000 12000")]
    public void Ticks_are_round(double min, double max, string ticks) =>
        Assert.Equal(ticks, string.Join(' ', SvgPlot.Ticks(min, max).Select(static t => Math.Round(t, 9))));

    private static ReportData Build() => ReportBuilder.Build(new FakeLedger(History()), new ReportOptions { Title = "aim", Budget = new BudgetSettings { Minutes = 30, Tics = 5_000_000 } });

    private static XElement Parse(string page)
    {
        using var reader = XmlReader.Create(new StringReader(page), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader, LoadOptions.PreserveWhitespace).Root!;
    }

    // Three baselines, the first policy (4), a rejection (5), a gain (6), a rejection by the gate (7 without cases, 8 with), a gain (9),
    // and one that does not compile (10).
    internal static List<TrialRecord> History() =>
    [
        Trial(1, null, Verdict.Baseline, 40) with { Agent = "random" },
        Trial(2, null, Verdict.Baseline, 150) with { Agent = "turn-and-shoot" },
        Trial(3, null, Verdict.Baseline, 820) with { Agent = "oracle" },
        Trial(4, null, Verdict.Accepted, 300, ("kills-imp", true), ("survives", false)),
        Trial(5, 4, Verdict.Rejected, 280, ("kills-imp", false), ("survives", true), ("leaves-corner", true)),
        Trial(6, 4, Verdict.Accepted, 390, ("kills-imp", true), ("survives", false), ("leaves-corner", true)),
        Trial(7, 6, Verdict.Rejected, 385),
        Trial(8, 6, Verdict.Rejected, 470, ("kills-imp", false), ("survives", false), ("leaves-corner", false), ("golden <7>", false)),
        Trial(9, 6, Verdict.Accepted, 455, ("kills-imp", true), ("survives", true), ("leaves-corner", true), ("golden <7>", true)),
        Trial(10, 9, Verdict.Broken, null) with { Code = null, Paired = null },
    ];

    private static TrialRecord Trial(long id, long? parent, Verdict verdict, double? level, params (string Name, bool Passed)[] cases) => new()
    {
        Id = id,
        Parent = parent,
        Started = DateTimeOffset.UnixEpoch.AddHours(id),
        Agent = "tuner",
        Hypothesis = $"Change number {id} makes the aim steadier.",
        Verdict = verdict,
        Why = $"reason {id} with an interval",
        Commit = new string((char)('a' + id % 6), 40),
        Diff = $"--- a/policy/Policy.cs\n+++ b/policy/Policy.cs\n@@ -1,2 +1,2 @@\n-const double Aim = {id};\n+const double Aim = {id + 1} < 2;\n context\n",
        DiffHash = new string('d', 64),
        PolicyHash = new string('e', 64),
        EngineVersion = "0.1.0",
        AssetsHash = "0123456789abcdef",
        Scenario = "battle",
        SettingsHash = new string('5', 64),
        Sight = Sight.Screen,
        Episodes = level is null ? [] : [
            .. Enumerable.Range(0, 8).Select(i => new SplitEpisode(Split.Train, Episode((uint)i, 100_000))),
            .. Enumerable.Range(0, Seeds).Select(i => new SplitEpisode(Split.Validate, Episode((uint)(1000 + i), level.Value, id)))],
        Cases = [.. cases.Select(static c => new CaseOutcome(c.Name, c.Passed ? 1 : 0, c.Passed, 70))],
        Paired = parent is null ? null : new PairedOutcome(PairedVerdict.Accept, Seeds, 12.5, 3.25, 21.75, 0.01, 20, 8, "it gains"),
        Code = new CodeMeasures((int)(100 + id), 60, 40 + (int)(id * id) % 7, 5, 9),
        Spending = new Spending(1000, 2000, 12.5, 340, 0.02m),
    };

    private static EpisodeResult Episode(uint seed, double level, long trial = 0)
    {
        var random = new DeterministicRandom(seed * 31 + (ulong)trial);
        var kills = Math.Max(0, Math.Round(level / 15 * (0.6 + random.Next(100) / 125.0)));
        var dead = random.Next(10) < 4;
        return FailureClassifierTests.Make(seed, kills * 4 + random.Next(20)) with
        {
            Kills = kills,
            Hits = kills * 3,
            Dead = dead,
            Timeout = !dead,
            Tics = dead ? 900 + random.Next(1000) : 2100,
            Behaviour = new Behaviour
            {
                Shots = 60,
                Accuracy = random.Next(100) / 125.0,
                StuckShare = random.Next(100) / 330.0,
                StarvedShare = random.Next(100) / 300.0,
                Killer = dead ? "DoomImp" : "",
            },
        };
    }
}
