using Caco.Policies.Parts;

namespace Caco.Policies.Hunter;

/// <summary>
/// Where the player is and where it looks, reckoned from the buttons alone: the view turns exactly as told, and thrust and
/// friction are the game's. What walls stop is not known here, so the place drifts a little with every collision.
/// </summary>
/// <remarks>Plane of map units with the start at its origin; x leads ahead at the start, y to the right.</remarks>
public sealed class Odometer
{
    /// <summary>Map units a tic that a tic of running forward adds.</summary>
    public const double ForwardThrust = 1.5625;

    /// <summary>The same for running aside.</summary>
    public const double SideThrust = 1.25;

    private const double Friction = 0.90625;

    // No turn and no step counts before: the player needs a moment after it appears.
    private const int FirstTic = 7;
    private const double TurnUnits = 32768.0 / 180;

    public double X { get; private set; }

    public double Y { get; private set; }

    /// <summary>Map units a tic.</summary>
    public double SpeedX { get; private set; }

    public double SpeedY { get; private set; }

    /// <summary>Where the view points, degrees clockwise from where it pointed at first.</summary>
    public double Heading { get; private set; }

    /// <summary>One tic with these buttons held.</summary>
    /// <param name="tic">The tic of the episode.</param>
    /// <param name="turn">Amount on TURN_LEFT_RIGHT_DELTA.</param>
    /// <param name="forward">1 runs forward, -1 backward.</param>
    /// <param name="right">1 runs to the right, -1 to the left.</param>
    public void Step(int tic, double turn, int forward, int right)
    {
        if (tic >= FirstTic)
        {
            Heading = Angles.Wrap(Heading + Math.Floor(turn * TurnUnits) / TurnUnits);
            var (x, y) = Angles.Along(Heading);
            SpeedX += ForwardThrust * forward * x - SideThrust * right * y;
            SpeedY += ForwardThrust * forward * y + SideThrust * right * x;
        }

        X += SpeedX;
        Y += SpeedY;
        SpeedX *= Friction;
        SpeedY *= Friction;
    }

    /// <summary>Where a place lies, seen from here.</summary>
    /// <param name="x">Place.</param>
    /// <param name="y">Place.</param>
    /// <param name="tics">Tics to glide on before looking; friction is left out.</param>
    public (double Bearing, double Distance) To(double x, double y, int tics = 0)
    {
        var dx = x - X - tics * SpeedX;
        var dy = y - Y - tics * SpeedY;
        return (Angles.Wrap(Angles.Of(dx, dy) - Heading), Math.Sqrt(dx * dx + dy * dy));
    }
}
