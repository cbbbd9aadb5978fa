using Caco.Loop.Ledgers;
using Caco.Loop.Workspaces;

namespace Caco.Loop.Tests;

public sealed class LedgerDiskTests
{
    [Fact]
    public void A_disk_that_fills_up_loses_nothing_and_is_named()
    {
        using var disk = TinyDisk.Mount(kibibytes: 1024);
        var paths = new WorkspacePaths(disk.Path);
        var ballast = Path.Combine(disk.Path, "ballast");
        long written;
        using (var ledger = SqliteLedger.Open(paths))
        {
            File.WriteAllBytes(ballast, new byte[400 << 10]);
            var failure = Assert.Throws<LoopException>(() => Fill(ledger));
            Assert.Contains(disk.Path, failure.Message, StringComparison.Ordinal);
            Assert.Contains("the disk is full", failure.Message, StringComparison.Ordinal);
            Assert.Contains("Free some space", failure.Message, StringComparison.Ordinal);
            written = ledger.NextId - 1;
            Assert.True(written > 0);
            Assert.Equal(written, File.ReadLines(paths.Trials).Count());
            Assert.Throws<LoopException>(() => Fill(ledger));
            File.Delete(ballast);
            ledger.Append(LedgerStage.Trial(ledger.NextId));
            written++;
        }

        using var again = SqliteLedger.Open(paths);
        Assert.Empty(again.Reports);
        Assert.Equal(written, again.Trials().Count);
        Assert.Equal(written, File.ReadLines(paths.Trials).Count());

        static void Fill(SqliteLedger ledger)
        {
            for (var i = 0; i < 1000; i++)
            {
                ledger.Append(LedgerStage.Trial(ledger.NextId, episodes: 30));
            }
        }
    }

    [Fact]
    public void A_line_that_is_written_in_part_is_taken_back()
    {
        using var folder = new TemporaryFolder();
        var paths = new WorkspacePaths(folder.Path);
        var isFull = false;
        using (var ledger = SqliteLedger.Open(paths, null, null, stream => isFull ? new FullStream(stream, 100) : stream))
        {
            ledger.Append(LedgerStage.Trial(1));
            var before = File.ReadAllText(paths.Trials);
            isFull = true;
            Assert.Contains(paths.Trials, Assert.Throws<LoopException>(() => ledger.Append(LedgerStage.Trial(2))).Message, StringComparison.Ordinal);
            Assert.Throws<LoopException>(() => ledger.Spend(2, "stage", new Spending(1, 1, 1, 1, 1)));
            Assert.Equal(before, File.ReadAllText(paths.Trials));
            Assert.Equal(2, ledger.NextId);
            Assert.Equal(200, ledger.Total.Tics);
            isFull = false;
            ledger.Append(LedgerStage.Trial(2));
        }

        using var again = SqliteLedger.Open(paths);
        Assert.Empty(again.Reports);
        Assert.Equal(2, again.Trials().Count);
    }

    [Fact]
    public void A_read_only_disk_is_named_and_its_ledger_can_be_read()
    {
        using var disk = TinyDisk.Mount(kibibytes: 4096);
        var workspace = Workspace.Create(Path.Combine(disk.Path, "mine"), new ScenarioSettings(), "idle");
        using (var ledger = SqliteLedger.Open(workspace.Paths))
        {
            ledger.Append(LedgerStage.Trial(1, Verdict.Accepted));
        }

        disk.MakeReadOnly();
        Assert.Equal("tuner", Workspace.Open(workspace.Paths.Root).Settings.Agent.Kind);
        using (var reader = SqliteLedger.OpenForReading(workspace.Paths))
        {
            Assert.Equivalent(LedgerStage.Trial(1, Verdict.Accepted), reader.Find(1), strict: true);
        }

        var failures = new[]
        {
            Assert.Throws<LoopException>(() => SqliteLedger.Open(workspace.Paths)),
            Assert.Throws<LoopException>(() => WorkspaceLock.Take(workspace.Paths, "loop")),
            Assert.Throws<LoopException>(() => LoopSettingsFile.Save(workspace.Paths.Settings, new LoopSettings())),
            Assert.Throws<LoopException>(() => Workspace.Create(Path.Combine(disk.Path, "other"), new ScenarioSettings(), "idle")),
        };
        Assert.All(failures, failure =>
        {
            Assert.Contains(disk.Path, failure.Message, StringComparison.Ordinal);
            Assert.Contains("writable", failure.Message, StringComparison.Ordinal);
        });
        var store = new PolicyStore(workspace.Paths);
        var commit = Assert.Throws<LoopException>(() => store.Commit(1, new Dictionary<string, string> { ["A.cs"] = "class A;" }, null, "x"));
        Assert.Contains(disk.Path, commit.Message, StringComparison.Ordinal);
    }

    /// <summary>Takes some bytes, and then the disk is full.</summary>
    private sealed class FullStream(Stream inner, int space) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => inner.Length;

        public override long Position
        {
            get => inner.Position;
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            inner.Write(buffer[..Math.Min(buffer.Length, space)]);
            inner.Flush();
            throw new IOException("No space left on device", 28);
        }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
