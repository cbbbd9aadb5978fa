using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Caco.Loop.Workspaces;

namespace Caco.Loop.Workers;

/// <summary>A worker process as its parent sees it. One conversation at a time.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private const int StartSeconds = 120;
    private const int EndSeconds = 5;
    private const int KeptErrorText = 1 << 15;
    private const string HeapRange = "4000000000";

    // What a worker may know of its surroundings: how to run, and where content lies. No keys, no tokens.
    private static readonly string[] PassedVariables =
    [
        "PATH", "HOME", "USER", "LANG", "LC_ALL", "TMPDIR", "TEMP", "TMP", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SystemRoot", "windir",
        "USERPROFILE", "APPDATA", "LOCALAPPDATA", "ProgramData", "ProgramFiles", "ProgramFiles(x86)",
    ];

    private static readonly string[] PassedPrefixes = ["DOTNET_ROOT", "DOOMWAD", "XDG_", "CACO_", "ASAN_", "UBSAN_", "TSAN_"];

    private readonly Process _process;
    private readonly StringBuilder _errorText = new();
    private readonly Task _errorReader;

    private WorkerProcess(Process process, PositionBoard board)
    {
        _process = process;
        Board = board;
        _errorReader = ReadErrorsAsync();
    }

    public PositionBoard Board { get; }

    public int Id => _process.Id;

    /// <summary>Whether its parent had to end it.</summary>
    public bool WasKilledHere { get; private set; }

    public bool HasExited => _process.HasExited;

    /// <summary>Ended by a signal that neither the worker nor its parent sent: a kill from outside.</summary>
    public bool WasKilledFromOutside => !WasKilledHere && _process.HasExited && _process.ExitCode is 128 + 9 or 128 + 15;

    /// <summary>Starts a worker and waits until it can play.</summary>
    /// <exception cref="LoopException">It cannot be started, or the scenario cannot be played; the message says why.</exception>
    public static async Task<WorkerProcess> StartAsync(LoopSettings settings, string root, int threads, CancellationToken cancellation)
    {
        PositionBoard? board = null;
        Process? process = null;
        WorkerProcess? worker = null;
        try
        {
            board = PositionBoard.Create(threads);
            process = Process.Start(StartInfo(settings, threads)) ?? throw new LoopException("the worker process could not be started.");
            worker = new WorkerProcess(process, board);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(TimeSpan.FromSeconds(StartSeconds));
            await worker.SendAsync(Wire.Encode(WireKind.Open, new OpenHead(settings, Path.GetFullPath(root), threads, board.Path)), limit.Token)
                .ConfigureAwait(false);
            var answer = await worker.ReceiveAsync(limit.Token).ConfigureAwait(false);
            board.Forget();
            return answer switch
            {
                { Kind: WireKind.Ready } => worker,
                { Kind: WireKind.Broken } => throw new LoopException(answer.Read<BrokenHead>().Message),
                _ => throw new LoopException($"the worker process ended before it could play. {await worker.LastWordsAsync().ConfigureAwait(false)}"),
            };
        }
        catch (Exception e)
        {
            if (worker is not null)
            {
                await worker.DisposeAsync().ConfigureAwait(false);
            }
            else
            {
                process?.Dispose();
                board?.Dispose();
            }

            if (e is OperationCanceledException && !cancellation.IsCancellationRequested)
            {
                throw new LoopException($"the worker process was not ready after {StartSeconds} s.", e);
            }

            if (e is System.ComponentModel.Win32Exception or IOException or UnauthorizedAccessException)
            {
                throw new LoopException($"the worker process could not be started: {e.Message}", e);
            }

            throw;
        }
    }

    public async Task SendAsync(byte[] message, CancellationToken cancellation)
    {
        var pipe = _process.StandardInput.BaseStream;
        await pipe.WriteAsync(message, cancellation).ConfigureAwait(false);
        await pipe.FlushAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>The next message; null when the worker has ended.</summary>
    public async Task<WireMessage?> ReceiveAsync(CancellationToken cancellation)
    {
        try
        {
            return await Wire.ReadAsync(_process.StandardOutput.BaseStream, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            return null;
        }
    }

    public void Kill()
    {
        WasKilledHere = true;
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    /// <summary>After its end: the exit code and what it wrote to standard error.</summary>
    public async Task<(int Code, string Text)> EndAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(EndSeconds));
        try
        {
            await _process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            await _errorReader.WaitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Kill();
            await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        }

        lock (_errorText)
        {
            return (_process.ExitCode, _errorText.ToString());
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            // The end of its input is the sign to end; it has a moment, and is killed after it.
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended already.
        }

        using (var limit = new CancellationTokenSource(TimeSpan.FromSeconds(EndSeconds)))
        {
            try
            {
                await _process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                Kill();
                await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }

        _process.Dispose();
        Board.Dispose();
    }

    private static ProcessStartInfo StartInfo(LoopSettings settings, int threads)
    {
        var info = new ProcessStartInfo(DotnetHost())
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = Encoding.UTF8,
            UseShellExecute = false,
            CreateNoWindow = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        info.ArgumentList.Add("exec");
        info.ArgumentList.Add(WorkerAssembly());
        info.ArgumentList.Add(WorkerProgram.Verb);
        foreach (var name in info.Environment.Keys.ToList())
        {
            if (!PassedVariables.Contains(name, StringComparer.OrdinalIgnoreCase)
                && !PassedPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
            {
                info.Environment.Remove(name);
            }
        }

        var heap = (long)settings.Workers.MemoryMiB << 20;
        info.Environment["DOTNET_GCHeapHardLimit"] = heap.ToString("x", CultureInfo.InvariantCulture);
        // Without a wide range an array larger than twice the limit ends the process instead of throwing.
        info.Environment["DOTNET_GCRegionRange"] = HeapRange;
        info.Environment["DOTNET_gcServer"] = "0";
        info.Environment["DOTNET_gcConcurrent"] = "0";
        info.Environment["DOTNET_PROCESSOR_COUNT"] = Math.Max(2, threads).ToString("x", CultureInfo.InvariantCulture);
        info.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        info.Environment["DOTNET_EnableDiagnostics"] = "0";
        info.Environment["DOTNET_NOLOGO"] = "1";
        return info;
    }

    private static string WorkerAssembly()
    {
        var path = typeof(WorkerProcess).Assembly.Location;
        return path.Length > 0 && File.Exists(Path.ChangeExtension(path, ".runtimeconfig.json"))
            ? path
            : throw new LoopException(
                "workers are started from Caco.Loop.dll, which must lie beside the program with its .deps.json and .runtimeconfig.json.");
    }

    private static string DotnetHost()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";

        // .../shared/Microsoft.NETCore.App/VERSION/ of the runtime that runs this program.
        var beside = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", name));
        return File.Exists(beside) ? beside : name;
    }

    private async Task<string> LastWordsAsync()
    {
        var (code, text) = await EndAsync().ConfigureAwait(false);
        return string.Create(CultureInfo.InvariantCulture, $"Exit code {code}. {FailureText.OneLine(text)}");
    }

    // The beginning is kept: the first lines of a crash say what happened.
    private async Task ReadErrorsAsync()
    {
        var buffer = new char[4096];
        int read;
        while ((read = await _process.StandardError.ReadAsync(buffer).ConfigureAwait(false)) > 0)
        {
            lock (_errorText)
            {
                _errorText.Append(buffer, 0, Math.Min(read, Math.Max(0, KeptErrorText - _errorText.Length)));
            }
        }
    }
}
