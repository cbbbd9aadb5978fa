using System.Globalization;
using System.Text;
using Caco.Loop.Agents;
using Caco.Loop.Failures;
using Caco.Loop.Ledgers;
using LibGit2Sharp;

namespace Caco.Loop.Workspaces;

/// <summary>
/// The sources of all trials, in the workspace's git repository. Every candidate is a commit that a ref of its own keeps; the
/// branch moves on acceptance only. What a person has changed in the folder and not committed is never lost. Any thread.
/// </summary>
public sealed class PolicyStore
{
    /// <summary>What comes before a trial's number in its ref.</summary>
    public const string TrialRefs = "refs/caco/trials/";

    /// <summary>What comes before the time in the ref of a person's edits.</summary>
    public const string SavedRefs = "refs/caco/saved/";

    private const string Folder = "policy";
    private const string Extension = ".cs";
    private const int Attempts = 10;
    private const int AttemptMilliseconds = 50;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly WorkspacePaths _paths;
    private readonly TimeProvider _time;

    /// <exception cref="LoopException">The workspace is not under git.</exception>
    public PolicyStore(WorkspacePaths paths, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(paths);
        _paths = paths;
        _time = time ?? TimeProvider.System;
        InRepository(static repository => repository.Info.Path);
    }

    /// <summary>The commit that the branch points to, 40 hex digits; null before the first.</summary>
    public string? Head => InRepository(static repository => repository.Head.Tip?.Sha);

    /// <summary>Where an acceptance notes what it is about to do, for the case that it is killed.</summary>
    internal string AcceptingPath => Path.Combine(_paths.Scratch, "accepting");

    private string CopiesPath => Path.Combine(_paths.Scratch, "copies");

