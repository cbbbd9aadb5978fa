using System.IO.MemoryMappedFiles;
using Caco.Loop.Play;

namespace Caco.Loop.Workers;

/// <summary>
/// Where the playing threads of a worker are, in memory that both processes see: what is on it outlives the worker, so
/// that a death has a seed and a tic.
/// </summary>
internal sealed class PositionBoard : IDisposable
{
    private const int SlotSize = 64;
    private const int TicBits = 28;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private string? _ownPath;

    private PositionBoard(MemoryMappedFile file, int threads, string path, string? ownPath)
    {
        _file = file;
        _view = file.CreateViewAccessor(0, threads * SlotSize);
        Threads = threads;
        Path = path;
        _ownPath = ownPath;
    }

    public int Threads { get; }

    public string Path { get; }

    public static PositionBoard Create(int threads)
    {
        var path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"caco-board-{Guid.NewGuid():N}");
        return new PositionBoard(
            MemoryMappedFile.CreateFromFile(path, FileMode.CreateNew, null, threads * SlotSize), threads, path, path);
    }

    public static PositionBoard Open(string path, int threads) =>
        new(MemoryMappedFile.CreateFromFile(path, FileMode.Open), threads, path, null);

    /// <summary>A position that shows on the board.</summary>
    public PlayPosition Position(int slot) => new Shown(_view, slot * SlotSize);

    /// <summary>What a thread was doing last.</summary>
    public (PlayPhase Phase, uint Seed, int Tic) Last(int slot)
    {
        var value = _view.ReadUInt64(slot * SlotSize);
        return ((PlayPhase)(value >> 60), (uint)value, (int)(value >> 32) & ((1 << TicBits) - 1));
    }

    /// <summary>Both sides have it open: the name can go, so that nothing is left behind by a parent that is killed.</summary>
    public void Forget()
    {
        if (!OperatingSystem.IsWindows())
        {
            Delete();
        }
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
        Delete();
    }

    private void Delete()
    {
        if (_ownPath is not null)
        {
            try
            {
                File.Delete(_ownPath);
                _ownPath = null;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A small file in the folder for such files.
            }
        }
    }

    private sealed class Shown(MemoryMappedViewAccessor view, int offset) : PlayPosition
    {
        public override void Enter(PlayPhase phase, int tic)
        {
            base.Enter(phase, tic);
            var place = (uint)Math.Clamp(tic, 0, (1 << TicBits) - 1);
            view.Write(offset, ((ulong)phase << 60) | ((ulong)place << 32) | Seed);
        }
    }
}
