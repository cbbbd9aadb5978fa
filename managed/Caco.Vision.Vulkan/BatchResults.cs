namespace Caco.Vision.Vulkan;

/// <summary>The components of every frame of a run; its arrays grow to the largest number that they have met.</summary>
internal sealed class BatchResults(int frames)
{
    private readonly Component[][] _components = CreateEmpty(frames);
    private readonly int[] _counts = new int[frames];

    public ReadOnlySpan<Component> this[int frame] => _components[frame].AsSpan(0, _counts[frame]);

    /// <summary>Room for the components of a frame, all of which the caller writes.</summary>
    public Span<Component> Make(int frame, int count)
    {
        if (_components[frame].Length < count)
        {
            _components[frame] = new Component[Math.Max(count, 2 * _components[frame].Length)];
        }

        _counts[frame] = count;
        return _components[frame].AsSpan(0, count);
    }

    private static Component[][] CreateEmpty(int frames)
    {
        var all = new Component[frames][];
        Array.Fill(all, []);
        return all;
    }
}
