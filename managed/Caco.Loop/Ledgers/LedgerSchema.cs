namespace Caco.Loop.Ledgers;

/// <summary>The tables of ledger.db.</summary>
internal static class LedgerSchema
{
    /// <summary>Stands in the database's user_version.</summary>
    public const int Version = 1;

    private static readonly string[] Tables = ["journal", "trials", "episodes", "cases", "spends", "holdout", "holdout_looks"];

    /// <summary>Makes everything in an empty database.</summary>
    public static string Create { get; } =
        """
        -- Every line of trials.jsonl, in order; the other tables say the same in columns.
        CREATE TABLE journal (
            seq INTEGER PRIMARY KEY, "check" TEXT NOT NULL, kind TEXT NOT NULL, trial INTEGER NOT NULL, line TEXT NOT NULL
        ) STRICT;
        CREATE INDEX journal_trial ON journal (kind, trial);

        CREATE TABLE trials (
            id INTEGER PRIMARY KEY, parent INTEGER, started TEXT NOT NULL, agent TEXT NOT NULL, hypothesis TEXT NOT NULL,
            verdict TEXT NOT NULL, why TEXT NOT NULL,
            train_episodes INTEGER NOT NULL, train_score REAL, train_reward REAL,
            validate_episodes INTEGER NOT NULL, validate_score REAL, validate_reward REAL,
            pairs INTEGER, mean_difference REAL, low REAL, high REAL, p REAL, wins INTEGER, losses INTEGER,
            cases INTEGER NOT NULL, cases_passed INTEGER NOT NULL,
            failure TEXT, lines INTEGER, statements INTEGER, complexity INTEGER, coupling INTEGER, tunables INTEGER,
            decisions INTEGER NOT NULL, tics INTEGER NOT NULL, seconds REAL NOT NULL, tokens INTEGER NOT NULL, cost REAL NOT NULL,
            total_decisions INTEGER NOT NULL, total_tics INTEGER NOT NULL, total_seconds REAL NOT NULL,
            total_tokens INTEGER NOT NULL, total_cost REAL NOT NULL,
            commit_id TEXT NOT NULL, diff TEXT NOT NULL, diff_hash TEXT NOT NULL, policy_hash TEXT NOT NULL,
            engine_version TEXT NOT NULL, assets_hash TEXT NOT NULL, scenario TEXT NOT NULL, settings_hash TEXT NOT NULL,
            sight TEXT NOT NULL
        ) STRICT;

        CREATE TABLE episodes (
            trial INTEGER NOT NULL, split TEXT NOT NULL, seed INTEGER NOT NULL, score REAL NOT NULL, reward REAL NOT NULL,
            kills REAL NOT NULL, hits REAL NOT NULL, damage REAL NOT NULL, health REAL NOT NULL, ammo REAL NOT NULL,
            tics INTEGER NOT NULL, decisions INTEGER NOT NULL, dead INTEGER NOT NULL, timeout INTEGER NOT NULL, hash TEXT NOT NULL,
            shots INTEGER NOT NULL, accuracy REAL NOT NULL, starved REAL NOT NULL, stuck REAL NOT NULL, explored INTEGER NOT NULL,
            damage_taken REAL NOT NULL, killer TEXT NOT NULL
        ) STRICT;
        CREATE INDEX episodes_trial ON episodes (trial, split, seed);

        CREATE TABLE cases (
            trial INTEGER NOT NULL, name TEXT NOT NULL, value REAL NOT NULL, passed INTEGER NOT NULL, tics INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX cases_trial ON cases (trial, name);

        CREATE TABLE spends (
            seq INTEGER PRIMARY KEY, at TEXT NOT NULL, trial INTEGER NOT NULL, purpose TEXT NOT NULL,
            decisions INTEGER NOT NULL, tics INTEGER NOT NULL, seconds REAL NOT NULL, tokens INTEGER NOT NULL, cost REAL NOT NULL
        ) STRICT;

        -- Sealed: the loop and its agents never read it; who looks leaves a row in holdout_looks.
        CREATE TABLE holdout (
            look INTEGER NOT NULL, trial INTEGER NOT NULL, seed INTEGER NOT NULL, score REAL NOT NULL, reward REAL NOT NULL,
            kills REAL NOT NULL, tics INTEGER NOT NULL, dead INTEGER NOT NULL, hash TEXT NOT NULL
        ) STRICT;

        CREATE TABLE holdout_looks (
            seq INTEGER PRIMARY KEY, at TEXT NOT NULL, trial INTEGER NOT NULL, reason TEXT NOT NULL, episodes INTEGER NOT NULL
        ) STRICT;

        """
        + string.Concat(Tables.SelectMany(static table => (string[])[Refusal(table, "UPDATE"), Refusal(table, "DELETE")]))
        + $"PRAGMA user_version = {Version};";

    private static string Refusal(string table, string verb) =>
        $"CREATE TRIGGER {table}_no_{verb.ToLowerInvariant()} BEFORE {verb} ON {table} "
        + "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;\n";
}
