using System.Globalization;
using System.Text;
using Caco.Loop.Cases;
using Caco.Loop.Failures;
using Caco.Loop.Ledgers;

namespace Caco.Loop.Reports;

/// <summary>A report as one HTML page that needs nothing else: styles and pictures are in it, scripts there are none. Well-formed XML too.</summary>
public static class ReportPage
{
    /// <summary>The page.</summary>
    public static string Render(ReportData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var page = new PageWriter();
        Header(page, data);
        Scores(page, data);
        Pairs(page, data);
        Causes(page, data);
        Interference(page, data.Interference);
        Code(page, data.Code);
        Seeds(page, data);
        HoldOut(page, data.HoldOutLooks);
        Trials(page, data);
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <title>{Html.Escape(data.Header.Title)}</title>
            <style>
            {ReportStyle.Text}
            </style>
            </head>
            <body>
            <main>
            {page}</main>
            </body>
            </html>

            """;
    }

    private static void Header(PageWriter page, ReportData data)
    {
        var h = data.Header;
        page.Raw("<header>\n").Element("h1", h.Title);
        page.Element("p", $"{h.Scenario}, policies see {Sight(h.Sight)}, an episode is worth {(h.Rule == Workspaces.ScoreRule.Reward ? "its reward" : "damage + 10 x kills")}.", "lead");
        page.Raw("</header>\n<section class=\"cards\">\n");
        var last = data.Incumbents.Count > 0 ? data.Incumbents[^1] : null;
        Card(page, "incumbent", last is null ? "none yet" : Text($"{last.Mean:0.#}"), last is null ? "" : Text($"trial {last.Trial}, 95% {last.Low:0.#} to {last.High:0.#}"));
        if ((data.FirstToLast ?? data.LastStep) is { } gain)
        {
            Card(page, "gained", Text($"{gain.MeanDifference:+0.#;-0.#;0}"), Text($"since trial {gain.Before}, 95% {gain.Low:+0.#;-0.#;0} to {gain.High:+0.#;-0.#;0}"));
        }

        Card(page, "trials", Text($"{h.Accepted + h.Rejected + h.Broken}"), Text($"{h.Accepted} accepted, {h.Rejected} rejected, {h.Broken} broken"));
        Card(page, "environment steps", SvgPlot.Short(h.Spent.Decisions), Text($"{SvgPlot.Short(h.Spent.Tics)} tics{Of(h.Budget?.Tics, static v => SvgPlot.Short(v))}"));
        Card(page, "wall time", Duration(h.Spent.Seconds), h.Budget?.Minutes is { } minutes ? $"of {Duration(minutes * 60)}" : "no limit");
        Card(page, "model tokens", SvgPlot.Short(h.Spent.Tokens), Text($"cost {h.Spent.Cost:0.00}{(h.Budget?.Cost is { } cost ? Text($" of {cost:0.00}") : "")}"));
        page.Raw("</section>\n<dl class=\"facts\">\n");
        Fact(page, "engine", h.EngineVersion);
        Fact(page, "archives", h.AssetsHash);
        Fact(page, "settings", h.SettingsHash);
        Fact(page, "commit", h.Commit ?? "none");
        Fact(page, "trials", h.FirstTrial is null ? "none" : $"{Moment(h.FirstTrial.Value)} to {Moment(h.LastTrial!.Value)}");
        page.Raw("</dl>\n");
        if (h.NotComparable > 0)
        {
            page.Element("p", Text($"{h.NotComparable} trials were played on another scenario, other settings or other archives: they are in the table and in no picture."), "note");
        }
    }

    private static string Sight(string sight) => sight == "Screen" ? "the screen alone" : "the screen and " + sight.ToLowerInvariant();

    private static void Scores(PageWriter page, ReportData data)
    {
        page.Section("Score");
        page.Raw("<p class=\"legend\"><span class=\"key k0\"></span>incumbent with 95% interval <span class=\"key kother\"></span>not accepted <span class=\"key kbase\"></span>baseline on the same seeds</p>\n");
        page.Figure(ReportCharts.Scores(data), "No trial came to the validation seeds yet.");
        page.Raw("</section>\n");
    }

    private static void Pairs(PageWriter page, ReportData data)
    {
        if (data.LastStep is null)
        {
            return;
        }

        page.Section("Seed by seed");
        page.Raw("<div class=\"side\">\n");
        foreach (var pairs in new[] { data.LastStep, data.FirstToLast }.OfType<PairedScores>())
        {
            page.Raw("<figure>\n").Raw(ReportCharts.Scatter(pairs));
            page.Element("figcaption", Text($"Trial {pairs.After} against trial {pairs.Before}: better on {pairs.Better}, worse on {pairs.Worse}, equal on {pairs.Seeds.Count - pairs.Better - pairs.Worse} of {pairs.Seeds.Count} seeds; mean {pairs.MeanDifference:+0.##;-0.##;0} (95% {pairs.Low:+0.##;-0.##;0} to {pairs.High:+0.##;-0.##;0})."));
            page.Raw("</figure>\n");
        }

        page.Raw("</div>\n</section>\n");
    }

    private static void Causes(PageWriter page, ReportData data)
    {
        if (data.Causes.Count == 0)
        {
            return;
        }

        page.Section("What episodes suffered from");
        var seen = data.Causes.SelectMany(static r => r.Causes).Where(static c => c.Count > 0).Select(static c => c.Cause).Distinct().Order();
        page.Raw("<p class=\"legend\">");
        foreach (var cause in seen)
        {
            page.Raw($"<span class=\"key {ReportCharts.CauseStyle(cause)}\"></span>{Html.Escape(ReportCharts.CauseName(cause))} ");
        }

        page.Raw("</p>\n").Figure(ReportCharts.Causes(data.Causes), "");
        page.Raw("</section>\n");
    }

    private static void Interference(PageWriter page, InterferenceTable table)
    {
        if (table.Rows.Count == 0)
        {
            return;
        }

        page.Section("Behaviour cases");
        page.Raw("<p class=\"legend\">");
        foreach (var effect in Enum.GetValues<CaseEffect>())
        {
            var (style, sign, meaning) = Cell(effect);
            page.Raw($"<span class=\"cell {style}\">{Html.Escape(sign)}</span>{Html.Escape(meaning)} ");
        }

        page.Raw("</p>\n<div class=\"wide\"><table class=\"matrix\">\n<thead><tr><th>trial</th><th></th>");
        foreach (var name in table.Cases)
        {
            page.Raw("<th class=\"turned\"><div>").Text(name).Raw("</div></th>");
        }

        page.Raw("<th>lost</th></tr></thead>\n<tbody>\n");
        foreach (var row in table.Rows)
        {
            page.Raw("<tr>").Element("th", Text($"{row.Trial}")).Raw($"<td>{Badge(row.Verdict)}</td>");
            for (var i = 0; i < row.Effects.Count; i++)
            {
                var (style, sign, meaning) = Cell(row.Effects[i]);
                page.Raw($"<td class=\"cell {style}\" title=\"{Html.Escape($"trial {row.Trial}, {table.Cases[i]}: {meaning}")}\">{Html.Escape(sign)}</td>");
            }

            page.Element("td", string.Join(", ", row.Lost), "names").Raw("</tr>\n");
        }

        page.Raw("</tbody></table></div>\n");
        page.Element("p", Text($"Of all chances to lose a case {100 * table.LostShare:0.#}% came true."), "why").Raw("\n</section>\n");
    }

    private static (string Style, string Sign, string Meaning) Cell(CaseEffect effect) => effect switch
    {
        CaseEffect.Kept => ("kept", "=", "kept"),
        CaseEffect.Gained => ("gained", "+", "gained"),
        CaseEffect.Lost => ("lost", "−", "lost"),
        CaseEffect.StillFailing => ("missing", "o", "fails as before"),
        _ => ("unrun", "", "not run, or new"),
    };

    private static void Code(PageWriter page, IReadOnlyList<CodeRow> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        page.Section("Code");
        page.Raw("<div class=\"side\">\n")
            .Raw(ReportCharts.Measure(rows, "lines", static r => r.Measures.Lines))
            .Raw(ReportCharts.Measure(rows, "cyclomatic complexity", static r => r.Measures.Complexity))
            .Raw(ReportCharts.Measure(rows, "coupling", static r => r.Measures.Coupling))
            .Raw("</div>\n");
        var now = rows[^1].Measures;
        page.Element("p", Text($"Now: {now.Lines} lines, {now.Statements} statements, complexity {now.Complexity}, coupling {now.Coupling}, {now.Tunables} tunable constants."));
        page.Raw("</section>\n");
    }

    private static void Seeds(PageWriter page, ReportData data)
    {
        if (data.BestSeeds.Count == 0)
        {
            return;
        }

        page.Section("The incumbent's best and worst seeds");
        page.Raw("<div class=\"side\">\n");
        foreach (var (name, seeds) in new[] { ("best", data.BestSeeds), ("worst", data.WorstSeeds) })
        {
            page.Raw($"<table><caption>{name}</caption><thead><tr><th class=\"n\">seed</th><th class=\"n\">score</th><th class=\"n\">kills</th><th class=\"n\">tics</th><th>suffered from</th></tr></thead><tbody>\n");
            foreach (var seed in seeds)
            {
                page.Raw("<tr>").Number(Text($"{seed.Seed}")).Number(Text($"{seed.Score:0.##}")).Number(Text($"{seed.Kills:0}")).Number(Text($"{seed.Tics}"))
                    .Element("td", seed.Cause == FailureCause.LowScore ? ReportCharts.CauseName(seed.Cause) : $"{ReportCharts.CauseName(seed.Cause)} ({seed.Detail})").Raw("</tr>\n");
            }

            page.Raw("</tbody></table>\n");
        }

        page.Raw("</div>\n</section>\n");
    }

    private static void HoldOut(PageWriter page, IReadOnlyList<HoldOutLook> looks)
    {
        page.Section("Hold-out seeds");
        if (looks.Count == 0)
        {
            page.Element("p", "Nobody has looked at them.");
        }
        else
        {
            page.Element("p", Text($"Looked at {looks.Count} times; what was seen stays out of this report."));
            page.Raw("<table><thead><tr><th>when</th><th class=\"n\">trial</th><th>why</th></tr></thead><tbody>\n");
            foreach (var look in looks)
            {
                page.Raw("<tr>").Element("td", Moment(look.When)).Number(Text($"{look.Trial}")).Element("td", look.Reason).Raw("</tr>\n");
            }

            page.Raw("</tbody></table>\n");
        }

        page.Raw("</section>\n");
    }

    private static void Trials(PageWriter page, ReportData data)
    {
        page.Section("Trials");
        page.Raw("<div class=\"wide\"><table class=\"trials\"><thead><tr><th class=\"n\">trial</th><th class=\"n\">from</th><th>by</th><th>verdict</th><th class=\"n\">score</th><th class=\"n\">gain</th>"
            + "<th>hypothesis, and why the verdict</th><th class=\"n\">steps</th><th class=\"n\">time</th><th class=\"n\">cost</th></tr></thead><tbody>\n");
        foreach (var trial in data.Trials)
        {
            page.Raw("<tr>").Number(Text($"{trial.Id}")).Number(Text($"{trial.Parent}")).Element("td", trial.Agent).Raw($"<td>{Badge(trial.Verdict)}</td>");
            Interval(page, trial.Score is { } s ? Text($"{s.Mean:0.#}") : "", trial.Score is { } i ? Text($"{Round(i.Low)} to {Round(i.High)}, {i.Episodes} seeds") : "");
            Interval(page, trial.Gain is { } g ? Text($"{g.Mean:+0.#;-0.#;0}") : "", trial.Gain is { } j ? Text($"{Round(j.Low)} to {Round(j.High)}, {j.Pairs} pairs") : "");
            page.Raw("<td class=\"words\">").Element("div", trial.Hypothesis).Element("div", trial.Why, "why");
            if (trial.Diff.Length > 0)
            {
                Diff(page, trial);
            }

            page.Raw("</td>").Number(SvgPlot.Short(trial.Spending.Decisions)).Number(Duration(trial.Spending.Seconds)).Number(Text($"{trial.Spending.Cost:0.00}")).Raw("</tr>\n");
        }

        page.Raw("</tbody></table></div>\n</section>\n");
    }

    private static void Diff(PageWriter page, TrialRow trial)
    {
        page.Raw("<details><summary>").Text($"diff {Start(trial.DiffHash)}, commit {Start(trial.Commit)}").Raw("</summary><pre>");
        foreach (var line in trial.Diff.TrimEnd('\n').Split('\n'))
        {
            var style = line.StartsWith("+++", StringComparison.Ordinal) || line.StartsWith("---", StringComparison.Ordinal) ? "file"
                : line.StartsWith("@@", StringComparison.Ordinal) ? "place"
                : line.StartsWith('+') ? "add"
                : line.StartsWith('-') ? "del"
                : "";
            _ = style.Length == 0 ? page.Text(line + "\n") : page.Element("span", line + "\n", style);
        }

        page.Raw("</pre></details>");
    }

    private static void Interval(PageWriter page, string value, string detail) =>
        page.Raw("<td class=\"n\">").Text(value).Element("div", detail, "why").Raw("</td>");

    private static string Badge(Verdict verdict) => $"<span class=\"badge v{verdict}\">{verdict.ToString().ToLowerInvariant()}</span>";

    private static void Card(PageWriter page, string name, string value, string detail) =>
        page.Raw("<div class=\"card\">").Element("div", name, "name").Element("div", value, "value").Element("div", detail, "why").Raw("</div>\n");

    private static void Fact(PageWriter page, string name, string value) =>
        page.Raw("<div>").Element("dt", name).Element("dd", value).Raw("</div>\n");

    private static string Of<T>(T? limit, Func<T, string> text)
        where T : struct => limit is { } known ? " of " + text(known) : "";

    private static string Start(string hash) => hash.Length <= 10 ? hash : hash[..10];

    private static string Moment(DateTimeOffset when) => when.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string Duration(double seconds) => seconds switch
    {
        >= 5400 => Text($"{seconds / 3600:0.0} h"),
        >= 90 => Text($"{seconds / 60:0.0} min"),
        _ => Text($"{seconds:0.#} s"),
    };

    // An interval's ends need no more digits than its width deserves.
    private static string Round(double value) => value.ToString(Math.Abs(value) >= 100 ? "0" : "0.#", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed class PageWriter
    {
        private readonly StringBuilder _text = new();

        public PageWriter Raw(string markup)
        {
            _text.Append(markup);
            return this;
        }

        public PageWriter Text(string text) => Raw(Html.Escape(text));

        public PageWriter Element(string name, string text, string? style = null) =>
            Raw(style is null ? $"<{name}>" : $"<{name} class=\"{style}\">").Text(text).Raw($"</{name}>");

        public PageWriter Number(string text) => Element("td", text, "n");

        public void Section(string title) => Raw("<section>\n").Element("h2", title).Raw("\n");

        public void Figure(string picture, string otherwise) =>
            _ = picture.Length > 0 ? Raw("<figure>\n").Raw(picture).Raw("</figure>\n") : Element("p", otherwise);

        public override string ToString() => _text.ToString();
    }
}
