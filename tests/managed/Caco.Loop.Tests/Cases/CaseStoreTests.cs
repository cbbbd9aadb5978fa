using Caco.Loop.Cases;

namespace Caco.Loop.Tests;

public sealed class CaseStoreTests : IDisposable
{
    private static readonly BehaviourCase Fork = new()
    {
        Name = "kill-imp-7-210", Description = "kills the imp in view within 70 tics", Seed = 7, Tic = 210, Tics = 70,
        Criterion = new Criterion(CriterionKind.Kills, 1), Origin = "ab", Content = "cd", Snapshot = CaseSnapshots.Pack([1, 2, 3]),
    };

    private static readonly BehaviourCase Golden = new()
    {
        Name = "golden-3", Description = "scores 40", Seed = 3, Tic = 0, Tics = 2100, Criterion = new Criterion(CriterionKind.Score, 40.5),
    };

    private readonly TemporaryFolder _folder = new();
    private readonly CaseStore _store;

    public CaseStoreTests() => _store = new CaseStore(Path.Combine(_folder.Path, "cases"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Cases_survive_writing_and_reading()
    {
        Assert.Empty(_store.Load());
        Assert.Empty(_store.Names());
        _store.Save(Fork);
        _store.Save(Golden);
        Assert.Equal(["golden-3", "kill-imp-7-210"], _store.Names());
        var read = _store.Load();
        Assert.Equal(Golden, read[0]);
        Assert.Equal(Fork with { Snapshot = default }, read[1] with { Snapshot = default });
        Assert.Equal(Fork.Snapshot.ToArray(), read[1].Snapshot.ToArray());
        Assert.Equal(Golden, _store.Find("golden-3"));
        Assert.Equal(
            ["golden-3.json", "kill-imp-7-210.json", "kill-imp-7-210.snap"],
            Directory.EnumerateFiles(Path.Combine(_folder.Path, "cases")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_case_is_replaced_and_removed()
    {
        _store.Save(Fork);
        _store.Save(Fork with { Tics = 90 });
        Assert.Equal(90, Assert.Single(_store.Load()).Tics);
        Assert.True(_store.Delete(Fork.Name));
        Assert.False(_store.Delete(Fork.Name));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_folder.Path, "cases")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../x")]
    [InlineData("a/b")]
    [InlineData("A")]
    [InlineData("-a")]
    [InlineData("a-")]
    [InlineData("a.b")]
    [InlineData("a\n")]
    [InlineData("nul")]
    [InlineData("com1")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890")]
    public void Names_that_are_no_file_names_are_refused(string name)
    {
        Assert.Throws<RequestException>(() => _store.Save(Golden with { Name = name }));
        Assert.False(_store.Delete(name));
        Assert.Throws<LoopException>(() => _store.Find(name));
    }

    [Fact]
    public void Cases_that_make_no_sense_are_refused()
    {
        Assert.Throws<RequestException>(() => _store.Save(Golden with { Tics = 0 }));
        Assert.Throws<RequestException>(() => _store.Save(Golden with { Tic = 5 }));
        Assert.Throws<RequestException>(() => _store.Save(Golden with { Snapshot = Fork.Snapshot }));
        Assert.Throws<RequestException>(() => _store.Save(Golden with { Criterion = new Criterion(CriterionKind.Kills, double.NaN) }));
        Assert.Empty(_store.Names());
    }

    [Fact]
    public void Damaged_files_are_named()
    {
        string Failure(string file, string? text)
        {
            _store.Save(Fork);
            var path = Path.Combine(_folder.Path, "cases", file);
            if (text is null)
            {
                File.Delete(path);
            }
            else
            {
                File.WriteAllText(path, text);
            }

            return Assert.Throws<LoopException>(() => _store.Load()).Message;
        }

        Assert.Contains("kill-imp-7-210.json is not a case", Failure("kill-imp-7-210.json", "{\"name\":"), StringComparison.Ordinal);
        Assert.Contains("is not a case", Failure("kill-imp-7-210.json", "{}"), StringComparison.Ordinal);
        Assert.Contains("is empty", Failure("kill-imp-7-210.json", "null"), StringComparison.Ordinal);
        Assert.Contains("kill-imp-7-210.snap is missing", Failure("kill-imp-7-210.snap", null), StringComparison.Ordinal);
        Assert.Contains("kill-imp-7-210.snap) is not one", Failure("kill-imp-7-210.snap", "nonsense"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_under_another_name_or_with_unknown_fields_is_refused()
    {
        _store.Save(Golden);
        var path = Path.Combine(_folder.Path, "cases", "golden-3.json");
        File.Copy(path, Path.Combine(_folder.Path, "cases", "other.json"));
        Assert.Contains("holds a case named 'golden-3'", Assert.Throws<LoopException>(() => _store.Load()).Message, StringComparison.Ordinal);
        File.Delete(Path.Combine(_folder.Path, "cases", "other.json"));
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"tics\"", "\"ticks\"", StringComparison.Ordinal));
        Assert.Contains("golden-3.json", Assert.Throws<LoopException>(() => _store.Load()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cases_of_other_content_and_of_another_engine_are_told_apart()
    {
        using var stage = Arena.Create();
        using var game = stage.CreateGame();
        var ours = Fork with { Content = CaseSnapshots.ContentOf(stage) };
        _store.Save(ours with { Snapshot = CaseSnapshots.Pack(game.Save()) });
        _store.Save(ours with { Name = "old" });
        _store.Save(Fork with { Name = "strange" });
        _store.Save(Golden);
        var (fitting, strange) = _store.LoadFor(stage);
        Assert.Equal(["golden-3", "kill-imp-7-210"], fitting.Select(static c => c.Name));
        Assert.Equal(["old was made with another version of the engine", "strange belongs to another scenario"], strange.Select(static s => $"{s.Name} {s.Why}"));
    }
}
