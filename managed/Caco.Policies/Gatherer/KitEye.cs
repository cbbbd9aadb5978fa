using Caco.Policies.Parts;
using Caco.Vision;

namespace Caco.Policies.Gatherer;

/// <summary>
/// Finds medikits on a floor of any colour: pale grey boxes with a red letter, as large as a medikit is where they stand.
/// </summary>
public sealed class KitEye
{
    // Map units of the sprite.
    private const double KitWidth = 28;
    private const double KitHeight = 19;

    // Shares of the expected size that the closed shape may have, and pixels that count besides.
    private const double Largest = 1.6;
    private const double Narrowest = 0.5;
    private const double Lowest = 0.4;
    private const double LeastFill = 0.25;
    private const double Slack = 1;

    private readonly ViewGeometry _view;
    private readonly PaletteMask _colors;
    private readonly VisionWorkspace _workspace;

    /// <param name="info">Shape and palette of the frames to come.</param>
    public KitEye(EpisodeInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);
        _view = new ViewGeometry(info.ScreenWidth, info.ScreenHeight, info.ViewHeight);
        _colors = PaletteMask.Compile(info.Palette, static c => IsPale(c) || IsRed(c));
        _workspace = new VisionWorkspace(info.ScreenWidth, info.ViewHeight, 1);
    }

    /// <summary>Medikits of the last frame.</summary>
    public SightingList Kits { get; } = new();

    /// <summary>Fills the list from a frame. No allocation.</summary>
    public void Look(IndexedFrame screen)
    {
        Kits.Clear();
        var gap = _view.Scaled(3) | 1;
        var shapes = screen.Region(_view.Bounds).Where(_colors, _workspace).Band((int)_view.Horizon + 1, _view.Height).Close(gap, gap);
        foreach (ref readonly var shape in shapes.Components().Items)
        {
            var distance = _view.DistanceOfFoot(shape.Box.Bottom);
            if (Fits(shape, distance))
            {
                Kits.Add(new Sighting(SightingKind.Medikit, _view.Bearing(shape.CenterX), distance, shape.Box));
            }
        }
    }

    private static bool IsPale(Rgb c) => c.Min >= 75 && c.Max - c.Min <= 8;

    private static bool IsRed(Rgb c) => c.R >= 110 && c.G <= 40 && c.B <= 40;

    private bool Fits(in Component shape, double distance)
    {
        var box = shape.Box;
        var width = KitWidth * _view.FocalX / distance;
        var height = KitHeight * _view.FocalY / distance;
        var isCut = box.X == 0 || box.Right == _view.Width || box.Bottom == _view.Height;
        return box.Width <= Largest * width + Slack && box.Height <= Largest * height + Slack
            && (isCut || (box.Width >= Narrowest * width - Slack && box.Height >= Lowest * height - Slack))
            && shape.Area >= LeastFill * width * height;
    }
}
