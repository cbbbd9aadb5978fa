using System.Diagnostics;
using Caco.Cli;
using Caco.Loop.Play;
using Caco.Loop.Replays;
using Caco.Engine;

namespace Caco.Parity.Tests;

/// <summary>Another build of the native library simulates the same world, tic by tic.</summary>
public sealed class BuildTests
{
    private const string LibraryVariable = "CACO_NATIVE";
    private const string DebugVariable = "CACO_NATIVE_DEBUG";
    private const int TimeLimitMilliseconds = 120_000;

    private static string DebugLibrary => Environment.GetEnvironmentVariable(DebugVariable) ?? Path.Combine(
        Places.RepoRoot, "artifacts", "native", "debug",
        OperatingSystem.IsWindows() ? "caco.dll" : OperatingSystem.IsMacOS() ? "libcaco.dylib" : "libcaco.so");

    [Fact]
    public void Debug_and_release_builds_simulate_the_same_world_on_every_tic()
    {
        Assert.SkipUnless(IwadLocator.TryFind(null, out _), "no IWAD is installed (apt install freedoom)");
        Assert.SkipUnless(
            File.Exists(DebugLibrary), $"no debug build at {DebugLibrary} (build.ps1 build --preset debug, or set {DebugVariable})");
        var folder = Directory.CreateTempSubdirectory("caco-builds-").FullName;
        try
        {
            var replay = Path.Combine(folder, "episode.caco");
            int tics;
            using (var stage = Stage.Create(new StageRequest { Tics = 350 }))
            using (var player = new EpisodePlayer(stage, PolicySource.Find("battle"), decision: 1))
            {
                var (result, recording) = player.Play(seed: 11);
                tics = result.Tics;
                ReplayFile.Save(replay, recording);
            }

            var release = Path.Combine(folder, "release.csv");
            var debug = Path.Combine(folder, "debug.csv");
            string[] arguments = ["replay", replay, "--every", "0", "--hashes"];
            using var output = new StringWriter();
            Assert.Equal(ExitCodes.Ok, App.Run([.. arguments, release], output, output));
            var (code, messages) = RunWith(DebugLibrary, [.. arguments, debug]);
            Assert.True(code == ExitCodes.Ok, messages);
            Assert.Equal(1 + tics + 1, File.ReadAllLines(release).Length);
            Assert.Equal(File.ReadAllLines(release), File.ReadAllLines(debug));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // A process has one native library for good: the other one needs a process of its own.
    private static (int Code, string Messages) RunWith(string library, string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(typeof(App).Assembly.Location);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment[LibraryVariable] = library;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(TimeLimitMilliseconds))
        {
            process.Kill();
            return (-1, "it took too long");
        }

        return (process.ExitCode, text.Result + errors.Result);
    }
}
