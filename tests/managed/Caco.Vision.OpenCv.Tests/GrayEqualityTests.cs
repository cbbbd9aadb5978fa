using Caco.Vision.OpenCv;
using CsCheck;
using OpenCvSharp;
using Size = OpenCvSharp.Size;

namespace Caco.Vision.OpenCv.Tests;

/// <summary>Grey and colour beside OpenCV: conversion, statistics, derivatives, sums, sizes, templates.</summary>
public class GrayEqualityTests
{
    private static readonly Gen<(int Width, int Height, int Seed)> GenShape =
        Gen.Select(Gen.Int[1, 130], Gen.Int[1, 130], Gen.Int[0, 1_000_000]);

    [Fact]
    public void Grey_of_every_colour_equals_cvtColor()
    {
        Cv.Need();
        var random = new Random(1);
        var pixels = new byte[3 * 200_000];
        random.NextBytes(pixels);
        var actual = new byte[200_000];
        var frame = new ColorFrame(pixels, 500, 400, PixelOrder.Rgb);
        Gray.Apply(frame, actual);
        using var expected = frame.Borrow(static mat => mat.CvtColor(ColorConversionCodes.RGB2GRAY));
        Cv.AssertSame(Cv.Bytes(expected), actual, 500, "grey");
    }

    [Fact]
    public void Statistics_and_histograms_equal_OpenCV()
    {
        Cv.Need();
        GenShape.Sample((width, height, seed) =>
        {
            var random = new Random(seed);
            var plane = Cv.RandomPlane(random, width, height);
            var statistics = RegionStatistics.Of(plane);
            Assert.Equal(statistics.Sum, RegionStatistics.SumOf(plane));
            var (mean, deviation) = plane.Borrow(static mat =>
            {
                Cv2.MeanStdDev(mat, out var m, out var d);
                return (m.Val0, d.Val0);
            });
            Assert.Equal(mean, statistics.Mean, 1e-9);
            Assert.Equal(deviation, statistics.Deviation, 1e-6);

            var counts = new int[256];
            Histogram.Count(plane, counts);
            using var histogram = plane.Borrow(static mat =>
            {
                var result = new Mat();
                Cv2.CalcHist([mat], [0], null, result, 1, [256], [new Rangef(0, 256)]);
                return result;
            });
            Cv.AssertSame(Cv.Values<float>(histogram), Array.ConvertAll(counts, static c => (float)c), 256, "histogram");
            Assert.Equal(statistics, RegionStatistics.Of(counts));

            var below = (byte)random.Next(256);
            var dark = plane.Borrow(mat =>
            {
                using var less = new Mat();
                Cv2.Compare(mat, Scalar.All(below), less, CmpTypes.LT);
                return Cv2.CountNonZero(less);
            });
            Assert.Equal((double)dark / plane.Area, Histogram.DarkFraction(plane, below), 1e-12);
        }, iter: 150, threads: 1);
    }

    [Fact]
    public void Sobel_equals_OpenCV() => Sample((random, plane) =>
    {
        var actual = new short[plane.Area];
        Edges.SobelX(plane, actual);
        using var x = plane.Borrow(static mat => mat.Sobel(MatType.CV_16S, 1, 0));
        Cv.AssertSame<short>(Cv.Values<short>(x), actual, plane.Width, "sobel x");
        Edges.SobelY(plane, actual);
        using var y = plane.Borrow(static mat => mat.Sobel(MatType.CV_16S, 0, 1));
        Cv.AssertSame<short>(Cv.Values<short>(y), actual, plane.Width, "sobel y");

        var least = (short)random.Next(1, 400);
        var count = Cv.Values<short>(x).ToArray().Count(v => Math.Abs(v) >= least);
        Assert.Equal((double)count / plane.Area, Edges.SobelDensity(plane, least), 1e-12);
    });

