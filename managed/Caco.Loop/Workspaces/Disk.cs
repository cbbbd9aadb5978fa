using Microsoft.Data.Sqlite;

namespace Caco.Loop.Workspaces;

/// <summary>Writing that is done wholly or not at all, and what to say where it cannot be done.</summary>
public static class Disk
{
    /// <summary>Ends the names of files that are not whole yet; recovery removes them.</summary>
    internal const string TemporarySuffix = ".caco-tmp";

    private const int SqliteReadOnly = 8;
    private const int SqliteFull = 13;
    private const int SqliteCannotOpen = 14;

    // errno of Linux and macOS, and Windows' codes.
    private const int NoSpace = 28;
    private const int ReadOnlyFileSystem = 30;
    private const int FileTooLarge = 27;
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);

    /// <summary>Replaces a file by a text; whoever reads it meanwhile, and after a kill, finds the old text or the new one.</summary>
    /// <exception cref="LoopException">The disk is full or read-only; the old file is untouched.</exception>
    public static void Replace(string path, string text) => Replace(path, System.Text.Encoding.UTF8.GetBytes(text));

    /// <inheritdoc cref="Replace(string, string)"/>
    public static void Replace(string path, ReadOnlyMemory<byte> bytes) => Replace(path, stream => stream.Write(bytes.Span));

    /// <summary>The same for what is written piece by piece.</summary>
    /// <exception cref="LoopException">The disk is full or read-only; the old file is untouched.</exception>
    internal static void Replace(string path, Action<Stream> write)
    {
        var temporary = Path.Combine(
            Path.GetDirectoryName(Path.GetFullPath(path))!, "." + Path.GetFileName(path) + TemporarySuffix);
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.Read))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e)
        {
            TryDelete(temporary);
            if (IsDiskFailure(e))
            {
                throw Failure("writing", path, e);
            }

            throw;
        }
    }

    /// <summary>A file's name as seen from a folder, with forward slashes everywhere.</summary>
    internal static string NameIn(string folder, string file) => Path.GetRelativePath(folder, file).Replace('\\', '/');

    /// <summary>Makes a folder with all above it.</summary>
    /// <exception cref="LoopException">It cannot be made.</exception>
    public static void MakeFolder(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception e) when (IsDiskFailure(e))
        {
            throw Failure("making", path, e);
        }
    }

    /// <summary>Whether an exception is the file system's word, and not a mistake of this program.</summary>
    internal static bool IsDiskFailure(Exception e) => e is IOException or UnauthorizedAccessException or SqliteException;

    /// <summary>What went wrong with a path, and what to do.</summary>
    internal static LoopException Failure(string doing, string path, Exception e)
    {
        ArgumentNullException.ThrowIfNull(e);
        var (what, advice) = e switch
        {
            _ when IsFull(e) => ("the disk is full", "Free some space and go on; what was there before is unharmed."),
            _ when IsReadOnly(e) => ("it may not be written to", $"Make it and its folder writable for {Environment.UserName}, or work in a copy."),
            _ => (e.Message.TrimEnd('.'), "Check that the folder can be reached and written to."),
        };
        return new LoopException($"{doing} {path} failed: {what}. {advice}", e);
    }

    internal static bool IsFull(Exception e) => e switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode == SqliteFull,
        IOException io => io.HResult is NoSpace or FileTooLarge or WindowsDiskFull or WindowsHandleDiskFull
            || io.Message.Contains("No space left", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    /// <summary>Whether opening a file failed because another process keeps it for itself.</summary>
    internal static bool IsTaken(IOException e) => !IsFull(e) && !IsReadOnly(e) && e is not FileNotFoundException and not DirectoryNotFoundException;

    internal static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (IOException)
        {
        }
        catch (UnauthorizedAccessException)
        {
        }
    }

    /// <summary>Deletes a folder with everything in it, also what is marked read-only. Links are removed, not followed.</summary>
    /// <exception cref="LoopException">Something cannot be deleted.</exception>
    internal static void DeleteFolder(string path)
    {
        try
        {
            if (!Directory.Exists(path))
            {
                return;
            }

            foreach (var entry in new DirectoryInfo(path).EnumerateFileSystemInfos())
            {
                if (entry.LinkTarget is null && entry is DirectoryInfo)
                {
                    MakeWritable(entry);
                    DeleteFolder(entry.FullName);
                }
                else
                {
                    MakeWritable(entry);
                    entry.Delete();
                }
            }

            Directory.Delete(path);
        }
        catch (Exception e) when (IsDiskFailure(e))
        {
            throw Failure("removing", path, e);
        }
    }

    private static void MakeWritable(FileSystemInfo entry)
    {
        if (entry.LinkTarget is not null)
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            entry.Attributes &= ~FileAttributes.ReadOnly;
        }
        else if (entry is DirectoryInfo)
        {
            entry.UnixFileMode |= UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        }
    }

    private static bool IsReadOnly(Exception e) => e switch
    {
        UnauthorizedAccessException => true,
        SqliteException sqlite => sqlite.SqliteErrorCode is SqliteReadOnly or SqliteCannotOpen,
        IOException io => io.HResult == ReadOnlyFileSystem
            || io.Message.Contains("Read-only file system", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };
}
