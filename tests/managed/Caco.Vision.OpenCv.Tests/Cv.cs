using Caco.Vision.OpenCv;
using OpenCvSharp;

namespace Caco.Vision.OpenCv.Tests;

/// <summary>From pixels to matrices and back.</summary>
internal static class Cv
{
    /// <summary>Skips the test, visibly, where OpenCV does not load.</summary>
    public static void Need() => Assert.SkipUnless(OpenCvLibrary.IsAvailable, OpenCvLibrary.Reason ?? string.Empty);

    /// <summary>A bit image over storage of its own, from pixels of shape (height x width).</summary>
    public static BitImage ToBits(bool[,] pixels)
    {
        var (height, width) = (pixels.GetLength(0), pixels.GetLength(1));
        var image = new BitImage(new ulong[BitImage.WordsNeeded(width, height)], width, height);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                image[x, y] = pixels[y, x];
            }
        }

        return image;
    }

    public static Mat ToMat(BitImage image)
    {
        var mat = new Mat(image.Height, image.Width, MatType.CV_8UC1);
        image.Expand(Bytes(mat));
        return mat;
    }

    /// <summary>The pixels of a matrix without gaps.</summary>
    public static unsafe Span<T> Values<T>(Mat mat)
        where T : unmanaged
    {
        Assert.True(mat.IsContinuous());
        return new Span<T>(mat.DataPointer, (int)mat.Total() * mat.Channels());
    }

    public static Span<byte> Bytes(Mat mat) => Values<byte>(mat);

    public static void AssertSame(Mat expected, BitImage actual, string what)
    {
        var bytes = new byte[actual.Width * actual.Height];
        actual.Expand(bytes);
        AssertSame(Bytes(expected), bytes, actual.Width, what);
        Assert.Equal(bytes.AsSpan().Count((byte)255), actual.Count());
    }

    public static void AssertSame<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual, int width, string what)
        where T : IEquatable<T>
    {
        Assert.Equal(expected.Length, actual.Length);
        var same = expected.CommonPrefixLength(actual);
        if (same < expected.Length)
        {
            Assert.Fail($"{what}: ({same % width}, {same / width}) of {width} columns is {actual[same]}, OpenCV has {expected[same]}");
        }
    }

    /// <summary>Random bytes with a stride of their own, blocks of equal ones among them.</summary>
    public static PixelPlane RandomPlane(Random random, int width, int height)
    {
        var stride = width + random.Next(0, 9);
        var pixels = new byte[stride * height];
        random.NextBytes(pixels);
        if (random.Next(2) == 0)
        {
            for (var i = 1; i < pixels.Length; i++)
            {
                pixels[i] = random.Next(4) == 0 ? pixels[i] : pixels[i - 1];
            }
        }

        return new PixelPlane(pixels, width, height, stride);
    }
}
