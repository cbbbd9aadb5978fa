using System.Numerics;
using Caco.Policies.Parts;
using Caco.Vision;

namespace Caco.Policies.Hunter;

/// <summary>
/// How far away walls are, from the grain of their texture: the further a wall is, the fewer rows a texel of it covers, and
/// the more pixels differ from the one below. Colours and light do not matter.
/// </summary>
public sealed class WallSense
{
    /// <summary>Vertical parts of the view.</summary>
    public const int StripCount = 32;

    // The rows that are looked at, as shares of the view's height about the horizon: wall at all distances that matter.
    private const double Above = 0.18;
    private const double Below = 0.08;
    private const int MostRows = 250;
    private const double MeasuredFocal = 320;

    // Median distance, map units, of walls with this share of changes, at a focal length of 320 pixels.
    private static readonly (double Share, double Distance)[] Measured =
    [
        (0, 0), (0.0226, 12), (0.0625, 37), (0.1, 62), (0.13, 87), (0.148, 112), (0.17, 137), (0.2, 162), (0.225, 187), (0.243, 212),
        (0.278, 237), (0.307, 287), (0.353, 312), (0.3875, 337), (0.43, 387), (0.46, 500),
    ];

    private readonly ViewGeometry _view;
    private readonly byte[] _changes;
    private readonly double[] _depth = new double[StripCount];
    private readonly double[] _bearing = new double[StripCount];
    private readonly double[] _stretch = new double[StripCount];

    /// <param name="view">Shape of the frames to come.</param>
    public WallSense(ViewGeometry view)
    {
        _view = view;
        _changes = new byte[view.Width];
        Furthest = 450 * view.FocalX / MeasuredFocal;
        for (var strip = 0; strip < StripCount; strip++)
        {
            _bearing[strip] = view.Bearing((strip + 0.5) * view.Width / StripCount - 0.5);
            _stretch[strip] = 1 / Math.Cos(_bearing[strip] * Math.PI / 180);
        }
    }

    /// <summary>The depth beyond which the grain is finer than the pixels.</summary>
    public double Furthest { get; }

    /// <summary>Middle of a strip, degrees from straight ahead.</summary>
    public double Bearing(int strip) => _bearing[strip];

    /// <summary>Distance of a strip's wall along the ray; at least that where it is not sure.</summary>
    public double Distance(int strip) => _depth[strip] * _stretch[strip];

    /// <summary>Whether a strip's wall is near enough to be measured.</summary>
    public bool IsSure(int strip) => _depth[strip] < 0.8 * Furthest;

    /// <summary>Measures a frame. No allocation.</summary>
    public void Look(IndexedFrame frame)
    {
        var top = (int)(_view.Horizon - _view.Height * Above);
        var bottom = (int)(_view.Horizon + _view.Height * Below);
        var step = (bottom - top) / MostRows + 1;
        Array.Clear(_changes);
        var rows = 0;
        for (var y = top; y < bottom; y += step)
        {
            CountChanges(frame.Row(y), frame.Row(y + 1));
            rows++;
        }

        for (var strip = 0; strip < StripCount; strip++)
        {
            var left = strip * _view.Width / StripCount;
            var right = (strip + 1) * _view.Width / StripCount;
            var sum = 0;
            foreach (var changes in _changes.AsSpan(left, right - left))
            {
                sum += changes;
            }

            _depth[strip] = Math.Min(Furthest, DistanceOf((double)sum / (rows * (right - left))));
        }
    }

    private void CountChanges(ReadOnlySpan<byte> row, ReadOnlySpan<byte> below)
    {
        var x = 0;
        for (; x + Vector<byte>.Count <= _changes.Length; x += Vector<byte>.Count)
        {
            // A byte of Equals is -1 where the pixels are the same.
            var same = Vector.Equals(new Vector<byte>(row[x..]), new Vector<byte>(below[x..]));
            (new Vector<byte>(_changes.AsSpan(x)) + same + Vector<byte>.One).CopyTo(_changes.AsSpan(x));
        }

        for (; x < _changes.Length; x++)
        {
            _changes[x] += row[x] == below[x] ? (byte)0 : (byte)1;
        }
    }

    private double DistanceOf(double share)
    {
        var i = 1;
        while (i < Measured.Length - 1 && Measured[i].Share < share)
        {
            i++;
        }

        var (low, near) = Measured[i - 1];
        var (high, far) = Measured[i];
        return (near + (share - low) / (high - low) * (far - near)) * _view.FocalX / MeasuredFocal;
    }
}
