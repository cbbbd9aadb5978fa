using Caco.Vision;

namespace Caco.Policies.Parts;

/// <summary>What a sighting is.</summary>
public enum SightingKind
{
    Imp,
    Medikit,
    Clip,
    Fireball,
    Soldier,
}

/// <summary>Something seen in one frame.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Bearing">Degrees from straight ahead, positive to the right.</param>
/// <param name="Distance">Map units, an estimate.</param>
/// <param name="Box">Where it is on the screen.</param>
public readonly record struct Sighting(SightingKind Kind, double Bearing, double Distance, PixelRect Box);

/// <summary>Sightings of one frame; holds a fixed number and drops what comes after, which is the smallest matter.</summary>
public sealed class SightingList
{
    private readonly Sighting[] _items = new Sighting[32];

    /// <summary>How many.</summary>
    public int Count { get; private set; }

    /// <summary>All of them.</summary>
    public ReadOnlySpan<Sighting> Items => _items.AsSpan(0, Count);

    public void Clear() => Count = 0;

    public void Add(in Sighting item)
    {
        if (Count < _items.Length)
        {
            _items[Count++] = item;
        }
    }

    internal ref Sighting At(int index) => ref _items[index];
}
