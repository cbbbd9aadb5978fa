using System.Numerics;

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
    private Component[] _components;
    private Partial[] _partials;
    private Run[] _above = new Run[64];
    private Run[] _here = new Run[64];

    /// <param name="capacity">Components to hold without growth.</param>
    public ComponentBuffer(int capacity = 256)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _components = new Component[capacity];
        _partials = new Partial[capacity];
    }

    /// <summary>Number of components of the last image.</summary>
    public int Count { get; private set; }

    /// <summary>The components of the last image, ordered by their first pixel, row by row from the left.</summary>
    public ReadOnlySpan<Component> Items => _components.AsSpan(0, Count);

    /// <summary>Finds the components of an image; earlier ones are forgotten.</summary>
    /// <returns>The same as <see cref="Items"/>.</returns>
    public ReadOnlySpan<Component> Find(BitImage image, Connectivity connectivity = Connectivity.Eight)
    {
        var reach = connectivity == Connectivity.Eight ? 1 : 0;
        var runLimit = image.Width / 2 + 1;
        if (_here.Length < runLimit)
        {
            _here = new Run[runLimit];
            _above = new Run[runLimit];
        }

        var partialCount = 0;
        var aboveCount = 0;
        for (var y = 0; y < image.Height; y++)
        {
            var hereCount = FindRuns(image.Row(y), _here);
            if (partialCount + hereCount > _partials.Length)
            {
                Array.Resize(ref _partials, Math.Max(_partials.Length * 2, partialCount + hereCount));
            }

            var first = 0;
            for (var i = 0; i < hereCount; i++)
            {
                ref var run = ref _here[i];

                // Runs of the row above that end before this one begins touch none of the runs to come either.
                while (first < aboveCount && _above[first].End + reach <= run.Begin)
                {
                    first++;
                }

                var root = -1;
                for (var j = first; j < aboveCount && _above[j].Begin < run.End + reach; j++)
                {
                    var other = Root(_above[j].Partial);
                    root = root < 0 || root == other ? other : Join(root, other);
                }

                if (root < 0)
                {
                    root = partialCount++;
                    _partials[root] = new Partial(root, run.Begin, y);
                }

                run.Partial = root;
                _partials[root].Add(run.Begin, run.End, y);
            }

            (_above, _here) = (_here, _above);
            aboveCount = hereCount;
        }

        Collect(partialCount);
        return Items;
    }

    private static int FindRuns(ReadOnlySpan<ulong> words, Span<Run> runs)
    {
        var count = 0;
        var open = false;
        for (var w = 0; w < words.Length; w++)
        {
            // The edges of runs are where a bit differs from its left neighbour.
            var word = words[w];
            var edges = word ^ (word << 1 | (open ? 1UL : 0UL));
            while (edges != 0)
            {
                var x = w * BitImage.WordBits + BitOperations.TrailingZeroCount(edges);
                edges &= edges - 1;
                if (open)
                {
                    runs[count++].End = x;
                }
                else
                {
                    runs[count].Begin = x;
                }

                open = !open;
            }
        }

        if (open)
        {
            runs[count++].End = words.Length * BitImage.WordBits;
        }

        return count;
    }

    private int Root(int partial)
    {
        while (_partials[partial].Parent != partial)
        {
            // Halving the path keeps later look-ups short.
            ref var parent = ref _partials[partial].Parent;
            parent = _partials[parent].Parent;
            partial = parent;
        }

        return partial;
    }

    private int Join(int a, int b)
    {
        var (root, child) = a < b ? (a, b) : (b, a);
        _partials[root].Add(_partials[child]);
        _partials[child].Parent = root;
        return root;
    }

    private void Collect(int partialCount)
    {
        if (_components.Length < partialCount)
        {
            _components = new Component[_partials.Length];
        }

        // The lower index wins a join, so roots are in the order of their first pixels.
        Count = 0;
        for (var i = 0; i < partialCount; i++)
        {
            ref var partial = ref _partials[i];
            if (partial.Parent == i)
            {
                _components[Count++] = partial.ToComponent();
            }
        }
    }

    private struct Run
    {
        public int Begin;
        public int End;
        public int Partial;
    }

    private struct Partial(int parent, int x, int y)
    {
        public int Parent = parent;
        private int _left = x;
        private int _right = x;
        private readonly int _top = y;
        private int _bottom = y;
        private int _area;
        private long _sumX;
        private long _sumY;

        public void Add(int begin, int end, int row)
        {
            var length = end - begin;
            _left = Math.Min(_left, begin);
            _right = Math.Max(_right, end);
            _bottom = row + 1;
            _area += length;
            _sumX += (long)(begin + end - 1) * length / 2;
            _sumY += (long)row * length;
        }

        // The receiver's first pixel comes earlier, so its top stands.
        public void Add(in Partial other)
        {
            _left = Math.Min(_left, other._left);
            _right = Math.Max(_right, other._right);
            _bottom = Math.Max(_bottom, other._bottom);
            _area += other._area;
            _sumX += other._sumX;
            _sumY += other._sumY;
        }

        public readonly Component ToComponent() => new(
            _area, new PixelRect(_left, _top, _right - _left, _bottom - _top), _sumX, _sumY);
    }
}
