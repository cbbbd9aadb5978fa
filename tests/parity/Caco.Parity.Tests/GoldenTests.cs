using System.Globalization;
using Caco.Cli.Traces;
using Caco.Engine;

[assembly: AssemblyFixture(typeof(Caco.Parity.Tests.SharedVerifier))]

namespace Caco.Parity.Tests;

/// <summary>One verifier for all cases, so that every WAD is loaded once.</summary>
public sealed class SharedVerifier : IDisposable
{
    public TraceVerifier Verifier { get; } = new();

    public void Dispose() => Verifier.Dispose();
}

/// <summary>Where the recorded traces of the reference lie.</summary>
internal static class Golden
{
    /// <summary>What a theory holds instead of its rows where there are no traces.</summary>
    public const string None = "(no traces)";

    /// <summary>The cases that no change may ever break or lose.</summary>
    public static readonly string[] Required =
    [
        "D3_battle", "battle", "battle.walk", "D3_battle.weng", "D3_battle.small", "D3_battle.wide", "basic", "simpler_basic",
        "my_way_home", "my_way_home.walk", "health_gathering", "D1_basic",
    ];

    public static string Folder { get; } = Path.Combine(Places.Shared, "data", "golden");

    public static IEnumerable<string> Cases => Directory.Exists(Folder)
        ? Directory.GetDirectories(Folder).Select(static d => Path.GetFileName(d)!).Order(StringComparer.Ordinal)
        : [None];

    public static string Trace(string name, int seed) =>
        Path.Combine(Folder, name, string.Create(CultureInfo.InvariantCulture, $"seed{seed}.jsonl.gz"));

    /// <summary>Skips the test, visibly, where the traces or their IWAD are missing.</summary>
    public static void Need(TraceVerifier verifier)
    {
        Assert.SkipUnless(Directory.Exists(Folder), $"no traces at {Folder} (set CACO_SHARED)");
        Assert.SkipUnless(IwadLocator.TryFind(null, out var iwad), "no IWAD is installed (apt install freedoom)");
        var meta = GoldenTrace.ReadMeta(Trace(Required[0], 1));
        Assert.SkipUnless(verifier.HasIwadOf(meta), $"{iwad} is not the traces' IWAD, {meta.Iwad} (apt install freedoom)");
    }
}

/// <summary>Every row of every golden trace is exact, and the stored pictures as well. Two classes, so that two traces run at a time.</summary>
public abstract class GoldenTests(SharedVerifier shared, int seed)
{
    public static TheoryData<string> Cases => [.. Golden.Cases];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_row_is_exact(string name)
    {
        Golden.Need(shared.Verifier);
        var report = shared.Verifier.Verify(Golden.Trace(name, seed));
        var output = TestContext.Current.TestOutputHelper!;
        output.WriteLine(report.ToString());
        foreach (var buffer in report.Buffers.Where(static b => b.Rows > 0))
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{buffer.Buffer}: {buffer.PixelShare:P4} of the pixels of {buffer.Pictures} pictures, {buffer.EqualRows} of {buffer.Rows} hashes"));
        }

        Assert.True(report.IsExact, report.ToString());
        Assert.True(report.RowsCompared > 0, "the trace has no rows");
        // The only excuse is the rockets' smoke, a sprite of the reference's own resource file: its pixels and rows are left out by name.
        foreach (var buffer in report.Buffers.Where(static b => b.Rows > 0))
        {
            Assert.True(buffer.Pictures > 0, $"no stored pictures of {buffer.Buffer}");
            Assert.True(
                buffer.PixelShare == 1 && buffer.HashShare == 1,
                $"{name} seed {seed}: {buffer.PixelShare:P4} of the pixels and {buffer.HashShare:P4} of the hashes of {buffer.Buffer} are equal; first unequal row {buffer.FirstUnequalRow}");
        }
    }
}

public sealed class GoldenSeed1Tests(SharedVerifier shared) : GoldenTests(shared, 1);

public sealed class GoldenSeed2Tests(SharedVerifier shared) : GoldenTests(shared, 2);

public sealed class GoldenSetTests(SharedVerifier shared)
{
    [Fact]
    public void No_required_case_is_missing()
    {
        Golden.Need(shared.Verifier);
        Assert.Empty(Golden.Required.Except(Golden.Cases));
    }

    [Fact]
    public void Traces_are_found_below_a_folder()
    {
        Golden.Need(shared.Verifier);
        Assert.Equal(
            ["seed1.jsonl.gz", "seed2.jsonl.gz"],
            TraceVerifier.Find(Path.Combine(Golden.Folder, "basic")).Select(Path.GetFileName));
    }

    [Fact]
    public void A_wrong_trace_is_found_out_and_its_first_wrong_row_named()
    {
        Golden.Need(shared.Verifier);
        using var folder = new ChangedTrace("basic", 1, static (row, text) =>
            row == 40 ? text.Replace("\"reward\":-1.0", "\"reward\":-2.0", StringComparison.Ordinal) : text);
        using var verifier = new TraceVerifier(Path.Combine(Golden.Folder, "..", "scenarios"));
        var report = verifier.Verify(folder.Path);
        Assert.Equal(41, report.RowsCompared);
        Assert.Equal((40, "reward", "-2", "-1"), (report.Divergence!.Row, report.Divergence.Field, report.Divergence.Expected, report.Divergence.Actual));
    }
}
