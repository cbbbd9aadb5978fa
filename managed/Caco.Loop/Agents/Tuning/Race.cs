using System.Collections.Concurrent;

namespace Caco.Loop.Agents.Tuning;

/// <summary>Plays several sets of constants on the same seeds.</summary>
internal sealed class Race(IProbe probe, SearchSpace space)
{
    private static readonly ParallelOptions Width = new() { MaxDegreeOfParallelism = Math.Clamp(Environment.ProcessorCount, 2, 8) };

    private readonly ConcurrentQueue<string> _failures = new();

    /// <summary>Scores in the order of values and seeds; empty for constants that could not play to the end.</summary>
    public async Task<double[][]> PlayAsync(IReadOnlyList<double[]> values, uint[] seeds, CancellationToken cancellation)
    {
        var scores = new double[values.Count][];
        if (seeds.Length == 0)
        {
            Array.Fill(scores, []);
            return scores;
        }

        // Rounding makes twins; they are played once.
        var first = Enumerable.Range(0, values.Count)
            .Select(i => Enumerable.Range(0, i + 1).First(j => values[j].SequenceEqual(values[i]))).ToArray();
        var options = new ParallelOptions { MaxDegreeOfParallelism = Width.MaxDegreeOfParallelism, CancellationToken = cancellation };
        await Parallel.ForEachAsync(
            first.Distinct(),
            options,
            async (i, token) => scores[i] = await PlayAsync(values[i], seeds, token).ConfigureAwait(false)).ConfigureAwait(false);
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = scores[first[i]];
        }

        return scores;
    }

    /// <summary>Constants cannot be compared with a policy that does not play.</summary>
    /// <exception cref="LoopException">The incumbent has no scores.</exception>
    public void RefuseBrokenIncumbent(double[] scores)
    {
        if (scores.Length == 0)
        {
            throw new LoopException($"The tuner has nothing to compare with: the policy as it stands cannot play. {_failures.FirstOrDefault()}");
        }
    }

    private async Task<double[]> PlayAsync(double[] values, uint[] seeds, CancellationToken cancellation)
    {
        var result = await probe.PlayAsync(space.Sources(values), seeds, cancellation).ConfigureAwait(false);
        if (result.Failure is null && result.Diagnostics.Count == 0 && result.Episodes.Count == seeds.Length)
        {
            return [.. result.Episodes.Select(probe.Score)];
        }

        _failures.Enqueue(result.Failure?.Message ?? (result.Diagnostics is [var first, ..] ? first.ToString() : "Episodes are missing."));
        return [];
    }
}
