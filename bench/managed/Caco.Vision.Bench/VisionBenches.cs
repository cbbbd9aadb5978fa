using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Order;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using OpenCvSharp;

namespace Caco.Vision.Bench;

/// <summary>In this process, so that both sides run on the same frames; one OpenCV thread.</summary>
internal sealed class VisionConfig : ManualConfig
{
    public VisionConfig()
    {
        AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance)
            .WithIterationTime(Perfolizer.Horology.TimeInterval.FromMilliseconds(80)).WithWarmupCount(3).WithIterationCount(15));
        AddDiagnoser(MemoryDiagnoser.Default);
        AddColumnProvider(DefaultColumnProviders.Instance);
        AddColumn(StatisticColumn.Min, StatisticColumn.Median);
        AddLogger(ConsoleLogger.Default);
        WithOrderer(new DefaultOrderer(SummaryOrderPolicy.Declared));
    }
}

/// <summary>Each kernel beside OpenCV over the same eight frames of an episode: an operation is one frame.</summary>
[Config(typeof(VisionConfig))]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class VisionBenches
{
    internal const int Count = 8;

    private readonly byte[][] _rgb = new byte[Count][];
    private readonly Mat[] _mats = new Mat[Count];
    private readonly Mat[] _masks = new Mat[Count];
    private readonly Mat[] _closed = new Mat[Count];
    private readonly ulong[][] _bits = new ulong[Count][];
    private readonly ulong[][] _closedBits = new ulong[Count][];
    private readonly Mat _target = new();
    private readonly Mat _labels = new();
    private readonly Mat _stats = new();
    private readonly Mat _centroids = new();
    private readonly Mat _rect88 = Cv2.GetStructuringElement(MorphShapes.Rect, new Size(8, 8));
    private readonly Mat _rect86 = Cv2.GetStructuringElement(MorphShapes.Rect, new Size(8, 6));
    private BattleFrames _frames = null!;
    private VisionWorkspace _workspace = null!;
    private PaletteMask _mask = null!;
    private PublishedDetection _detection = null!;
    private PublishedDetectionOpenCv _openCv = null!;
    private ulong[] _resultBits = null!;
    private byte[] _table = null!;
    private byte[] _gray = null!;

    [Params(640, 320)]
    public int Width { get; set; }

    private int Height => Width * 3 / 4;

    [GlobalSetup]
    public void SetUp()
    {
        Cv2.SetNumThreads(1);
        _frames = BattleFrames.Play(Width, Height, Count);
        _workspace = new VisionWorkspace(Width, Height, 2);
        _mask = PaletteMask.Compile(_frames.Palette, static c => c.R > 55 && c.R - c.G > 8 && c.R - c.B > 16);
        _resultBits = new ulong[BitImage.WordsNeeded(Width, Height)];
        _table = Gray.Table(_frames.Palette);
        _gray = new byte[Width * Height];
        var plan = new DetectionPlan(Width, Height);
        _detection = new PublishedDetection(plan, _frames.Palette);
        _openCv = new PublishedDetectionOpenCv(plan);
        for (var i = 0; i < Count; i++)
        {
            _rgb[i] = GC.AllocateArray<byte>(3 * Width * Height, pinned: true);
            for (var p = 0; p < Width * Height; p++)
            {
                var color = _frames.Palette[_frames.Frames[i][p]];
                (_rgb[i][p * 3], _rgb[i][p * 3 + 1], _rgb[i][p * 3 + 2]) = (color.R, color.G, color.B);
            }

            _mats[i] = Mat.FromPixelData(Height, Width, MatType.CV_8UC3, _rgb[i]);
            _bits[i] = new ulong[BitImage.WordsNeeded(Width, Height)];
            _closedBits[i] = new ulong[BitImage.WordsNeeded(Width, Height)];
            Threshold.Apply(_frames[i], _mask, Bits(i));
            Closed(i).CopyFrom(Bits(i));
            Morphology.Close(Closed(i), 8, 8, _workspace.Scratch);
            _masks[i] = ToMat(Bits(i));
            _closed[i] = ToMat(Closed(i));
        }

        // Both ways of looking must see the same, or their times mean nothing.
        for (var i = 0; i < Count; i++)
        {
            var ours = _detection.Look(_frames[i]);
            var theirs = _openCv.Look(_mats[i]);
            if (ours != theirs)
            {
                throw new InvalidOperationException($"frame {i}: {ours} but OpenCV: {theirs}");
            }
        }
    }

    private BitImage Bits(int i) => BitImage.Over(_bits[i], Width, Height);

    private BitImage Closed(int i) => BitImage.Over(_closedBits[i], Width, Height);

    private BitImage Result => BitImage.Over(_resultBits, Width, Height);

    private static unsafe Mat ToMat(BitImage image)
    {
        var mat = new Mat(image.Height, image.Width, MatType.CV_8UC1);
        image.Expand(new Span<byte>(mat.DataPointer, image.Width * image.Height));
        return mat;
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Count), BenchmarkCategory("1 mask")]
    public void Mask_OpenCv()
    {
        foreach (var mat in _mats)
        {
            _openCv.Split(mat);
            _openCv.EnemyMask();
        }
    }

    [Benchmark(OperationsPerInvoke = Count), BenchmarkCategory("1 mask")]
    public void Mask()
    {
        for (var i = 0; i < Count; i++)
        {
            Threshold.Apply(_frames[i], _mask, _workspace.Image(0, Width, Height));
        }
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Count), BenchmarkCategory("2 close 8x8")]
    public void Close_OpenCv()
    {
        foreach (var mask in _masks)
        {
            Cv2.MorphologyEx(mask, _target, MorphTypes.Close, _rect88);
        }
    }

    [Benchmark(OperationsPerInvoke = Count), BenchmarkCategory("2 close 8x8")]
    public void Close()
    {
        for (var i = 0; i < Count; i++)
        {
            Morphology.Close(Bits(i), Result, 8, 8, _workspace.Scratch);
        }
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Count), BenchmarkCategory("3 dilate 8x6")]
    public void Dilate_OpenCv()
    {
        foreach (var mask in _masks)
        {
            Cv2.Dilate(mask, _target, _rect86);
        }
    }

    [Benchmark(OperationsPerInvoke = Count), BenchmarkCategory("3 dilate 8x6")]
    public void Dilate()
    {
        for (var i = 0; i < Count; i++)
        {
            Morphology.Dilate(Bits(i), Result, 8, 6, _workspace.Scratch);
        }
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Count), BenchmarkCategory("4 components")]
    public int Components_OpenCv() => Components(_closed);

    [Benchmark(OperationsPerInvoke = Count), BenchmarkCategory("4 components")]
    public int Components()
    {
        var sum = 0;
        for (var i = 0; i < Count; i++)
        {
            sum += _workspace.Components.Find(Closed(i)).Length;
        }

        return sum;
    }

    private int Components(Mat[] masks)
    {
        var sum = 0;
        foreach (var mask in masks)
        {
            sum += Cv2.ConnectedComponentsWithStatsWithAlgorithm(
                mask, _labels, _stats, _centroids, PixelConnectivity.Connectivity8, MatType.CV_32S,
                ConnectedComponentsAlgorithmsTypes.GRANA);
        }

        return sum;
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Count), BenchmarkCategory("5 grey")]
    public void Gray_OpenCv()
    {
        foreach (var mat in _mats)
        {
            Cv2.CvtColor(mat, _target, ColorConversionCodes.RGB2GRAY);
        }
    }

    [Benchmark(OperationsPerInvoke = Count), BenchmarkCategory("5 grey")]
    public void Grey()
    {
        for (var i = 0; i < Count; i++)
        {
            Gray.Apply(_frames[i], _table, _gray);
        }
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Count), BenchmarkCategory("6 whole detection")]
    public double Detection_OpenCv()
    {
        double sum = 0;
        foreach (var mat in _mats)
        {
            sum += _openCv.Look(mat).Change;
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Count), BenchmarkCategory("6 whole detection")]
    public double Detection()
    {
        double sum = 0;
        for (var i = 0; i < Count; i++)
        {
            sum += _detection.Look(_frames[i]).Change;
        }

        return sum;
    }
}
