using CsCheck;

namespace Caco.Vision.Tests;

/// <summary>What OpenCV has no word for, or what needs no OpenCV: against plain loops.</summary>
public class VocabularyTests
{
    private static readonly Gen<(int Width, int Height, int Seed)> GenShape =
        Gen.Select(Gen.Int[1, 150], Gen.Int[1, 60], Gen.Int[0, 1_000_000]);

    [Fact]
    public void Colour_masks_equal_the_threshold_on_every_order_of_channels() => GenShape.Sample((width, height, seed) =>
    {
        var random = new Random(seed);
        var threshold = RandomThreshold(random);
        foreach (var order in Enum.GetValues<PixelOrder>())
        {
            var size = order is PixelOrder.Rgb or PixelOrder.Bgr ? 3 : 4;
            var pixels = new byte[(width * size + 5) * height];
            random.NextBytes(pixels);
            var frame = new ColorFrame(pixels, width, height, order, width * size + 5);
            var image = new BitImage(Reference.Storage(width, height), width, height);
            ColorMask.Apply(frame, threshold, image);
            var expected = new bool[height, width];
            for (var i = 0; i < width * height; i++)
            {
                expected[i / width, i % width] = threshold.Accepts(frame[i % width, i / width]);
            }

            Reference.AssertSame(expected, image, $"{order}");
        }
    }, iter: 40);

    [Fact]
    public void Planar_masks_equal_the_threshold() => GenShape.Sample((width, height, seed) =>
    {
        var random = new Random(seed);
        var threshold = RandomThreshold(random);
        var pixels = new byte[3 * width * height];
        random.NextBytes(pixels);
        var frame = PlanarFrame.FromPlanes(pixels, width, height, blueFirst: random.Next(2) == 0);
        var part = frame.Region(new PixelRect(random.Next(width), random.Next(height), width, height));
        var image = new BitImage(Reference.Storage(part.Width, part.Height), part.Width, part.Height);
        ColorMask.Apply(part, threshold, image);
        var expected = new bool[part.Height, part.Width];
        for (var i = 0; i < part.Width * part.Height; i++)
        {
            expected[i / part.Width, i % part.Width] = threshold.Accepts(part[i % part.Width, i / part.Width]);
        }

        Reference.AssertSame(expected, image, "planar");
    }, iter: 60);

    [Fact]
    public void Labels_and_filters_agree_with_the_components() => GenShape.Sample((width, height, seed) =>
    {
        var random = new Random(seed);
        var pixels = Shapes.Random(random, width, height);
        var image = Reference.ToImage(pixels, Reference.Storage(width, height));
        var buffer = new ComponentBuffer(2);
        var labels = new int[(width + 2) * height];
        var found = buffer.Find(image, Connectivity.Four, labels, width + 2).ToArray();
        var areas = new int[found.Length + 1];
        for (var i = 0; i < width * height; i++)
        {
            var label = labels[i / width * (width + 2) + i % width];
            Assert.Equal(pixels[i / width, i % width], label != 0);
            areas[label]++;
        }

        Assert.Equal(Array.ConvertAll(found, static c => c.Area), areas[1..]);
        var filter = ComponentFilter.Any with { MinArea = 3, MaxWidth = 20, MinFill = 0.4, MaxAspect = 4, MinHeight = 1 };
        var kept = found.Where(c => filter.Accepts(c)).ToArray();
        Assert.Equal(kept, buffer.Keep(image, Connectivity.Four, filter).ToArray());
        Assert.Equal(kept, buffer.Find(image, Connectivity.Four).ToArray());
        Assert.Equal(kept.Sum(static c => c.Area), image.Count());
    }, iter: 80);

    [Fact]
    public void A_filter_refuses_each_bound_that_is_broken()
    {
        var component = new Component(12, new PixelRect(10, 20, 6, 4), 12 * 12, 12 * 21);
        Assert.True(ComponentFilter.Any.Accepts(component));
        ComponentFilter[] refusing =
        [
            ComponentFilter.Any with { MinArea = 13 }, ComponentFilter.Any with { MaxArea = 11 },
            ComponentFilter.Any with { MinWidth = 7 }, ComponentFilter.Any with { MaxWidth = 5 },
            ComponentFilter.Any with { MinHeight = 5 }, ComponentFilter.Any with { MaxHeight = 3 },
            ComponentFilter.Any with { MinFill = 0.51 }, ComponentFilter.Any with { MaxFill = 0.49 },
            ComponentFilter.Any with { MinAspect = 1.6 }, ComponentFilter.Any with { MaxAspect = 1.4 },
            ComponentFilter.Any with { Within = new PixelRect(13, 0, 99, 99) },
            ComponentFilter.Any with { Within = new PixelRect(0, 0, 99, 21) },
        ];
        Assert.All(refusing, filter => Assert.False(filter.Accepts(component)));
    }

