namespace Caco.Vision.Vulkan.Tests;

/// <summary>A batch on the device beside the same on the processor.</summary>
internal static class Check
{
    /// <summary>The indices that the pixels of the masks below have.</summary>
    public static readonly PaletteMask Ones = PaletteMask.OfRange(100, 255);

    /// <summary>Runs both on frames that say where the masks are one, and compares bits and components.</summary>
    public static void Same(VulkanDevice device, VisionBatchOptions options, params ReadOnlySpan<bool[,]> masks)
    {
        options = options with { MaxFrames = Math.Max(options.MaxFrames, masks.Length), KeepMasks = true };
        using var actual = VisionBatch.Create(options with { Device = device, Backend = VisionBackend.Vulkan });
        using var expected = VisionBatch.Create(options with { Backend = VisionBackend.Cpu });
        Assert.Equal(VisionBackend.Vulkan, actual.Backend);
        for (var i = 0; i < masks.Length; i++)
        {
            Write(masks[i], actual.Frame(i), actual.RowStride);
            Write(masks[i], expected.Frame(i), expected.RowStride);
        }

        actual.SetMask(Ones);
        expected.SetMask(Ones);
        actual.Run(masks.Length);
        expected.Run(masks.Length);
        Same(expected, actual);
    }

    /// <summary>Compares the results of two batches.</summary>
    public static void Same(VisionBatch expected, VisionBatch actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (var i = 0; i < expected.Count; i++)
        {
            var what = $"frame {i} of {expected.Count}, {expected.Width} x {expected.Height}";
            Same(expected.Mask(i), actual.Mask(i), what);
            Same(expected.Components(i), actual.Components(i), what);
        }
    }

    public static void Same(ReadOnlySpan<Component> expected, ReadOnlySpan<Component> actual, string what)
    {
        var same = expected.CommonPrefixLength(actual);
        if (same < Math.Max(expected.Length, actual.Length))
        {
            Assert.Fail($"{what}: component {same} is {At(actual, same)} of {actual.Length}, the processor has "
                + $"{At(expected, same)} of {expected.Length}");
        }

        static string At(ReadOnlySpan<Component> all, int index) => index < all.Length ? all[index].ToString() : "none";
    }

    private static void Same(BitImage expected, BitImage actual, string what)
    {
        if (expected.SequenceEqual(actual))
        {
            return;
        }

        for (var y = 0; y < expected.Height; y++)
        {
            for (var x = 0; x < expected.Width; x++)
            {
                if (expected[x, y] != actual[x, y])
                {
                    Assert.Fail($"{what}: pixel ({x}, {y}) is {actual[x, y]}, on the processor {expected[x, y]}");
                }
            }
        }

        Assert.Fail($"{what}: bits outside the image are not zero");
    }

    /// <summary>Indices on both sides of the mask's bound, not two values alone.</summary>
    public static void Write(bool[,] mask, Span<byte> pixels, int stride)
    {
        var (height, width) = (mask.GetLength(0), mask.GetLength(1));
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var vary = (x * 7 + y * 13) % 100;
                pixels[y * stride + x] = (byte)(mask[y, x] ? 100 + vary : vary);
            }
        }
    }
}
