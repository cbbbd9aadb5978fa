using Caco.Loop.Code;

namespace Caco.Loop.Tests;

public sealed class CodeMeterTests
{
    [Fact]
    public void Lines_with_code_count_and_no_others()
    {
        var report = Measure(
            """"
            // A comment.
            using System;

            /// <summary>Nothing.</summary>
            class A
            {
                /* over
                   two lines */
                const string Text = """
                    raw

                    text
                    """;   // behind code
            #if NEVER
                int x;
            #endif
            }
            """");
        // using, class, {, five lines of the constant, }.
        Assert.Equal(new CodeMeasures(9, 0, 0, 0, 0), report.Total);
    }

    [Fact]
    public void Every_kind_of_branch_adds_one()
    {
        var report = Measure(
            """
            class A
            {
                int _x;
                int Plain() { return 1; }
                int Arrow => 2;
                int Auto { get; set; } = 3;
                void Loops(int[] a)
                {
                    for (;;) { break; }
                    foreach (var i in a) { }
                    while (a.Length > 0) { }
                    do { } while (false);
                }
                int Choices(int a, string? s)
                {
                    if (a > 1 && a < 5 || a == 7) { a = 1; } else if (a == 9) { a = 2; }
                    switch (a) { case 1: case 2: a++; break; case > 5 when a < 9: break; default: break; }
                    s ??= "x";
                    try { a--; } catch (Exception) when (a > 0) { }
                    var t = s ?? (a is 1 or 2 ? "a" : "b");
                    return a switch { 1 => 1, 2 => 2, _ => 3 };
                }
            }
            """);
        // if, &&, ||, if, three cases, when, ??=, catch, when, ??, or, ?:, two arms.
        Assert.Equal(
            [("A.Choices", 17), ("A.Loops", 5), ("A.Plain", 1), ("A.Arrow", 1)],
            report.Members.Select(static m => (m.Name, m.Complexity)).OrderByDescending(static m => m.Complexity)
                .ThenByDescending(static m => m.Name, StringComparer.Ordinal));
        Assert.Equal(24, report.Total.Complexity);
        Assert.Equal((7, 14), (report.Members[1].Line, report.Members[0].Line));
        Assert.Equal((7, 9), (report.Members[1].Lines, report.Members[0].Lines));
    }

    [Fact]
    public void Statements_are_counted_without_blocks()
    {
        var report = Measure(
            """
            class A
            {
                int F(int a)
                {
                    int G(int b) => b + 1;
                    ;
                    if (a > 0)
                    {
                        return G(a);
                    }

                    var c = a;
                    return c;
                }
            }
            """);
        // The arrow, if, return, var, return.
        Assert.Equal(5, report.Total.Statements);
        Assert.Equal([("A.F", 5, 2)], report.Members.Select(static m => (m.Name, m.Statements, m.Complexity)));
    }

    [Fact]
    public void Types_that_use_each_other_are_one_pair()
    {
        var report = CodeMeter.Measure(new Dictionary<string, string>
        {
            ["b/One.cs"] = "class One { Two? _two; int F() => new Two(this).Value + Three.K; class Inner { } enum Kind { A } }",
            ["a.cs"] = "class Two(One one) { public int Value => one.GetHashCode() + List<One>.Enumerator.Equals(null, null).GetHashCode(); } "
                + "static class Three { public const int K = 1; public static int Twice(this int x) => x + x; } class Four { int F() => 3.Twice(); }",
        });
        Assert.Equal(["Four - Three", "One - Three", "One - Two"], report.Coupled);
        Assert.Equal(3, report.Total.Coupling);
        Assert.Equal(["a.cs", "b/One.cs"], report.Files.Select(static f => f.File));
    }

    [Fact]
    public void Fields_with_two_writers_are_coupling_but_for_making_ready()
    {
        var report = Measure(
            """
            struct Spot { public float X; }
            class P : IPolicy
            {
                int _a = 1, _b, _c, _d;
                Spot _spot;
                int[] _list = [];
                P() { _a = 2; }
                public void Reset(EpisodeInfo info) { _a = 0; _b = 0; _c = 0; }
                public void Act(in Observation observation, Span<float> buttons)
                {
                    _a++;
                    _b = 1;
                    _list[0] = 1;
                    (_spot.X, _d) = (1, 2);
                }
                void Other()
                {
                    _b += 1;
                    int.TryParse("1", out _d);
                    _list[1] = _c;
                    _spot = default;
                }
            }
            """);
        Assert.Equal(
            ["P - Spot", .. new[] { "_b", "_d", "_list", "_spot" }.Select(static f => $"field P.{f}: P.Act(Observation, Span<float>), P.Other()")],
            report.Coupled);
        Assert.Equal(5, report.Total.Coupling);
    }

    [Fact]
    public void Tunables_are_counted_by_constant()
    {
        var report = Measure(
            """
            class A
            {
                [Tunable(0, 1)] const double X = 0.5, Y = 0.25;
                [Caco.Policies.TunableAttribute(1, 9)] const int Z = 3;
                [Obsolete] const int W = 3;
            }
            """);
        Assert.Equal(3, report.Total.Tunables);
    }

    [Fact]
    public void Code_that_does_not_compile_is_measured_all_the_same()
    {
        var report = Measure("class A { void F() { if (nothing) { unknown.Thing = 1 } ");
        Assert.Equal(2, report.Total.Complexity);
        Assert.Equal(0, report.Total.Coupling);
    }

    [Fact]
    public void The_table_names_the_most_complex_members_first()
    {
        var report = Measure("class A { int F(int a) => a > 0 ? 1 : 2; int Simple() => 1; int P { get => 3; } }");
        var rows = report.Table(2).TrimEnd().Split('\n');
        Assert.Equal(3, rows.Length);
        Assert.StartsWith("         2      1           1  A.F ", rows[1], StringComparison.Ordinal);
        Assert.EndsWith("policy.cs:1", rows[1], StringComparison.Ordinal);
        Assert.Contains("A.P.get", report.Table(), StringComparison.Ordinal);
    }

    private static CodeReport Measure(string text) => CodeMeter.Measure(new Dictionary<string, string> { ["policy.cs"] = text });
}