    [Fact]
    public void Differences_and_edge_densities_equal_OpenCV() => Sample((random, plane) =>
    {
        var other = Cv.RandomPlane(random, plane.Width, plane.Height);
        using var copy = other.Borrow(static mat => mat.Clone());
        var sum = plane.Borrow(mat => Cv2.Norm(mat, copy, NormTypes.L1));
        Assert.Equal(sum, FrameDifference.SumAbsolute(plane, other), 0.0);
        Assert.Equal(sum / plane.Area, FrameDifference.MeanAbsolute(plane, other), 1e-12);
        CheckUpdate(random, plane, other);
        if (plane.Width > 1)
        {
            var least = (byte)random.Next(1, 256);
            var count = plane.Borrow(mat =>
            {
                using var right = mat.ColRange(1, mat.Cols);
                using var left = mat.ColRange(0, mat.Cols - 1);
                using var apart = new Mat();
                Cv2.Absdiff(right, left, apart);
                Cv2.Compare(apart, Scalar.All(least), apart, CmpTypes.GE);
                return Cv2.CountNonZero(apart);
            });
            Assert.Equal((double)count / ((plane.Width - 1) * plane.Height), Edges.HorizontalDensity(plane, least), 1e-12);
        }
    });

    /// <summary>One pass gives what a table look-up and a difference give.</summary>
    private static void CheckUpdate(Random random, PixelPlane from, PixelPlane to)
    {
        var table = new byte[Palette.Count];
        random.NextBytes(table);
        var before = Gray.Apply(new IndexedFrame(from.Pixels, from.Width, from.Height, from.Stride), table, new byte[from.Area]);
        var frame = new IndexedFrame(to.Pixels, to.Width, to.Height, to.Stride);
        var after = Gray.Apply(frame, table, new byte[to.Area]);
        var values = before.Pixels.ToArray();
        Assert.Equal(FrameDifference.SumAbsolute(before, after), Gray.Update(frame, table, values));
        Assert.Equal(after.Pixels, values);
    }

    [Fact]
    public void Integral_images_equal_OpenCV() => Sample((random, plane) =>
    {
        var sums = new int[IntegralImage.Needed(plane.Width, plane.Height)];
        var integral = IntegralImage.Of(plane, sums);
        using var expected = plane.Borrow(static mat =>
        {
            var result = new Mat();
            Cv2.Integral(mat, result, MatType.CV_32S);
            return result;
        });
        Cv.AssertSame<int>(Cv.Values<int>(expected), sums, plane.Width + 1, "integral");
        var rect = new PixelRect(random.Next(plane.Width), random.Next(plane.Height), random.Next(1, 60), random.Next(1, 60));
        Assert.Equal(RegionStatistics.Of(plane.Region(rect)).Sum, integral.Sum(rect));
    });

    [Theory]
    [InlineData(ResizeMethod.Nearest, InterpolationFlags.Nearest)]
    [InlineData(ResizeMethod.Bilinear, InterpolationFlags.Linear)]
    [InlineData(ResizeMethod.Area, InterpolationFlags.Area)]
    public void Sizes_equal_OpenCV(ResizeMethod method, InterpolationFlags flags) => Sample((random, plane) =>
    {
        var limit = method == ResizeMethod.Area ? 1 : 2;
        foreach (var (width, height) in ((int, int)[])[
            (random.Next(1, plane.Width * limit + 1), random.Next(1, plane.Height * limit + 1)),
            (Math.Max(1, plane.Width / 2), Math.Max(1, plane.Height / 2)), (plane.Width, plane.Height)])
        {
            var actual = new byte[width * height];
            new Resizer(plane.Width, plane.Height, width, height, method).Apply(plane, actual);
            using var expected = plane.Borrow(mat => mat.Resize(new Size(width, height), 0, 0, flags));
            Cv.AssertSame(
                Cv.Bytes(expected), actual, width, $"{method} {plane.Width} x {plane.Height} to {width} x {height}");
        }
    });