    [Fact]
    public void Sprites_are_found_where_all_their_opaque_pixels_are() => GenShape.Sample((width, height, seed) =>
    {
        var random = new Random(seed);
        var pixels = new byte[width * height];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)random.Next(3);
        }

        var frame = new IndexedFrame(pixels, width, height);
        var (w, h) = (random.Next(1, Math.Min(width, 4) + 1), random.Next(1, Math.Min(height, 3) + 1));
        var sprite = frame.Region(new PixelRect(random.Next(width - w + 1), random.Next(height - h + 1), w, h));
        var opaque = Reference.ToImage(Reference.Random(random, w, h, 0.7), Reference.Storage(w, h));
        opaque[0, 0] = true;
        var expected = new List<(int, int)>();
        for (var y = 0; y <= height - h; y++)
        {
            for (var x = 0; x <= width - w; x++)
            {
                var same = true;
                for (var i = 0; i < w * h; i++)
                {
                    same &= !opaque[i % w, i / w] || frame[x + i % w, y + i / w] == sprite[i % w, i / w];
                }

                if (same)
                {
                    expected.Add((x, y));
                }
            }
        }

        var found = new (int, int)[width * height];
        var matcher = new SpriteMatcher(sprite, opaque);
        var count = matcher.Find(frame, found);
        Assert.Equal(expected, found[..count]);
        Assert.Equal(count, matcher.Find(frame, []));
    }, iter: 100);

    [Fact]
    public void Column_profiles_equal_a_walk_down_each_column() => GenShape.Sample((width, height, seed) =>
    {
        var random = new Random(seed);
        var pixels = Reference.Random(random, width, height, random.NextDouble());
        var image = Reference.ToImage(pixels, Reference.Storage(width, height));
        var bottom = random.Next(height + 1);
        var (free, above, below) = (new int[width], new int[width], new int[width]);
        ColumnProfile.FreeSpace(image, bottom, free);
        ColumnProfile.FirstFromAbove(image, above);
        ColumnProfile.FirstFromBelow(image, below);
        for (var x = 0; x < width; x++)
        {
            var count = 0;
            while (count < bottom && pixels[bottom - 1 - count, x])
            {
                count++;
            }

            var first = Enumerable.Range(0, height).FirstOrDefault(y => pixels[y, x], height);
            var last = Enumerable.Range(0, height).LastOrDefault(y => pixels[y, x], -1);
            Assert.Equal((count, first, last), (free[x], above[x], below[x]));
        }

        if (height >= 2)
        {
            var plane = RandomPlane(random, width, height);
            ColumnProfile.StrongestEdge(plane, 0, height, free);
            for (var x = 0; x < width; x++)
            {
                var best = 1;
                for (var y = 2; y < height; y++)
                {
                    if (Math.Abs(plane[x, y] - plane[x, y - 1]) > Math.Abs(plane[x, best] - plane[x, best - 1]))
                    {
                        best = y;
                    }
                }

                Assert.Equal(best, free[x]);
            }
        }
    }, iter: 100);

    [Fact]
    public void A_shifted_picture_has_that_motion()
    {
        var random = new Random(8);
        var plane = RandomPlane(random, 200, 90);
        foreach (var (dx, dy) in ((int, int)[])[(0, 0), (3, -2), (-6, 5), (6, 6)])
        {
            var moved = new byte[200 * 90];
            for (var i = 0; i < moved.Length; i++)
            {
                moved[i] = plane[Math.Clamp(i % 200 - dx, 0, 199), Math.Clamp(i / 200 - dy, 0, 89)];
            }

            var now = new PixelPlane(moved, 200, 90);
            Assert.Equal(new Motion(dx, dy, 0), BlockMotion.Estimate(plane, now, new PixelRect(60, 30, 40, 20), 6));
            var motions = new Motion[(200 / 20) * (90 / 20)];
            BlockMotion.EstimateAll(plane, now, 20, 6, motions);
            Assert.Equal(new Motion(dx, dy, 0), motions[10 + 5]);
        }
    }

    [Fact]
    public void Hashes_of_like_pictures_are_near_and_of_others_far()
    {
        var random = new Random(2);
        var hash = new PerceptualHash(160, 120);
        var pixels = new byte[160 * 120];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)(128 + 100 * Math.Sin(i % 160 / 17.0) * Math.Cos(i / 160 / 23.0));
        }

        var noisy = Array.ConvertAll(pixels, p => (byte)Math.Clamp(p + random.Next(-8, 9), 0, 255));
        var turned = pixels.AsSpan().ToArray();
        Array.Reverse(turned);
        var a = new PixelPlane(pixels, 160, 120);
        var b = new PixelPlane(noisy, 160, 120);
        var c = new PixelPlane(turned, 160, 120);
        Assert.Equal(0, PerceptualHash.Distance(hash.Average(a), hash.Average(a)));
        Assert.InRange(PerceptualHash.Distance(hash.Average(a), hash.Average(b)), 0, 6);
        Assert.InRange(PerceptualHash.Distance(hash.Difference(a), hash.Difference(b)), 0, 10);
        Assert.InRange(PerceptualHash.Distance(hash.Average(a), hash.Average(c)), 16, 64);
        Assert.InRange(PerceptualHash.Distance(hash.Difference(a), hash.Difference(c)), 16, 64);
    }

    [Fact]
    public void A_tracker_keeps_names_through_motion_crossing_and_a_gap()
    {
        var tracker = new ComponentTracker(8) { Reach = 12, Patience = 3 };
        for (var frame = 0; frame < 12; frame++)
        {
            // One goes right, one goes left a little below it; the second hides in frames 6 and 7.
            var right = Spot(10 + 5 * frame, 20);
            var left = Spot(80 - 5 * frame, 26);
            tracker.Update(frame is 6 or 7 ? [right] : [right, left]);
        }

        Assert.Equal(2, tracker.Count);
        var (first, second) = (tracker.Tracks[0], tracker.Tracks[1]);
        Assert.Equal((1, 2), (first.Id, second.Id));
        Assert.Equal(65, first.X);
        Assert.Equal(25, second.X);
        Assert.Equal(5, first.VelocityX, 1e-9);
        Assert.Equal(-5, second.VelocityX, 1e-9);
        for (var frame = 0; frame < 4; frame++)
        {
            tracker.Update([]);
        }

        Assert.Equal(0, tracker.Count);
        Assert.Equal(3, tracker.Update([Spot(5, 5)])[0].Id);
    }

    [Fact]
    public void A_score_in_a_struct_finds_the_same_as_a_lambda()
    {
        var image = Reference.ToImage(Shapes.Random(new Random(3), 100, 50), Reference.Storage(100, 50));
        var list = new ComponentList(new ComponentBuffer().Find(image));
        Assert.True(list.TryBest(static c => -Math.Abs(c.CenterX - 40), out var expected));
        Assert.True(list.TryBest(new NearColumn(40), out var actual));
        Assert.Equal(expected, actual);
    }

    private readonly struct NearColumn(double column) : IComponentScore
    {
        public double Of(in Component component) => -Math.Abs(component.CenterX - column);
    }

    private static Component Spot(int x, int y) => new(9, new PixelRect(x - 1, y - 1, 3, 3), 9 * x, 9 * y);

    private static PixelPlane RandomPlane(Random random, int width, int height)
    {
        var pixels = new byte[width * height];
        random.NextBytes(pixels);
        return new PixelPlane(pixels, width, height);
    }

    private static ColorThreshold RandomThreshold(Random random)
    {
        var threshold = ColorThreshold.Any.Red((byte)random.Next(128), (byte)random.Next(100, 256))
            .Spread((byte)random.Next(20), (byte)random.Next(100, 256));
        return random.Next(4) switch
        {
            0 => threshold.RedOverGreen(random.Next(-255, 60)).BlueOverGreen(random.Next(-300, 40)),
            1 => threshold.GreenOverRed(random.Next(-100, 60)).RedOverBlue(random.Next(-100, 60)),
            2 => threshold.GreenOverBlue(random.Next(-100, 60)).BlueOverRed(random.Next(-100, 300)),
            _ => threshold.Green(100, 90),
        };
    }
}
