using Caco.Loop.Workspaces;

namespace Caco.Loop.Tests;

public sealed class WorkspaceLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private WorkspacePaths Paths => new(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_second_loop_is_kept_out_and_told_by_whom()
    {
        using (var first = WorkspaceLock.Take(Paths, "caco loop"))
        {
            Assert.Null(first.Report);
            var message = Assert.Throws<LoopException>(() => WorkspaceLock.Take(Paths, "caco loop")).Message;
            Assert.Contains($"caco loop (process {Environment.ProcessId} on ", message, StringComparison.Ordinal);
        }

        using var second = WorkspaceLock.Take(Paths, "caco loop");
        Assert.Null(second.Report);
    }

    [Fact]
    public void What_a_killed_process_left_is_taken_over_and_reported()
    {
        Directory.CreateDirectory(Paths.Scratch);
        File.WriteAllText(Path.Combine(Paths.Scratch, "lock"), "");
        File.WriteAllText(Path.Combine(Paths.Scratch, "lock.txt"), "caco loop (process 123 on box, since yesterday)");
        using var taken = WorkspaceLock.Take(Paths, "caco loop");
        Assert.Contains("process 123 on box", taken.Report, StringComparison.Ordinal);
    }
}
