using Caco.Loop.Ledgers;

namespace Caco.Loop.Workspaces;

/// <summary>Brings a workspace in order that a killed process may have left in the middle of something.</summary>
public static class Recovery
{
    /// <summary>
    /// Lets the branch have the ledger's last accepted policy, and removes what killed trials left. To be called with the
    /// workspace's lock held. Edits of a person that were not committed stay.
    /// </summary>
    /// <returns>What was done, in sentences.</returns>
    /// <exception cref="LoopException">The incumbent's commit is not in the repository, or the disk is full or read-only.</exception>
    public static IReadOnlyList<string> Run(Workspace workspace, ILedger ledger, PolicyStore store)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(ledger);
        ArgumentNullException.ThrowIfNull(store);
        var notes = new List<string>();
        if (ledger.Incumbent() is { } incumbent)
        {
            Align(incumbent, ledger, store, notes);
        }
        else
        {
            Disk.TryDelete(store.AcceptingPath);
        }

        notes.AddRange(store.RemoveLeftovers(ledger.NextId));
        RemoveTemporaries(workspace.Paths, notes);
        return notes;
    }

    private static void Align(TrialRecord incumbent, ILedger ledger, PolicyStore store, List<string> notes)
    {
        if (store.HeadHas(incumbent.Commit))
        {
            if (File.Exists(store.AcceptingPath))
            {
                notes.AddRange(store.Accept(incumbent.Commit));
                notes.Add($"The acceptance of trial {incumbent.Id} had been interrupted; policy/ was brought in line with it.");
            }

            return;
        }

        var head = store.Head;
        var wasParent = incumbent.Parent is { } parent && ledger.Find(parent) is { } before && store.HeadHas(before.Commit);
        notes.AddRange(store.Accept(incumbent.Commit));
        notes.Add(
            wasParent || head is null
                ? $"Trial {incumbent.Id} was accepted, but its sources had not reached the branch; they have now."
                : $"The branch held other sources than trial {incumbent.Id}, the last that was accepted; it has those now. "
                    + $"What it held is in its history as {head[..10]}; to hand it in as a candidate: git checkout {head[..10]} -- policy, and caco loop with the agent watch.");
    }

    private static void RemoveTemporaries(WorkspacePaths paths, List<string> notes)
    {
        var everywhere = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };
        foreach (var file in Directory.EnumerateFiles(paths.Root, ".*" + Disk.TemporarySuffix, everywhere).ToList())
        {
            Disk.TryDelete(file);
            notes.Add($"{Path.GetRelativePath(paths.Root, file)}, a file that was never finished, was removed.");
        }
    }
}
