using CsCheck;
using OpenCvSharp;
using Size = OpenCvSharp.Size;

namespace Caco.Vision.OpenCv.Tests;

/// <summary>Bits beside OpenCV's bytes: masks, morphology, components, hole fill.</summary>
public class MaskEqualityTests
{
    private delegate void Rectangle(BitImage image, int width, int height, Span<ulong> scratch);

    private delegate void Shape(BitImage image, StructuringElement element, Span<ulong> scratch);

    private static readonly Gen<(int Width, int Height, int Seed)> GenShape =
        Gen.Select(Gen.Int[1, 130], Gen.Int[1, 130], Gen.Int[0, 1_000_000]);

    private static readonly int[] Sizes = [1, 2, 3, 5, 31, 63, 64, 65, 128, 130];

    [Fact]
    public void Rectangles_on_random_masks_equal_OpenCV()
    {
        Cv.Need();
        GenShape.Sample((width, height, seed) =>
        {
            var random = new Random(seed);
            CheckRectangles(Shapes.Random(random, width, height), random.Next(1, 65), random.Next(1, 65));
            var banded = Shapes.Random(random, width, height);
            Array.Clear(banded, 0, width * random.Next(height));
            CheckRectangles(banded, random.Next(1, 10), random.Next(1, 10));
        }, iter: 150, threads: 1);
    }

    [Fact]
    public void Rectangles_on_adversarial_masks_equal_OpenCV()
    {
        Cv.Need();
        foreach (var name in Shapes.Names)
        {
            foreach (var size in Sizes)
            {
                CheckRectangles(Shapes.Draw(name, size, 130 - size + 1), 8, 8);
                CheckRectangles(Shapes.Draw(name, 131 - size, size), 3, 2);
            }
        }
    }

    [Fact]
    public void Crosses_and_ellipses_equal_OpenCV()
    {
        Cv.Need();
        GenShape.Sample((width, height, seed) =>
        {
            var random = new Random(seed);
            var pixels = Shapes.Random(random, width, height);
            CheckElement(pixels, MorphShapes.Cross, 3, 3);
            CheckElement(pixels, MorphShapes.Ellipse, 3, 3);
            CheckElement(pixels, MorphShapes.Cross, random.Next(1, 16), random.Next(1, 16));
            CheckElement(pixels, MorphShapes.Ellipse, random.Next(1, 33), random.Next(1, 33));
            CheckElement(pixels, MorphShapes.Rect, random.Next(1, 12), random.Next(1, 12));
        }, iter: 60, threads: 1);
    }

    [Fact]
    public void Every_ellipse_has_the_pixels_of_OpenCV()
    {
        Cv.Need();
        for (var width = 1; width <= Morphology.MaxSize; width++)
        {
            for (var height = 1; height <= Morphology.MaxSize; height++)
            {
                CheckPixels(MorphShapes.Ellipse, StructuringElement.Ellipse(width, height));
            }
        }

        CheckPixels(MorphShapes.Cross, StructuringElement.Cross(7, 4));
    }

    [Fact]
    public void Components_of_random_masks_equal_OpenCV()
    {
        Cv.Need();
        var buffer = new ComponentBuffer();
        GenShape.Sample((width, height, seed) =>
        {
            var random = new Random(seed);
            CheckComponents(buffer, Cv.ToBits(Shapes.Random(random, width, height)));
        }, iter: 250, threads: 1);
    }

    [Fact]
    public void Components_of_adversarial_masks_equal_OpenCV()
    {
        Cv.Need();
        var buffer = new ComponentBuffer();
        foreach (var name in Shapes.Names)
        {
            foreach (var size in Sizes)
            {
                CheckComponents(buffer, Cv.ToBits(Shapes.Draw(name, size, 130)));
                CheckComponents(buffer, Cv.ToBits(Shapes.Draw(name, 130, size)));
            }
        }
    }

    [Fact]
    public void Filled_holes_equal_a_flood_from_the_border()
    {
        Cv.Need();
        var holes = new HoleFill();
        GenShape.Sample((width, height, seed) =>
        {
            var pixels = Shapes.Random(new Random(seed), width, height);
            CheckHoles(holes, pixels, Connectivity.Four);
            CheckHoles(holes, pixels, Connectivity.Eight);
        }, iter: 100, threads: 1);
        foreach (var name in Shapes.Names)
        {
            CheckHoles(holes, Shapes.Draw(name, 77, 66), Connectivity.Four);
            CheckHoles(holes, Shapes.Draw(name, 64, 65), Connectivity.Eight);
        }
    }

