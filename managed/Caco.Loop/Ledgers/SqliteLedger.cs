using System.Security.Cryptography;
using Caco.Loop.Play;
using Caco.Loop.Workspaces;
using Microsoft.Data.Sqlite;

namespace Caco.Loop.Ledgers;

/// <summary>The ledger of a workspace: ledger.db and trials.jsonl, which complete each other, and summary.csv for people. Any thread.</summary>
/// <remarks>
/// One process at a time writes. A row is put into the database's transaction, then into trials.jsonl and onto the disk, and
/// then committed: whatever moment a process is ended at, one of the two has the row, and opening completes the other.
/// </remarks>
public sealed class SqliteLedger : ILedger
{
    private readonly Lock _gate = new();
    private readonly WorkspacePaths _paths;
    private readonly TimeProvider _time;
    private readonly FileStream? _lock;
    private readonly List<string> _reports = [];
    private LedgerDatabase _database;
    private TrialsFile _file;
    private LedgerState _state = new();
    private Action<string>? _note;
    private LedgerMark? _mark;
    private List<string>? _sinceMark;
    private bool _isBroken;

    private SqliteLedger(WorkspacePaths paths, TimeProvider time, FileStream? processLock, LedgerDatabase database, TrialsFile file)
    {
        _paths = paths;
        _time = time;
        _lock = processLock;
        _database = database;
        _file = file;
    }

    /// <summary>What was found and mended on opening and since, in sentences.</summary>
    public IReadOnlyList<string> Reports
    {
        get
        {
            lock (_gate)
            {
                return [.. _reports];
            }
        }
    }

    /// <inheritdoc/>
    public long NextId
    {
        get
        {
            lock (_gate)
            {
                return _state.NextId;
            }
        }
    }

    /// <inheritdoc/>
    public Spending Total
    {
        get
        {
            lock (_gate)
            {
                return _state.Total;
            }
        }
    }

    /// <inheritdoc/>
    public Spending TotalAt(long trial)
    {
        lock (_gate)
        {
            return _state.TotalAt(trial) ?? throw new LoopException($"there is no trial {trial} in the ledger.");
        }
    }

    /// <summary>Opens the ledger of a workspace for writing, makes what is absent, and mends what a kill or a damage left.</summary>
    /// <exception cref="LoopException">Another process has it open, or the disk is full or read-only.</exception>
    /// <param name="paths">The workspace.</param>
    /// <param name="note">Told in sentences of what was found and mended, now and later; may be null.</param>
    /// <param name="time">The clock of spends and looks; null: the system's.</param>
    public static SqliteLedger Open(WorkspacePaths paths, Action<string>? note = null, TimeProvider? time = null) => Open(paths, note, time, null);

    /// <summary>Opens the ledger for reading, also while a loop writes to it. What is written later is not seen.</summary>
    /// <exception cref="LoopException">There is none, or neither of its files can be read.</exception>
    public static SqliteLedger OpenForReading(WorkspacePaths paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var file = new TrialsFile(paths.Trials);
        try
        {
            if (TryOpenForReading(paths) is { } database)
            {
                var ledger = new SqliteLedger(paths, TimeProvider.System, null, database, file);
                ledger._state = LedgerRepair.StateOf(database.Lines());
                return ledger;
            }

            var (memory, state) = LedgerRepair.InMemory(file, paths);
            return new SqliteLedger(paths, TimeProvider.System, null, memory, file) { _state = state };
        }
        catch (Exception e) when (Disk.IsDiskFailure(e))
        {
            throw Disk.Failure("reading", paths.Ledger, e);
        }
    }

    /// <inheritdoc/>
    public void Append(TrialRecord trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        lock (_gate)
        {
            if (trial.Id != _state.NextId)
            {
                throw new LoopException(
                    _state.Find(trial.Id) is not null
                        ? $"trial {trial.Id} is in the ledger already; a trial is written once. The next number is {_state.NextId}."
                        : $"trial {trial.Id} cannot be written: the next number is {_state.NextId}.");
            }

            if (trial.Episodes.Any(static e => e.Split == Split.HoldOut))
            {
                throw new LoopException(
                    $"trial {trial.Id} cannot be written with hold-out episodes: those are sealed and kept apart (AppendHoldOut).");
            }

            Write(new TrialEntry(trial));
            WriteSummary();
        }
    }

    /// <inheritdoc/>
    public void Spend(long trial, string purpose, Spending spending)
    {
        lock (_gate)
        {
            Write(new SpendEntry(_time.GetUtcNow(), trial, purpose, spending));
        }
    }

