using Caco.Loop.Ledgers;
using Caco.Loop.Workspaces;

namespace Caco.Loop.Tests;

public sealed class LedgerRepairTests : IDisposable
{
    private const int Count = 5;

    private readonly TemporaryFolder _folder = new();

    private WorkspacePaths Paths => new(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_torn_last_line_is_cut_off_and_reported()
    {
        Fill();
        File.AppendAllText(Paths.Trials, "{\"seq\":7,\"check\":\"00");
        OpensWhole("was torn (20 bytes");
    }

    [Fact]
    public void A_torn_line_that_the_database_has_is_whole_again()
    {
        Fill();
        var bytes = File.ReadAllBytes(Paths.Trials);
        File.WriteAllBytes(Paths.Trials, bytes[..^30]);
        OpensWhole("was torn", "lacked 1 row of ledger.db");
        Assert.Equal(bytes, File.ReadAllBytes(Paths.Trials));
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("empty")]
    [InlineData("garbage")]
    [InlineData("header")]
    [InlineData("cut")]
    public void A_database_that_is_missing_or_damaged_is_rebuilt_from_the_lines(string damage)
    {
        Fill();
        var bytes = File.ReadAllBytes(Paths.Ledger);
        switch (damage)
        {
            case "missing":
                File.Delete(Paths.Ledger);
                break;
            case "empty":
                File.WriteAllBytes(Paths.Ledger, []);
                break;
            case "garbage":
                File.WriteAllText(Paths.Ledger, "this is no database, whatever its name says");
                break;
            case "header":
                bytes.AsSpan(40, 2000).Fill(0xff);
                File.WriteAllBytes(Paths.Ledger, bytes);
                break;
            default:
                File.WriteAllBytes(Paths.Ledger, bytes[..(bytes.Length / 2)]);
                break;
        }

        OpensWhole(damage is "missing" or "empty" ? ["missing or empty; it was rebuilt from 6 rows of trials.jsonl"] : [Paths.Ledger + " was put aside as ledger.db.damaged-", "rebuilt from 6 rows"]);
    }

    [Theory]
    [InlineData("missing", "was missing or empty; it was rebuilt from 6 rows of ledger.db")]
    [InlineData("empty", "was missing or empty; it was rebuilt from 6 rows of ledger.db")]
    [InlineData("garbage", "put aside as trials.jsonl.damaged-")]
    [InlineData("not utf-8", "put aside as trials.jsonl.damaged-")]
    [InlineData("a word changed", "put aside as trials.jsonl.damaged-")]
    [InlineData("a line lost", "put aside as trials.jsonl.damaged-")]
    [InlineData("cut", "lacked 3 rows of ledger.db")]
    public void Lines_that_are_missing_or_damaged_are_rebuilt_from_the_database(string damage, string report)
    {
        Fill();
        var text = File.ReadAllText(Paths.Trials);
        var lines = File.ReadAllLines(Paths.Trials);
        switch (damage)
        {
            case "missing":
                File.Delete(Paths.Trials);
                break;
            case "empty":
                File.WriteAllText(Paths.Trials, "");
                break;
            case "garbage":
                File.WriteAllText(Paths.Trials, "garbage\n" + text);
                break;
            case "not utf-8":
                File.WriteAllBytes(Paths.Trials, [0xff, 0xfe, (byte)'\n']);
                break;
            case "a word changed":
                File.WriteAllText(Paths.Trials, text.Replace("number 3", "number 4", StringComparison.Ordinal));
                break;
            case "a line lost":
                File.WriteAllText(Paths.Trials, string.Concat(lines.Where(static (_, i) => i != 2).Select(static l => l + "\n")));
                break;
            default:
                File.WriteAllText(Paths.Trials, string.Concat(lines.Take(3).Select(static l => l + "\n")));
                break;
        }

        OpensWhole(report);
        Assert.Equal(text, File.ReadAllText(Paths.Trials));
    }

    [Fact]
    public void Where_both_are_damaged_what_either_holds_is_put_together()
    {
        Fill();
        var lines = File.ReadAllLines(Paths.Trials);
        lines[1] = lines[1][..40];
        File.WriteAllText(Paths.Trials, string.Concat(lines.Select(static l => l + "\n")));
        File.WriteAllText(Paths.Ledger, "garbage");
        using (var ledger = SqliteLedger.Open(Paths))
        {
            Assert.Equal([1L, 3, 4, 5], ledger.Trials().Select(static t => t.Id));
            Assert.Equal(6, ledger.NextId);
            Assert.Contains(ledger.Reports, static r => r.Contains("are lost: 2", StringComparison.Ordinal));
        }

        using var again = SqliteLedger.Open(Paths);
        Assert.Empty(again.Reports);
        Assert.Equal(4, again.Trials().Count);
    }

    [Fact]
    public void Lines_that_someone_changed_while_the_ledger_was_open_are_put_right_by_the_next_row()
    {
        using (var ledger = SqliteLedger.Open(Paths))
        {
            ledger.Append(LedgerStage.Trial(1));
            File.WriteAllText(Paths.Trials, "");
            ledger.Append(LedgerStage.Trial(2));
            Assert.Contains(ledger.Reports, static r => r.Contains("changed by someone else", StringComparison.Ordinal));
        }

        using var again = SqliteLedger.Open(Paths);
        Assert.Empty(again.Reports);
        Assert.Equal(2, File.ReadAllLines(Paths.Trials).Length);
    }

    private void Fill()
    {
        using var ledger = SqliteLedger.Open(Paths);
        for (var id = 1; id <= Count; id++)
        {
            ledger.Append(LedgerStage.Trial(id));
        }

        ledger.Spend(Count + 1, "probe", new Spending(1, 1, 1, 1, 1));
    }

    private void OpensWhole(params string[] reports)
    {
        var told = new List<string>();
        using (var ledger = SqliteLedger.Open(Paths, told.Add))
        {
            Assert.Equal(Count, ledger.Trials().Count);
            for (var id = 1; id <= Count; id++)
            {
                Assert.Equivalent(LedgerStage.Trial(id), ledger.Find(id), strict: true);
            }

            Assert.Equal((Count * 200) + 1, ledger.Total.Tics);
            Assert.Equal(told, ledger.Reports);
            Assert.All(reports, part => Assert.Contains(told, report => report.Contains(part, StringComparison.Ordinal)));
            ledger.Append(LedgerStage.Trial(Count + 1));
        }

        using (var database = LedgerDatabase.OpenForReading(Paths.Ledger))
        {
            Assert.Equal(File.ReadAllLines(Paths.Trials), database.Lines());
        }

        // What was added for the check goes, so that callers may compare.
        var lines = File.ReadAllLines(Paths.Trials);
        File.WriteAllText(Paths.Trials, string.Concat(lines.SkipLast(1).Select(static l => l + "\n")));
    }
}
