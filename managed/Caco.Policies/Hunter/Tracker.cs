using Caco.Policies.Parts;

namespace Caco.Policies.Hunter;

/// <summary>A thing that was seen, in the odometer's plane.</summary>
public struct Track
{
    /// <summary>Stays the same while the thing is followed; from 1.</summary>
    public int Id;
    public double X;
    public double Y;

    /// <summary>Tic of the last look that showed it.</summary>
    public int SeenTic;

    /// <summary>Looks that showed it.</summary>
    public int Looks;

    /// <summary>Looks in a row that should have shown it and did not.</summary>
    public int Misses;
}

/// <summary>Keeps in mind where things of one kind were seen.</summary>
/// <param name="memoryTics">Forgets what was not seen for longer.</param>
/// <param name="mostMisses">Forgets what was missed more often in a row.</param>
/// <param name="furthest">Beyond this a miss says nothing, map units.</param>
public sealed class Tracker(int memoryTics, int mostMisses, double furthest)
{
    private const double SureHalfView = 40;

    private readonly Track[] _tracks = new Track[24];
    private readonly bool[] _isSeen = new bool[24];
    private int _lastId;

    public ReadOnlySpan<Track> Items => _tracks.AsSpan(0, Count);

    private int Count { get; set; }

    public void Clear()
    {
        Count = 0;
        _lastId = 0;
    }

    /// <summary>Matches the sightings of a frame with what is known.</summary>
    public void Observe(SightingList sightings, Odometer odometer, int tic)
    {
        Array.Clear(_isSeen);
        foreach (ref readonly var sighting in sightings.Items)
        {
            var at = Match(odometer, sighting, tic);
            if (at < 0)
            {
                at = Count < _tracks.Length ? Count++ : Oldest();
                _tracks[at] = new Track { Id = ++_lastId };
            }

            var (x, y) = Angles.Along(odometer.Heading + sighting.Bearing);
            ref var track = ref _tracks[at];
            track.X = odometer.X + x * sighting.Distance;
            track.Y = odometer.Y + y * sighting.Distance;
            track.SeenTic = tic;
            track.Looks++;
            track.Misses = 0;
            _isSeen[at] = true;
        }

        for (var i = Count - 1; i >= 0; i--)
        {
            ref var track = ref _tracks[i];
            var (bearing, distance) = odometer.To(track.X, track.Y);
            track.Misses += !_isSeen[i] && Math.Abs(bearing) < SureHalfView && distance < furthest ? 1 : 0;

            // What showed once only is more often a speck than a thing.
            if (track.Misses > Math.Min(mostMisses, track.Looks - 1) || tic - track.SeenTic > memoryTics)
            {
                RemoveAt(i);
            }
        }
    }

    /// <summary>Forgets what is within reach of the player: it was taken.</summary>
    public void RemoveNear(Odometer odometer, double reach)
    {
        for (var i = Count - 1; i >= 0; i--)
        {
            if (odometer.To(_tracks[i].X, _tracks[i].Y).Distance < reach)
            {
                RemoveAt(i);
            }
        }
    }

    /// <summary>The nearest that was seen more than once.</summary>
    /// <returns>Whether there is one.</returns>
    public bool TryNearest(Odometer odometer, out double bearing, out double distance)
    {
        bearing = 0;
        distance = double.PositiveInfinity;
        foreach (ref readonly var track in Items)
        {
            var to = odometer.To(track.X, track.Y);
            if (track.Looks >= 2 && to.Distance < distance)
            {
                (bearing, distance) = to;
            }
        }

        return distance < double.PositiveInfinity;
    }

    private int Match(Odometer odometer, in Sighting sighting, int tic)
    {
        var best = -1;
        var nearest = 1.0;
        for (var i = 0; i < Count; i++)
        {
            if (!_isSeen[i])
            {
                var (bearing, distance) = odometer.To(_tracks[i].X, _tracks[i].Y);
                var walked = 3 * (tic - _tracks[i].SeenTic);
                var reach = ViewGeometry.HalfAngle(40 + walked, Math.Min(distance, sighting.Distance));
                var off = Math.Abs(Angles.Wrap(bearing - sighting.Bearing)) / reach;
                if (off < nearest && Math.Abs(distance - sighting.Distance) < 60 + 0.4 * sighting.Distance)
                {
                    nearest = off;
                    best = i;
                }
            }
        }

        return best;
    }

    private int Oldest()
    {
        var oldest = 0;
        for (var i = 1; i < Count; i++)
        {
            if (_tracks[i].SeenTic < _tracks[oldest].SeenTic)
            {
                oldest = i;
            }
        }

        return oldest;
    }

    private void RemoveAt(int index)
    {
        _tracks[index] = _tracks[--Count];
        _isSeen[index] = _isSeen[Count];
    }
}
