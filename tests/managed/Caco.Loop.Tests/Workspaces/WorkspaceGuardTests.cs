using System.Diagnostics;
using Caco.Loop.Ledgers;
using Caco.Loop.Workspaces;
using LibGit2Sharp;
using Microsoft.Data.Sqlite;

namespace Caco.Loop.Tests;

public sealed class WorkspaceGuardTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Workspace _workspace;
    private readonly PolicyStore _store;
    private readonly WorkspacePaths _copy;
    private SqliteLedger _ledger;

    public WorkspaceGuardTests()
    {
        _workspace = Workspace.Create(_folder.File("mine"), new ScenarioSettings(), "idle");
        _store = new PolicyStore(_workspace.Paths);
        _ledger = SqliteLedger.Open(_workspace.Paths);
        var commit = _store.Commit(1, _store.Read(_store.Head!), null, "one");
        _ledger.Append(LedgerStage.Trial(1, Verdict.Accepted) with { Commit = commit });
        _copy = _store.MakeCopy(2, commit, "brief", []);
    }

    private WorkspacePaths Paths => _workspace.Paths;

    public void Dispose()
    {
        _ledger.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Work_in_the_copy_is_no_matter()
    {
        var before = Everything();
        using var guard = Watch();
        File.WriteAllText(Path.Combine(_copy.Policy, "New.cs"), "class New;");
        Directory.Delete(_copy.Failures);
        _ledger.Spend(2, "probe", new Spending(1, 2, 3, 4, 5));
        Assert.Empty(guard.Check());
        Assert.True(File.Exists(Path.Combine(_copy.Policy, "New.cs")));
        Assert.Equal(before, Everything());
        Assert.Equal(202, _ledger.Total.Tics);
        Reopens();
    }

    [Fact]
    public void What_an_agent_does_outside_its_copy_is_undone_and_named()
    {
        Directory.CreateDirectory(Path.Combine(Paths.Cases, "old"));
        File.WriteAllText(Path.Combine(Paths.Cases, "old", "a.json"), "{}");
        File.WriteAllText(Path.Combine(Paths.Root, "empty"), "");
        File.CreateSymbolicLink(Path.Combine(Paths.Root, "link"), "brief.md");
        var before = Everything();
        using var guard = Watch();
        File.WriteAllText(Path.Combine(Paths.Policy, "IdlePolicy.cs"), "class Hacked;");
        File.AppendAllText(Paths.Settings, "//");
        File.Delete(Paths.Brief);
        File.Delete(Path.Combine(Paths.Root, "empty"));
        Directory.Delete(Paths.Cases, recursive: true);
        Directory.Delete(Paths.Reports);
        File.CreateSymbolicLink(Paths.Reports, "/");
        File.Delete(Path.Combine(Paths.Root, "link"));
        File.CreateSymbolicLink(Path.Combine(Paths.Root, "link"), "memory.md");
        File.CreateSymbolicLink(Path.Combine(Paths.Root, "dangling"), "nowhere");
        Directory.CreateDirectory(Path.Combine(Paths.Root, "new", "deep"));
        File.WriteAllText(Path.Combine(Paths.Root, "new", "deep", "file"), "x");
        var notes = guard.Check();
        Assert.Equal(before, Everything());
        foreach (var (name, what) in (ReadOnlySpan<(string, string)>)
        [
            ("policy/IdlePolicy.cs", "changed"), ("loop.json", "changed"), ("brief.md", "deleted"), ("empty", "deleted"),
            ("cases/", "deleted"), ("cases/old/", "deleted"), ("cases/old/a.json", "deleted"), ("reports/", "deleted"), ("link", "changed"),
            ("dangling", "added"), ("new", "added"),
        ])
        {
            Assert.Contains(notes, note => note.StartsWith($"{name} was {what} outside", StringComparison.Ordinal));
        }

        var kept = Assert.Single(Directory.EnumerateDirectories(Path.Combine(Paths.Scratch, "undone")));
        Assert.Contains(kept, notes[^1], StringComparison.Ordinal);
        Assert.Equal("class Hacked;", File.ReadAllText(Path.Combine(kept, "policy", "IdlePolicy.cs")));
        Assert.Equal("x", File.ReadAllText(Path.Combine(kept, "new", "deep", "file")));
        Reopens();
    }

    [Fact]
    public void The_repository_is_guarded_too()
    {
        var head = _store.Head;
        using var guard = Watch();
        using (var repository = new Repository(Paths.Root))
        {
            var who = new Signature("A", "a@localhost", DateTimeOffset.UnixEpoch);
            repository.Commit("an agent's", who, who, new CommitOptions { AllowEmptyCommit = true });
            repository.Refs.Remove("refs/caco/trials/1");
        }

        File.WriteAllText(Path.Combine(Paths.Root, ".git", "hooks", "post-commit"), "#!/bin/sh\n");
        Disk.DeleteFolder(Path.Combine(Paths.Root, ".git", "objects"));
        var notes = guard.Check();
        Assert.Contains(notes, static n => n.StartsWith(".git/refs/heads/main was changed", StringComparison.Ordinal));
        Assert.Contains(notes, static n => n.StartsWith(".git/hooks/post-commit was added", StringComparison.Ordinal));
        Assert.Equal(head, _store.Head);
        Assert.Single(_store.Read(_ledger.Find(1)!.Commit));
        Reopens();
    }

    [Theory]
    [InlineData("deleted")]
    [InlineData("overwritten")]
    [InlineData("edited with sqlite")]
    [InlineData("replaced by an older one")]
    [InlineData("lines changed")]
    [InlineData("lines deleted")]
    [InlineData("both")]
    public void The_ledger_is_restored_with_what_was_written_meanwhile(string harm)
    {
        var older = File.ReadAllBytes(Paths.Ledger);
        _ledger.Append(LedgerStage.Trial(2));
        using var guard = Watch();
        _ledger.Spend(3, "probe", new Spending(0, 7, 0, 0, 0));
        switch (harm)
        {
            case "deleted":
                File.Delete(Paths.Ledger);
                File.Delete(Paths.Ledger + "-wal");
                break;
            case "overwritten":
                File.WriteAllText(Paths.Ledger, "nothing");
                break;
            case "edited with sqlite":
                Edit("DROP TRIGGER trials_no_update; UPDATE trials SET verdict = 'Accepted' WHERE id = 2;");
                break;
            case "replaced by an older one":
                File.Delete(Paths.Ledger);
                File.WriteAllBytes(Paths.Ledger, older);
                break;
            case "lines changed":
                File.WriteAllText(Paths.Trials, File.ReadAllText(Paths.Trials).Replace("\"rejected\"", "\"accepted\"", StringComparison.Ordinal));
                break;
            case "lines deleted":
                File.Delete(Paths.Trials);
                break;
            default:
                File.WriteAllText(Paths.Trials, "");
                Edit("DROP TRIGGER journal_no_delete; DELETE FROM journal;");
                break;
        }

        _ledger.Spend(3, "probe", new Spending(0, 9, 0, 0, 0));
        var notes = guard.Check();
        Assert.Contains(notes, note => note.Contains(harm.StartsWith("lines", StringComparison.Ordinal) ? "trials.jsonl" : "ledger.db", StringComparison.Ordinal));
        Assert.Equal(416, _ledger.Total.Tics);
        Assert.Equal(Verdict.Rejected, _ledger.Find(2)!.Verdict);
        _ledger.Append(LedgerStage.Trial(3));
        Reopens();
        Assert.Equal([1L, 2, 3], _ledger.Trials().Select(static t => t.Id));
    }

    [Fact]
    public void A_pipe_in_place_of_a_file_does_not_hold_the_loop_up()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "pipes of this kind are Unix's");
        using var guard = Watch();
        File.Delete(Paths.Memory);
        using (var make = Process.Start("mkfifo", [Paths.Memory]))
        {
            make.WaitForExit();
        }

        Assert.Contains(guard.Check(), static n => n.StartsWith("memory.md was changed", StringComparison.Ordinal));
        Assert.Contains("# Memory", File.ReadAllText(Paths.Memory), StringComparison.Ordinal);
    }

    private WorkspaceGuard Watch() => WorkspaceGuard.Watch(_workspace, _ledger, _copy);

    private void Edit(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Paths.Ledger};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private void Reopens()
    {
        var trials = _ledger.Trials();
        _ledger.Dispose();
        _ledger = SqliteLedger.Open(Paths);
        Assert.Empty(_ledger.Reports);
        Assert.Equal(trials.Select(static t => t.Id), _ledger.Trials().Select(static t => t.Id));
    }

    /// <summary>The workspace without its repository, scratch and ledger, as text.</summary>
    private List<string> Everything()
    {
        var lines = new List<string>();
        List(new DirectoryInfo(Paths.Root));
        lines.Sort(StringComparer.Ordinal);
        return lines;

        void List(DirectoryInfo folder)
        {
            foreach (var entry in folder.EnumerateFileSystemInfos())
            {
                if (entry.Name is ".git" or ".caco" || entry.Name.StartsWith("ledger.db", StringComparison.Ordinal) || entry.Name == "trials.jsonl")
                {
                    continue;
                }

                lines.Add(entry.FullName + (entry.LinkTarget ?? (entry is FileInfo ? ":" + File.ReadAllText(entry.FullName) : "/")));
                if (entry is DirectoryInfo below && entry.LinkTarget is null)
                {
                    List(below);
                }
            }
        }
    }
}
