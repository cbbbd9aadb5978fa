using Caco.Loop.Workspaces;
using Microsoft.Data.Sqlite;

namespace Caco.Loop.Ledgers;

/// <summary>Brings ledger.db and trials.jsonl in line when they are opened: whichever is ahead completes the other.</summary>
internal static class LedgerRepair
{
    /// <summary>Opens both, makes what is absent, mends what is damaged.</summary>
    public static (LedgerDatabase Database, LedgerState State, IReadOnlyList<string> Reports) Open(
        WorkspacePaths paths, TrialsFile file, TimeProvider time)
    {
        var reports = new List<string>();
        var aside = new Aside(time.GetUtcNow(), reports);
        var database = OpenDatabase(paths, aside);
        try
        {
            var state = Complete(database, file, paths, reports) ?? Rebuild(ref database, file, paths, aside);
            return (database, state, reports);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>The state after lines that are known to be right.</summary>
    public static LedgerState StateOf(IEnumerable<string> lines)
    {
        var state = new LedgerState();
        foreach (var text in lines)
        {
            state.Add(LedgerLine.TryParse(text, state.Check) ?? throw new LoopException(
                $"row {state.Seq + 1} of ledger.db is damaged; open the workspace for writing (caco loop), which mends it from trials.jsonl."));
        }

        return state;
    }

    /// <summary>A database of trials.jsonl in memory, for readers who may not write.</summary>
    public static (LedgerDatabase Database, LedgerState State) InMemory(TrialsFile file, WorkspacePaths paths)
    {
        if (!File.Exists(paths.Trials))
        {
            throw new LoopException(
                $"{paths.Root} has no readable ledger: neither ledger.db nor trials.jsonl. Is it a workspace, and has a loop run in it?");
        }

        var database = LedgerDatabase.InMemory();
        try
        {
            var state = new LedgerState();
            using var transaction = database.Begin();
            foreach (var (text, _, isWhole) in file.Read())
            {
                // What a running loop is just writing, or what is damaged, is for the loop to mend.
                if (!isWhole || text is null || LedgerLine.TryParse(text, state.Check) is not { } line)
                {
                    break;
                }

                Insert(database, state, line);
            }

            transaction.Commit();
            return (database, state);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private static LedgerDatabase OpenDatabase(WorkspacePaths paths, Aside aside)
    {
        try
        {
            return LedgerDatabase.Open(paths.Ledger);
        }
        catch (SqliteException e) when (LedgerDatabase.IsDamage(e))
        {
            aside.MoveDatabase(paths.Ledger, $"it is damaged ({e.Message.TrimEnd('.')})");
            return LedgerDatabase.Open(paths.Ledger);
        }
    }

    /// <summary>The usual case: one of the two is the beginning of the other. Null where it is not so.</summary>
    private static LedgerState? Complete(LedgerDatabase database, TrialsFile file, WorkspacePaths paths, List<string> reports)
    {
        List<string> checks;
        try
        {
            checks = database.Checks();
        }
        catch (SqliteException e) when (LedgerDatabase.IsDamage(e))
        {
            return null;
        }

        var state = new LedgerState();
        var good = 0L;
        var torn = 0L;
        using (var transaction = database.Begin())
        {
            foreach (var (text, end, isWhole) in file.Read())
            {
                if (!isWhole)
                {
                    torn = end - good;
                    break;
                }

                if (text is null || LedgerLine.TryParse(text, state.Check) is not { } line || line.Seq != state.Seq + 1)
                {
                    return null;
                }

                if (line.Seq > checks.Count)
                {
                    Insert(database, state, line);
                }
                else if (checks[(int)line.Seq - 1] == line.Check)
                {
                    state.Add(line);
                }
                else
                {
                    return null;
                }

                good = end;
            }

            transaction.Commit();
        }

        if (torn > 0)
        {
            reports.Add($"The last line of {paths.Trials} was torn ({torn} bytes, written when a process was ended); it was cut off.");
        }

        file.CutTo(good);
        if (state.Seq > checks.Count)
        {
            reports.Add(
                checks.Count > 0
                    ? $"ledger.db lacked {Rows(state.Seq - checks.Count)} of trials.jsonl; they were added."
                    : $"ledger.db was missing or empty; it was rebuilt from {Rows(state.Seq)} of trials.jsonl.");
        }

        return state.Seq < checks.Count ? CompleteFile(database, file, state, paths, reports) : state;
    }

    private static LedgerState? CompleteFile(
        LedgerDatabase database, TrialsFile file, LedgerState state, WorkspacePaths paths, List<string> reports)
    {
        var before = state.Seq;
        var lines = new List<string>();
        foreach (var text in database.Lines(before + 1))
        {
            if (LedgerLine.TryParse(text, state.Check) is not { } line)
            {
                return null;
            }

            state.Add(line);
            lines.Add(text);
        }

        if (before == 0)
        {
            file.Rewrite(lines);
            reports.Add($"{paths.Trials} was missing or empty; it was rebuilt from {Rows(state.Seq)} of ledger.db.");
            return state;
        }

        foreach (var text in lines)
        {
            file.Append(text);
            file.Keep();
        }

        reports.Add($"trials.jsonl lacked {Rows(state.Seq - before)} of ledger.db; they were added.");
        return state;
    }

    /// <summary>One of the two, or both, are damaged: what is right in either is put together, and both are written again.</summary>
    private static LedgerState Rebuild(ref LedgerDatabase database, TrialsFile file, WorkspacePaths paths, Aside aside)
    {
        var fromFile = ReadFile(file);
        var fromDatabase = ReadDatabase(database);
        var best = fromDatabase.IsSound && fromDatabase.Lines.Count >= fromFile.Lines.Count
            ? fromDatabase
            : fromFile.IsSound ? fromFile : null;
        if (best == fromDatabase)
        {
            aside.MoveFile(paths.Trials, "it is damaged or tells another history than ledger.db");
            file.Rewrite(fromDatabase.Lines.Select(static line => line.Text));
            aside.Reports.Add($"{paths.Trials} was rebuilt from {Rows(fromDatabase.Lines.Count)} of ledger.db.");
            return Added(fromDatabase.Lines);
        }

        List<LedgerLine> lines = best is null ? Salvage(fromDatabase.Lines, fromFile.Lines, fromFile.Damaged, aside.Reports) : [.. fromFile.Lines];
        database.Dispose();
        aside.MoveDatabase(paths.Ledger, "it is damaged or tells another history than trials.jsonl");
        if (best is null)
        {
            aside.MoveFile(paths.Trials, "it is damaged");
            file.Rewrite(lines.Select(static line => line.Text));
        }
        else
        {
            file.CutTo(fromFile.End);
        }

        database = LedgerDatabase.Open(paths.Ledger);
        var state = new LedgerState();
        using var transaction = database.Begin();
        foreach (var line in lines)
        {
            Insert(database, state, line);
        }

        transaction.Commit();
        aside.Reports.Add($"ledger.db was rebuilt from {Rows(lines.Count)}{(best is null ? " that both files still held" : " of trials.jsonl")}.");
        return state;
    }

    private static LedgerState Added(IEnumerable<LedgerLine> lines)
    {
        var state = new LedgerState();
        foreach (var line in lines)
        {
            state.Add(line);
        }

        return state;
    }

    // Whole lines that can be read on their own, whatever became of their neighbours.
    private static Content ReadFile(TrialsFile file)
    {
        var lines = new List<LedgerLine>();
        var damaged = new List<int>();
        var isSound = true;
        var check = LedgerLine.FirstCheck;
        var number = 0;
        var last = 0L;
        foreach (var (text, end, isWhole) in file.Read())
        {
            number++;
            if (!isWhole)
            {
                break;
            }

            var line = text is null ? null : LedgerLine.TryParse(text, check);
            isSound &= line is not null;
            line ??= text is null ? null : LedgerLine.TryParse(text, null);
            if (line is null)
            {
                damaged.Add(number);
                continue;
            }

            lines.Add(line);
            check = line.Check;
            last = end;
        }

        return new Content(lines, isSound, damaged, last);
    }

    private static Content ReadDatabase(LedgerDatabase database)
    {
        var lines = new List<LedgerLine>();
        var check = LedgerLine.FirstCheck;
        try
        {
            foreach (var text in database.Lines())
            {
                if (LedgerLine.TryParse(text, check) is not { } line || line.Seq != lines.Count + 1)
                {
                    return new Content(lines, false, [], 0);
                }

                lines.Add(line);
                check = line.Check;
            }

            return new Content(lines, true, [], 0);
        }
        catch (SqliteException)
        {
            return new Content(lines, false, [], 0);
        }
    }

    private static List<LedgerLine> Salvage(
        IReadOnlyList<LedgerLine> fromDatabase, IReadOnlyList<LedgerLine> fromFile, IReadOnlyList<int> damaged, List<string> reports)
    {
        var bySeq = new SortedDictionary<long, LedgerLine>();
        foreach (var line in fromDatabase.Concat(fromFile))
        {
            bySeq.TryAdd(line.Seq, line);
        }

        var lines = new List<LedgerLine>();
        var trials = new HashSet<long>();
        foreach (var entry in bySeq.Values.Select(static line => line.Entry))
        {
            if (entry is not TrialEntry trial || trials.Add(trial.Trial.Id))
            {
                lines.Add(LedgerLine.Create(lines.Count + 1, lines.Count > 0 ? lines[^1].Check : LedgerLine.FirstCheck, entry));
            }
        }

        var lost = damaged.Where(number => !bySeq.ContainsKey(number)).ToList();
        if (lost.Count > 0)
        {
            reports.Add($"Lines of trials.jsonl that could not be read and were not in ledger.db either are lost: {string.Join(", ", lost)}.");
        }

        return lines;
    }

    private static void Insert(LedgerDatabase database, LedgerState state, LedgerLine line)
    {
        database.Insert(line, state.TotalWith(line.Entry));
        state.Add(line);
    }

    private static string Rows(long count) => count == 1 ? "1 row" : $"{count} rows";

    private sealed record Content(IReadOnlyList<LedgerLine> Lines, bool IsSound, IReadOnlyList<int> Damaged, long End);

    /// <summary>Puts damaged files out of the way, where a person can still read them.</summary>
    private sealed class Aside(DateTimeOffset now, List<string> reports)
    {
        private readonly string _suffix = $".damaged-{now.UtcDateTime:yyyyMMdd-HHmmss}";

        public List<string> Reports => reports;

        public void MoveDatabase(string path, string why)
        {
            Disk.TryDelete(path + "-shm");
            if (File.Exists(path + "-wal"))
            {
                File.Move(path + "-wal", Free(path + "-wal"));
            }

            MoveFile(path, why);
        }

        public void MoveFile(string path, string why)
        {
            if (File.Exists(path))
            {
                var to = Free(path);
                File.Move(path, to);
                reports.Add($"{path} was put aside as {Path.GetFileName(to)}: {why}.");
            }
        }

        private string Free(string path)
        {
            var to = path + _suffix;
            for (var i = 2; File.Exists(to); i++)
            {
                to = $"{path}{_suffix}-{i}";
            }

            return to;
        }
    }
}
