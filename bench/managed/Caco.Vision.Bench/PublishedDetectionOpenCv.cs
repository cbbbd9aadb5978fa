using OpenCvSharp;

namespace Caco.Vision.Bench;

/// <summary>The same steps with OpenCV on colours, every matrix made once and used again.</summary>
internal sealed class PublishedDetectionOpenCv : IDisposable
{
    private readonly DetectionPlan _plan;
    private readonly Mat[] _channels;
    private readonly Mat _mask = new();
    private readonly Mat _part = new();
    private readonly Mat _apart = new();
    private readonly Mat _high = new();
    private readonly Mat _low = new();
    private readonly Mat _labels = new();
    private readonly Mat _stats = new();
    private readonly Mat _centroids = new();
    private readonly Mat _dark = new();
    private readonly Mat _edges = new();
    private readonly Mat _difference = new();
    private readonly Dictionary<(int, int), Mat> _kernels = [];
    private Mat _gray = new();
    private Mat _previous = new();
    private bool _hasPrevious;

    public PublishedDetectionOpenCv(DetectionPlan plan)
    {
        _plan = plan;
        _channels = [new Mat(), new Mat(), new Mat()];
    }

    private Mat R => _channels[0];

    private Mat G => _channels[1];

    private Mat B => _channels[2];

    public void Forget() => _hasPrevious = false;

    /// <param name="rgb">CV_8UC3, red first.</param>
    public Detection Look(Mat rgb)
    {
        (_gray, _previous) = (_previous, _gray);
        Cv2.CvtColor(rgb, _gray, ColorConversionCodes.RGB2GRAY);
        Cv2.Compare(_gray, Scalar.All(DetectionPlan.DarkBelow), _dark, CmpTypes.LT);
        for (var i = 0; i < 3; i++)
        {
            Cv2.ExtractChannel(rgb, _channels[i], i);
        }

        EnemyMask();
        Blank(_plan.Top, _plan.Bottom);
        Cv2.MorphologyEx(_mask, _mask, MorphTypes.Close, Kernel(_plan.Size(8), _plan.Size(8)));
        Cv2.Dilate(_mask, _mask, Kernel(_plan.Size(8), _plan.Size(6)));
        var (enemy, enemies) = Best(_plan.LeastEnemy, _dark);

        ItemMask();
        Blank(_plan.Height / 2, _plan.Bottom);
        Cv2.MorphologyEx(_mask, _mask, MorphTypes.Open, Kernel(2, 2));
        Cv2.MorphologyEx(_mask, _mask, MorphTypes.Close, Kernel(_plan.Size(6), _plan.Size(6)));
        var (item, items) = Best(_plan.LeastItem, null);

        ThreatMask();
        Blank(_plan.Top, _plan.Bottom);
        Cv2.MorphologyEx(_mask, _mask, MorphTypes.Close, Kernel(_plan.Size(4), _plan.Size(4)));
        var (threat, threats) = Best(_plan.LeastItem, null);

        var (left, middle, right) = (_plan.Region(0), _plan.Region(1), _plan.Region(2));
        double change = 0;
        if (_hasPrevious)
        {
            Cv2.Absdiff(_gray, _previous, _difference);
            change = Cv2.Sum(_difference).Val0 / (_plan.Width * _plan.Height);
        }

        _hasPrevious = true;
        return new Detection(
            enemy, enemies, item, items, threat, threats, Mean(left), Mean(middle), Mean(right),
            Dark(left), Dark(middle), Dark(right), Edge(left), Edge(middle), Edge(right), change);
    }

    /// <summary>The three channels against their bounds and margins, into the mask.</summary>
    public void EnemyMask()
    {
        Cv2.Compare(R, Scalar.All(55), _mask, CmpTypes.GT);
        AndMargin(R, G, 8);
        AndMargin(R, B, 16);
    }

    public void Split(Mat rgb)
    {
        for (var i = 0; i < 3; i++)
        {
            Cv2.ExtractChannel(rgb, _channels[i], i);
        }
    }

