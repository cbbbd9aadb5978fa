using Caco.Policies.Parts;

namespace Caco.Policies.Hunter;

/// <summary>Points of walls that were seen in the last second or so, and how far one can run between them.</summary>
public sealed class WallPoints
{
    private const int Capacity = 1024;
    private const int MemoryTics = 40;

    private readonly (double X, double Y, int Tic)[] _points = new (double, double, int)[Capacity];
    private readonly (double X, double Y)[] _near = new (double, double)[Capacity];
    private int _next;
    private int _nearCount;

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        Array.Fill(_points, (0, 0, int.MinValue / 2));
        _nearCount = 0;
    }

    public void Add(double x, double y, int tic)
    {
        _points[_next] = (x, y, tic);
        _next = (_next + 1) % Capacity;
    }

    /// <summary>Gathers the points within <paramref name="reach"/> of a place, for <see cref="Clearance"/>.</summary>
    public void Gather(double x, double y, int tic, double reach)
    {
        _nearCount = 0;
        foreach (ref readonly var point in _points.AsSpan())
        {
            var dx = point.X - x;
            var dy = point.Y - y;
            if (tic - point.Tic <= MemoryTics && dx * dx + dy * dy < reach * reach)
            {
                _near[_nearCount++] = (dx, dy);
            }
        }
    }

    /// <summary>How far a lane along a heading is free of gathered points, at most <paramref name="limit"/>.</summary>
    public double Clearance(double heading, double halfWidth, double limit)
    {
        var (x, y) = Angles.Along(heading);
        foreach (ref readonly var point in _near.AsSpan(0, _nearCount))
        {
            var ahead = point.X * x + point.Y * y;
            if (ahead > 0 && ahead < limit && Math.Abs(point.X * y - point.Y * x) < halfWidth)
            {
                limit = ahead;
            }
        }

        return limit;
    }
}