    /// <summary>Keeps a candidate's sources as a commit. The branch and the folder are not touched.</summary>
    /// <param name="trial">Its number, which names the ref; what a killed trial of that number left there is replaced.</param>
    /// <param name="sources">Relative file name and text; all *.cs files below policy/.</param>
    /// <param name="parent">The incumbent's commit; null: the branch's.</param>
    /// <param name="hypothesis">The first line of the message.</param>
    /// <param name="verdict">What became of it, where that is known already.</param>
    /// <returns>The commit, 40 hex digits.</returns>
    /// <exception cref="LoopException">A name leads out of the folder, no such parent, or the disk is full or read-only.</exception>
    public string Commit(
        long trial, IReadOnlyDictionary<string, string> sources, string? parent, string hypothesis, Verdict? verdict = null)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var message = Message(trial, hypothesis, verdict);
        return InRepository(repository =>
        {
            var from = parent is null ? repository.Head.Tip : Find(repository, parent);
            var commit = Make(repository, from, sources, message, from is null ? [] : [from]);
            repository.Refs.Add(TrialRefs + trial.ToString(CultureInfo.InvariantCulture), commit.Id, allowOverwrite: true);
            return commit.Sha;
        });
    }

    /// <summary>The sources of a commit: relative file name and text.</summary>
    /// <exception cref="LoopException">No such commit in this repository.</exception>
    public IReadOnlyDictionary<string, string> Read(string commit) => InRepository(repository => SourcesOf(Find(repository, commit)));

    /// <summary>The change from one commit's policy to another's as a unified diff; empty where they are the same.</summary>
    /// <param name="parent">The older; null: everything is new.</param>
    /// <param name="commit">The newer.</param>
    public string Diff(string? parent, string commit) => InRepository(repository =>
    {
        using var patch = repository.Diff.Compare<Patch>(
            parent is null ? null : Find(repository, parent).Tree, Find(repository, commit).Tree, [Folder]);
        return patch.Content;
    });

    /// <summary>Whether the branch holds the same sources as a commit.</summary>
    public bool HeadHas(string commit) => InRepository(repository =>
        repository.Head.Tip is { } tip && Same(SourcesOf(tip), SourcesOf(Find(repository, commit))));

    /// <summary>
    /// Lets the branch and the folder policy/ have a commit's sources. Sources that a person changed and did not commit are
    /// kept as a commit first; files beside policy/ are not touched. May be repeated after a kill.
    /// </summary>
    /// <returns>What a person should know, in sentences.</returns>
    /// <exception cref="LoopException">No such commit, or the disk is full or read-only.</exception>
    public IReadOnlyList<string> Accept(string commit) => InRepository(repository =>
    {
        var notes = new List<string>();
        var target = Find(repository, commit);
        var sources = SourcesOf(target);
        SaveEdits(repository, sources, notes);
        var before = repository.Head.Tip;
        Disk.MakeFolder(_paths.Scratch);
        Disk.Replace(AcceptingPath, $"{target.Sha}\n{before?.Sha}\n");
        if (before is null || !Same(SourcesOf(before), sources))
        {
            Advance(repository, before, target, sources);
        }

        WriteFolder(sources);
        UpdateIndex(repository, notes);
        File.Delete(AcceptingPath);
        return (IReadOnlyList<string>)notes;
    });

    /// <summary>Makes an agent's working copy below .caco/copies: policy/, the documents, failures; nothing of the hold-out seeds.</summary>
    /// <param name="trial">Its number, which names the folder; what a killed trial of that number left there is removed.</param>
    /// <param name="commit">Whose sources it holds.</param>
    /// <param name="brief">Text of its brief.md.</param>
    /// <param name="failures">Bundles to copy.</param>
    /// <param name="settings">For its loop.json, without hold-out seeds; null: the workspace's loop.json as it is now.</param>
    /// <param name="results">Text of its results.json, see <see cref="AgentResults"/>; null: none is written.</param>
    /// <returns>Where things lie in it.</returns>
    /// <exception cref="LoopException">No such commit, or the disk is full or read-only.</exception>
    public WorkspacePaths MakeCopy(
        long trial, string commit, string brief, IReadOnlyList<FailureBundle> failures, LoopSettings? settings = null, string? results = null)
    {
        ArgumentNullException.ThrowIfNull(brief);
        ArgumentNullException.ThrowIfNull(failures);
        var shown = LoopSettingsFile.Write(LoopSettingsFile.ForAgents(settings ?? LoopSettingsFile.Load(_paths.Settings)));
        var sources = Read(commit);
        var copy = new WorkspacePaths(Path.Combine(CopiesPath, trial.ToString(CultureInfo.InvariantCulture)));
        Disk.DeleteFolder(copy.Root);
        foreach (var folder in (string[])[copy.Policy, copy.Failures, copy.Scratch])
        {
            Disk.MakeFolder(folder);
        }

        return GitFolder.Guarded(copy.Root, () =>
        {
            foreach (var (name, text) in sources)
            {
                WriteFile(copy.Policy, name, text);
            }

            File.WriteAllText(copy.Settings, shown);
            File.WriteAllText(copy.Brief, brief);
            File.WriteAllText(copy.Memory, File.Exists(_paths.Memory) ? File.ReadAllText(_paths.Memory) : "");
            if (results is not null)
            {
                File.WriteAllText(Path.Combine(copy.Root, "results.json"), results);
            }

            foreach (var bundle in failures)
            {
                CopyFolder(bundle.Folder, Path.Combine(copy.Failures, Path.GetFileName(bundle.Folder)));
            }

            // A repository of its own: what an agent does with git there stays there.
            GitFolder.BeginCopy(copy);
            return copy;
        });
    }

    /// <summary>Removes a working copy.</summary>
    public void DropCopy(WorkspacePaths copy)
    {
        ArgumentNullException.ThrowIfNull(copy);
        if (Path.GetDirectoryName(copy.Root) != CopiesPath)
        {
            throw new ArgumentException($"{copy.Root} is no working copy of {_paths.Root}.", nameof(copy));
        }

        Disk.DeleteFolder(copy.Root);
    }

    /// <summary>Removes what killed trials left: working copies, and refs of trials that the ledger does not have.</summary>
    /// <returns>What was removed, in sentences.</returns>
    internal IReadOnlyList<string> RemoveLeftovers(long nextTrial)
    {
        var notes = new List<string>();
        if (Directory.Exists(CopiesPath))
        {
            foreach (var copy in Directory.EnumerateFileSystemEntries(CopiesPath).Order(StringComparer.Ordinal).ToList())
            {
                Disk.DeleteFolder(copy);
                Disk.TryDelete(copy);
                notes.Add($"The working copy of trial {Path.GetFileName(copy)}, which was ended before its verdict, was removed.");
            }
        }

        InRepository(repository =>
        {
            foreach (var reference in repository.Refs.FromGlob(TrialRefs + "*").ToList())
            {
                if (long.TryParse(reference.CanonicalName[TrialRefs.Length..], CultureInfo.InvariantCulture, out var trial) && trial >= nextTrial)
                {
                    repository.Refs.Remove(reference);
                    notes.Add($"The commit of trial {trial}, which was ended before its verdict was written, was let go.");
                }
            }

            return true;
        });
        return notes;
    }

    /// <summary>Keeps uncommitted edits of policy/ as a commit, unless they are the branch's sources or the new ones.</summary>
    private void SaveEdits(Repository repository, SortedDictionary<string, string> target, List<string> notes)
    {
        var working = ReadFolder(notes);
        var tip = repository.Head.Tip;
        if (working.Count == 0 || Same(working, target) || (tip is not null && Same(working, SourcesOf(tip))) || IsHalfWritten(repository, working, target))
        {
            return;
        }

        var now = _time.GetUtcNow();
        var name = SavedRefs + now.ToString("yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture);
        var saved = Make(repository, tip, working, $"Edits of policy/ that were not committed\n\nKept at {now:u} before another policy took their place.", tip is null ? [] : [tip]);
        repository.Refs.Add(name, saved.Id, allowOverwrite: true);
        notes.Add(
            $"policy/ had edits that were not committed; they are kept as {name}. To see them: git diff {saved.Parents.FirstOrDefault()?.Sha[..10]} {name} -- policy; "
            + $"to have them back: git checkout {name} -- policy");
    }

    /// <summary>Whether policy/ holds nothing but what a killed acceptance was writing.</summary>
    private bool IsHalfWritten(Repository repository, SortedDictionary<string, string> working, SortedDictionary<string, string> target)
    {
        if (!File.Exists(AcceptingPath))
        {
            return false;
        }

        var known = File.ReadAllLines(AcceptingPath)
            .Where(static line => line.Length > 0)
            .Select(line => repository.Lookup<Commit>(line))
            .OfType<Commit>()
            .Select(SourcesOf)
            .Append(target)
            .ToList();
        return working.All(file => known.Any(sources => sources.TryGetValue(file.Key, out var text) && text == file.Value));
    }

    /// <summary>Straight on where the branch stands at the candidate's parent; else beside what others have committed meanwhile.</summary>
    private static void Advance(Repository repository, Commit? before, Commit target, SortedDictionary<string, string> sources)
    {
        var to = before is null || target.Parents.Any(parent => parent.Id == before.Id)
            ? target
            : Make(repository, before, sources, target.Message, [before, target]);
        Retried(() => GitFolder.MoveHead(repository, to, target.MessageShort));
    }

    private void WriteFolder(SortedDictionary<string, string> sources)
    {
        Disk.MakeFolder(_paths.Policy);
        foreach (var (name, text) in sources)
        {
            var path = Path.Combine(_paths.Policy, name);
            if (!File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(Strict.GetBytes(text)))
            {
                Disk.MakeFolder(Path.GetDirectoryName(path)!);
                Disk.Replace(path, Strict.GetBytes(text));
            }
        }

        foreach (var file in Directory.EnumerateFiles(_paths.Policy, "*" + Extension, SearchOption.AllDirectories).ToList())
        {
            if (!sources.ContainsKey(Disk.NameIn(_paths.Policy, file)))
            {
                File.Delete(file);
            }
        }

        foreach (var folder in Directory.EnumerateDirectories(_paths.Policy, "*", SearchOption.AllDirectories).OrderByDescending(static f => f.Length))
        {
            if (!Directory.EnumerateFileSystemEntries(folder).Any())
            {
                Directory.Delete(folder);
            }
        }
    }

    // So that git status sees policy/ as committed; what a person has staged elsewhere stays staged.
    private void UpdateIndex(Repository repository, List<string> notes)
    {
        try
        {
            Retried(() =>
            {
                var tip = repository.Head.Tip!;
                var blobs = Blobs(tip).ToDictionary(static file => file.Name, static file => file.Blob);
                foreach (var entry in repository.Index.Where(static e => IsSource(e.Path)).ToList())
                {
                    if (!blobs.ContainsKey(entry.Path[(Folder.Length + 1)..]))
                    {
                        repository.Index.Remove(entry.Path);
                    }
                }

                foreach (var (name, blob) in blobs)
                {
                    repository.Index.Add(blob, $"{Folder}/{name}", Mode.NonExecutableFile);
                }

                repository.Index.Write();
            });
        }
        catch (LockedFileException)
        {
            notes.Add($"Another program holds git's index of {_paths.Root}: git status will show policy/ as changed until 'git reset -q policy'.");
        }
    }

    private SortedDictionary<string, string> ReadFolder(List<string> notes)
    {
        try
        {
            return PolicyFiles.Read(_paths.Policy);
        }
        catch (LoopException e)
        {
            // Not to be kept as sources; moved out of the way as it is.
            var aside = Path.Combine(_paths.Scratch, $"policy-{_time.GetUtcNow().ToString("yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture)}");
            Directory.Move(_paths.Policy, aside);
            notes.Add($"policy/ could not be read ({e.Message.TrimEnd('.')}); it was put aside as {aside}.");
            return [];
        }
    }

    private static Commit Make(
        Repository repository, Commit? from, IReadOnlyDictionary<string, string> sources, string message, IEnumerable<Commit> parents)
    {
        var tree = from is null ? new TreeDefinition() : TreeDefinition.From(from);
        if (from is not null)
        {
            foreach (var (name, _) in Blobs(from).Where(file => !sources.ContainsKey(file.Name)).ToList())
            {
                tree.Remove($"{Folder}/{name}");
            }
        }

        foreach (var (name, text) in sources)
        {
            RefuseOutside(name);
            using var stream = new MemoryStream(Strict.GetBytes(text));
            tree.Add($"{Folder}/{name}", repository.ObjectDatabase.CreateBlob(stream), Mode.NonExecutableFile);
        }

        return repository.ObjectDatabase.CreateCommit(
            GitFolder.Caco, GitFolder.Caco, message, repository.ObjectDatabase.CreateTree(tree), parents, prettifyMessage: false);
    }

    private static void RefuseOutside(string name)
    {
        var parts = name.Split('/');
        if (Path.IsPathRooted(name) || !name.EndsWith(Extension, StringComparison.Ordinal) || name.Contains('\\', StringComparison.Ordinal)
            || parts.Any(static part => part is "" or "." or ".." || part.Equals(".git", StringComparison.OrdinalIgnoreCase)))
        {
            throw new LoopException($"'{name}' is no file name of a policy: a relative path below policy/ that ends in {Extension}, with / between folders.");
        }
    }

    private static SortedDictionary<string, string> SourcesOf(Commit commit)
    {
        var sources = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, blob) in Blobs(commit))
        {
            using var stream = blob.GetContentStream();
            var bytes = new byte[blob.Size];
            stream.ReadExactly(bytes);
            sources[name] = Encoding.UTF8.GetString(bytes);
        }

        return sources;
    }

    private static IEnumerable<(string Name, Blob Blob)> Blobs(Commit commit) =>
        commit[Folder]?.Target is Tree tree ? Blobs(tree, "") : [];

    private static IEnumerable<(string Name, Blob Blob)> Blobs(Tree tree, string prefix)
    {
        foreach (var entry in tree)
        {
            switch (entry.Target)
            {
                case Blob blob when entry.Name.EndsWith(Extension, StringComparison.Ordinal) && entry.Mode != Mode.SymbolicLink:
                    yield return (prefix + entry.Name, blob);
                    break;
                case Tree below:
                    foreach (var file in Blobs(below, prefix + entry.Name + "/"))
                    {
                        yield return file;
                    }

                    break;
            }
        }
    }

    private static bool IsSource(string path) =>
        path.StartsWith(Folder + "/", StringComparison.Ordinal) && path.EndsWith(Extension, StringComparison.Ordinal);

    private Commit Find(Repository repository, string commit) =>
        ObjectId.TryParse(commit, out var id) && repository.Lookup<Commit>(id) is { } found
            ? found
            : throw new LoopException(
                $"the commit {commit} is not in the repository of {_paths.Root}. If the workspace was cloned: git fetch origin 'refs/caco/*:refs/caco/*'");

    private static string Message(long trial, string hypothesis, Verdict? verdict)
    {
        var lines = hypothesis.ReplaceLineEndings("\n").Trim();
        var text = new StringBuilder(lines.Length > 0 ? lines : $"Trial {trial}");
        text.Append("\n\nTrial: ").Append(trial.ToString(CultureInfo.InvariantCulture)).Append('\n');
        if (verdict is { } known)
        {
            text.Append("Verdict: ").Append(known.ToString().ToLowerInvariant()).Append('\n');
        }

        return text.Replace("\0", "").ToString();
    }

    private static bool Same(SortedDictionary<string, string> a, SortedDictionary<string, string> b) =>
        a.Count == b.Count && a.All(file => b.TryGetValue(file.Key, out var text) && text == file.Value);

    private static void WriteFile(string folder, string name, string text)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, Strict.GetBytes(text));
    }

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var entry in new DirectoryInfo(from).EnumerateFileSystemInfos())
        {
            var target = Path.Combine(to, entry.Name);
            if (entry.LinkTarget is not null)
            {
                continue;
            }

            if (entry is DirectoryInfo)
            {
                CopyFolder(entry.FullName, target);
            }
            else
            {
                File.Copy(entry.FullName, target, overwrite: true);
            }
        }
    }


    // A person's own git, or an editor's, holds a lock for a moment.
    private static void Retried(Action work)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                work();
                return;
            }
            catch (LockedFileException) when (attempt < Attempts)
            {
                Task.Delay(AttemptMilliseconds).GetAwaiter().GetResult();
            }
        }
    }

    private T InRepository<T>(Func<Repository, T> work) => GitFolder.Guarded(_paths.Root, () =>
    {
        using var repository = new Repository(_paths.Root);
        return work(repository);
    });
}
