using Caco.Loop.Play;
using Microsoft.Data.Sqlite;

namespace Caco.Loop.Ledgers;

/// <summary>ledger.db: the lines of the journal, and the same in columns for people. One thread at a time.</summary>
internal sealed class LedgerDatabase : IDisposable
{
    private const int Corrupt = 11;
    private const int NotADatabase = 26;

    private readonly SqliteConnection _connection;

    private LedgerDatabase(SqliteConnection connection) => _connection = connection;

    /// <summary>Opens a database or makes it.</summary>
    /// <exception cref="SqliteException">It cannot be opened, is damaged, or is not a ledger.</exception>
    public static LedgerDatabase Open(string path) => Open(path, SqliteOpenMode.ReadWriteCreate);

    /// <summary>Opens an existing database for reading.</summary>
    /// <exception cref="SqliteException">It cannot be opened, is damaged, or is not a ledger.</exception>
    public static LedgerDatabase OpenForReading(string path) => Open(path, SqliteOpenMode.ReadOnly);

    /// <summary>A database that is nowhere but in memory.</summary>
    public static LedgerDatabase InMemory() => Open(":memory:", SqliteOpenMode.ReadWriteCreate);

    /// <summary>Whether the file itself is at fault, and not the disk or its rights.</summary>
    public static bool IsDamage(SqliteException e) => e.SqliteErrorCode is Corrupt or NotADatabase or 1;

    /// <summary>The journal's numbers and checks, in order.</summary>
    public List<string> Checks()
    {
        using var command = Command("SELECT seq, \"check\" FROM journal ORDER BY seq");
        using var reader = command.ExecuteReader();
        var checks = new List<string>();
        while (reader.Read())
        {
            if (reader.GetInt64(0) != checks.Count + 1)
            {
                throw new SqliteException($"the journal has a gap before row {reader.GetInt64(0)}", Corrupt);
            }

            checks.Add(reader.GetString(1));
        }

        return checks;
    }

