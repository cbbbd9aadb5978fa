using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Caco.Vision;

/// <summary>An unbroken run of ones in a row: columns Begin .. End - 1.</summary>
internal struct PixelRun
{
    public int Begin;
    public int End;
    public int Label;
}

/// <summary>
/// Splits an image into runs and joins those that touch, by union-find over run labels. Its arrays grow to the largest
/// image that it has met and then stay.
/// </summary>
internal sealed class RunLabeler
{
    // Positions are written eight at a time, past the last one that counts.
    private const int Slack = 8;

    private PixelRun[] _runs = new PixelRun[512];
    private int[] _rowStarts = new int[256];
    private int[] _parents = new int[256];
    private int[] _edges = new int[256];

    public int RowCount { get; private set; }

    /// <summary>First row with a run; 0 where there is none.</summary>
    public int FirstRow { get; private set; }

    /// <summary>One past the last row with a run; 0 where there is none.</summary>
    public int EndRow { get; private set; }

    public int LabelCount { get; private set; }

    /// <summary>All runs, row by row from the left.</summary>
    public ReadOnlySpan<PixelRun> Runs => _runs.AsSpan(0, _rowStarts[RowCount]);

    /// <summary>Position in <see cref="Runs"/> of a row's first run; of the row behind the last: their number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int RowStart(int row) => _rowStarts[row];

    public ReadOnlySpan<PixelRun> RunsOfRow(int row) => _runs.AsSpan(_rowStarts[row].._rowStarts[row + 1]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Parent(int label) => _parents[label];

    /// <summary>The lowest label of the component that a label belongs to.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Root(int label) => Root(ref MemoryMarshal.GetArrayDataReference(_parents), label);

    [MethodImpl(Jit.Kernel)]
    public void Label(BitImage image, Connectivity connectivity)
    {
        var reach = connectivity == Connectivity.Eight ? 1 : 0;
        RowCount = image.Height;
        if (_rowStarts.Length <= image.Height)
        {
            _rowStarts = new int[image.Height + 1];
        }

        if (_edges.Length < image.Width + 2 + Slack)
        {
            _edges = new int[image.Width + 2 + Slack];
        }

        // Bands leave much of an image empty.
        FirstRow = Math.Max(0, image.Body.IndexOfAnyExcept(0UL)) / image.RowStride;
        EndRow = (image.Body.LastIndexOfAnyExcept(0UL) + image.RowStride) / image.RowStride;
        _rowStarts.AsSpan(0, FirstRow).Clear();
        var count = 0;
        var labels = 0;
        var above = 0;
        for (var y = FirstRow; y < EndRow; y++)
        {
            _rowStarts[y] = count;
            var here = FindEdges(image.Row(y), _edges) / 2;
            if (here != 0)
            {
                MakeRoom(count + here, labels + here);
                labels = Join(above, count, here, labels, reach);
            }

            above = count;
            count += here;
        }

        _rowStarts.AsSpan(EndRow, image.Height + 1 - EndRow).Fill(count);
        LabelCount = labels;
    }

    /// <summary>Gives the runs of a row their labels.</summary>
    /// <param name="above">First run of the row above; its runs end where this row's begin.</param>
    /// <param name="start">Where this row's runs begin.</param>
    /// <param name="count">How many they are; their columns are in the edges.</param>
    /// <param name="labels">Labels in use so far.</param>
    /// <param name="reach">1 where diagonals touch, else 0.</param>
    /// <returns>Labels in use now.</returns>
    [MethodImpl(Jit.Kernel)]
    private int Join(int above, int start, int count, int labels, int reach)
    {
        ref var runs = ref MemoryMarshal.GetArrayDataReference(_runs);
        ref var parents = ref MemoryMarshal.GetArrayDataReference(_parents);
        ref var edges = ref MemoryMarshal.GetArrayDataReference(_edges);
        var end = start;
        for (var i = 0; i < count; i++)
        {
            ref var run = ref Unsafe.Add(ref runs, start + i);
            var from = Unsafe.Add(ref edges, 2 * i);
            var to = Unsafe.Add(ref edges, 2 * i + 1);
            run.Begin = from;
            run.End = to;

            // Runs of the row above that end before this one begins touch none of the runs to come either.
            while (above < end && Unsafe.Add(ref runs, above).End + reach <= from)
            {
                above++;
            }

            if (above == end || Unsafe.Add(ref runs, above).Begin >= to + reach)
            {
                Unsafe.Add(ref parents, labels) = labels;
                run.Label = labels++;
                continue;
            }

            var root = Root(ref parents, Unsafe.Add(ref runs, above).Label);

            // One that reaches over the next one's beginning ends before this run does: the next run needs only the last.
            while (above + 1 < end && Unsafe.Add(ref runs, above + 1).Begin < to + reach)
            {
                above++;
                var other = Root(ref parents, Unsafe.Add(ref runs, above).Label);
                if (other != root)
                {
                    var low = Math.Min(root, other);
                    Unsafe.Add(ref parents, Math.Max(root, other)) = low;
                    root = low;
                }
            }

            run.Label = root;
        }

        return labels;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Root(ref int parents, int label)
    {
        var parent = Unsafe.Add(ref parents, label);
        while (parent != label)
        {
            // Halving the path keeps later look-ups short.
            var next = Unsafe.Add(ref parents, parent);
            Unsafe.Add(ref parents, label) = next;
            label = next;
            parent = Unsafe.Add(ref parents, label);
        }

        return label;
    }

    /// <summary>Columns where a bit differs from its left neighbour: begins and ends of runs in turn.</summary>
    /// <returns>How many, an even number.</returns>
    [MethodImpl(Jit.Kernel)]
    private static int FindEdges(ReadOnlySpan<ulong> words, Span<int> edges)
    {
        ref var e = ref MemoryMarshal.GetReference(edges);
        var count = 0;
        var carry = 0UL;
        var column = 0;
        foreach (var word in words)
        {
            var changes = word ^ (word << 1 | carry);
            carry = word >> 63;
            if (changes != 0)
            {
                var next = count + BitOperations.PopCount(changes);

                // Blocks of a fixed length predict better than a loop that ends with the last bit.
                do
                {
                    ref var block = ref Unsafe.Add(ref e, count);
                    block = column + BitOperations.TrailingZeroCount(changes);
                    changes &= changes - 1;
                    Unsafe.Add(ref block, 1) = column + BitOperations.TrailingZeroCount(changes);
                    changes &= changes - 1;
                    Unsafe.Add(ref block, 2) = column + BitOperations.TrailingZeroCount(changes);
                    changes &= changes - 1;
                    Unsafe.Add(ref block, 3) = column + BitOperations.TrailingZeroCount(changes);
                    changes &= changes - 1;
                    count += 4;
                }
                while (changes != 0);
                count = next;
            }

            column += BitImage.WordBits;
        }

        if (carry != 0)
        {
            Unsafe.Add(ref e, count++) = column;
        }

        return count;
    }

    private void MakeRoom(int runs, int labels)
    {
        if (_runs.Length < runs)
        {
            Array.Resize(ref _runs, Math.Max(2 * _runs.Length, runs));
        }

        if (_parents.Length < labels)
        {
            Array.Resize(ref _parents, Math.Max(2 * _parents.Length, labels));
        }
    }
}
