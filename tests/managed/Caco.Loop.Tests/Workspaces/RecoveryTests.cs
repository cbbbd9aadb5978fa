using Caco.Loop.Ledgers;
using Caco.Loop.Workspaces;
using LibGit2Sharp;

namespace Caco.Loop.Tests;

public sealed class RecoveryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Workspace _workspace;
    private readonly PolicyStore _store;
    private readonly SqliteLedger _ledger;
    private readonly string _one;
    private readonly string _two;

    public RecoveryTests()
    {
        _workspace = Workspace.Create(_folder.File("mine"), new ScenarioSettings(), "idle");
        _store = new PolicyStore(_workspace.Paths);
        _ledger = SqliteLedger.Open(_workspace.Paths);
        _one = _store.Commit(1, Sources(("A.cs", "one"), ("B.cs", "one")), null, "one", Verdict.Accepted);
        _ledger.Append(LedgerStage.Trial(1, Verdict.Accepted) with { Commit = _one });
        _store.Accept(_one);
        _two = _store.Commit(2, Sources(("A.cs", "two"), ("C.cs", "two")), _one, "two", Verdict.Accepted);
    }

    public void Dispose()
    {
        _ledger.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Where_all_is_well_nothing_is_done()
    {
        AppendTwo();
        _store.Accept(_two);
        File.WriteAllText(Path.Combine(_workspace.Paths.Policy, "A.cs"), "a person is at it");
        Assert.Empty(Recover());
        Assert.Equal("a person is at it", File.ReadAllText(Path.Combine(_workspace.Paths.Policy, "A.cs")));
    }

    [Fact]
    public void An_accepted_trial_that_has_not_reached_the_branch_does_now()
    {
        AppendTwo();
        Assert.Contains("Trial 2 was accepted", Assert.Single(Recover()), StringComparison.Ordinal);
        IsTwo();
        Assert.Empty(Recover());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_interrupted_acceptance_is_finished_whatever_was_done_of_it(bool branchHasMoved)
    {
        AppendTwo();
        File.WriteAllText(_store.AcceptingPath, $"{_two}\n{_one}\n");
        File.WriteAllText(Path.Combine(_workspace.Paths.Policy, "A.cs"), "two");
        if (branchHasMoved)
        {
            using var repository = new Repository(_workspace.Paths.Root);
            repository.Refs.UpdateTarget(repository.Refs["refs/heads/main"], new ObjectId(_two));
        }

        var note = Assert.Single(Recover());
        Assert.DoesNotContain("not committed", note, StringComparison.Ordinal);
        IsTwo();
        Assert.Empty(Recover());
    }

    [Fact]
    public void Edits_made_after_an_interrupted_acceptance_are_kept()
    {
        AppendTwo();
        File.WriteAllText(_store.AcceptingPath, $"{_two}\n{_one}\n");
        File.WriteAllText(Path.Combine(_workspace.Paths.Policy, "B.cs"), "mine");
        Assert.Contains(Recover(), static note => note.Contains("refs/caco/saved/", StringComparison.Ordinal));
        IsTwo();
    }

    [Fact]
    public void The_ledger_wins_over_the_branch_and_the_branch_keeps_its_history()
    {
        string person;
        using (var repository = new Repository(_workspace.Paths.Root))
        {
            File.WriteAllText(Path.Combine(_workspace.Paths.Policy, "A.cs"), "committed by hand");
            Commands.Stage(repository, "policy/A.cs");
            var who = new Signature("P", "p@localhost", DateTimeOffset.UnixEpoch);
            person = repository.Commit("by hand", who, who).Sha;
        }

        Assert.Contains(person[..10], Recover()[0], StringComparison.Ordinal);
        Assert.True(_store.HeadHas(_one));
        Assert.Equal("one", File.ReadAllText(Path.Combine(_workspace.Paths.Policy, "A.cs")));
        using var after = new Repository(_workspace.Paths.Root);
        Assert.Contains(after.Head.Commits, commit => commit.Sha == person);
    }

    [Fact]
    public void What_killed_trials_left_is_removed_and_named()
    {
        _store.MakeCopy(2, _one, "brief", []);
        File.WriteAllText(Path.Combine(_workspace.Paths.Reports, ".report.html.caco-tmp"), "half");
        var notes = Recover();
        Assert.Equal(3, notes.Count);
        Assert.Contains("working copy of trial 2", notes[0], StringComparison.Ordinal);
        Assert.Contains("commit of trial 2", notes[1], StringComparison.Ordinal);
        Assert.Contains("reports", notes[2], StringComparison.Ordinal);
        Assert.Empty(Recover());
        Assert.Equal("one", _store.Read(_one)["A.cs"]);
    }

    private void AppendTwo() => _ledger.Append(LedgerStage.Trial(2, Verdict.Accepted) with { Commit = _two, Parent = 1 });

    private IReadOnlyList<string> Recover() => Recovery.Run(_workspace, _ledger, _store);

    private void IsTwo()
    {
        Assert.True(_store.HeadHas(_two));
        Assert.Equal(["A.cs", "C.cs"], Directory.EnumerateFiles(_workspace.Paths.Policy).Select(Path.GetFileName).Order());
        Assert.Equal("two", File.ReadAllText(Path.Combine(_workspace.Paths.Policy, "A.cs")));
        using var repository = new Repository(_workspace.Paths.Root);
        Assert.False(repository.RetrieveStatus(new StatusOptions { PathSpec = ["policy"] }).IsDirty);
    }

    private static Dictionary<string, string> Sources(params (string Name, string Text)[] files) =>
        files.ToDictionary(static f => f.Name, static f => f.Text);
}