    /// <summary>The journal's lines from a number on, in order.</summary>
    public IEnumerable<string> Lines(long from = 1)
    {
        using var command = Command("SELECT line FROM journal WHERE seq >= $from ORDER BY seq", ("$from", from));
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return reader.GetString(0);
        }
    }

    /// <summary>The line of a trial; null when there is none.</summary>
    public string? TrialLine(long id)
    {
        using var command = Command(
            "SELECT line FROM journal WHERE kind = $kind AND trial = $trial", ("$kind", TrialEntry.Name), ("$trial", id));
        return (string?)command.ExecuteScalar();
    }

    /// <summary>The lines of one kind, in order.</summary>
    public IEnumerable<string> Lines(string kind)
    {
        using var command = Command("SELECT line FROM journal WHERE kind = $kind ORDER BY seq", ("$kind", kind));
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return reader.GetString(0);
        }
    }

    /// <summary>Begins a transaction, which holds the database until it is committed or disposed.</summary>
    public SqliteTransaction Begin() => _connection.BeginTransaction();

    /// <summary>Adds a line; within a transaction.</summary>
    /// <param name="line">The line.</param>
    /// <param name="total">Everything used up to and with it.</param>
    public void Insert(LedgerLine line, Spending total)
    {
        Insert("journal", ("seq", line.Seq), ("\"check\"", line.Check), ("kind", line.Entry.Kind), ("trial", line.Entry.TrialId), ("line", line.Text));
        switch (line.Entry)
        {
            case TrialEntry trial:
                InsertTrial(trial.Trial, total);
                break;
            case SpendEntry spend:
                Insert(
                    "spends", ("seq", line.Seq), ("at", Time(spend.When)), ("trial", spend.Trial), ("purpose", spend.Purpose),
                    ("decisions", spend.Spending.Decisions), ("tics", spend.Spending.Tics), ("seconds", spend.Spending.Seconds),
                    ("tokens", spend.Spending.Tokens), ("cost", (double)spend.Spending.Cost));
                break;
            case LookEntry look:
                InsertLook(line.Seq, look);
                break;
        }
    }

    /// <summary>Whether the pages fit together.</summary>
    public bool IsSound()
    {
        using var command = Command("PRAGMA quick_check(1)");
        return (string?)command.ExecuteScalar() == "ok";
    }

    /// <summary>Writes everything into the one file.</summary>
    public void Checkpoint()
    {
        using var command = Command("PRAGMA wal_checkpoint(TRUNCATE)");
        command.ExecuteNonQuery();
    }

    /// <summary>Whether pages move into the one file by themselves.</summary>
    public void SetCheckpoints(bool automatic)
    {
        using var command = Command(automatic ? "PRAGMA wal_autocheckpoint = 1000" : "PRAGMA wal_autocheckpoint = 0");
        command.ExecuteNonQuery();
    }

    /// <summary>Changes whenever another connection has written.</summary>
    public long DataVersion()
    {
        using var command = Command("PRAGMA data_version");
        return (long)command.ExecuteScalar()!;
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private static LedgerDatabase Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = 30,
        }.ToString());
        var database = new LedgerDatabase(connection);
        try
        {
            connection.Open();
            database.Prepare(mode);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private void Prepare(SqliteOpenMode mode)
    {
        using var version = Command("PRAGMA user_version");
        var found = (long)version.ExecuteScalar()!;
        if (mode != SqliteOpenMode.ReadOnly)
        {
            using var durable = Command("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
            durable.ExecuteNonQuery();
            using var tables = Command("SELECT COUNT(*) FROM sqlite_schema");
            if (found == 0 && (long)tables.ExecuteScalar()! == 0)
            {
                using var transaction = Begin();
                using var create = Command(LedgerSchema.Create);
                create.ExecuteNonQuery();
                transaction.Commit();
                return;
            }
        }

        if (found != LedgerSchema.Version || !IsSound())
        {
            throw new SqliteException(
                found == LedgerSchema.Version ? "the pages do not fit together" : $"version {found} of the tables, not {LedgerSchema.Version}",
                NotADatabase);
        }
    }

    private void InsertTrial(TrialRecord trial, Spending total)
    {
        var train = SplitMeans.Of(trial, Split.Train);
        var validate = SplitMeans.Of(trial, Split.Validate);
        Insert(
            "trials", ("id", trial.Id), ("parent", trial.Parent), ("started", Time(trial.Started)), ("agent", trial.Agent),
            ("hypothesis", trial.Hypothesis), ("verdict", trial.Verdict.ToString()), ("why", trial.Why),
            ("train_episodes", train.Episodes), ("train_score", train.Score), ("train_reward", train.Reward),
            ("validate_episodes", validate.Episodes), ("validate_score", validate.Score), ("validate_reward", validate.Reward),
            ("pairs", trial.Paired?.Pairs), ("mean_difference", trial.Paired?.MeanDifference), ("low", trial.Paired?.Low),
            ("high", trial.Paired?.High), ("p", trial.Paired?.P), ("wins", trial.Paired?.Wins), ("losses", trial.Paired?.Losses),
            ("cases", trial.Cases.Count), ("cases_passed", trial.Cases.Count(static c => c.Passed)),
            ("failure", trial.Failure is { } failure ? $"{failure.Kind}: {failure.Message}" : null),
            ("lines", trial.Code?.Lines), ("statements", trial.Code?.Statements), ("complexity", trial.Code?.Complexity),
            ("coupling", trial.Code?.Coupling), ("tunables", trial.Code?.Tunables),
            ("decisions", trial.Spending.Decisions), ("tics", trial.Spending.Tics), ("seconds", trial.Spending.Seconds),
            ("tokens", trial.Spending.Tokens), ("cost", (double)trial.Spending.Cost),
            ("total_decisions", total.Decisions), ("total_tics", total.Tics), ("total_seconds", total.Seconds),
            ("total_tokens", total.Tokens), ("total_cost", (double)total.Cost),
            ("commit_id", trial.Commit), ("diff", trial.Diff), ("diff_hash", trial.DiffHash), ("policy_hash", trial.PolicyHash),
            ("engine_version", trial.EngineVersion), ("assets_hash", trial.AssetsHash), ("scenario", trial.Scenario),
            ("settings_hash", trial.SettingsHash), ("sight", trial.Sight.ToString()));
        foreach (var (split, episode) in trial.Episodes)
        {
            InsertEpisode(trial.Id, split, episode);
        }

        foreach (var outcome in trial.Cases)
        {
            Insert(
                "cases", ("trial", trial.Id), ("name", outcome.Case), ("value", Finite(outcome.Value)), ("passed", outcome.Passed ? 1 : 0),
                ("tics", outcome.Tics));
        }
    }

    private void InsertEpisode(long trial, Split split, EpisodeResult episode)
    {
        var did = episode.Behaviour;
        Insert(
            "episodes", ("trial", trial), ("split", split.ToString()), ("seed", (long)episode.Seed), ("score", Finite(episode.Score)),
            ("reward", Finite(episode.Reward)), ("kills", Finite(episode.Kills)), ("hits", Finite(episode.Hits)),
            ("damage", Finite(episode.Damage)), ("health", Finite(episode.Health)), ("ammo", Finite(episode.Ammo)),
            ("tics", episode.Tics), ("decisions", episode.Decisions), ("dead", episode.Dead ? 1 : 0),
            ("timeout", episode.Timeout ? 1 : 0), ("hash", episode.Hash), ("shots", did.Shots), ("accuracy", Finite(did.Accuracy)),
            ("starved", Finite(did.StarvedShare)), ("stuck", Finite(did.StuckShare)), ("explored", did.Explored),
            ("damage_taken", Finite(did.DamageTaken)), ("killer", did.Killer));
    }

    private void InsertLook(long seq, LookEntry look)
    {
        Insert(
            "holdout_looks", ("seq", seq), ("at", Time(look.When)), ("trial", look.Trial), ("reason", look.Reason),
            ("episodes", look.Episodes.Count));
        foreach (var episode in look.Episodes)
        {
            Insert(
                "holdout", ("look", seq), ("trial", look.Trial), ("seed", (long)episode.Seed), ("score", Finite(episode.Score)),
                ("reward", Finite(episode.Reward)), ("kills", Finite(episode.Kills)), ("tics", episode.Tics),
                ("dead", episode.Dead ? 1 : 0), ("hash", episode.Hash));
        }
    }

    private void Insert(string table, params ReadOnlySpan<(string Column, object? Value)> values)
    {
        using var command = _connection.CreateCommand();
        var columns = new string[values.Length];
        var names = new string[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            columns[i] = values[i].Column;
            names[i] = "$" + i;
            var value = values[i].Value is double number ? Finite(number) : values[i].Value;
            command.Parameters.AddWithValue(names[i], value ?? DBNull.Value);
        }

#pragma warning disable CA2100 // Names of tables and columns are this file's own.
        command.CommandText = $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", names)})";
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    // SQLite has no NaN; infinities would not survive its text form.
    private static double Finite(double value) =>
        double.IsNaN(value) ? 0 : Math.Clamp(value, -double.MaxValue, double.MaxValue);

    private static string Time(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");

    private SqliteCommand Command(string text, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = _connection.CreateCommand();
#pragma warning disable CA2100 // Texts are this file's own.
        command.CommandText = text;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }
}
