using Caco.Loop.Agents;
using Caco.Loop.Agents.Tuning;

namespace Caco.Loop.Tests;

public sealed class TunableSourceTests
{
    private static Tunable Only(string declaration) => Assert.Single(Scan(declaration).Items);

    private static TunableScan Scan(string body) =>
        TunableSource.Find(new Dictionary<string, string> { ["a.cs"] = $"class A\n{{\n    private const double Half = 0.5;\n    {body}\n}}\n" });

    [Theory]
    [InlineData("int X = 7;", 7, true)]
    [InlineData("int X = -1_000;", -1000, true)]
    [InlineData("double X = 20;", 20, false)]
    [InlineData("double X = +2.5e3;", 2500, false)]
    [InlineData("float X = -.25f;", -0.25, false)]
    [InlineData("double X = 1d;", 1, false)]
    public void A_marked_constant_is_found_with_its_value(string declaration, double value, bool isInteger)
    {
        var item = Only("[Tunable(-5000, 5000)] private const " + declaration);
        Assert.Equal(("A.X", "a.cs", value, isInteger), (item.Name, item.File, item.Value, item.IsInteger));
        Assert.Equal((-5000, 5000), (item.Min, item.Max));
    }

    [Fact]
    public void A_range_is_what_its_expressions_mean()
    {
        var item = Only("[Caco.Policies.TunableAttribute(max: 2 * 3, min: -Half)] internal const double X = 1;");
        Assert.Equal((-0.5, 6), (item.Min, item.Max));
    }

    [Fact]
    public void A_declaration_of_several_constants_marks_each()
    {
        var items = Scan("[Tunable(0, 9)] const int X = 1, Y = 2;").Items;
        Assert.Equal(["A.X", "A.Y"], items.Select(static i => i.Name));
    }

    [Theory]
    [InlineData("[Tunable(0, 9)] private static double X = 3;", "not const")]
    [InlineData("[Tunable(0, 9)] private const long X = 3;", "neither int nor float nor double")]
    [InlineData("[Tunable(0, 9)] private const double X = Half * 2;", "not a decimal literal")]
    [InlineData("[Tunable(0, 9)] private const int X = 0x7;", "not a decimal literal")]
    [InlineData("[Tunable(9, 0)] private const int X = 3;", "range")]
    [InlineData("[Tunable(2.1, 2.9)] private const int X = 3;", "range")]
    [InlineData("[Tunable(0, double.NaN)] private const double X = 3;", "range")]
    [InlineData("[Tunable(0)] private const double X = 3;", "range")]
    public void What_cannot_be_tuned_is_named_with_the_reason(string declaration, string why)
    {
        var scan = Scan(declaration);
        Assert.Empty(scan.Items);
        var skipped = Assert.Single(scan.Skipped);
        Assert.StartsWith("a.cs(4): A.X", skipped, StringComparison.Ordinal);
        Assert.Contains(why, skipped, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_attributes_and_broken_code_are_no_obstacle()
    {
        var scan = Scan("[System.Obsolete] private const int Y = 3; [Tunable(0, 9)] private const int X = 3; void M() { this is not C#");
        Assert.Equal("A.X", Assert.Single(scan.Items).Name);
    }

    [Theory]
    [InlineData("int X = 7", 4.6, "5")]
    [InlineData("int X = 7", 99, "9")]
    [InlineData("int X = -7", 4.2, "4")]
    [InlineData("int X = +7", 4.2, "+4")]
    [InlineData("int X = +7", -4.2, "-4")]
    [InlineData("double X = 7", 3.14159, "3.14")]
    [InlineData("double X = 7.0", 3, "3.0")]
    [InlineData("double X = 7D", 3, "3D")]
    [InlineData("float X = 7f", 3.14159, "3.14f")]
    [InlineData("float X = 1.5F", -2, "-2.0F")]
    [InlineData("double X = - /* why */ 7", 7.5, "7.5")]
    [InlineData("double X = 1_0e-1", 1.001, "1_0e-1")]
    [InlineData("double X = 3.14159", 3.1415, "3.14159")]
    public void Another_value_keeps_the_literals_form(string declaration, double value, string expected)
    {
        var item = Only($"[Tunable(-9, 9)] private const {declaration};");
        Assert.Equal(expected, item.Write(value));
        Assert.Equal(item.Round(value), item.Round(item.Round(value)));
        Assert.Equal(item.Write(value), item.Write(item.Round(value)));
    }

    [Theory]
    [InlineData(0, 1e-15, 2.5e-16, "2.5E-16")]
    [InlineData(0, 1e15, 2.5e14, "2.5E+14")]
    [InlineData(0, 50000, 12345, "12350")]
    public void Very_small_and_very_large_ranges_are_written_too(double min, double max, double value, string expected)
    {
        var item = Only($"[Tunable({min:R}, {max:R})] private const double X = 0;");
        Assert.Equal(expected, item.Write(value));
        Assert.Equal(double.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), item.Round(value));
    }

    [Fact]
    public void All_but_the_literals_stays_byte_for_byte()
    {
        using var folder = new TemporaryFolder();
        const string before = "\uFEFF// héad \r\nclass A\r\n{\t[Tunable(0, 9)]   const double X  =  -7.5 ;//x\r\n  #if NEVER\n[Tunable(0, 9)] const int Z = 3;\n#endif\n[Tunable(0, 9)] const int Y=2;}";
        File.WriteAllBytes(folder.File("a.cs"), System.Text.Encoding.UTF8.GetBytes(before));
        File.WriteAllText(folder.File("b.cs"), "class B { }");
        var sources = PolicyFiles.Read(folder.Path);
        var items = TunableSource.Find(sources).Items;
        PolicyFiles.Write(folder.Path, TunableSource.Rewrite(sources, items, [1.25, 8]));

        var expected = before.Replace("-7.5", "1.25", StringComparison.Ordinal).Replace("Y=2", "Y=8", StringComparison.Ordinal);
        Assert.Equal(System.Text.Encoding.UTF8.GetBytes(expected), File.ReadAllBytes(folder.File("a.cs")));
        Assert.Equal("class B { }", File.ReadAllText(folder.File("b.cs")));
    }

    [Fact]
    public void Every_mark_of_the_reference_policy_can_be_tuned()
    {
        var root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(Path.Combine(root, "Engine.sln")))
        {
            root = Path.GetDirectoryName(root);
        }

        Assert.SkipWhen(root is null, "The sources are not beside the tests.");
        var sources = PolicyFiles.Read(Path.Combine(root!, "managed", "Caco.Policies", "Battle"));
        var scan = TunableSource.Find(sources);
        Assert.Empty(scan.Skipped);
        Assert.True(scan.Items.Count > 15, $"{scan.Items.Count} constants");
        Assert.All(scan.Items, static i => Assert.InRange(i.Value, i.Min, i.Max));
        Assert.Equal(sources, TunableSource.Rewrite(sources, scan.Items, [.. scan.Items.Select(static i => i.Value)]));
    }
}
