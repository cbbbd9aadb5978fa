using System.CommandLine;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Caco.Cli.Output;
using Caco.Engine;
using Caco.Interop;
using SkiaSharp;
using Spectre.Console;

namespace Caco.Cli.Commands;

/// <summary>caco doctor: what is installed, what is missing, and how to get it.</summary>
internal static class DoctorCommand
{
    // SHA-256 of IWADs that are known to work, by name.
    private static readonly Dictionary<string, string> KnownIwads = new(StringComparer.Ordinal)
    {
        ["c72de2af7e2d0c17f6213e751a167e2f1913278aaf37ae6957854fe3cd6588ca"] = "Freedoom: Phase 2, 0.12.1",
    };

    public static Command Create(Terminal terminal)
    {
        var iwad = CommonOptions.Iwad();
        var json = CommonOptions.Json();
        var command = new Command("doctor", "Say what is installed, what is missing, and how to get it.") { iwad, json };
        command.SetAction(parsed => Execute(terminal, parsed.GetValue(iwad), parsed.GetValue(json)));
        return command;
    }

    private sealed record Finding(string Name, bool Ok, string Detail, string? Advice = null);

    private sealed record Document(bool Ok, string Version, IReadOnlyList<Finding> Findings);

    private static int Execute(Terminal terminal, string? iwad, bool json)
    {
        var engine = Engine();
        List<Finding> findings =
        [
            new("caco", true, App.Version),
            new(".NET", true, $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}"),
            new("system", true, $"{RuntimeInformation.OSDescription}, {Environment.ProcessorCount} cores"),
            new("CPU", true, Features()),
            engine,
            Iwad(iwad),
            Scenario(engine.Ok),
            Pictures(),
        ];
        var document = new Document(findings.TrueForAll(static f => f.Ok), App.Version, findings);
        if (json)
        {
            terminal.WriteJson(document);
        }
        else
        {
            Print(terminal, document);
        }

        return document.Ok ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static void Print(Terminal terminal, Document document)
    {
        var table = new Table { Border = TableBorder.None, ShowHeaders = false };
        table.AddColumns("", "", "");
        foreach (var finding in document.Findings)
        {
            table.AddRow(
                finding.Ok ? "[green]ok[/]" : "[red]missing[/]", Markup.Escape(finding.Name), Markup.Escape(finding.Detail));
            if (finding.Advice is { } advice)
            {
                table.AddRow("", "", Markup.Escape(advice));
            }
        }

        terminal.Out.Write(table);
    }

    private static Finding Engine()
    {
        try
        {
            return new("engine", true, $"native library {EngineVersion.Native}, bindings {EngineVersion.Bindings}");
        }
        catch (Exception e) when (e is DllNotFoundException or NativeVersionException or EntryPointNotFoundException
            or BadImageFormatException)
        {
            return new("engine", false, e.Message);
        }
    }

    private static Finding Iwad(string? named)
    {
        if (!IwadLocator.TryFind(named, out var path))
        {
            return new("IWAD", false, named is null ? "none was found" : $"none at {named}", IwadLocator.Advice());
        }

        try
        {
            using var stream = File.OpenRead(path);
            var hash = Convert.ToHexStringLower(SHA256.HashData(stream));
            var known = KnownIwads.GetValueOrDefault(hash, "not one that the tests know");
            return new("IWAD", true, $"{path} ({known}; SHA-256 {hash})");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new("IWAD", false, e.Message, IwadLocator.Advice());
        }
    }

    private static Finding Scenario(bool hasEngine)
    {
        if (!hasEngine)
        {
            return new("scenario", false, "the built-in Battle comes with the engine");
        }

        var builtin = BuiltinScenario.Get();
        return new("scenario", true, $"built-in {builtin.Name}, {builtin.Wad.Length} bytes");
    }

    private static Finding Pictures()
    {
        try
        {
            using var bitmap = new SKBitmap(1, 1);
            return new("pictures", true, $"SkiaSharp, native {SkiaSharpVersion.Native}; captions need no installed font");
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException or InvalidOperationException)
        {
            return new("pictures", false, e.Message, "Restore the packages again: build.ps1 restore.");
        }
    }

    private static string Features()
    {
        var features = new List<string>();
        void Add(string name, bool supported)
        {
            if (supported)
            {
                features.Add(name);
            }
        }

        Add("SSE4.2", System.Runtime.Intrinsics.X86.Sse42.IsSupported);
        Add("POPCNT", System.Runtime.Intrinsics.X86.Popcnt.IsSupported);
        Add("AVX2", System.Runtime.Intrinsics.X86.Avx2.IsSupported);
        Add("BMI2", System.Runtime.Intrinsics.X86.Bmi2.IsSupported);
        Add("AVX-512BW", System.Runtime.Intrinsics.X86.Avx512BW.IsSupported);
        Add("NEON", System.Runtime.Intrinsics.Arm.AdvSimd.IsSupported);
        return $"{RuntimeInformation.ProcessArchitecture}, {(features.Count == 0 ? "no vector units" : string.Join(" ", features))}";
    }
}
