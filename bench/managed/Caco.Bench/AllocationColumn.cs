using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Caco.Bench;

/// <summary>
/// Bytes that all steps of one iteration allocate on the heap, counted once after the warm-up on the thread that steps. BenchmarkDotNet's
/// own count holds some thousand bytes that its measuring leaves in each iteration.
/// </summary>
internal sealed class AllocationColumn : IColumn
{
    private static readonly Dictionary<string, long> Counts = [];

    public string Id => nameof(AllocationColumn);

    public string ColumnName => "Allocated";

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Metric;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Size;

    public string Legend => "Bytes that an iteration's steps allocate";

    public static void Count(string key, Action steps)
    {
        // The second count holds: in the first, code and the counter itself may be used for the first time.
        for (int pass = 0; pass < 2; pass++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            steps();
            Counts[key] = GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    /// <summary>-1 where nothing was counted.</summary>
    public static long BytesOf(BenchmarkCase benchmark)
    {
        string key = string.Join(' ', benchmark.Parameters.Items.OrderBy(static i => i.Name, StringComparer.Ordinal).Select(static i => i.Value));
        return Counts.GetValueOrDefault(key, -1);
    }

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) => BytesOf(benchmarkCase).ToString(CultureInfo.InvariantCulture) + " B";

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;
}
