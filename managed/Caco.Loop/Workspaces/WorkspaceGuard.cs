using System.Globalization;
using System.Security.Cryptography;
using Caco.Loop.Ledgers;

namespace Caco.Loop.Workspaces;

/// <summary>
/// Watches over a workspace while a program edits a working copy in it: whatever that program changes, adds or deletes
/// outside its copy is undone and reported by name. What stood there in its place is kept below .caco/undone.
/// </summary>
/// <remarks>
/// It cannot tell a program's changes from those that a person makes at the same time; those are undone, and kept, too. Not
/// watched: git's index and logs, new objects in its store, and the files that say who holds the workspace's lock.
/// </remarks>
public sealed class WorkspaceGuard : IDisposable
{
    private const int KeptUndone = 5;

    private readonly WorkspacePaths _paths;
    private readonly string _copy;
    private readonly SqliteLedger? _ledger;
    private readonly TimeProvider _time;
    private readonly FileStream _bytes;
    private readonly SortedDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly List<string> _notes = [];
    private string? _undone;

    private WorkspaceGuard(WorkspacePaths paths, string copy, SqliteLedger? ledger, TimeProvider time)
    {
        _paths = paths;
        _copy = copy;
        _ledger = ledger;
        _time = time;
        _bytes = OpenStore();
    }

    private string UndonePath => Path.Combine(_paths.Scratch, "undone");

    /// <summary>Takes down what the workspace is like.</summary>
    /// <param name="workspace">The workspace, whose lock is held.</param>
    /// <param name="ledger">Its ledger; it may go on writing.</param>
    /// <param name="copy">The working copy, which may be changed.</param>
    /// <param name="time">The clock; null: the system's.</param>
    /// <exception cref="LoopException">Something cannot be read, or there is no space to keep it.</exception>
    public static WorkspaceGuard Watch(Workspace workspace, ILedger ledger, WorkspacePaths copy, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(copy);
        var guard = new WorkspaceGuard(workspace.Paths, copy.Root, ledger as SqliteLedger, time ?? TimeProvider.System);
        try
        {
            guard._ledger?.Mark();
            foreach (var entry in guard.Walk())
            {
                guard.Keep(entry);
            }

            return guard;
        }
        catch (Exception e) when (Disk.IsDiskFailure(e))
        {
            guard.Dispose();
            throw Disk.Failure("keeping a copy of", workspace.Paths.Root, e);
        }
    }

    /// <summary>Undoes every change outside the copy. To be called once, when the program has ended.</summary>
    /// <returns>What was undone, in sentences; empty where nothing was.</returns>
    /// <exception cref="LoopException">Something cannot be put back.</exception>
    public IReadOnlyList<string> Check()
    {
        try
        {
            RestoreFolders();
            RemoveAdded();
            RestoreFiles();
            if (_ledger is not null)
            {
                _notes.AddRange(_ledger.Mend(KeptBytes(Relative(_paths.Trials))));
            }

            if (_undone is not null)
            {
                _notes.Add($"What was undone is kept in {_undone}.");
                Prune();
            }

            return _notes;
        }
        catch (Exception e) when (Disk.IsDiskFailure(e))
        {
            throw Disk.Failure("undoing changes in", _paths.Root, e);
        }
        finally
        {
            Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _bytes.Dispose();

    // Where an agent does not look for it: the file has no name any more, or goes with its handle.
    private static FileStream OpenStore()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var store = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, 1 << 16, FileOptions.DeleteOnClose);
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(path);
        }

