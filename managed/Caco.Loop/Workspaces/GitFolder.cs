using LibGit2Sharp;

namespace Caco.Loop.Workspaces;

/// <summary>What a workspace does with git beside keeping policies.</summary>
internal static class GitFolder
{
    /// <summary>The branch of a fresh repository.</summary>
    private const string Branch = "refs/heads/main";

    /// <summary>Who commits.</summary>
    public static Signature Caco => new("Caco", "caco@localhost", DateTimeOffset.Now);

    /// <summary>
    /// Puts a workspace under git and commits the files that were made for it. In a repository that is there already only
    /// these files are committed, whatever else its owner has staged or changed.
    /// </summary>
    public static void Begin(WorkspacePaths paths, IReadOnlyList<string> files, string message) => Guarded(paths.Root, () =>
    {
        if (!Path.Exists(Path.Combine(paths.Root, ".git")))
        {
            Repository.Init(paths.Root);
            using var fresh = new Repository(paths.Root);
            fresh.Refs.UpdateTarget("HEAD", Branch);
        }

        using var repository = new Repository(paths.Root);
        var tip = repository.Head.Tip;
        var tree = tip is null ? new TreeDefinition() : TreeDefinition.From(tip);
        foreach (var file in files)
        {
            var name = Disk.NameIn(paths.Root, file);
            var blob = repository.ObjectDatabase.CreateBlob(file);
            tree.Add(name, blob, Mode.NonExecutableFile);
            repository.Index.Add(blob, name, Mode.NonExecutableFile);
        }

        var commit = repository.ObjectDatabase.CreateCommit(
            Caco, Caco, message, repository.ObjectDatabase.CreateTree(tree), tip is null ? [] : [tip], prettifyMessage: true);
        MoveHead(repository, commit, message);
        repository.Index.Write();
    });

    /// <summary>Puts an agent's working copy under git, so that it can see what it has changed.</summary>
    public static void BeginCopy(WorkspacePaths copy)
    {
        Repository.Init(copy.Root);
        using var repository = new Repository(copy.Root);
        repository.Refs.UpdateTarget("HEAD", Branch);
        File.AppendAllText(Path.Combine(repository.Info.Path, "info", "exclude"), "/.caco/\n/failures/\n");
        Commands.Stage(repository, "*");
        repository.Commit("The incumbent", Caco, Caco, new CommitOptions { AllowEmptyCommit = true });
    }

    /// <summary>Lets the branch that is checked out, or a detached HEAD, point to a commit.</summary>
    public static void MoveHead(Repository repository, Commit commit, string why)
    {
        var line = why.Split('\n')[0];
        if (repository.Refs.Head is SymbolicReference branch)
        {
            repository.Refs.Add(branch.TargetIdentifier, commit.Id, "caco: " + line, allowOverwrite: true);
        }
        else
        {
            repository.Refs.UpdateTarget(repository.Refs.Head, commit.Id, "caco: " + line);
        }
    }

    /// <summary>Does something with a repository; its failures name the path.</summary>
    /// <exception cref="LoopException">It cannot be done.</exception>
    public static void Guarded(string path, Action work) => Guarded(path, () =>
    {
        work();
        return true;
    });

    /// <inheritdoc cref="Guarded(string, Action)"/>
    public static T Guarded<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (RepositoryNotFoundException e)
        {
            throw new LoopException($"{path} is not under git. Run 'git init' there, or make another workspace with: caco new NAME", e);
        }
        catch (LibGit2SharpException e)
        {
            throw new LoopException(
                $"git in {path} failed: {e.Message.TrimEnd('.')}. Check that the disk has space, that the folder may be written to, and 'git fsck'.", e);
        }
        catch (Exception e) when (Disk.IsDiskFailure(e))
        {
            throw Disk.Failure("keeping sources in", path, e);
        }
    }
}
