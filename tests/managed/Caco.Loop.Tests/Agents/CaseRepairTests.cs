using Caco.Loop.Agents.Tuning;

namespace Caco.Loop.Tests;

public sealed class CaseRepairTests
{
    private static readonly Dictionary<string, string> Sources = new()
    {
        ["P.cs"] = """
            class P
            {
                [Tunable(0, 10)] private const double A = 2;
                [Tunable(0, 10)] private const double B = 2;
                [Tunable(0, 10)] private const double C = 2;
            }
            """,
    };

    [Fact]
    public async Task A_change_that_loses_nothing_stays_whole() =>
        Assert.Equal((double[])[3, 4, 5], (await RepairAsync([3, 4, 5], static _ => []))!.AsEnumerable());

    [Fact]
    public async Task Only_the_constants_that_lose_cases_are_set_back() =>
        Assert.Equal(
            (double[])[3, 2, 2],
            (await RepairAsync([3, 4, 5], static c => [.. Names(c["P.B"] > 2.5, "b"), .. Names(c["P.C"] > 2.5, "c")]))!.AsEnumerable());

    [Fact]
    public async Task Where_only_the_sum_is_too_much_a_part_of_the_way_is_taken()
    {
        var values = await RepairAsync([8, 8, 8], static c => Names(c["P.A"] + c["P.B"] + c["P.C"] is > 11, "sum"));
        Assert.NotNull(values);
        Assert.InRange(values.Sum(), 6.1, 11);
    }

    [Fact]
    public async Task A_change_that_always_loses_something_is_given_up() =>
        Assert.Null(await RepairAsync([3, 4, 5], static c => Names(c["P.A"] != 2 || c["P.B"] != 2 || c["P.C"] != 2, "any")));

    private static Task<double[]?> RepairAsync(double[] values, Func<IReadOnlyDictionary<string, double>, IReadOnlyList<string>> lost)
    {
        var space = new SearchSpace(Sources, TunableSource.Find(Sources).Items);
        return new CaseRepair(new FakeProbe(static _ => 0) { Lost = lost }, space).RepairAsync(values, TestContext.Current.CancellationToken);
    }

    private static IReadOnlyList<string> Names(bool isLost, string name) => isLost ? [name] : [];
}
