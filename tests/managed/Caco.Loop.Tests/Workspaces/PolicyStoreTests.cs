using Caco.Loop.Failures;
using Caco.Loop.Ledgers;
using Caco.Loop.Workspaces;
using LibGit2Sharp;

namespace Caco.Loop.Tests;

public sealed class PolicyStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Workspace _workspace;
    private readonly PolicyStore _store;

    public PolicyStoreTests()
    {
        _workspace = Workspace.Create(_folder.File("mine"), new LoopSettings { Seeds = new SeedSettings { HoldOut = "777000-777099" } }, "idle");
        _store = new PolicyStore(_workspace.Paths);
    }

    private string Root => _workspace.Paths.Root;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_candidate_is_a_commit_that_touches_neither_branch_nor_folder()
    {
        var head = _store.Head;
        var sources = Sources(("A.cs", "class A;\r\n"), ("deep/B.cs", "\uFEFFclass B; // ä"));
        var commit = _store.Commit(7, sources, null, "turn faster", Verdict.Rejected);
        Assert.Equal(head, _store.Head);
        Assert.Equal(["IdlePolicy.cs"], Names());
        Assert.Equal(sources, _store.Read(commit));
        using var repository = new Repository(Root);
        Assert.Equal(commit, repository.Refs["refs/caco/trials/7"].TargetIdentifier);
        var found = repository.Lookup<Commit>(commit);
        Assert.Equal("turn faster\n\nTrial: 7\nVerdict: rejected\n", found.Message);
        Assert.Equal("Caco", found.Author.Name);
        Assert.Equal(head, Assert.Single(found.Parents).Sha);
        Assert.NotNull(found["brief.md"]);
        Assert.Null(found["policy/IdlePolicy.cs"]);
        Assert.False(repository.RetrieveStatus().IsDirty);
    }

    [Fact]
    public void The_change_between_two_trials_is_a_unified_diff()
    {
        var one = _store.Commit(1, Sources(("A.cs", "one\ntwo\nthree\n")), null, "one");
        var two = _store.Commit(2, Sources(("A.cs", "one\n2\nthree\n"), ("B.cs", "new\n")), one, "two");
        var diff = _store.Diff(one, two);
        Assert.Contains("-two\n+2\n", diff, StringComparison.Ordinal);
        Assert.Contains("+++ b/policy/B.cs", diff, StringComparison.Ordinal);
        Assert.Equal("", _store.Diff(one, one));
        Assert.Contains("+one\n", _store.Diff(null, one), StringComparison.Ordinal);
        Assert.Contains("refs/caco", Assert.Throws<LoopException>(() => _store.Read(new string('1', 40))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../A.cs")]
    [InlineData("/A.cs")]
    [InlineData("a//B.cs")]
    [InlineData(".git/B.cs")]
    [InlineData("a\\B.cs")]
    [InlineData("A.txt")]
    public void A_name_that_leads_out_of_the_folder_is_refused(string name) =>
        Assert.Contains(name, Assert.Throws<LoopException>(() => _store.Commit(1, Sources((name, "x")), null, "x")).Message, StringComparison.Ordinal);

    [Fact]
    public void Acceptance_moves_branch_and_folder_and_keeps_what_else_a_person_has_changed()
    {
        File.WriteAllText(_workspace.Paths.Memory, "a person's note");
        File.WriteAllText(Path.Combine(Root, "staged.txt"), "staged");
        File.WriteAllText(Path.Combine(_workspace.Paths.Policy, "notes.txt"), "beside the sources");
        using (var before = new Repository(Root))
        {
            Commands.Stage(before, "staged.txt");
        }

        var one = _store.Commit(1, Sources(("A.cs", "class A;"), ("deep/B.cs", "class B;")), null, "one");
        Assert.Empty(_store.Accept(one));
        Assert.Equal(one, _store.Head);
        Assert.Equal(["A.cs", "deep/B.cs", "notes.txt"], Names());
        var two = _store.Commit(2, Sources(("A.cs", "class A2;")), one, "two");
        Assert.Empty(_store.Accept(two));
        Assert.Equal(["A.cs", "notes.txt"], Names());
        Assert.True(_store.HeadHas(two));
        using var repository = new Repository(Root);
        Assert.Equal(
            [("memory.md", FileStatus.ModifiedInWorkdir), ("policy/notes.txt", FileStatus.NewInWorkdir), ("staged.txt", FileStatus.NewInIndex)],
            repository.RetrieveStatus().Where(static e => e.State != FileStatus.Ignored).Select(static e => (e.FilePath, e.State)).Order());
        Assert.Equal("a person's note", File.ReadAllText(_workspace.Paths.Memory));
        Assert.Empty(_store.Accept(two));
        Assert.Equal(two, _store.Head);
    }

    [Fact]
    public void Edits_of_the_policy_that_were_not_committed_are_kept_first()
    {
        var edited = Path.Combine(_workspace.Paths.Policy, "IdlePolicy.cs");
        File.AppendAllText(edited, "// mine\n");
        File.WriteAllText(Path.Combine(_workspace.Paths.Policy, "Mine.cs"), "class Mine;");
        var mine = File.ReadAllText(edited);
        var one = _store.Commit(1, Sources(("A.cs", "class A;")), null, "one");
        var note = Assert.Single(_store.Accept(one));
        using var repository = new Repository(Root);
        var saved = Assert.Single(repository.Refs.FromGlob("refs/caco/saved/*"));
        Assert.Contains(saved.CanonicalName, note, StringComparison.Ordinal);
        Assert.Equal(mine, _store.Read(saved.TargetIdentifier)["IdlePolicy.cs"]);
        Assert.Equal("class Mine;", _store.Read(saved.TargetIdentifier)["Mine.cs"]);
        Assert.Equal(["A.cs"], Names());
    }

    [Fact]
    public void What_a_person_saved_and_the_loop_accepts_needs_no_keeping()
    {
        File.WriteAllText(Path.Combine(_workspace.Paths.Policy, "IdlePolicy.cs"), "class Mine;");
        var one = _store.Commit(1, Sources(("IdlePolicy.cs", "class Mine;")), null, "one");
        Assert.Empty(_store.Accept(one));
        Assert.Equal(one, _store.Head);
    }

    [Fact]
    public void What_a_person_committed_meanwhile_stays_in_the_history()
    {
        var one = _store.Commit(1, Sources(("A.cs", "class A;")), null, "one");
        string person;
        using (var repository = new Repository(Root))
        {
            File.WriteAllText(Path.Combine(Root, "readme.txt"), "new");
            Commands.Stage(repository, "readme.txt");
            var who = new Signature("P", "p@localhost", DateTimeOffset.UnixEpoch);
            person = repository.Commit("a person's", who, who).Sha;
        }

        Assert.Empty(_store.Accept(one));
        using var after = new Repository(Root);
        Assert.Equal([person, one], after.Head.Tip.Parents.Select(static c => c.Sha));
        Assert.NotNull(after.Head.Tip["readme.txt"]);
        Assert.True(_store.HeadHas(one));
        Assert.True(File.Exists(Path.Combine(Root, "readme.txt")));
        Assert.False(after.RetrieveStatus().IsDirty);
    }

    [Fact]
    public void An_agents_copy_has_what_it_needs_and_nothing_of_the_hold_out_seeds()
    {
        var bundle = Path.Combine(_workspace.Paths.Failures, "killed-worst");
        Directory.CreateDirectory(Path.Combine(bundle, "pictures"));
        File.WriteAllText(Path.Combine(bundle, "summary.txt"), "killed by an imp");
        File.WriteAllText(Path.Combine(bundle, "pictures", "a.png"), "png");
        var failure = new FailureBundle(bundle, FailureCause.Killed, "DoomImp", 3, 10, true, "killed by an imp");
        using var ledger = SqliteLedger.Open(_workspace.Paths);
        var one = _store.Commit(1, Sources(("deep/A.cs", "class A;")), null, "one");
        ledger.Append(LedgerStage.Trial(1, Verdict.Accepted) with { Commit = one });
        ledger.AppendHoldOut(1, "looked", [LedgerStage.Episode(777001)]);
        var copy = _store.MakeCopy(2, one, "the brief", [failure], results: AgentResults.Of(ledger));
        Assert.StartsWith(_workspace.Paths.Scratch, copy.Root, StringComparison.Ordinal);
        Assert.Equal("class A;", File.ReadAllText(Path.Combine(copy.Policy, "deep", "A.cs")));
        Assert.Equal("the brief", File.ReadAllText(copy.Brief));
        Assert.Contains("# Memory", File.ReadAllText(copy.Memory), StringComparison.Ordinal);
        Assert.Contains("\"incumbent\": 1", File.ReadAllText(Path.Combine(copy.Root, "results.json")), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(copy.Failures, "killed-worst", "pictures", "a.png")));
        Assert.Equal("0-999", LoopSettingsFile.Load(copy.Settings).Seeds.Train);
        Assert.All(
            Directory.EnumerateFiles(copy.Root, "*", SearchOption.TopDirectoryOnly),
            static file => Assert.DoesNotContain("777", File.ReadAllText(file), StringComparison.Ordinal));
        using (var repository = new Repository(copy.Root))
        {
            Assert.Equal(copy.Root, Path.TrimEndingDirectorySeparator(repository.Info.WorkingDirectory));
            Assert.False(repository.RetrieveStatus().IsDirty);
        }

        _store.DropCopy(copy);
        Assert.False(Directory.Exists(copy.Root));
        Assert.Throws<ArgumentException>(() => _store.DropCopy(_workspace.Paths));
    }

    [Fact]
    public void A_folder_that_is_not_under_git_says_so()
    {
        Directory.CreateDirectory(_folder.File("bare"));
        var message = Assert.Throws<LoopException>(() => new PolicyStore(new WorkspacePaths(_folder.File("bare")))).Message;
        Assert.Contains("not under git", message, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Sources(params (string Name, string Text)[] files) =>
        files.ToDictionary(static f => f.Name, static f => f.Text);

    private IEnumerable<string> Names() =>
        Directory.EnumerateFiles(_workspace.Paths.Policy, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(_workspace.Paths.Policy, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);
}
