namespace Caco.Vision;

/// <summary>A thing that is followed from frame to frame.</summary>
/// <param name="Id">Its number, never used twice.</param>
/// <param name="X">Column of its centre.</param>
/// <param name="Y">Row of its centre.</param>
/// <param name="VelocityX">Columns a frame.</param>
/// <param name="VelocityY">Rows a frame.</param>
/// <param name="Age">Frames since it was first seen.</param>
/// <param name="Missed">Frames since it was last seen.</param>
/// <param name="Last">The component that it was last seen as.</param>
public readonly record struct Track(
    int Id, double X, double Y, double VelocityX, double VelocityY, int Age, int Missed, Component Last)
{
    /// <summary>Where it will be after some frames, if it goes on like this.</summary>
    public (double X, double Y) After(double frames) => (X + VelocityX * frames, Y + VelocityY * frames);
}

/// <summary>
/// Follows components: each track takes the component nearest to where it should be now; the closest pairs choose first.
/// Tracks that are not seen go on with their velocity until they are given up. No allocation. Used by one thread at a time.
/// </summary>
public sealed class ComponentTracker
{
    private readonly Track[] _tracks;
    private readonly bool[] _seen;
    private readonly bool[] _taken;
    private int _nextId = 1;

    /// <param name="capacity">Most tracks and most components a frame; more components are left out.</param>
    public ComponentTracker(int capacity = 64)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _tracks = new Track[capacity];
        _seen = new bool[capacity];
        _taken = new bool[capacity];
    }

    /// <summary>Furthest distance in pixels from the place where a track should be.</summary>
    public double Reach { get; set; } = 40;

    /// <summary>Frames after which a track that is not seen is given up.</summary>
    public int Patience { get; set; } = 5;

    /// <summary>Weight of the newest step in the velocity, above 0 and at most 1.</summary>
    public double Agility { get; set; } = 0.5;

    /// <summary>Number of tracks.</summary>
    public int Count { get; private set; }

    /// <summary>The tracks, oldest first.</summary>
    public ReadOnlySpan<Track> Tracks => _tracks.AsSpan(0, Count);

    /// <summary>Forgets all tracks.</summary>
    public void Clear() => Count = 0;

    /// <summary>Takes in the components of the next frame.</summary>
    public ReadOnlySpan<Track> Update(ReadOnlySpan<Component> components)
    {
        components = components[..Math.Min(components.Length, _taken.Length)];
        _seen.AsSpan(0, Count).Clear();
        _taken.AsSpan(0, components.Length).Clear();
        var known = Count;
        while (NextPair(components, known, out var track, out var component))
        {
            _seen[track] = true;
            _taken[component] = true;
            _tracks[track] = Moved(_tracks[track], components[component]);
        }

        var kept = 0;
        for (var i = 0; i < known; i++)
        {
            var track = _seen[i] ? _tracks[i] : Missed(_tracks[i]);
            if (track.Missed <= Patience)
            {
                _tracks[kept++] = track;
            }
        }

        Count = kept;
        for (var i = 0; i < components.Length && Count < _tracks.Length; i++)
        {
            if (!_taken[i])
            {
                ref readonly var found = ref components[i];
                _tracks[Count++] = new Track(_nextId++, found.CenterX, found.CenterY, 0, 0, 0, 0, found);
            }
        }

        return Tracks;
    }

    private bool NextPair(ReadOnlySpan<Component> components, int known, out int track, out int component)
    {
        var least = Reach * Reach;
        track = -1;
        component = -1;
        for (var t = 0; t < known; t++)
        {
            if (_seen[t])
            {
                continue;
            }

            var (x, y) = _tracks[t].After(1);
            for (var c = 0; c < components.Length; c++)
            {
                if (_taken[c])
                {
                    continue;
                }

                var dx = components[c].CenterX - x;
                var dy = components[c].CenterY - y;
                var distance = dx * dx + dy * dy;
                if (distance < least || (distance == least && track < 0))
                {
                    least = distance;
                    track = t;
                    component = c;
                }
            }
        }

        return track >= 0;
    }

    private Track Moved(in Track track, in Component found)
    {
        // What was not seen for some frames has come this way in all of them.
        var frames = track.Missed + 1;
        var startX = track.X - track.VelocityX * track.Missed;
        var startY = track.Y - track.VelocityY * track.Missed;
        var stepX = (found.CenterX - startX) / frames;
        var stepY = (found.CenterY - startY) / frames;
        var weight = track.Age == 0 ? 1 : Agility;
        return new Track(
            track.Id, found.CenterX, found.CenterY,
            track.VelocityX + (stepX - track.VelocityX) * weight, track.VelocityY + (stepY - track.VelocityY) * weight,
            track.Age + 1, 0, found);
    }

    private static Track Missed(in Track track)
    {
        var (x, y) = track.After(1);
        return track with { X = x, Y = y, Age = track.Age + 1, Missed = track.Missed + 1 };
    }
}
