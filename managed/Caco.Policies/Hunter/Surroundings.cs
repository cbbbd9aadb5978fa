using Caco.Policies.Parts;
using Caco.Vision;

namespace Caco.Policies.Hunter;

/// <summary>All that is known of the world, from the looks of an episode: walls, what was seen when, imps and items.</summary>
public sealed class Surroundings
{
    private const double GatherReach = 250;
    private const double TakenReach = 30;
    private const double WallMargin = 20;
    private const double ImpRadius = 24;

    private readonly WallSense _walls;

    /// <param name="info">Shape and palette of the frames to come.</param>
    public Surroundings(EpisodeInfo info)
    {
        Eye = new BattleEye(info);
        _walls = new WallSense(Eye.View, info.Palette);
    }

    /// <summary>What the last frame shows.</summary>
    public BattleEye Eye { get; }

    public Odometer Odometer { get; private set; } = new();

    public Chart Chart { get; } = new();

    public WallPoints Points { get; } = new();

    // A glance that misses an imp is soon cleared up, an item at a distance is easily overlooked.
    public Tracker Imps { get; } = new(memoryTics: 140, mostMisses: 1, furthest: 2000);

    public Tracker Clips { get; } = new(memoryTics: 700, mostMisses: 5, furthest: 400);

    public Tracker Medikits { get; } = new(memoryTics: 700, mostMisses: 5, furthest: 400);

    /// <summary>An episode begins.</summary>
    public void Clear()
    {
        Odometer = new Odometer();
        Chart.Clear();
        Points.Clear();
        Imps.Clear();
        Clips.Clear();
        Medikits.Clear();
    }

    /// <summary>Detects what a frame shows.</summary>
    public void Look(IndexedFrame screen)
    {
        Eye.Look(screen);
        _walls.Look(screen);
    }

    /// <summary>Adds to the memory what the last look showed.</summary>
    public void Remember(int tic)
    {
        Chart.Visit(Odometer.X, Odometer.Y, tic);
        for (var strip = 0; strip < WallSense.StripCount; strip++)
        {
            if (!IsHidden(_walls.Bearing(strip)))
            {
                DrawStrip(strip, tic);
            }
        }

        Points.Gather(Odometer.X, Odometer.Y, tic, GatherReach);
        Imps.Observe(Eye.Imps, Odometer, tic);
        Clips.Observe(Eye.Clips, Odometer, tic);
        Clips.RemoveNear(Odometer, TakenReach);
        Medikits.Observe(Eye.Medikits, Odometer, tic);
        Medikits.RemoveNear(Odometer, TakenReach);
    }

    private void DrawStrip(int strip, int tic)
    {
        var heading = Odometer.Heading + _walls.Bearing(strip);
        var distance = _walls.Distance(strip);
        if (_walls.IsSure(strip))
        {
            var (x, y) = Angles.Along(heading);
            Chart.Draw(Odometer.X, Odometer.Y, heading, distance - WallMargin, distance);
            Points.Add(Odometer.X + x * distance, Odometer.Y + y * distance, tic);
        }
        else
        {
            Chart.Draw(Odometer.X, Odometer.Y, heading, distance, wall: 0);
        }
    }

    /// <summary>Whether an imp stands before the wall.</summary>
    private bool IsHidden(double bearing)
    {
        foreach (ref readonly var imp in Eye.Imps.Items)
        {
            if (Math.Abs(imp.Bearing - bearing) < ViewGeometry.HalfAngle(ImpRadius, imp.Distance) + 1)
            {
                return true;
            }
        }

        return false;
    }
}
