using Caco.Vision;

namespace Caco.Policies.Battle;

/// <summary>
/// Whether walking straight ahead gets anywhere. A player who pushes against a wall still sways up and down, so the frame
/// is compared with the last one at every vertical shift: a wall that only slides up and down matches at one of them, while
/// a view that comes nearer matches at none.
/// </summary>
public sealed class MotionSense
{
    private const int SampledColumns = 40;
    private const int SampledRows = 120;
    private const int ComparedRows = 60;
    private const int LargestShift = 24;

    /// <summary>Share of changed samples at the best shift; measured: below 0.5 at a wall, above 0.55 while walking.</summary>
    private const double StillShare = 0.52;

    private readonly byte[] _previous = new byte[SampledRows * SampledColumns];
    private readonly byte[] _current = new byte[SampledRows * SampledColumns];
    private readonly int _width;
    private readonly int _height;
    private bool _hasPrevious;

    public MotionSense(EpisodeInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);
        _width = info.ScreenWidth;
        _height = info.ViewHeight;
    }

    /// <summary>Decisions in a row that walked without getting anywhere.</summary>
    public int Still { get; private set; }

    /// <summary>Forgets the count: the way has been changed.</summary>
    public void Forgive() => Still = 0;

    /// <summary>Compares the frame with the last one.</summary>
    /// <param name="screen">The whole frame.</param>
    /// <param name="walked">Whether the last decision walked straight ahead without turning: other frames say nothing.</param>
    public void Observe(IndexedFrame screen, bool walked)
    {
        Sample(screen);
        if (_hasPrevious && walked)
        {
            Still = IsShiftOnly() ? Still + 1 : 0;
        }

        _current.CopyTo(_previous, 0);
        _hasPrevious = true;
    }

    private void Sample(IndexedFrame screen)
    {
        for (var y = 0; y < SampledRows; y++)
        {
            var row = screen.Row(y * _height / SampledRows);
            for (var x = 0; x < SampledColumns; x++)
            {
                _current[y * SampledColumns + x] = row[(2 * x + 1) * _width / (2 * SampledColumns)];
            }
        }
    }

    /// <summary>The lower half is left out: the pistol sways there.</summary>
    private bool IsShiftOnly()
    {
        const int count = (ComparedRows - LargestShift) * SampledColumns;
        var part = new IndexedFrame(_current.AsSpan(LargestShift * SampledColumns, count), count, 1);
        for (var shift = -LargestShift; shift <= LargestShift / 2; shift++)
        {
            var other = new IndexedFrame(_previous.AsSpan((LargestShift + shift) * SampledColumns, count), count, 1);
            var changed = FrameDifference.CountChanged(part, other);
            if (changed < StillShare * count)
            {
                return true;
            }
        }

        return false;
    }
}
