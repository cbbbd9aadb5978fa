using System.CommandLine.Invocation;
using System.CommandLine;
using System.Reflection;
using Caco.Cli.Commands;
using Caco.Cli.Output;
using Caco.Engine;
using Caco.Interop;
using Caco.Loop.Replays;
using Caco.Policies;

namespace Caco.Cli;

/// <summary>The caco command. Any thread; nothing is shared between calls.</summary>
public static class App
{
    /// <summary>Version of this program.</summary>
    public static string Version { get; } =
        typeof(App).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>Runs one command line; results go to <paramref name="output"/>, everything else to <paramref name="error"/>.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        ArgumentNullException.ThrowIfNull(error);
        var terminal = new Terminal(output, error);
        var root = new RootCommand("Caco: plays Doom scenarios, fast and repeatable.")
        {
            RunCommand.Create(terminal),
            ReplayCommand.Create(terminal),
            NewCommand.Create(terminal),
            LoopCommand.Create(terminal),
            EvalCommand.Create(terminal),
            CompareCommand.Create(terminal),
            CasesCommand.Create(terminal),
            HistoryCommand.Create(terminal),
            ReportCommand.Create(terminal),
            ExportCommand.Create(terminal),
            McpCommand.Create(),
            VerifyTraceCommand.Create(terminal),
            CompareTraceCommand.Create(terminal),
            GalleryCommand.Create(terminal),
            BenchCommand.Create(terminal),
            DoctorCommand.Create(terminal),
        };
        var parsed = root.Parse(arguments);
        if (parsed.Action is ParseErrorAction)
        {
            foreach (var problem in parsed.Errors)
            {
                error.WriteLine($"caco: {problem.Message}");
            }

            error.WriteLine("caco: 'caco --help' and 'caco COMMAND --help' tell what there is.");
            return ExitCodes.Usage;
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
            });
        }
        catch (RequestException e)
        {
            error.WriteLine($"caco: {e.Message}");
            return ExitCodes.Usage;
        }
        catch (Exception e) when (Explained(e) is not null)
        {
            error.WriteLine($"caco: {Explained(e)}");
            return ExitCodes.Failed;
        }
    }

    // The message of a failure that a user can understand and mend; null for defects, which keep their stack trace.
    private static string? Explained(Exception failure) => failure switch
    {
        LoopException or ReplayException or PolicyException or CacoException => failure.Message,
        IOException or UnauthorizedAccessException => failure.Message,
        DllNotFoundException or EntryPointNotFoundException or NativeVersionException => failure.Message,
        TypeInitializationException { InnerException: { } inner } => Explained(inner),
        _ => null,
    };
}
