using Caco.Policies.Parts;

namespace Caco.Policies.Hunter;

/// <summary>
/// Runs along any heading, wherever the view looks: of the nine ways to hold the four move buttons the one whose speed
/// comes nearest. Forward and aside together run a quarter faster than forward alone.
/// </summary>
public static class Legs
{
    private const double SidewaysLoss = 0.7;

    /// <summary>The best way to hold the buttons through a decision, and the speed along the heading that it leads to.</summary>
    /// <param name="odometer">Speed and view before the decision.</param>
    /// <param name="turn">Degrees that the view turns every tic.</param>
    /// <param name="tics">Tics of the decision.</param>
    /// <param name="heading">Where to run.</param>
    public static (int Forward, int Right, double Value) Choose(Odometer odometer, double turn, int tics, double heading)
    {
        // Sums over the tics of the directions ahead of the view.
        double sumX = 0, sumY = 0;
        for (var tic = 1; tic <= tics; tic++)
        {
            var (x, y) = Angles.Along(odometer.Heading + turn * tic);
            sumX += x;
            sumY += y;
        }

        var (hx, hy) = Angles.Along(heading);
        var best = (Forward: 0, Right: 0, Value: double.NegativeInfinity);
        for (var forward = -1; forward <= 1; forward++)
        {
            for (var right = -1; right <= 1; right++)
            {
                var vx = odometer.SpeedX + Odometer.ForwardThrust * forward * sumX - Odometer.SideThrust * right * sumY;
                var vy = odometer.SpeedY + Odometer.ForwardThrust * forward * sumY + Odometer.SideThrust * right * sumX;
                var value = vx * hx + vy * hy - SidewaysLoss * Math.Abs(vx * hy - vy * hx);
                if (value > best.Value)
                {
                    best = (forward, right, value);
                }
            }
        }

        return best;
    }
}