    public void Dispose()
    {
        foreach (var mat in (Mat[])[.. _channels, .. _kernels.Values, _mask, _part, _apart, _high, _low, _labels, _stats,
            _centroids, _dark, _edges, _difference, _gray, _previous])
        {
            mat.Dispose();
        }
    }

    private void ItemMask()
    {
        Cv2.Min(R, G, _low);
        Cv2.Min(_low, B, _low);
        Cv2.Max(R, G, _high);
        Cv2.Max(_high, B, _high);
        Cv2.Compare(_low, Scalar.All(90), _mask, CmpTypes.GT);
        Cv2.Subtract(_high, _low, _apart);
        Cv2.Compare(_apart, Scalar.All(9), _part, CmpTypes.LT);
        Cv2.BitwiseAnd(_mask, _part, _mask);
    }

    private void ThreatMask()
    {
        Cv2.Compare(R, Scalar.All(190), _mask, CmpTypes.GT);
        Cv2.Compare(G, Scalar.All(120), _part, CmpTypes.GT);
        Cv2.BitwiseAnd(_mask, _part, _mask);
        AndMargin(R, B, 40);
    }

    private void AndMargin(Mat a, Mat b, int margin)
    {
        // Subtraction saturates at 0.
        Cv2.Subtract(a, b, _apart);
        Cv2.Compare(_apart, Scalar.All(margin), _part, CmpTypes.GT);
        Cv2.BitwiseAnd(_mask, _part, _mask);
    }

    private void Blank(int top, int bottom)
    {
        using var above = _mask.RowRange(0, top);
        above.SetTo(Scalar.All(0));
        using var below = _mask.RowRange(bottom, _plan.Height);
        below.SetTo(Scalar.All(0));
    }

    private Mat Kernel(int width, int height)
    {
        if (!_kernels.TryGetValue((width, height), out var kernel))
        {
            kernel = Cv2.GetStructuringElement(MorphShapes.Rect, new Size(width, height));
            _kernels.Add((width, height), kernel);
        }

        return kernel;
    }

    private unsafe (PixelRect Box, int Count) Best(int leastArea, Mat? dark)
    {
        var count = Cv2.ConnectedComponentsWithStatsWithAlgorithm(
            _mask, _labels, _stats, _centroids, PixelConnectivity.Connectivity8, MatType.CV_32S,
            ConnectedComponentsAlgorithmsTypes.GRANA);
        var stats = new ReadOnlySpan<int>(_stats.DataPointer, count * 5);
        var centroids = new ReadOnlySpan<double>(_centroids.DataPointer, count * 2);
        var best = double.NegativeInfinity;
        var found = 0;

        // The first in the order of first pixels among equals, whatever order the labels have.
        var box = default(PixelRect);
        for (var i = 1; i < count; i++)
        {
            var area = stats[i * 5 + 4];
            var rect = new PixelRect(stats[i * 5], stats[i * 5 + 1], stats[i * 5 + 2], stats[i * 5 + 3]);
            if (area < leastArea || (dark is not null && Dark(rect) < DetectionPlan.LeastDark))
            {
                continue;
            }

            found++;
            var score = _plan.Score(centroids[i * 2], area);
            if (score > best)
            {
                best = score;
                box = rect;
            }
        }

        return (box, found);
    }

    private double Mean(PixelRect region)
    {
        using var part = _gray.SubMat(region.Y, region.Bottom, region.X, region.Right);
        return Cv2.Sum(part).Val0 / region.Area;
    }

    private double Dark(PixelRect region)
    {
        using var part = _dark.SubMat(region.Y, region.Bottom, region.X, region.Right);
        return (double)Cv2.CountNonZero(part) / region.Area;
    }

    private double Edge(PixelRect region)
    {
        using var right = _gray.SubMat(region.Y, region.Bottom, region.X + 1, region.Right);
        using var left = _gray.SubMat(region.Y, region.Bottom, region.X, region.Right - 1);
        Cv2.Absdiff(right, left, _edges);
        Cv2.Compare(_edges, Scalar.All(DetectionPlan.EdgeFrom), _edges, CmpTypes.GE);
        return (double)Cv2.CountNonZero(_edges) / ((region.Width - 1) * region.Height);
    }
}
