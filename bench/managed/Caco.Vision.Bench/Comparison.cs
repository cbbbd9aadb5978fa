using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Caco.Vision.Bench;

/// <summary>
/// The same benchmarks in turn: a round of OpenCV, a round of ours, and again, so that both meet the same machine; of each
/// the best round counts. Steadier than means where other processes run, and done in two minutes.
/// </summary>
internal static class Comparison
{
    private const int Rounds = 400;

    public static void Write(TextWriter output)
    {
        output.WriteLine("# Vision kernels beside OpenCV");
        output.WriteLine();
        output.WriteLine(
            $"{Processor()}, {DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}, .NET {Environment.Version}, "
            + "OpenCV 4.13 through OpenCvSharp 4.13 with one thread (components: GRANA).");
        output.WriteLine();
        output.WriteLine("Microseconds a frame over eight frames of an episode of the built-in Battle arena; rounds of both "
            + $"sides take turns, of {Rounds} rounds the best counts, in time of the thread. The morphology of both goes "
            + "from a mask to another. `B` is what ours allocates a frame.");
        output.WriteLine();
        output.WriteLine("| size | operation | OpenCV us | Caco.Vision us | times faster | B |");
        output.WriteLine("| --- | --- | ---: | ---: | ---: | ---: |");
        foreach (var width in (int[])[640, 320])
        {
            var bench = new VisionBenches { Width = width };
            bench.SetUp();
            Line("mask of three channels with margins", bench.Mask_OpenCv, bench.Mask);
            Line("close 8x8", bench.Close_OpenCv, bench.Close);
            Line("dilate 8x6", bench.Dilate_OpenCv, bench.Dilate);
            Line("components with statistics", () => bench.Components_OpenCv(), () => bench.Components());
            Line("grey", bench.Gray_OpenCv, bench.Grey);
            Line("the whole detection", () => bench.Detection_OpenCv(), () => bench.Detection());

            void Line(string name, Action theirs, Action ours)
            {
                var (slow, fast) = Race(theirs, ours);
                ours();
                var before = GC.GetAllocatedBytesForCurrentThread();
                ours();
                var allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / VisionBenches.Count;
                output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"| {width}x{width * 3 / 4} | {name} | {slow:0.0} | {fast:0.0} | {slow / fast:0.0} | {allocated} |"));
            }
        }
    }

    private static (double Theirs, double Ours) Race(Action theirs, Action ours)
    {
        var (slow, fast) = (double.PositiveInfinity, double.PositiveInfinity);
        var clock = Stopwatch.StartNew();
        for (var round = 0; round < Rounds && clock.Elapsed.TotalSeconds < 12; round++)
        {
            slow = Math.Min(slow, Time(theirs));
            fast = Math.Min(fast, Math.Min(Time(ours), Time(ours)));
        }

        return (slow, fast);

        static double Time(Action run)
        {
            var start = Now();
            run();
            return (Now() - start) / VisionBenches.Count;
        }
    }

    /// <summary>Microseconds that this thread has run: what other processes take is left out, where the system can tell.</summary>
    private static double Now()
    {
        const int threadTime = 3;
        return OperatingSystem.IsLinux() && GetTime(threadTime, out var time) == 0
            ? time.Seconds * 1e6 + time.Nanoseconds / 1e3
            : Stopwatch.GetTimestamp() * 1e6 / Stopwatch.Frequency;
    }

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetTime(int clock, out TimeSpec time);

    private readonly struct TimeSpec
    {
        public readonly long Seconds;
        public readonly long Nanoseconds;
    }

    private static string Processor()
    {
        const string file = "/proc/cpuinfo";
        var line = File.Exists(file)
            ? File.ReadLines(file).FirstOrDefault(static l => l.StartsWith("model name", StringComparison.Ordinal))
            : null;
        var sets = System.Runtime.Intrinsics.X86.Avx512Vbmi.IsSupported ? " (AVX-512 VBMI)" : string.Empty;
        return (line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? "unknown processor") + sets;
    }
}
