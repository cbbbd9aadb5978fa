using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using Caco.Policies;

namespace Caco.Loop.Evaluate;

/// <summary>
/// The sign-flip permutation test of a mean difference.
/// </summary>
/// <remarks>
/// <para>
/// When candidate and incumbent are no different, exchanging the two scores of a seed changes nothing, so that every
/// difference is as likely to have come out with the other sign, whatever its size. Among the differences with flipped
/// signs the observed ones are then a random draw, and the share of flips whose sum is at least the observed one is a
/// valid p-value at any number of seeds and for any distribution: no normality, no equal variances (R. A. Fisher, The
/// Design of Experiments, 1935). Since the sum of squares does not change with signs, the flip of the mean is also the
/// flip of the t statistic, which keeps the error close to nominal for differences that are merely of mean zero and not
/// symmetric.
/// </para>
/// <para>
/// Up to <see cref="Exponent"/> differences all flips are taken. Beyond, a fixed subgroup of 2^<see cref="Exponent"/>
/// flips: each difference has a label of <see cref="Exponent"/> bits, and flip g turns the differences whose label has
/// odd parity with g. A subgroup that holds the identity keeps the test exact though it is the same for every test
/// (Hemerik and Goeman, Exact testing with random permutations, TEST 27, 2018), while a fixed set of independent draws
/// would be exact only on average; the identity's own place in the count is what is known as the "+1" of Monte Carlo
/// tests. Labels are distinct and not zero, so that signs are independent in pairs and the spread of the sums is that
/// of all flips. With labels as positions, all sums together are one Walsh-Hadamard transform.
/// </para>
/// </remarks>
public static class SignFlips
{
    /// <summary>The logarithm of the number of flips: the smallest p-value is 2^-14, or about 0.00006.</summary>
    public const int Exponent = 14;

    private const ulong LabelStart = 0x7369676E73;

    /// <summary>
    /// The one-sided p-value for "the mean is not above zero". Zeros tell nothing; of zeros alone it is 1.
    /// </summary>
    public static double PValue(ReadOnlySpan<double> differences)
    {
        var (sum, size, count) = (0.0, 0.0, 0);
        foreach (var difference in differences)
        {
            sum += difference;
            size += Math.Abs(difference);
            count += difference == 0 ? 0 : 1;
        }

        if (count >= 1 << Exponent)
        {
            throw new ArgumentException($"At most {(1 << Exponent) - 1} differences can be told apart.", nameof(differences));
        }

        var bits = Math.Min(count, Exponent);
        var pool = ArrayPool<double>.Shared.Rent(1 << bits);
        var sums = pool.AsSpan(0, 1 << bits);
        sums.Clear();
        Place(differences, sums, bits);
        Transform(sums);

        // Sums that are equal but for rounding count as equal, which can only raise the p-value.
        var bound = sum - 1e-9 * size;
        var reached = 0;
        foreach (var value in sums)
        {
            reached += value >= bound ? 1 : 0;
        }

        ArrayPool<double>.Shared.Return(pool);
        return reached / (double)(1 << bits);
    }

    // Each difference at its label: the first ones at single bits, so that few differences have all flips.
    private static void Place(ReadOnlySpan<double> differences, Span<double> sums, int bits)
    {
        var labels = new DeterministicRandom(LabelStart);
        var taken = new HashSet<int>();
        foreach (var difference in differences)
        {
            if (difference == 0)
            {
                continue;
            }

            var label = taken.Count < bits ? 1 << taken.Count : labels.Next(sums.Length);
            while (label == 0 || !taken.Add(label))
            {
                label = labels.Next(sums.Length);
            }

            sums[label] = difference;
        }
    }

    // sums[g] becomes the sum of all sums[i], negated where i and g have an odd number of bits in common.
    private static void Transform(Span<double> sums)
    {
        var half = 1;
        if (sums.Length >= 4)
        {
            // The steps that are too short for vectors, two at once.
            for (var i = 0; i <= sums.Length - 4; i += 4)
            {
                var four = sums.Slice(i, 4);
                var (a, b, c, d) = (four[0] + four[1], four[0] - four[1], four[2] + four[3], four[2] - four[3]);
                (four[0], four[1], four[2], four[3]) = (a + c, b + d, a - c, b - d);
            }

            half = 4;
        }

        for (; half < sums.Length; half *= 2)
        {
            for (var block = 0; block < sums.Length; block += 2 * half)
            {
                Butterfly(sums.Slice(block, half), sums.Slice(block + half, half));
            }
        }
    }

    private static void Butterfly(Span<double> a, Span<double> b)
    {
        if (a.Length % Vector<double>.Count != 0)
        {
            for (var i = 0; i < a.Length; i++)
            {
                (a[i], b[i]) = (a[i] + b[i], a[i] - b[i]);
            }

            return;
        }

        var left = MemoryMarshal.Cast<double, Vector<double>>(a);
        var right = MemoryMarshal.Cast<double, Vector<double>>(b);
        for (var i = 0; i < left.Length && i < right.Length; i++)
        {
            var (x, y) = (left[i], right[i]);
            left[i] = x + y;
            right[i] = x - y;
        }
    }
}
