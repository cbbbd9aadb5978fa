using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Caco.Vision;

/// <summary>Which pixels touch.</summary>
public enum Connectivity
{
    /// <summary>Left, right, above, below.</summary>
    Four = 4,

    /// <summary>Those and the four diagonals.</summary>
    Eight = 8,
}

/// <summary>What is known of one connected component.</summary>
/// <param name="Area">Number of pixels.</param>
/// <param name="Box">The smallest rectangle about it.</param>
/// <param name="SumX">Sum of its pixels' columns.</param>
/// <param name="SumY">Sum of its pixels' rows.</param>
public readonly record struct Component(int Area, PixelRect Box, long SumX, long SumY)
{
    /// <summary>Mean column of its pixels.</summary>
    public double CenterX => (double)SumX / Area;

    /// <summary>Mean row of its pixels.</summary>
    public double CenterY => (double)SumY / Area;

    /// <summary>Share of the box that is filled, above 0 and at most 1.</summary>
    public double Fill => (double)Area / Box.Area;
}

/// <summary>
/// Room for the components of an image, owned by the caller and used again for every frame: it grows to the largest
/// number that it has met and then allocates no more. Used by one thread at a time.
/// </summary>
public sealed class ComponentBuffer
{
    private readonly RunLabeler _labeler = new();
    private Component[] _components;
    private Sums[] _sums;

    /// <param name="capacity">Components to hold without growth.</param>
    public ComponentBuffer(int capacity = 256)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _components = new Component[capacity];
        _sums = new Sums[capacity];
    }

    /// <summary>Number of components of the last image.</summary>
    public int Count { get; private set; }

    /// <summary>The components of the last image, ordered by their first pixel, row by row from the left.</summary>
    public ReadOnlySpan<Component> Items => _components.AsSpan(0, Count);

    /// <summary>Finds the components of an image; earlier ones are forgotten.</summary>
    /// <returns>The same as <see cref="Items"/>.</returns>
    public ReadOnlySpan<Component> Find(BitImage image, Connectivity connectivity = Connectivity.Eight)
    {
        _labeler.Label(image, connectivity);
        Collect();
        return Items;
    }

    /// <summary>
    /// The same, and a picture of it: pixel (x, y) of <paramref name="labels"/> becomes 0 outside all components, i + 1 in
    /// component i of <see cref="Items"/>.
    /// </summary>
    /// <param name="image">The image.</param>
    /// <param name="connectivity">Which pixels touch.</param>
    /// <param name="labels">Shape (Height x Width), rows <paramref name="stride"/> numbers apart.</param>
    /// <param name="stride">Numbers from one row to the next, at least the width; 0: the width.</param>
    /// <exception cref="ArgumentException">The labels do not fit.</exception>
    public ReadOnlySpan<Component> Find(BitImage image, Connectivity connectivity, Span<int> labels, int stride = 0)
    {
        stride = stride == 0 ? image.Width : stride;
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, image.Width);
        if (labels.Length < (long)(image.Height - 1) * stride + image.Width)
        {
            throw new ArgumentException(
                $"The labels of {image.Width} x {image.Height} with a stride of {stride} do not fit into {labels.Length}.",
                nameof(labels));
        }

        var found = Find(image, connectivity);
        for (var y = 0; y < image.Height; y++)
        {
            var row = labels.Slice(y * stride, image.Width);
            row.Clear();
            foreach (ref readonly var run in _labeler.RunsOfRow(y))
            {
                row[run.Begin..run.End].Fill(_sums[_labeler.Root(run.Label)].Index + 1);
            }
        }

        return found;
    }

    /// <summary>
    /// Takes the components out of the image that the filter refuses; <see cref="Items"/> keeps the others.
    /// </summary>
    public ReadOnlySpan<Component> Keep(BitImage image, Connectivity connectivity, in ComponentFilter filter)
    {
        Find(image, connectivity);
        for (var y = 0; y < image.Height; y++)
        {
            foreach (ref readonly var run in _labeler.RunsOfRow(y))
            {
                if (!filter.Accepts(_components[_sums[_labeler.Root(run.Label)].Index]))
                {
                    image.Clear(new PixelRect(run.Begin, y, run.End - run.Begin, 1));
                }
            }
        }

        return Filter(filter);
    }

    /// <summary>Forgets the components that the filter refuses; the others keep their order.</summary>
    public ReadOnlySpan<Component> Filter(in ComponentFilter filter)
    {
        var kept = 0;
        for (var i = 0; i < Count; i++)
        {
            if (filter.Accepts(_components[i]))
            {
                _components[kept++] = _components[i];
            }
        }

        Count = kept;
        return Items;
    }

    [MethodImpl(Jit.Kernel)]
    private void Collect()
    {
        var labels = _labeler.LabelCount;
        if (_sums.Length < labels)
        {
            _sums = new Sums[Math.Max(labels, 2 * _sums.Length)];
        }

        var sums = _sums.AsSpan(0, labels);
        ref var first = ref MemoryMarshal.GetReference(sums);
        for (var i = 0; i < sums.Length; i++)
        {
            Unsafe.Add(ref first, i) = Sums.None;
        }

        var runs = _labeler.Runs;
        for (var y = _labeler.FirstRow; y < _labeler.EndRow; y++)
        {
            foreach (ref readonly var run in runs[_labeler.RowStart(y).._labeler.RowStart(y + 1)])
            {
                Unsafe.Add(ref first, run.Label).Add(run.Begin, run.End, y);
            }
        }

        // A label's parent has a lower number, so that from the last to the first everything arrives at a root.
        var roots = 0;
        for (var i = sums.Length - 1; i >= 0; i--)
        {
            var parent = _labeler.Parent(i);
            if (parent == i)
            {
                roots++;
            }
            else
            {
                sums[parent].Add(sums[i]);
            }
        }

        if (_components.Length < roots)
        {
            _components = new Component[Math.Max(roots, 2 * _components.Length)];
        }

        // The lower label wins a union, so roots are in the order of their first pixels.
        Count = 0;
        for (var i = 0; i < sums.Length; i++)
        {
            if (_labeler.Parent(i) == i)
            {
                sums[i].Index = Count;
                _components[Count++] = sums[i].ToComponent();
            }
        }
    }

    private struct Sums
    {
        public int Index;
        private int _area;
        private int _left;
        private int _right;
        private int _top;
        private int _bottom;
        private long _twiceSumX;
        private long _sumY;

        public static Sums None => new() { _left = int.MaxValue, _top = int.MaxValue };

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(int begin, int end, int row)
        {
            var length = end - begin;
            _left = Math.Min(_left, begin);
            _right = Math.Max(_right, end);
            _top = Math.Min(_top, row);
            _bottom = row + 1;
            _area += length;
            _twiceSumX += (long)(begin + end - 1) * length;
            _sumY += (long)row * length;
        }

        public void Add(in Sums other)
        {
            _left = Math.Min(_left, other._left);
            _right = Math.Max(_right, other._right);
            _top = Math.Min(_top, other._top);
            _bottom = Math.Max(_bottom, other._bottom);
            _area += other._area;
            _twiceSumX += other._twiceSumX;
            _sumY += other._sumY;
        }

        public readonly Component ToComponent() => new(
            _area, new PixelRect(_left, _top, _right - _left, _bottom - _top), _twiceSumX / 2, _sumY);
    }
}