        return store;
    }

    private IEnumerable<FileSystemInfo> Walk()
    {
        var options = new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = false };
        var open = new Stack<string>([_paths.Root]);
        while (open.TryPop(out var folder))
        {
            foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", options))
            {
                if (IsLeftAlone(Relative(entry.FullName)))
                {
                    continue;
                }

                yield return entry;
                if (entry is DirectoryInfo && entry.LinkTarget is null)
                {
                    open.Push(entry.FullName);
                }
            }
        }
    }

    private bool IsLeftAlone(string name) =>
        name is "ledger.db" or "ledger.db-wal" or "ledger.db-shm" or "ledger.db-journal" or "summary.csv"
            or ".caco/lock" or ".caco/lock.txt" or ".caco/ledger.lock" or ".caco/undone"
            or ".git/index" or ".git/index.lock" or ".git/logs" or ".git/COMMIT_EDITMSG" or ".git/ORIG_HEAD" or ".git/FETCH_HEAD"
        || name == Relative(_copy);

    private void Keep(FileSystemInfo entry)
    {
        var name = Relative(entry.FullName);
        var mode = OperatingSystem.IsWindows() || entry.LinkTarget is not null ? default : entry.UnixFileMode;
        if (entry.LinkTarget is { } target)
        {
            _entries[name] = new Entry(EntryKind.Link, target, mode, 0, 0, entry is DirectoryInfo);
        }
        else if (entry is DirectoryInfo)
        {
            _entries[name] = new Entry(EntryKind.Folder, "", mode, 0, 0, true);
        }
        else
        {
            var offset = _bytes.Length;
            _bytes.Seek(0, SeekOrigin.End);
            using (var stream = Read(entry.FullName))
            {
                stream.CopyTo(_bytes);
            }

            _entries[name] = new Entry(EntryKind.File, HashOfKept(offset, _bytes.Length - offset), mode, offset, _bytes.Length - offset, false);
        }
    }

    /// <summary>Folders first, from the top: they must be there and open before what is in them can be seen.</summary>
    private void RestoreFolders()
    {
        foreach (var (name, entry) in _entries.Where(static e => e.Value.Kind == EntryKind.Folder))
        {
            var path = Full(name);
            var info = new DirectoryInfo(path);
            if (info.Exists && info.LinkTarget is null)
            {
                if (!OperatingSystem.IsWindows() && info.UnixFileMode != entry.Mode)
                {
                    info.UnixFileMode = entry.Mode;
                    _notes.Add($"{name}/ had its rights changed outside the working copy; they were put back.");
                }

                continue;
            }

            PutAside(path, name);
            Directory.CreateDirectory(path);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, entry.Mode);
            }

            _notes.Add($"{name}/ was deleted outside the working copy; it was made again.");
        }
    }

    private void RemoveAdded()
    {
        foreach (var entry in Walk().Where(e => !_entries.ContainsKey(Relative(e.FullName))).ToList())
        {
            var name = Relative(entry.FullName);

            // New objects of git are seen by nobody who has no ref to them. The ledger may have begun meanwhile, and mends
            // itself. What lay in an added folder went with it.
            if (name.StartsWith(".git/objects/", StringComparison.Ordinal) || name == Relative(_paths.Trials) || !Exists(entry.FullName))
            {
                continue;
            }

            PutAside(entry.FullName, name);
            _notes.Add($"{name} was added outside the working copy; it was removed.");
        }
    }

    private void RestoreFiles()
    {
        foreach (var (name, entry) in _entries)
        {
            if (entry.Kind == EntryKind.Folder || name == Relative(_paths.Trials))
            {
                continue;
            }

            var path = Full(name);
            var existed = Exists(path);
            if (existed && IsAsKept(path, entry))
            {
                continue;
            }

            PutAside(path, name);
            Restore(path, entry);
            _notes.Add($"{name} was {(existed ? "changed" : "deleted")} outside the working copy; it was restored.");
        }
    }

    private static bool IsAsKept(string path, Entry entry)
    {
        var info = new FileInfo(path);
        if (entry.Kind == EntryKind.Link || info.LinkTarget is not null)
        {
            return entry.Kind == EntryKind.Link && info.LinkTarget == entry.Hash;
        }

        // Looked at before it is opened: what is no plain file any more, a pipe for one, has no length.
        if (!info.Exists || info.Length != entry.Length || (!OperatingSystem.IsWindows() && info.UnixFileMode != entry.Mode))
        {
            return false;
        }

        if (entry.Length == 0)
        {
            return true;
        }

        using var stream = Read(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream)) == entry.Hash;
    }

    private void Restore(string path, Entry entry)
    {
        if (entry.Kind == EntryKind.Link)
        {
            _ = entry.IsFolder ? Directory.CreateSymbolicLink(path, entry.Hash) : File.CreateSymbolicLink(path, entry.Hash);
            return;
        }

        Disk.Replace(path, Bytes(entry));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, entry.Mode);
        }
    }

    private void PutAside(string path, string name)
    {
        if (!Exists(path))
        {
            return;
        }

        _undone ??= Path.Combine(UndonePath, _time.GetUtcNow().ToString("yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture));
        var to = Path.Combine(_undone, name.Replace(".git", "git", StringComparison.Ordinal));
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        if (new FileInfo(path) is { LinkTarget: { } target } link)
        {
            File.CreateSymbolicLink(to, target);
            link.Delete();
        }
        else if (Directory.Exists(path))
        {
            Directory.Move(path, to);
        }
        else
        {
            // A pipe is moved as well as a file, and never opened.
            File.Move(path, to, overwrite: true);
        }
    }

    private void Prune()
    {
        foreach (var old in Directory.EnumerateDirectories(UndonePath).OrderDescending(StringComparer.Ordinal).Skip(KeptUndone).ToList())
        {
            Disk.DeleteFolder(old);
        }
    }

    private byte[] KeptBytes(string name) => _entries.TryGetValue(name, out var entry) ? Bytes(entry) : [];

    private byte[] Bytes(Entry entry)
    {
        var bytes = new byte[entry.Length];
        _bytes.Seek(entry.Offset, SeekOrigin.Begin);
        _bytes.ReadExactly(bytes);
        return bytes;
    }

    private string HashOfKept(long offset, long length)
    {
        var bytes = new byte[length];
        _bytes.Seek(offset, SeekOrigin.Begin);
        _bytes.ReadExactly(bytes);
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }

    private static FileStream Read(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    private static bool Exists(string path) => Path.Exists(path) || new FileInfo(path).LinkTarget is not null;

    private string Relative(string path) => Disk.NameIn(_paths.Root, path);

    private string Full(string name) => Path.Combine(_paths.Root, name);

    private enum EntryKind
    {
        File,
        Folder,
        Link,
    }

    /// <summary>Something as it was: a file's hash and place in the store, a link's target.</summary>
    private sealed record Entry(EntryKind Kind, string Hash, UnixFileMode Mode, long Offset, long Length, bool IsFolder);
}
