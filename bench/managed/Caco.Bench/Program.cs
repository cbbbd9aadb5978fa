using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Exporters.Json;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Caco.Bench;

/// <summary>
/// Caco.Bench [--results FOLDER] [BenchmarkDotNet's own arguments]: runs the benchmarks in this process, writes managed.md and
/// managed.json into the folder, and fails when a step allocated a byte.
/// </summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        int at = Array.IndexOf(args, "--results");
        string? results = at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
        string[] rest = at >= 0 ? [.. args.Take(at), .. args.Skip(at + 2)] : args;
        string work = Path.Combine(Path.GetTempPath(), "caco-bench");
        // The states are restored before each iteration, and the work of one is fixed: few iterations are enough.
        Job job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithInvocationCount(1).WithUnrollFactor(1)
            .WithWarmupCount(2).WithIterationCount(8);
        IConfig config = DefaultConfig.Instance.AddJob(job).AddColumn(new AllocationColumn()).AddExporter(JsonExporter.Brief)
            .WithArtifactsPath(work).WithOptions(ConfigOptions.JoinSummary);
        Summary[] summaries = [.. BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(
            rest.Contains("--filter") ? rest : [.. rest, "--filter", "*"], config)];
        if (results != null)
        {
            Directory.CreateDirectory(results);
            foreach (Summary summary in summaries)
            {
                Copy(summary, "-report-github.md", Path.Combine(results, "managed.md"));
                Copy(summary, "-report-brief.json", Path.Combine(results, "managed.json"));
            }
        }

        return Judge(summaries);
    }

    private static void Copy(Summary summary, string suffix, string to)
    {
        string? from = Directory.EnumerateFiles(summary.ResultsDirectoryPath, "*" + suffix).OrderByDescending(File.GetLastWriteTimeUtc).FirstOrDefault();
        if (from != null)
        {
            File.Copy(from, to, overwrite: true);
        }
    }

    private static int Judge(Summary[] summaries)
    {
        int code = 0;
        int count = 0;
        foreach (BenchmarkReport report in summaries.SelectMany(s => s.Reports))
        {
            count++;
            long bytes = AllocationColumn.BytesOf(report.BenchmarkCase);
            if (!report.Success || bytes != 0)
            {
                Console.Error.WriteLine($"{report.BenchmarkCase.DisplayInfo}: " + (report.Success ? $"{bytes} bytes allocated" : "did not run"));
                code = 1;
            }
        }

        return count == 0 ? 1 : code;
    }
}