    [Fact]
    public void Whole_shrink_factors_of_large_frames_equal_OpenCV()
    {
        Cv.Need();
        var plane = Cv.RandomPlane(new Random(4), 640, 480);
        foreach (var (width, height) in ((int, int)[])[(320, 240), (160, 120), (128, 96), (8, 8), (9, 8), (100, 77), (32, 24)])
        {
            foreach (var (method, flags) in ((ResizeMethod, InterpolationFlags)[])[
                (ResizeMethod.Area, InterpolationFlags.Area), (ResizeMethod.Bilinear, InterpolationFlags.Linear),
                (ResizeMethod.Nearest, InterpolationFlags.Nearest)])
            {
                var actual = new byte[width * height];
                new Resizer(640, 480, width, height, method).Apply(plane, actual);
                using var expected = plane.Borrow(mat => mat.Resize(new Size(width, height), 0, 0, flags));
                Cv.AssertSame(Cv.Bytes(expected), actual, width, $"{method} to {width} x {height}");
            }
        }
    }

    [Fact]
    public void Template_scores_equal_OpenCV()
    {
        Cv.Need();
        Gen.Select(Gen.Int[8, 60], Gen.Int[8, 60], Gen.Int[0, 1_000_000]).Sample((width, height, seed) =>
        {
            var random = new Random(seed);
            var plane = Cv.RandomPlane(random, width, height);
            var rect = new PixelRect(
                random.Next(width - 4), random.Next(height - 4), random.Next(2, 12), random.Next(2, 12));
            var template = plane.Region(rect);
            var matcher = new TemplateMatcher(template);
            using var copy = template.Borrow(static mat => mat.Clone());
            var (columns, rows) = (width - template.Width + 1, height - template.Height + 1);
            var actual = new float[columns * rows];
            foreach (var (score, mode) in ((MatchScore, TemplateMatchModes)[])[
                (MatchScore.Correlation, TemplateMatchModes.CCorrNormed), (MatchScore.Coefficient, TemplateMatchModes.CCoeffNormed)])
            {
                matcher.Map(plane, score, actual);
                var best = matcher.Best(plane, score)!.Value;
                Assert.Equal(1, best.Score, 1e-6);
                var deviation = RegionStatistics.Of(template).Deviation;
                if (score == MatchScore.Coefficient && deviation < 1)
                {
                    // A flat template has no pattern: OpenCV answers rounding noise.
                    continue;
                }

                using var expected = plane.Borrow(mat => mat.MatchTemplate(copy, mode));
                var theirs = Cv.Values<float>(expected);
                for (var i = 0; i < actual.Length; i++)
                {
                    // OpenCV's are floats from a Fourier transform; flat patches it calls anything.
                    var patch = plane.Region(new PixelRect(i % columns, i / columns, template.Width, template.Height));
                    if (RegionStatistics.Of(patch).Deviation >= 1)
                    {
                        Assert.Equal(theirs[i], actual[i], 2e-3f);
                    }
                }
            }
        }, iter: 60, threads: 1);
    }

    [Fact]
    public void A_pinned_matrix_writes_the_memory_that_it_lies_over()
    {
        Cv.Need();
        var memory = new byte[10 * 8];
        using (var pinned = new PinnedMat(memory, 6, 8, stride: 10))
        {
            pinned.Mat.SetTo(Scalar.All(7));
        }

        for (var i = 0; i < memory.Length; i++)
        {
            Assert.Equal(i % 10 < 6 ? 7 : 0, memory[i]);
        }

        Assert.Throws<ArgumentException>(() => new PinnedMat(memory, 11, 8));
    }

    private delegate void PlaneCheck(Random random, PixelPlane plane);

    private static void Sample(PlaneCheck check)
    {
        Cv.Need();
        GenShape.Sample((width, height, seed) =>
        {
            var random = new Random(seed);
            check(random, Cv.RandomPlane(random, width, height));
        }, iter: 150, threads: 1);
    }
}