    [Fact]
    public void Colour_masks_of_planar_and_interleaved_frames_equal_inRange()
    {
        Cv.Need();
        GenShape.Sample((width, height, seed) =>
        {
            var random = new Random(seed);
            var (low, high) = ((byte)random.Next(0, 200), (byte)random.Next(60, 256));
            var threshold = ColorThreshold.Any.Red(low, 255).Green(0, high).Blue(20, 230);
            using var mat = new Mat(height, width, MatType.CV_8UC3);
            random.NextBytes(Cv.Bytes(mat));
            using var expected = new Mat();
            Cv2.InRange(mat, new Scalar(20, 0, low), new Scalar(230, high, 255), expected);
            var image = Cv.ToBits(new bool[height, width]);
            ColorMask.Apply(new ColorFrame(Cv.Bytes(mat), width, height, PixelOrder.Bgr), threshold, image);
            Cv.AssertSame(expected, image, "interleaved");

            Cv2.Split(mat, out var channels);
            ColorMask.Apply(
                new PlanarFrame(Plane(channels[2]), Plane(channels[1]), Plane(channels[0])), threshold, image);
            Cv.AssertSame(expected, image, "planar");
            Array.ForEach(channels, static c => c.Dispose());
        }, iter: 100, threads: 1);
    }

    /// <summary>A frame of every recorded case, three predicates: mask, close, dilate, open, components.</summary>
    [Fact]
    public void Masks_of_recorded_frames_equal_OpenCV()
    {
        Cv.Need();
        var root = Path.GetDirectoryName(GoldenFrames.Folder("D3_battle"))!;
        var palette = GoldenFrames.Palette();
        var buffer = new ComponentBuffer();
        (PaletteMask Mask, Func<Rgb, bool> Predicate)[] masks = [
            Make(palette, static c => c.R > 55 && c.R - c.G > 8 && c.R - c.B > 16),
            Make(palette, static c => c.Min >= 91 && c.Max - c.Min <= 8),
            Make(palette, static c => c.Max < 48)];
        var frames = 0;
        foreach (var folder in Directory.GetDirectories(root).Order(StringComparer.Ordinal))
        {
            var paths = Directory.GetFiles(folder, "*.screen.png").Order(StringComparer.Ordinal).ToArray();
            var (pixels, width, height) = GoldenFrames.ReadPng(paths[paths.Length / 2]);
            foreach (var (mask, predicate) in masks)
            {
                var image = Cv.ToBits(new bool[height, width]);
                Threshold.Apply(new IndexedFrame(pixels, width, height), mask, image);
                for (var i = 0; i < pixels.Length; i++)
                {
                    Assert.Equal(predicate(palette[pixels[i]]), image[i % width, i / width]);
                }

                CheckComponents(buffer, image);
                var bits = Cv.ToMat(image);
                CheckRectangle(image, bits, MorphTypes.Close, Morphology.Close, 8, 8);
                CheckRectangle(image, bits, MorphTypes.Dilate, Morphology.Dilate, 8, 6);
                CheckRectangle(image, bits, MorphTypes.Open, Morphology.Open, 2, 3);
                CheckRectangle(image, bits, MorphTypes.Erode, Morphology.Erode, 4, 4);
                bits.Dispose();
            }

            frames++;
        }

        Assert.True(frames >= 20, $"only {frames} cases under {root}");
    }

    private static (PaletteMask Mask, Func<Rgb, bool> Predicate) Make(Palette palette, Func<Rgb, bool> predicate) =>
        (PaletteMask.Compile(palette, predicate), predicate);

    private static PixelPlane Plane(Mat mat) => new(Cv.Bytes(mat), mat.Cols, mat.Rows);

    private static void CheckRectangles(bool[,] pixels, int width, int height)
    {
        var image = Cv.ToBits(pixels);
        using var mat = Cv.ToMat(image);
        CheckRectangle(image, mat, MorphTypes.Dilate, Morphology.Dilate, width, height);
        CheckRectangle(image, mat, MorphTypes.Erode, Morphology.Erode, width, height);
        CheckRectangle(image, mat, MorphTypes.Open, Morphology.Open, width, height);
        CheckRectangle(image, mat, MorphTypes.Close, Morphology.Close, width, height);
    }

    private static void CheckRectangle(
        BitImage source, Mat mat, MorphTypes type, Rectangle operation, int width, int height)
    {
        using var kernel = Cv2.GetStructuringElement(MorphShapes.Rect, new Size(width, height));
        using var expected = new Mat();
        Cv2.MorphologyEx(mat, expected, type, kernel);
        var image = Copy(source);
        operation(image, width, height, new ulong[Morphology.ScratchWords(source.Width, source.Height)]);
        Cv.AssertSame(expected, image, $"{type} {width} x {height} of {source.Width} x {source.Height}");
    }

