using System.Globalization;

namespace Caco.Loop.Workspaces;

/// <summary>Keeps a second loop out of a workspace. The system gives it back when the process ends in whatever way.</summary>
public sealed class WorkspaceLock : IDisposable
{
    private readonly FileStream _file;
    private readonly string _note;

    private WorkspaceLock(FileStream file, string note, string? report)
    {
        _file = file;
        _note = note;
        Report = report;
    }

    /// <summary>A sentence when the lock was taken over from a process that had been killed; else null.</summary>
    public string? Report { get; }

    /// <summary>Takes the lock.</summary>
    /// <param name="paths">The workspace.</param>
    /// <param name="purpose">What for, as others are told: "caco loop".</param>
    /// <exception cref="LoopException">Another process has it; the message says which. Or the folder is read-only.</exception>
    public static WorkspaceLock Take(WorkspacePaths paths, string purpose)
    {
        ArgumentNullException.ThrowIfNull(paths);
        Disk.MakeFolder(paths.Scratch);
        var path = Path.Combine(paths.Scratch, "lock");
        var note = Path.Combine(paths.Scratch, "lock.txt");
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (Disk.IsTaken(e) && File.Exists(path))
        {
            throw new LoopException(
                $"{paths.Root} is in use by {ReadNote(note) ?? "another process"}; one loop at a time. Wait for it, or end it.", e);
        }
        catch (Exception e) when (Disk.IsDiskFailure(e))
        {
            throw Disk.Failure("locking", path, e);
        }

        try
        {
            var report = ReadNote(note) is { } holder ? $"The workspace's lock was taken over from {holder}, which has ended without giving it back." : null;
            Disk.Replace(
                note,
                $"{purpose} (process {Environment.ProcessId} on {Environment.MachineName}, since {DateTimeOffset.Now.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture)})");
            return new WorkspaceLock(file, note, report);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The file itself stays: to delete it would let two others lock two files of the same name.
        Disk.TryDelete(_note);
        _file.Dispose();
    }

    private static string? ReadNote(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim() is { Length: > 0 } text ? text : null;
        }
        catch (IOException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }
}
