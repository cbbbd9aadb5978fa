using Caco.Policies.Parts;
using Caco.Vision;

namespace Caco.Policies.Corridor;

/// <summary>
/// Finds soldiers before walls of brown stone: whatever has another colour and stands upright, with the head above the
/// horizon and the feet below. What lies on the floor and what a bullet leaves in the wall do not.
/// </summary>
public sealed class SoldierEye
{
    // Map units: how far heads are above the eye, and beyond what nothing can be told.
    private const double HeadOverEye = 16;
    private const double FurthestSeen = 900;

    // Head and feet may tell distances that differ by so much; near ones stand behind the pistol, and their feet say nothing.
    private const double FeetAgree = 2.2;
    private const double NearSoldier = 300;

    private const double Upright = 0.7;

    private readonly ViewGeometry _view;
    private readonly PaletteMask _colors;
    private readonly VisionWorkspace _workspace;
    private readonly PixelRect _pistol;
    private readonly PixelRect _flash;

    /// <param name="info">Shape and palette of the frames to come.</param>
    public SoldierEye(EpisodeInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);
        _view = new ViewGeometry(info.ScreenWidth, info.ScreenHeight, info.ViewHeight);
        _colors = PaletteMask.Compile(info.Palette, static c => !IsStone(c));
        _workspace = new VisionWorkspace(info.ScreenWidth, info.ViewHeight, 1);
        _pistol = Share(0.43, 0.6, 0.57, 1);
        _flash = Share(0.44, 0.44, 0.56, 1);
    }

    /// <summary>Soldiers of the last frame.</summary>
    public SightingList Soldiers { get; } = new();

    /// <summary>Fills the list from a frame. No allocation.</summary>
    /// <param name="screen">The whole frame.</param>
    /// <param name="isFiring">Whether the pistol may be raised or flashing.</param>
    public void Look(IndexedFrame screen, bool isFiring)
    {
        Soldiers.Clear();
        var shapes = screen.Region(_view.Bounds).Where(_colors, _workspace)
            .Band((int)(_view.Height * 0.2), (int)(_view.Height * 0.9))
            .Without(_pistol)
            .Without(isFiring ? _flash : default);
        var gap = _view.Scaled(7) | 1;
        foreach (ref readonly var shape in shapes.Close(gap, gap).Components().Items)
        {
            if (TryMeasure(shape.Box, out var distance))
            {
                Soldiers.Add(new Sighting(SightingKind.Soldier, _view.Bearing(shape.CenterX), distance, shape.Box));
            }
        }
    }

    private static bool IsStone(Rgb c)
    {
        var isBright = c.Max >= 128;
        var isGreen = c.G > c.R && c.G >= 20;
        var isBlue = c.B > c.R + 8;
        var isGray = c.Max - c.Min <= 8 && c.Min >= 47;
        var isRed = c.R >= 64 && c.G <= 20;
        return !(isBright || isGreen || isBlue || isGray || isRed);
    }

    private bool TryMeasure(PixelRect box, out double distance)
    {
        var rise = _view.Horizon - box.Y;
        distance = HeadOverEye * _view.FocalY / Math.Max(1, rise - 0.5);
        return rise >= 2 && box.Bottom >= _view.Horizon + 1
            && box.Height >= _view.Scaled(7) && box.Height >= Upright * box.Width
            && distance <= FurthestSeen
            && (distance <= NearSoldier || distance <= FeetAgree * _view.DistanceOfFoot(box.Bottom));
    }

    private PixelRect Share(double left, double top, double right, double bottom) => new(
        (int)(left * _view.Width), (int)(top * _view.Height), (int)((right - left) * _view.Width), (int)((bottom - top) * _view.Height));
}
