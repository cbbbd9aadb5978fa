using Caco.Vision;

namespace Caco.Policies.Parts;

/// <summary>
/// From pixels to angles and distances: a level eye over a flat floor, 90 degrees across a 4:3 picture (wider pictures see
/// more at the sides). Distances are map units, angles degrees, positive to the right.
/// </summary>
public readonly struct ViewGeometry
{
    /// <summary>Height of the eye above the floor, map units. Walking moves it by up to 8 either way.</summary>
    public const double EyeHeight = 41;

    /// <summary>Pixels are 1.2 times as high as wide where the picture is 4:3.</summary>
    private const double PixelStretch = 1.2;

    public ViewGeometry(int width, int screenHeight, int viewHeight)
    {
        Width = width;
        Height = viewHeight;
        CenterX = width / 2.0;
        Horizon = viewHeight / 2.0;
        FocalX = Math.Min(width, screenHeight * 4 / 3.0) / 2;
        FocalY = FocalX * PixelStretch;
    }

    /// <summary>Columns of the view.</summary>
    public int Width { get; }

    /// <summary>Rows of the view.</summary>
    public int Height { get; }

    /// <summary>Column that looks straight ahead.</summary>
    public double CenterX { get; }

    /// <summary>Row at the height of the eye, at every distance.</summary>
    public double Horizon { get; }

    /// <summary>Pixels that one map unit across covers at distance 1.</summary>
    public double FocalX { get; }

    /// <summary>Pixels that one map unit upwards covers at distance 1.</summary>
    public double FocalY { get; }

    /// <summary>How many pixels of a picture 320 wide one pixel of this one stands for; at least 1.</summary>
    public int Scaled(double pixelsAt320) => Math.Max(1, (int)Math.Round(pixelsAt320 * FocalX / 160));

    /// <summary>Bearing of a column.</summary>
    public double Bearing(double column) =>
        Math.Atan((column + 0.5 - CenterX) / FocalX) * (180 / Math.PI);

    /// <summary>Column of a bearing within -80 .. 80.</summary>
    public double Column(double bearing) => CenterX - 0.5 + Math.Tan(bearing * (Math.PI / 180)) * FocalX;

    /// <summary>Distance of something that stands on the floor with its lowest pixel in row bottom - 1.</summary>
    public double DistanceOfFoot(double bottom) => EyeHeight * FocalY / Math.Max(0.5, bottom - Horizon);

    /// <summary>Half the angle that a thing of this radius covers.</summary>
    public static double HalfAngle(double radius, double distance) =>
        Math.Atan(radius / Math.Max(1, distance)) * (180 / Math.PI);

    /// <summary>The rows of the view, all columns.</summary>
    public PixelRect Bounds => new(0, 0, Width, Height);
}
