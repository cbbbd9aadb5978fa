using System.Runtime.Intrinsics.X86;
using CsCheck;

namespace Caco.Vision.Tests;

public class ThresholdTests
{
    private delegate void RowPath(ReadOnlySpan<byte> pixels, ReadOnlySpan<byte> table, Span<ulong> words);

    [Fact]
    public void Masks_equal_the_predicate_for_all_widths_strides_and_regions() =>
        Gen.Select(Gen.Int[1, 200], Gen.Int[1, 6], Gen.Int[0, 70], Gen.Int[0, 1_000_000]).Sample(
            (width, height, gap, seed) =>
            {
                var random = new Random(seed);
                var stride = width + gap;
                var pixels = new byte[height * stride];
                random.NextBytes(pixels);
                var mask = RandomMask(random);
                var frame = new IndexedFrame(pixels, width, height, stride);
                CheckFrame(frame, mask);

                var region = new PixelRect(random.Next(width), random.Next(height), width, height);
                var part = frame.Region(region);
                Assert.Equal(frame[region.X, region.Y], part[0, 0]);
                CheckFrame(part, mask);
            }, iter: 400);

    [Fact]
    public void Several_masks_at_once_are_each_as_alone() =>
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 200], Gen.Int[1, 6], Gen.Int[0, 1_000_000]).Sample(
            (count, width, height, seed) =>
            {
                // Whole words go a way of their own.
                var random = new Random(seed);
                width = random.Next(2) == 0 ? (width + 63) / 64 * 64 : width;
                var stride = width + random.Next(0, 9);
                var pixels = new byte[height * stride];
                random.NextBytes(pixels);
                var frame = new IndexedFrame(pixels, width, height, stride);
                var masks = new PaletteMask[count];
                var together = new VisionWorkspace(width, height + 1, count);
                var alone = new VisionWorkspace(width, height);
                for (var i = 0; i < count; i++)
                {
                    masks[i] = RandomMask(random);
                    together.Image(i, width, height + 1).Fill();
                }

                frame.Where(masks, together);
                for (var i = 0; i < count; i++)
                {
                    var same = together.Bits(i, width, height).Image.SequenceEqual(frame.Where(masks[i], alone).Image);
                    Assert.True(same, $"mask {i} of {count}, {width} x {height}");
                }

                Assert.Throws<ArgumentException>(() => Overfill(pixels, width, masks));
            }, iter: 200);

    private static void Overfill(byte[] pixels, int width, PaletteMask[] masks) =>
        new IndexedFrame(pixels, width, 1).Where([.. masks, masks[0]], new VisionWorkspace(width, 1, masks.Length));

    [Fact]
    public void Every_index_is_looked_up_by_every_path()
    {
        var random = new Random(7);
        var pixels = new byte[1024];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)i;
        }

        for (var round = 0; round < 50; round++)
        {
            random.Shuffle(pixels);
            var mask = RandomMask(random);
            var expected = new ulong[pixels.Length / 64];
            for (var i = 0; i < pixels.Length; i++)
            {
                expected[i / 64] |= mask[pixels[i]] ? 1UL << (i % 64) : 0;
            }

            Check(Threshold.RowByTable, pixels, mask.Bytes, expected);
            Check(Threshold.RowByShuffle128, pixels, mask.Bits, expected);
            if (Avx2.IsSupported)
            {
                Check(Threshold.RowByShuffle256, pixels, mask.Bits, expected);
            }

            if (Avx512Vbmi.IsSupported)
            {
                Check(Threshold.RowByPermute, pixels, mask.Bits, expected);
            }
        }

    }

    [Fact]
    public void Compiled_masks_equal_their_predicates()
    {
        var random = new Random(3);
        var rgb = new byte[768];
        random.NextBytes(rgb);
        var palette = Palette.FromRgb(rgb);
        var threshold = ColorThreshold.Any.Red(56, 255).Green(0, 200).RedOverGreen(10).RedOverBlue(-20).Spread(5, 250);
        var mask = PaletteMask.Compile(palette, threshold);
        var other = PaletteMask.Compile(palette, static c => c.B > 99);
        for (var i = 0; i < 256; i++)
        {
            var c = palette[i];
            var expected = c.R >= 56 && c.G <= 200 && c.R - c.G >= 10 && c.R - c.B >= -20
                && c.Max - c.Min is >= 5 and <= 250;
            Assert.Equal(expected, mask[(byte)i]);
            Assert.Equal(expected && c.B > 99, mask.And(other)[(byte)i]);
            Assert.Equal(expected || c.B > 99, mask.Or(other)[(byte)i]);
            Assert.Equal(expected && c.B <= 99, mask.Except(other)[(byte)i]);
            Assert.Equal(!expected, mask.Not()[(byte)i]);
        }

        Assert.InRange(mask.Count, 1, 255);
        Assert.Equal(256, mask.Count + mask.Not().Count);
    }

    [Fact]
    public void A_short_palette_is_refused() => Assert.Throws<ArgumentException>(() => Palette.FromRgb(new byte[767]));

    [Fact]
    public void A_frame_larger_than_its_memory_is_refused() =>
        Assert.Throws<ArgumentException>(() => { _ = new IndexedFrame(new byte[99], 10, 10); });

    [Fact]
    public void Changed_pixels_are_counted_at_every_width() =>
        Gen.Select(Gen.Int[1, 200], Gen.Int[1, 5], Gen.Int[0, 1_000_000]).Sample((width, height, seed) =>
        {
            var random = new Random(seed);
            var a = new byte[width * height];
            random.NextBytes(a);
            var b = a.ToArray();
            var changed = 0;
            for (var i = 0; i < b.Length; i++)
            {
                if (random.Next(3) == 0)
                {
                    b[i]++;
                    changed++;
                }
            }

            Assert.Equal(changed, FrameDifference.CountChanged(
                new IndexedFrame(a, width, height), new IndexedFrame(b, width, height)));
        }, iter: 200);

    private static PaletteMask RandomMask(Random random)
    {
        var rgb = new byte[768];
        random.NextBytes(rgb);
        var limit = random.Next(256);
        return PaletteMask.Compile(Palette.FromRgb(rgb), c => c.G < limit);
    }

    private static void Check(RowPath path, byte[] pixels, ReadOnlySpan<byte> table, ulong[] expected)
    {
        var words = new ulong[expected.Length];
        path(pixels, table, words);
        Assert.Equal(expected, words);
    }

    private static void CheckFrame(IndexedFrame frame, PaletteMask mask)
    {
        var image = new BitImage(Reference.Storage(frame.Width, frame.Height), frame.Width, frame.Height);
        Threshold.Apply(frame, mask, image);
        var expected = new bool[frame.Height, frame.Width];
        for (var y = 0; y < frame.Height; y++)
        {
            for (var x = 0; x < frame.Width; x++)
            {
                expected[y, x] = mask[frame[x, y]];
            }
        }

        Reference.AssertSame(expected, image, "threshold");
    }
}
