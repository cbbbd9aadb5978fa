using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Caco.Loop.Agents.Commands;

/// <summary>Runs a program with all its descendants in a session of their own, so that none outlives it.</summary>
internal static class ProcessTree
{
    private const int SweepLimit = 20;

    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(5);

    /// <summary>Runs it to its end.</summary>
    /// <param name="command">Program and arguments.</param>
    /// <param name="folder">Where it starts.</param>
    /// <param name="input">For its standard input, which is closed after it.</param>
    /// <param name="output">Takes what it writes.</param>
    /// <param name="cancellation">Ends it and all its descendants.</param>
    /// <returns>Its exit code.</returns>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    /// <exception cref="LoopException">It cannot be started.</exception>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> command, string folder, string input, OutputCapture output, CancellationToken cancellation)
    {
        using var process = new Process { StartInfo = Describe(command, folder) };
        var exit = await StartAsync(process).ConfigureAwait(false);
        try
        {
            var standard = CopyAsync(process.StandardOutput.BaseStream, output.Write);
            var error = CopyAsync(process.StandardError.BaseStream, output.WriteError);
            var feed = FeedAsync(process, input);
            await exit.WaitAsync(cancellation).ConfigureAwait(false);

            // What it left behind must not go on editing, and may hold the pipes open.
            Sweep(process.Id);
            await Task.WhenAny(Task.WhenAll(standard, error, feed), Task.Delay(DrainTime, CancellationToken.None)).ConfigureAwait(false);
            return process.ExitCode;
        }
        finally
        {
            Kill(process);
            await exit.ConfigureAwait(false);
        }
    }

    /// <summary>Full path of a program; null when there is none.</summary>
    public static string? Find(string program, string folder)
    {
        if (program.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            var path = Path.GetFullPath(program, folder);
            return File.Exists(path) ? path : null;
        }

        string[] endings = OperatingSystem.IsWindows() ? [".exe", ".cmd", ".bat", ""] : [""];
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(p => endings.Select(e => Path.Combine(p, program + e)))
            .FirstOrDefault(static p => File.Exists(p) && IsExecutable(p));
    }

    private static bool IsExecutable(string file) => OperatingSystem.IsWindows()
        || (File.GetUnixFileMode(file) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;

    private static ProcessStartInfo Describe(IReadOnlyList<string> command, string folder)
    {
        string[] all = OperatingSystem.IsLinux() && Find("setsid", folder) is { } session ? [session, .. command] : [.. command];
        return new ProcessStartInfo(all[0], all[1..])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
    }

    /// <summary>
    /// Starts it from a thread that lives as long as it: bubblewrap's --die-with-parent asks the system to watch the thread
    /// that started it, and those of the pool come and go.
    /// </summary>
    /// <returns>Completes when the process has ended.</returns>
    private static async Task<Task> StartAsync(Process process)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                process.Start();
            }
            catch (Exception e) when (e is Win32Exception or IOException or InvalidOperationException)
            {
                started.SetException(new LoopException($"{process.StartInfo.FileName} cannot be started: {e.Message}", e));
                return;
            }

            started.SetResult();
            process.WaitForExit();
            ended.SetResult();
        })
        {
            IsBackground = true,
            Name = "agent command",
        };
        thread.Start();
        await started.Task.ConfigureAwait(false);
        return ended.Task;
    }

    private static async Task CopyAsync(Stream from, Action<ReadOnlySpan<byte>> write)
    {
        var buffer = new byte[16 << 10];
        try
        {
            while (await from.ReadAsync(buffer).ConfigureAwait(false) is > 0 and var count)
            {
                write(buffer.AsSpan(0, count));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The pipe's other end is gone.
        }
    }

    private static async Task FeedAsync(Process process, string input)
    {
        try
        {
            await process.StandardInput.WriteAsync(input).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // It does not want to read.
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended; its descendants may not have.
        }

        Sweep(process.Id);
    }

    /// <summary>Ends everything in the session of <paramref name="session"/>; again, as long as something is born meanwhile.</summary>
    private static void Sweep(int session)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        for (var i = 0; i < SweepLimit; i++)
        {
            var members = Directory.EnumerateDirectories("/proc")
                .Select(static p => int.TryParse(Path.GetFileName(p), out var id) ? id : 0)
                .Where(id => id > 0 && id != Environment.ProcessId && IsAliveIn(id, session)).ToArray();
            if (members.Length == 0)
            {
                return;
            }

            foreach (var id in members)
            {
                KillOne(id);
            }
        }
    }

    private static bool IsAliveIn(int id, int session)
    {
        try
        {
            // "id (name) state parent group session ...": the name may hold anything.
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[3] == session.ToString() && fields[0] is not ("Z" or "X");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void KillOne(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // Gone already.
        }
    }
}
