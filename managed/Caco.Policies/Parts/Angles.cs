namespace Caco.Policies.Parts;

/// <summary>Headings in degrees, clockwise: 0 is where the player looks at first, 90 to the right of it.</summary>
public static class Angles
{
    private const double Radian = Math.PI / 180;

    /// <summary>The same angle within -180 .. 180.</summary>
    public static double Wrap(double degrees) => degrees - 360 * Math.Round(degrees / 360);

    /// <summary>One unit along a heading.</summary>
    public static (double X, double Y) Along(double heading) => (Math.Cos(heading * Radian), Math.Sin(heading * Radian));

    /// <summary>The heading of a vector.</summary>
    public static double Of(double x, double y) => Math.Atan2(y, x) / Radian;
}
