namespace Caco.Policies.Hunter;

/// <summary>
/// Where to run: to a clip or a medikit that is needed, away from where it got stuck, else where the scout leads; and
/// round what stands in the way.
/// </summary>
public sealed class Navigator
{
    private const int PlanDecisions = 3;
    private const int FewCells = 20;
    private const int SettledTics = 200;
    private const int AnchorTics = 50;
    private const double AnchorReach = 50;
    private const int RoamDecisions = 20;
    private const double LaneHalf = 18;
    private const double DegreesAside = 18;
    private const int LaneCount = 19;

    [Tunable(5, 60)]
    private const double LowAmmo = 20;

    [Tunable(10, 90)]
    private const double LowHealth = 50;

    [Tunable(60, 250)]
    private const double LookAhead = 200;

    // What a lane that is free up to LookAhead is worth against degrees aside.
    [Tunable(30, 360)]
    private const double LaneWorth = 180;

    private readonly Scout _scout = new();
    private int _decision;
    private (double X, double Y, int Tic) _anchor;
    private int _roam;
    private double _roamHeading;

    /// <summary>An episode begins.</summary>
    public void Clear()
    {
        _scout.Clear();
        _decision = 0;
        _anchor = default;
        _roam = 0;
    }

    /// <summary>The heading to run along.</summary>
    public double Decide(Surroundings world, double health, double ammo, int tic, DecisionLog log)
    {
        NoticeStandstill(world, tic);
        if (_decision++ % PlanDecisions == 0)
        {
            _scout.Plan(world.Chart, world.Odometer);
            if (_scout.Reached < FewCells && tic > SettledTics)
            {
                world.Chart.ForgetWalls();
            }
        }

        return Avoid(world.Points, Wanted(world, health, ammo, log));
    }

    private double Wanted(Surroundings world, double health, double ammo, DecisionLog log)
    {
        var odometer = world.Odometer;
        if (ammo < LowAmmo && world.Clips.TryNearest(odometer, out var clip, out var distance))
        {
            log.Trace($"fetches a clip at {clip:0} deg, {distance:0} units");
            return odometer.Heading + clip;
        }

        if (health < LowHealth && world.Medikits.TryNearest(odometer, out var kit, out distance))
        {
            log.Trace($"fetches a medikit at {kit:0} deg, {distance:0} units");
            return odometer.Heading + kit;
        }

        if (_roam > 0)
        {
            _roam--;
            log.Trace($"roams");
            return _roamHeading;
        }

        if (!_scout.HasGoal)
        {
            return 0;
        }

        var (bearing, away) = odometer.To(_scout.Waypoint.X, _scout.Waypoint.Y);
        log.Trace($"explores at {bearing:0} deg, {away:0} units");
        return odometer.Heading + bearing;
    }

    /// <summary>Where nothing moved for long the chart is wrong: begins it anew, some way off.</summary>
    private void NoticeStandstill(Surroundings world, int tic)
    {
        var odometer = world.Odometer;
        if (tic - _anchor.Tic <= AnchorTics)
        {
            return;
        }

        if (Math.Abs(odometer.X - _anchor.X) + Math.Abs(odometer.Y - _anchor.Y) < AnchorReach)
        {
            world.Chart.ForgetWalls();
            _scout.Clear();
            _roam = RoamDecisions;
            _roamHeading = odometer.Heading + 137 * tic;
        }

        _anchor = (odometer.X, odometer.Y, tic);
    }

    /// <summary>The heading near the wanted one along which a lane is free for longest.</summary>
    private static double Avoid(WallPoints points, double wanted)
    {
        var best = wanted;
        var highest = double.NegativeInfinity;
        for (var i = 0; i < LaneCount; i++)
        {
            var aside = (i + 1) / 2 * DegreesAside * (i % 2 == 0 ? 1 : -1);
            var free = points.Clearance(wanted + aside, LaneHalf, LookAhead) / LookAhead;
            var score = free * LaneWorth - Math.Abs(aside);
            if (score > highest)
            {
                highest = score;
                best = wanted + aside;
            }
        }

        return best;
    }
}
