using System.Numerics;
using Caco.Policies.Parts;
using Caco.Vision;

namespace Caco.Policies.Hunter;

/// <summary>
/// How far away walls are, from the grain of their texture: the further a wall is, the fewer rows a texel of it covers, and
/// the more pixels differ from the one below; and from their light, which fades on the way.
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

    // Distance of a wall, map units, at a focal length of 320 pixels: exp(A + B ln(share + C) - luma / D). Measured on walls of
    // known distance; right to 5 to 10 % from 50 to 450 units.
    private const double A = 7.3834;
    private const double B = 0.9682;
    private const double C = 0.01;
    private const double D = 42.6;
    private const int LumaRows = 4;

    [Tunable(0.3, 1)]
    private const double SureShare = 0.85;

    private readonly ViewGeometry _view;
    private readonly byte[] _changes;
    private readonly byte[] _luma = new byte[Palette.Count];
    private readonly long[] _lumaSums = new long[StripCount];
    private readonly double[] _depth = new double[StripCount];
    private readonly double[] _bearing = new double[StripCount];
    private readonly double[] _stretch = new double[StripCount];

    /// <param name="view">Shape of the frames to come.</param>
    /// <param name="palette">Their colours.</param>
    public WallSense(ViewGeometry view, Palette palette)
    {
        for (var i = 0; i < Palette.Count; i++)
        {
            _luma[i] = palette[i].Luma;
        }

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
    public bool IsSure(int strip) => _depth[strip] < SureShare * Furthest;

    /// <summary>Measures a frame. No allocation.</summary>
    public void Look(IndexedFrame frame)
    {
        var top = (int)(_view.Horizon - _view.Height * Above);
        var bottom = (int)(_view.Horizon + _view.Height * Below);
        var step = (bottom - top) / MostRows + 1;
        Array.Clear(_changes);
        Array.Clear(_lumaSums);
        var rows = 0;
        var lumaRows = 0;
        for (var y = top; y < bottom; y += step)
        {
            CountChanges(frame.Row(y), frame.Row(y + 1));
            if (rows++ % LumaRows == 0)
            {
                AddLuma(frame.Row(y));
                lumaRows++;
            }
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

            var pixels = (double)(right - left);
            _depth[strip] = Math.Min(Furthest, DistanceOf(sum / (rows * pixels), _lumaSums[strip] / (lumaRows * pixels)));
        }
    }

    private void AddLuma(ReadOnlySpan<byte> row)
    {
        for (var strip = 0; strip < StripCount; strip++)
        {
            var sum = 0;
            foreach (var pixel in row[(strip * _view.Width / StripCount)..((strip + 1) * _view.Width / StripCount)])
            {
                sum += _luma[pixel];
            }

            _lumaSums[strip] += sum;
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

    private double DistanceOf(double share, double luma) => Math.Exp(A + B * Math.Log(share + C) - luma / D) * _view.FocalX / MeasuredFocal;
}
