using Caco.Loop.Ledgers;
using Caco.Loop.Workspaces;
using Microsoft.Data.Sqlite;

namespace Caco.Loop.Tests;

public sealed class SqliteLedgerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private WorkspacePaths Paths => new(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_read_again_in_this_process_and_the_next()
    {
        var first = LedgerStage.Trial(1, Verdict.Accepted);
        var second = LedgerStage.Trial(2) with { Paired = null, Failure = null, Code = null };
        using (var ledger = SqliteLedger.Open(Paths))
        {
            ledger.Append(first);
            ledger.Append(second);
            Check(ledger);
        }

        using (var ledger = SqliteLedger.Open(Paths))
        {
            Check(ledger);
            Assert.Empty(ledger.Reports);
        }

        void Check(SqliteLedger ledger)
        {
            Assert.Equal(3, ledger.NextId);
            Assert.Equivalent(first, ledger.Find(1), strict: true);
            Assert.Equivalent(second, ledger.Find(2), strict: true);
            Assert.Null(ledger.Find(3));
            Assert.Equal(1, ledger.Incumbent()!.Id);
            Assert.Equal([1L, 2], ledger.Trials().Select(static t => t.Id));
            Assert.All(ledger.Trials(), static t => Assert.Empty(t.Episodes));
            Assert.Equivalent(first, ledger.Trials(withEpisodes: true)[0], strict: true);
            Assert.Equal([1u], ledger.Episodes(1, Split.Validate).Select(static e => e.Seed));
        }
    }

    [Fact]
    public void A_number_is_given_once_and_none_is_left_out()
    {
        using var ledger = SqliteLedger.Open(Paths);
        ledger.Append(LedgerStage.Trial(1));
        Assert.Contains("already", Assert.Throws<LoopException>(() => ledger.Append(LedgerStage.Trial(1))).Message, StringComparison.Ordinal);
        Assert.Contains("next number is 2", Assert.Throws<LoopException>(() => ledger.Append(LedgerStage.Trial(3))).Message, StringComparison.Ordinal);
        Assert.Equal(2, ledger.NextId);
        Assert.Single(File.ReadAllLines(Paths.Trials));
    }

    [Fact]
    public void Everything_used_counts_once()
    {
        using (var ledger = SqliteLedger.Open(Paths))
        {
            // Booked while the trial ran; its record says the same and some more.
            ledger.Spend(1, "agent", new Spending(0, 0, 2, 100, 0.5m));
            ledger.Spend(1, "stage", new Spending(50, 100, 1, 0, 0));
            ledger.Append(LedgerStage.Trial(1, spending: new Spending(60, 120, 4, 100, 0.5m)));
            Assert.Equal(new Spending(60, 120, 4, 100, 0.5m), ledger.Total);

            // Later for the same trial, and for one that was lost.
            ledger.Spend(1, "hold-out", new Spending(1000, 2000, 1, 0, 0));
            ledger.Spend(2, "stage", new Spending(7, 14, 1, 0, 0.25m));
            Assert.Equal(new Spending(1067, 2134, 6, 100, 0.75m), ledger.Total);
        }

        using var again = SqliteLedger.Open(Paths);
        Assert.Equal(new Spending(1067, 2134, 6, 100, 0.75m), again.Total);
        Assert.Equal(new Spending(60, 120, 4, 100, 0.5m), again.TotalAt(1));

        // What the lost trial used is in the total of the next one.
        again.Append(LedgerStage.Trial(2, spending: new Spending(10, 20, 1, 0, 0.25m)));
        Assert.Equal(new Spending(1070, 2140, 6, 100, 0.75m), again.TotalAt(2));
        Assert.Contains("trial 3", Assert.Throws<LoopException>(() => again.TotalAt(3)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Hold_out_episodes_are_sealed()
    {
        using var ledger = SqliteLedger.Open(Paths);
        ledger.Append(LedgerStage.Trial(1, Verdict.Accepted));
        Assert.Throws<LoopException>(() => ledger.AppendHoldOut(1, " ", [LedgerStage.Episode(5000)]));
        Assert.Throws<LoopException>(() => ledger.AppendHoldOut(9, "a reason", [LedgerStage.Episode(5000)]));
        ledger.AppendHoldOut(1, "the final table", [LedgerStage.Episode(5000, 4), LedgerStage.Episode(5001)]);
        var look = Assert.Single(ledger.HoldOutLooks());
        Assert.Equal((1L, "the final table"), (look.Trial, look.Reason));
        Assert.Contains("sealed", Assert.Throws<LoopException>(() => ledger.Episodes(1, Split.HoldOut)).Message, StringComparison.Ordinal);
        Assert.DoesNotContain(ledger.Find(1)!.Episodes, static e => e.Episode.Seed >= 5000);
        Assert.DoesNotContain("5000", File.ReadAllText(Paths.Summary), StringComparison.Ordinal);

        Assert.Throws<LoopException>(() => ledger.ReadHoldOut(1, ""));
        Assert.Equal([5000u, 5001], ledger.ReadHoldOut(1, "once more").Select(static e => e.Seed));
        Assert.Equal(["the final table", "once more"], ledger.HoldOutLooks().Select(static l => l.Reason));

        var trial = LedgerStage.Trial(2);
        var mixed = trial with { Episodes = [.. trial.Episodes, new SplitEpisode(Split.HoldOut, LedgerStage.Episode(5000))] };
        Assert.Throws<LoopException>(() => ledger.Append(mixed));
        Assert.Equal(2, ledger.NextId);
    }

    [Fact]
    public void People_can_read_the_tables_and_nobody_can_change_a_row()
    {
        using (var ledger = SqliteLedger.Open(Paths))
        {
            ledger.Append(LedgerStage.Trial(1, Verdict.Accepted));
            ledger.Spend(2, "probe", new Spending(1, 2, 3, 4, 5));
            ledger.AppendHoldOut(1, "why not", [LedgerStage.Episode(5000)]);
        }

        using var connection = new SqliteConnection($"Data Source={Paths.Ledger};Pooling=False");
        connection.Open();
        Assert.Equal("Accepted", Ask("SELECT verdict FROM trials WHERE id = 1"));
        Assert.Equal(40.5, Ask("SELECT score FROM episodes WHERE trial = 1 AND split = 'Train'"));
        Assert.Equal(1L, Ask("SELECT passed FROM cases WHERE name = 'kills-the-imp'"));
        Assert.Equal("probe", Ask("SELECT purpose FROM spends"));
        Assert.Equal("why not", Ask("SELECT reason FROM holdout_looks"));
        Assert.Equal(5000L, Ask("SELECT seed FROM holdout"));
        foreach (var table in (string[])["journal", "trials", "episodes", "cases", "spends", "holdout", "holdout_looks"])
        {
            Assert.Contains("append-only", Assert.Throws<SqliteException>(() => Ask($"DELETE FROM {table}")).Message, StringComparison.Ordinal);
            Assert.Contains("append-only", Assert.Throws<SqliteException>(() => Ask($"UPDATE {table} SET trial = 9", $"UPDATE {table} SET id = 9")).Message, StringComparison.Ordinal);
        }

        object? Ask(string sql, string? other = null)
        {
            using var command = connection.CreateCommand();
#pragma warning disable CA2100
            command.CommandText = other is not null && sql.Contains("UPDATE trials", StringComparison.Ordinal) ? other : sql;
#pragma warning restore CA2100
            return command.ExecuteScalar();
        }
    }

    [Fact]
    public void The_summary_has_a_row_for_each_trial()
    {
        using var ledger = SqliteLedger.Open(Paths);
        ledger.Append(LedgerStage.Trial(1, Verdict.Accepted));
        ledger.Append(LedgerStage.Trial(2));
        var text = File.ReadAllText(Paths.Summary);
        Assert.StartsWith("id,parent,started,agent,verdict,", text, StringComparison.Ordinal);
        Assert.Contains("\n2,1,2024-05-06T05:08:09Z,tuner,Rejected,1,50.5,0.1,1,", text, StringComparison.Ordinal);
        Assert.Contains("\"turn \"\"faster\"\", number 2 — schneller\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void One_process_writes_and_others_may_read()
    {
        using var writer = SqliteLedger.Open(Paths);
        writer.Append(LedgerStage.Trial(1));
        Assert.Contains("another process", Assert.Throws<LoopException>(() => SqliteLedger.Open(Paths)).Message, StringComparison.Ordinal);
        using var reader = SqliteLedger.OpenForReading(Paths);
        Assert.Equivalent(LedgerStage.Trial(1), reader.Find(1), strict: true);
        Assert.Contains(
            "reading only",
            Assert.Throws<LoopException>(() => reader.Spend(1, "x", Spending.Nothing)).Message,
            StringComparison.Ordinal);
        writer.Append(LedgerStage.Trial(2));
        Assert.Equal(2, reader.NextId);
    }

    [Fact]
    public void Without_a_database_readers_take_the_lines()
    {
        using (var ledger = SqliteLedger.Open(Paths))
        {
            ledger.Append(LedgerStage.Trial(1));
        }

        File.Delete(Paths.Ledger);
        using (var reader = SqliteLedger.OpenForReading(Paths))
        {
            Assert.Equivalent(LedgerStage.Trial(1), reader.Find(1), strict: true);
        }

        Assert.False(File.Exists(Paths.Ledger));
        File.Delete(Paths.Trials);
        Assert.Contains("no readable ledger", Assert.Throws<LoopException>(() => SqliteLedger.OpenForReading(Paths)).Message, StringComparison.Ordinal);
    }
}