    private static BitImage Copy(BitImage source)
    {
        var image = new BitImage(
            new ulong[BitImage.WordsNeeded(source.Width, source.Height)], source.Width, source.Height);
        image.CopyFrom(source);
        return image;
    }

    private static void CheckElement(bool[,] pixels, MorphShapes shape, int width, int height)
    {
        var source = Cv.ToBits(pixels);
        using var mat = Cv.ToMat(source);
        using var kernel = Cv2.GetStructuringElement(shape, new Size(width, height));
        var element = shape switch
        {
            MorphShapes.Cross => StructuringElement.Cross(width, height),
            MorphShapes.Ellipse => StructuringElement.Ellipse(width, height),
            _ => StructuringElement.Rectangle(width, height),
        };
        foreach (var (type, operation) in ((MorphTypes, Shape)[])[
            (MorphTypes.Dilate, Morphology.Dilate), (MorphTypes.Erode, Morphology.Erode),
            (MorphTypes.Open, Morphology.Open), (MorphTypes.Close, Morphology.Close)])
        {
            using var expected = new Mat();
            Cv2.MorphologyEx(mat, expected, type, kernel);
            var image = Copy(source);
            var scratch = new ulong[Morphology.ElementScratchWords(source.Width, source.Height)];
            Array.Fill(scratch, 0xDEADBEEFDEADBEEF);
            operation(image, element, scratch);
            Cv.AssertSame(expected, image, $"{type} {shape} {width} x {height} of {source.Width} x {source.Height}");
        }
    }

    private static void CheckPixels(MorphShapes shape, StructuringElement element)
    {
        using var expected = Cv2.GetStructuringElement(shape, new Size(element.Width, element.Height));
        var actual = new byte[element.Width * element.Height];
        for (var i = 0; i < actual.Length; i++)
        {
            actual[i] = element[i % element.Width, i / element.Width] ? (byte)1 : (byte)0;
        }

        Cv.AssertSame(Cv.Bytes(expected), actual, element.Width, $"{shape} {element.Width} x {element.Height}");
    }

    private static void CheckComponents(ComponentBuffer buffer, BitImage image)
    {
        using var mat = Cv.ToMat(image);
        var labels = new int[image.Width * image.Height];
        foreach (var connectivity in (Connectivity[])[Connectivity.Four, Connectivity.Eight])
        {
            using var expectedLabels = new Mat();
            using var stats = new Mat();
            using var centroids = new Mat();
            var count = Cv2.ConnectedComponentsWithStats(
                mat, expectedLabels, stats, centroids, (PixelConnectivity)(int)connectivity, MatType.CV_32S);
            var found = buffer.Find(image, connectivity, labels);
            Assert.Equal(count - 1, found.Length);

            // The numbers differ, the parts must not: each of our labels is one of theirs all over.
            var theirs = Cv.Values<int>(expectedLabels);
            var map = new int[count];
            for (var i = 0; i < labels.Length; i++)
            {
                if (labels[i] == 0 || theirs[i] == 0)
                {
                    Assert.Equal(theirs[i], labels[i]);
                    continue;
                }

                map[labels[i]] = map[labels[i]] == 0 ? theirs[i] : map[labels[i]];
                if (map[labels[i]] != theirs[i])
                {
                    Assert.Fail($"pixel {i % image.Width}, {i / image.Width} is in another component than in OpenCV");
                }
            }

            var rows = Cv.Values<int>(stats);
            var centers = Cv.Values<double>(centroids);
            for (var i = 0; i < found.Length; i++)
            {
                var row = rows.Slice(map[i + 1] * 5, 5);
                Assert.Equal(new PixelRect(row[0], row[1], row[2], row[3]), found[i].Box);
                Assert.Equal(row[4], found[i].Area);
                Assert.Equal(centers[map[i + 1] * 2], found[i].CenterX);
                Assert.Equal(centers[map[i + 1] * 2 + 1], found[i].CenterY);
            }
        }
    }

    private static void CheckHoles(HoleFill holes, bool[,] pixels, Connectivity background)
    {
        var image = Cv.ToBits(pixels);
        using var mat = Cv.ToMat(image);

        // A margin of zeros all around joins all that lies outside.
        using var wide = new Mat();
        Cv2.CopyMakeBorder(mat, wide, 1, 1, 1, 1, BorderTypes.Constant, Scalar.All(0));
        Cv2.FloodFill(wide, new Point(0, 0), Scalar.All(128), out _, null, null, (FloodFillFlags)(int)background);
        using var inner = wide.SubMat(1, image.Height + 1, 1, image.Width + 1);
        using var expected = new Mat();
        Cv2.Compare(inner, Scalar.All(128), expected, CmpTypes.NE);
        holes.Apply(image, background);
        Cv.AssertSame(expected, image, $"holes {background} of {image.Width} x {image.Height}");
    }
}