    /// <inheritdoc/>
    public TrialRecord? Find(long id)
    {
        lock (_gate)
        {
            return _state.Find(id) is not null && _database.TrialLine(id) is { } line ? TrialOf(line) : null;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<TrialRecord> Trials(bool withEpisodes = false)
    {
        lock (_gate)
        {
            return withEpisodes ? [.. _database.Lines(TrialEntry.Name).Select(TrialOf)] : [.. _state.Trials];
        }
    }

    /// <inheritdoc/>
    public TrialRecord? Incumbent()
    {
        lock (_gate)
        {
            return _state.Incumbent;
        }
    }

    /// <inheritdoc/>
    public void AppendHoldOut(long trial, string reason, IReadOnlyList<EpisodeResult> episodes)
    {
        lock (_gate)
        {
            RefuseWithoutReason(trial, reason);
            Write(new LookEntry(_time.GetUtcNow(), trial, reason, episodes));
        }
    }

    /// <summary>Hold-out episodes that were kept earlier; that they were read, and why, is recorded first. Only a person's command calls it.</summary>
    /// <exception cref="LoopException">No such trial, or no reason.</exception>
    public IReadOnlyList<EpisodeResult> ReadHoldOut(long trial, string reason)
    {
        lock (_gate)
        {
            RefuseWithoutReason(trial, reason);
            Write(new LookEntry(_time.GetUtcNow(), trial, reason, []));
            return
            [
                .. _database.Lines(LookEntry.Name)
                    .Select(static line => (LookEntry)LedgerLine.TryParse(line, null)!.Entry)
                    .Where(look => look.Trial == trial)
                    .SelectMany(static look => look.Episodes),
            ];
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<HoldOutLook> HoldOutLooks()
    {
        lock (_gate)
        {
            return [.. _state.Looks];
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<EpisodeResult> Episodes(long trial, Split split) =>
        split == Split.HoldOut
            ? throw new LoopException(
                $"the hold-out episodes of trial {trial} are sealed: the loop and its agents may not read them. "
                + "A person looks with a reason, and the look is recorded.")
            : [.. Find(trial)?.Episodes.Where(e => e.Split == split).Select(static e => e.Episode) ?? []];

    /// <summary>From now on the lines are remembered, and ledger.db itself changes no more: what does change it was someone else.</summary>
    internal void Mark()
    {
        lock (_gate)
        {
            _database.Checkpoint();
            _database.SetCheckpoints(automatic: false);
            _mark = new LedgerMark(_state.Seq, HashOf(_paths.Ledger), _database.DataVersion());
            _sinceMark = [];
        }
    }

    /// <summary>Puts right what someone else did to ledger.db and trials.jsonl since <see cref="Mark"/>.</summary>
    /// <param name="kept">The bytes of trials.jsonl at the mark.</param>
    /// <returns>What was done, in sentences.</returns>
    internal IReadOnlyList<string> Mend(byte[] kept)
    {
        lock (_gate)
        {
            var notes = new List<string>();
            var (mark, since) = (_mark!, _sinceMark!);
            (_mark, _sinceMark) = (null, null);
            Guarded(() =>
            {
                if (!_file.Has(kept, since))
                {
                    _file.Restore(kept, since);
                    notes.Add("trials.jsonl was changed outside the working copy; it was written again as it had been.");
                }

                if (IsTampered(mark))
                {
                    RebuildDatabase();
                    notes.Add("ledger.db was changed outside the working copy; it was rebuilt from trials.jsonl.");
                }
                else
                {
                    _database.SetCheckpoints(automatic: true);
                }
            });
            WriteSummary();
            return notes;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _database.Dispose();
            _lock?.Dispose();
        }
    }

    /// <summary>As <see cref="Open(WorkspacePaths, Action{string}?, TimeProvider?)"/>, with a test's disk under trials.jsonl.</summary>
    internal static SqliteLedger Open(WorkspacePaths paths, Action<string>? note, TimeProvider? time, Func<Stream, Stream>? wrap)
    {
        ArgumentNullException.ThrowIfNull(paths);
        Disk.MakeFolder(paths.Scratch);
        var processLock = TakeLock(paths);
        try
        {
            var file = wrap is null ? new TrialsFile(paths.Trials) : new TrialsFile(paths.Trials) { Wrap = wrap };
            time ??= TimeProvider.System;
            var (database, state, reports) = LedgerRepair.Open(paths, file, time);
            var ledger = new SqliteLedger(paths, time, processLock, database, file) { _state = state, _note = note };
            foreach (var report in reports)
            {
                ledger.Tell(report);
            }

            ledger.WriteSummary();
            return ledger;
        }
        catch (Exception e) when (Disk.IsDiskFailure(e))
        {
            processLock.Dispose();
            throw Disk.Failure("opening", paths.Ledger, e);
        }
        catch
        {
            processLock.Dispose();
            throw;
        }
    }

    private static FileStream TakeLock(WorkspacePaths paths)
    {
        var path = Path.Combine(paths.Scratch, "ledger.lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (Disk.IsTaken(e) && File.Exists(path))
        {
            throw new LoopException(
                $"the ledger of {paths.Root} is open in another process; wait until it has ended, or end it. Reading is possible meanwhile.", e);
        }
        catch (Exception e) when (Disk.IsDiskFailure(e))
        {
            throw Disk.Failure("locking", path, e);
        }
    }

    private static LedgerDatabase? TryOpenForReading(WorkspacePaths paths)
    {
        if (!File.Exists(paths.Ledger))
        {
            return null;
        }

        try
        {
            return LedgerDatabase.OpenForReading(paths.Ledger);
        }
        catch (SqliteException)
        {
            // Damaged, or in a folder that is read-only; trials.jsonl says the same.
            return null;
        }
    }

    private static TrialRecord TrialOf(string line) => ((TrialEntry)LedgerLine.TryParse(line, null)!.Entry).Trial;

    private void RefuseWithoutReason(long trial, string reason)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new LoopException($"looking at the hold-out seeds of trial {trial} needs a reason, which is recorded.");
        }

        if (_state.Find(trial) is null)
        {
            throw new LoopException($"there is no trial {trial} in the ledger; the last is {_state.NextId - 1}.");
        }
    }

    private void Write(LedgerEntry entry)
    {
        if (_lock is null)
        {
            throw new LoopException($"the ledger of {_paths.Root} was opened for reading only.");
        }

        if (_isBroken)
        {
            throw new LoopException($"an earlier write to {_paths.Trials} could not be taken back; open the ledger again, which mends it.");
        }

        // Under a mark the file is put right as a whole, from what was kept of it.
        if (_mark is null && !_file.IsAsLeft)
        {
            Guarded(RewriteFile);
        }

        Guarded(() => WriteBoth(entry));
    }

    private void WriteBoth(LedgerEntry entry)
    {
        var line = LedgerLine.Create(_state.Seq + 1, _state.Check, entry);
        using var transaction = _database.Begin();
        try
        {
            _database.Insert(line, _state.TotalWith(entry));
            _file.Append(line.Text);
            transaction.Commit();
            _file.Keep();
        }
        catch
        {
            TakeBack();
            throw;
        }

        _state.Add(line);
        _sinceMark?.Add(line.Text);
    }

    private bool IsTampered(LedgerMark mark)
    {
        try
        {
            if (!File.Exists(_paths.Ledger) || HashOf(_paths.Ledger) != mark.Hash || _database.DataVersion() != mark.DataVersion)
            {
                return true;
            }

            // A file that was put in the old one's place is another to a new connection only.
            _database.Dispose();
            _database = LedgerDatabase.Open(_paths.Ledger);
            var checks = _database.Checks();
            return checks.Count != _state.Seq || (checks.Count > 0 && checks[^1] != _state.Check);
        }
        catch (Exception e) when (Disk.IsDiskFailure(e))
        {
            return true;
        }
    }

    private void RebuildDatabase()
    {
        _database.Dispose();
        foreach (var suffix in (string[])["", "-wal", "-shm"])
        {
            var path = _paths.Ledger + suffix;
            if (Directory.Exists(path) && new DirectoryInfo(path).LinkTarget is null)
            {
                Disk.DeleteFolder(path);
            }
            else
            {
                File.Delete(path);
            }
        }

        var (database, state, _) = LedgerRepair.Open(_paths, _file, _time);
        (_database, _state) = (database, state);
    }

    private static string HashOf(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private void TakeBack()
    {
        try
        {
            _file.Undo();
        }
        catch (Exception e) when (Disk.IsDiskFailure(e))
        {
            _isBroken = true;
        }
    }

    private void RewriteFile()
    {
        _file.Rewrite(_database.Lines());
        Tell($"{_paths.Trials} had been changed by someone else; it was written again from ledger.db.");
    }

    private void Tell(string sentence)
    {
        _reports.Add(sentence);
        _note?.Invoke(sentence);
    }

    private void Guarded(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (Disk.IsDiskFailure(e))
        {
            throw Disk.Failure("writing", e is SqliteException ? _paths.Ledger : _paths.Trials, e);
        }
    }

    // For people only: a full disk must not turn a trial that is written into one that is not.
    private void WriteSummary()
    {
        try
        {
            Disk.Replace(_paths.Summary, LedgerSummary.Of(_state.Summaries));
        }
        catch (LoopException e)
        {
            Tell($"{_paths.Summary} is behind: {e.Message}");
        }
    }

    /// <summary>The ledger's files at a moment.</summary>
    private sealed record LedgerMark(long Seq, string Hash, long DataVersion);
}
