using Caco.Vision;

namespace Caco.Policies.Parts;

/// <summary>
/// Finds imps, medikits, clips and fireballs in a frame, and how open the view is. The eye is level and the floor flat, so
/// the horizon row parts things: an imp is taller than the eye and crosses it, an item on the floor never reaches it.
/// </summary>
public sealed class BattleEye
{
    /// <summary>Vertical parts of the view for <see cref="Openness"/>.</summary>
    public const int StripCount = 15;

    private const int RedSlot = 0;
    private const int BodySlot = 1;
    private const int ImageCount = 2;

    // Map units of the sprites: what shows, not what collides.
    private const double ImpCrest = 60;
    private const double ImpHalfWidth = 12;
    private const double KitHeight = 21;
    private const double KitWidth = 29;
    private const double ClipHeight = 12;
    private const double ClipWidth = 7;
    private const double FireballWidth = 15;

    private const double NearKit = 200;

    [Tunable(200, 1600)]
    private const double FurthestClip = 700;

    private readonly ViewGeometry _view;
    private readonly BattleColors _colors;
    private readonly VisionWorkspace _workspace;
    private readonly double[] _openness = new double[StripCount];
    private bool _weaponShown;

    /// <param name="info">Shape and palette of the frames to come.</param>
    public BattleEye(EpisodeInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);
        _view = new ViewGeometry(info.ScreenWidth, info.ScreenHeight, info.ViewHeight);
        _colors = BattleColors.For(info.Palette);
        _workspace = new VisionWorkspace(info.ScreenWidth, info.ViewHeight, ImageCount);
    }

    /// <summary>From pixels to angles.</summary>
    public ViewGeometry View => _view;

    /// <summary>Imps of the last frame.</summary>
    public SightingList Imps { get; } = new();

    /// <summary>Medikits of the last frame.</summary>
    public SightingList Medikits { get; } = new();

    /// <summary>Clips of the last frame.</summary>
    public SightingList Clips { get; } = new();

    /// <summary>Fireballs of the last frame.</summary>
    public SightingList Fireballs { get; } = new();

    /// <summary>For each strip from left to right how far away the wall there looks; larger is further, no unit.</summary>
    public ReadOnlySpan<double> Openness => _openness;

    /// <summary>Fills the lists from a frame. No allocation.</summary>
    public void Look(IndexedFrame screen)
    {
        var frame = screen.Region(_view.Bounds);
        _weaponShown = SeesHand(frame);
        FindImps(frame);
        FindFireballs(frame);
        FindMedikits(frame);
        FindClips(frame);
        MeasureOpenness(frame);
    }

    /// <summary>Middle of a strip, degrees.</summary>
    public double StripBearing(int strip) => _view.Bearing((strip + 0.5) * _view.Width / StripCount);

    private bool SeesHand(IndexedFrame frame)
    {
        var low = new PixelRect(_view.Width * 44 / 100, _view.Height * 85 / 100, _view.Width * 14 / 100, _view.Height);
        var part = frame.Region(low);
        var count = part.Where(_colors.Skin, _workspace).Count();
        return count * 8 > part.Width * part.Height;
    }

    /// <summary>Where the barrel and its flash are drawn.</summary>
    private PixelRect BarrelBox() => _weaponShown
        ? PixelBox(_view.Width * 0.44, _view.Height * 0.49, _view.Width * 0.56, _view.Height)
        : default;

    /// <summary>Where the hand is drawn.</summary>
    private PixelRect HandBox() => _weaponShown
        ? PixelBox(_view.Width * 0.39, _view.Height * 0.68, _view.Width * 0.62, _view.Height)
        : default;

    private BitPipeline WithoutWeapon(BitPipeline pipeline) => pipeline.Without(BarrelBox()).Without(HandBox());

    private void FindImps(IndexedFrame frame)
    {
        Imps.Clear();
        var horizon = (int)_view.Horizon;
        var body = frame.Where(_colors.Body, _workspace, BodySlot).Image;
        var crests = WithoutWeapon(frame.Where(_colors.Red, _workspace, RedSlot));
        RemoveCrosshair(crests.Image);
        crests.Band(0, horizon + 1);
        crests.Close(_view.Scaled(3) | 1, _view.Scaled(3) | 1);
        foreach (ref readonly var crest in crests.Components().Items)
        {
            // Rows from the crest to the horizon: 19 map units, or 11 to 27 while the eye sways.
            var rise = _view.Horizon - crest.Box.Y;
            if (rise < 1 || !StandsOnBody(body, crest, rise))
            {
                continue;
            }

            // Crest to foot does not change while the eye sways.
            var foot = FootOf(body, crest, rise);
            var distance = ImpCrest * _view.FocalY / (foot - crest.Box.Y);
            var half = ImpHalfWidth / distance * _view.FocalX;
            var box = PixelBox(crest.CenterX - half, crest.Box.Y, crest.CenterX + half + 1, foot);
            AddImp(new Sighting(SightingKind.Imp, _view.Bearing(crest.CenterX), distance, box), crest.Area);
        }
    }

    /// <summary>Below a crest there is brown and black down past the horizon; above a medikit's letter there is not.</summary>
    private bool StandsOnBody(BitImage body, in Component crest, double rise)
    {
        var half = Math.Max(1, rise * 0.35);
        var chest = PixelBox(
            crest.CenterX - half, crest.Box.Bottom, crest.CenterX + half + 1, _view.Horizon + Math.Max(1, rise));
        chest = chest.Intersect(_view.Bounds);
        var hidden = chest.Intersect(BarrelBox());
        var visible = chest.Area - hidden.Area;
        if (visible <= 0)
        {
            return true;
        }

        return (body.Count(chest) - body.Count(hidden)) * 100 >= visible * 30;
    }

    /// <summary>One past the row where brown and black end below a crest.</summary>
    private double FootOf(BitImage body, in Component crest, double rise)
    {
        var half = Math.Max(1, rise * 0.35);
        var left = (int)(crest.CenterX - half);
        var width = (int)Math.Ceiling(2 * half) + 1;
        var bottom = (int)Math.Min(_view.Height, _view.Horizon + 4 * rise + 1);
        var row = (int)(_view.Horizon + Math.Max(1, rise * 0.9));
        var blank = 0;
        var limit = Math.Max(1, (int)(rise * 0.15));
        var foot = row;
        for (; row < bottom && blank <= limit; row++)
        {
            if (body.Count(new PixelRect(left, row, width, 1)) * 4 >= width)
            {
                foot = row + 1;
                blank = 0;
            }
            else
            {
                blank++;
            }
        }

        // The pistol hides the rest of an imp that is straight ahead.
        var hand = BarrelBox();
        var expected = _view.Horizon + ViewGeometry.EyeHeight / (ImpCrest - ViewGeometry.EyeHeight) * rise;
        return hand.IsEmpty || !hand.Contains((int)crest.CenterX, foot) ? foot : Math.Max(foot, expected);
    }

    /// <summary>The two halves of one crest are one imp.</summary>
    private void AddImp(in Sighting imp, int area)
    {
        for (var i = 0; i < Imps.Count; i++)
        {
            ref var other = ref Imps.At(i);
            var reach = ViewGeometry.HalfAngle(20, Math.Min(imp.Distance, other.Distance));
            if (Math.Abs(other.Bearing - imp.Bearing) < reach)
            {
                var weight = (double)area / (area + Math.Max(1, other.Box.Width * other.Box.Height / 12));
                other = other with
                {
                    Bearing = other.Bearing + (imp.Bearing - other.Bearing) * weight,
                    Distance = Math.Min(other.Distance, imp.Distance),
                };
                return;
            }
        }

        Imps.Add(imp);
    }

    /// <summary>A wounded player's crosshair is red: a cross of 5 x 5 pixels, of 9 x 9 from 640 columns on.</summary>
    private void RemoveCrosshair(BitImage image)
    {
        var reach = _view.Width < 640 ? 2 : 4;
        var across = new PixelRect(_view.Width / 2 - reach, _view.Height / 2, 2 * reach + 1, 1);
        var down = new PixelRect(_view.Width / 2, _view.Height / 2 - reach, 1, 2 * reach + 1);
        if (image.Count(across) >= 2 * reach && image.Count(down) >= 2 * reach)
        {
            image.Clear(across);
            image.Clear(down);
        }
    }

    private void FindFireballs(IndexedFrame frame)
    {
        Fireballs.Clear();
        var balls = WithoutWeapon(frame.Where(_colors.Fire, _workspace))
            .Close(_view.Scaled(3), _view.Scaled(3));
        var smallest = Math.Max(3, _view.Scaled(3) * _view.Scaled(3));
        foreach (ref readonly var ball in balls.Components().Items)
        {
            if (ball.Area >= smallest && ball.Fill > 0.5)
            {
                var distance = FireballWidth * _view.FocalX / ball.Box.Width;
                Fireballs.Add(new Sighting(SightingKind.Fireball, _view.Bearing(ball.CenterX), distance, ball.Box));
            }
        }
    }

    private void FindMedikits(IndexedFrame frame)
    {
        Medikits.Clear();
        var marks = frame.Where(_colors.KitMark, _workspace, BodySlot).Image;

        // The dark lines across a box must close and neighbours must stay apart: near ones and far ones in turn.
        FindMedikits(frame, marks, _view.Scaled(9), 0, NearKit);
        FindMedikits(frame, marks, _view.Scaled(4), NearKit, double.MaxValue);
    }

    private void FindMedikits(IndexedFrame frame, BitImage marks, int gap, double nearest, double furthest)
    {
        var kits = WithoutWeapon(BelowHorizon(frame, _colors.Kit)).Close(gap, gap);
        foreach (ref readonly var kit in kits.Components().Items)
        {
            var distance = _view.DistanceOfFoot(kit.Box.Bottom);
            if (distance >= nearest && distance < furthest && Fits(kit, distance, KitWidth, KitHeight)
                && kit.Fill > 0.3 && marks.Count(kit.Box) * 20 >= kit.Area)
            {
                Medikits.Add(new Sighting(SightingKind.Medikit, _view.Bearing(kit.CenterX), distance, kit.Box));
            }
        }
    }

    private void FindClips(IndexedFrame frame)
    {
        Clips.Clear();
        var clips = WithoutWeapon(BelowHorizon(frame, _colors.Brass)).Close(_view.Scaled(2), _view.Scaled(2));
        foreach (ref readonly var clip in clips.Components().Items)
        {
            var distance = _view.DistanceOfFoot(clip.Box.Bottom);
            if (distance < FurthestClip && Fits(clip, distance, ClipWidth * 0.7, ClipHeight * 0.9)
                && !Overlaps(Imps, clip.Box) && !Overlaps(Medikits, clip.Box) && !Overlaps(Fireballs, clip.Box))
            {
                Clips.Add(new Sighting(SightingKind.Clip, _view.Bearing(clip.CenterX), distance, clip.Box));
            }
        }
    }

    private BitPipeline BelowHorizon(IndexedFrame frame, PaletteMask mask) =>
        frame.Where(mask, _workspace, RedSlot).Band((int)Math.Ceiling(_view.Horizon) + 1, _view.Height);

    /// <summary>Whether a box has about the size that a thing of width x height would have at this distance.</summary>
    private bool Fits(in Component found, double distance, double width, double height)
    {
        var box = found.Box;
        var expectedWidth = width * _view.FocalX / distance;
        var expectedHeight = height * _view.FocalY / distance;
        var cut = box.X == 0 || box.Right == _view.Width || box.Bottom == _view.Height;
        return box.Height <= expectedHeight * 1.7 + 1 && box.Width <= expectedWidth * 1.7 + 1
            && found.Area >= Math.Min(2, expectedWidth * expectedHeight * 0.25)
            && (cut || (box.Height >= expectedHeight * 0.5 - 1 && box.Width >= expectedWidth * 0.5 - 1));
    }

    private static bool Overlaps(SightingList list, PixelRect box)
    {
        foreach (ref readonly var item in list.Items)
        {
            var margin = item.Box.Width / 3 + 1;
            var wide = new PixelRect(
                item.Box.X - margin, item.Box.Y - margin, item.Box.Width + 2 * margin, item.Box.Height + 2 * margin);
            if (!wide.Intersect(box).IsEmpty)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Light fades with distance and texels shrink: a far wall is dark and changes from pixel to pixel, a near one is bright
    /// and drawn in large blocks.
    /// </summary>
    private void MeasureOpenness(IndexedFrame frame)
    {
        var top = (int)(_view.Horizon - _view.Height * 0.05);
        var bottom = (int)(_view.Horizon + _view.Height * 0.02);
        var rowStep = Math.Max(1, _view.Scaled(2) - 1);
        var luma = _colors.Luma;
        for (var strip = 0; strip < StripCount; strip++)
        {
            var left = strip * _view.Width / StripCount;
            var right = (strip + 1) * _view.Width / StripCount;
            long sum = 0;
            var changes = 0;
            var count = 0;
            for (var y = top; y < bottom; y += rowStep)
            {
                var row = frame.Row(y)[left..right];
                var previous = row[0];
                foreach (var pixel in row)
                {
                    sum += luma[pixel];
                    changes += pixel == previous ? 0 : 1;
                    previous = pixel;
                }

                count += row.Length;
            }

            var runLength = count / (changes + 1.0) * (160 / _view.FocalX);
            // Blocks of few pixels say more about the resolution than about the wall.
            _openness[strip] = -(double)sum / count - 2 * Math.Clamp(runLength, 3, 20);
        }
    }

    private static PixelRect PixelBox(double left, double top, double right, double bottom)
    {
        var x = (int)Math.Floor(left);
        var y = (int)Math.Floor(top);
        return new PixelRect(x, y, (int)Math.Ceiling(right) - x, (int)Math.Ceiling(bottom) - y);
    }
}
