using Caco.Policies.Parts;

namespace Caco.Policies.Hunter;

/// <summary>
/// Where to look while nothing is to be shot: where most was not seen lately, where an imp was seen that is out of view, and
/// where the legs can run at full speed.
/// </summary>
/// <param name="decisionTics">Tics of a decision.</param>
public sealed class Gaze(int decisionTics)
{
    private const int Directions = 30;
    private const double Step = 360.0 / Directions;
    private const int HalfView = 3;
    private const double Reach = 700;
    private const double UnseenTics = 10;

    /// <summary>What was not seen for so long counts whole.</summary>
    [Tunable(20, 400)]
    private const int GlanceTics = 140;

    // Worth against a cell that was not seen lately: a map unit a tic of speed, an imp out of view.
    [Tunable(0, 400)]
    private const double SpeedWeight = 100;

    [Tunable(0, 200)]
    private const double ImpWeight = 6;

    private readonly double[] _stale = new double[Directions];

    /// <summary>Degrees to turn every tic.</summary>
    /// <param name="world">What is known.</param>
    /// <param name="heading">Where the legs run.</param>
    /// <param name="tic">Tic of the episode.</param>
    public double Decide(Surroundings world, double heading, int tic)
    {
        var odometer = world.Odometer;
        for (var i = 0; i < Directions; i++)
        {
            _stale[i] = world.Chart.Staleness(odometer.X, odometer.Y, i * Step, Reach, GlanceTics);
        }

        var best = 0.0;
        var highest = double.NegativeInfinity;
        for (var i = 0; i < Directions; i++)
        {
            var turn = Angles.Wrap(i * Step - odometer.Heading) / decisionTics;
            var score = StaleInView(i) + ImpWeight * ImpsInView(world, i * Step, tic)
                + SpeedWeight * Legs.Choose(odometer, turn, decisionTics, heading).Value;
            if (score > highest)
            {
                highest = score;
                best = turn;
            }
        }

        return best;
    }

    private double StaleInView(int direction)
    {
        var sum = 0.0;
        for (var i = -HalfView; i <= HalfView; i++)
        {
            sum += _stale[(direction + i + Directions) % Directions];
        }

        return sum;
    }

    private static double ImpsInView(Surroundings world, double heading, int tic)
    {
        var sum = 0.0;
        foreach (ref readonly var track in world.Imps.Items)
        {
            var bearing = world.Odometer.To(track.X, track.Y).Bearing;
            if (Math.Abs(Angles.Wrap(world.Odometer.Heading + bearing - heading)) < HalfView * Step)
            {
                sum += Math.Min(1, (tic - track.SeenTic) / UnseenTics);
            }
        }

        return sum;
    }
}
