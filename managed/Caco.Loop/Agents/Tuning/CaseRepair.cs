namespace Caco.Loop.Agents.Tuning;

/// <summary>
/// Takes back as little as possible of a change of constants so that no behaviour case is lost: the judge would reject it
/// otherwise, whatever it scores. Cases are short, so that many can be run for the price of one episode.
/// </summary>
internal sealed class CaseRepair(IProbe probe, SearchSpace space)
{
    private const int Rounds = 3;

    private static readonly double[] Blends = [0.5, 0.25];

    /// <summary>The constants as they are when they lose no case; else near ones that lose none; null when none were found.</summary>
    public async Task<double[]?> RepairAsync(double[] values, CancellationToken cancellation)
    {
        var lost = await LostAsync(values, cancellation).ConfigureAwait(false);
        var current = values;
        for (var round = 0; round < Rounds && lost > 0; round++)
        {
            var (best, fewest) = await RevertOneAsync(current, cancellation).ConfigureAwait(false);
            if (best is null || fewest >= lost)
            {
                break;
            }

            (current, lost) = (best, fewest);
        }

        return lost == 0 ? IfChanged(current) : await BlendAsync(values, cancellation).ConfigureAwait(false);
    }

    /// <summary>The constants with that one set back which saves the most cases.</summary>
    private async Task<(double[]? Values, int Lost)> RevertOneAsync(double[] values, CancellationToken cancellation)
    {
        double[]? best = null;
        var fewest = int.MaxValue;
        for (var i = 0; i < space.Count && fewest > 0; i++)
        {
            if (values[i] == space.Current[i])
            {
                continue;
            }

            double[] reverted = [.. values];
            reverted[i] = space.Current[i];
            var lost = await LostAsync(reverted, cancellation).ConfigureAwait(false);
            if (lost < fewest)
            {
                (best, fewest) = (reverted, lost);
            }
        }

        return (best, fewest);
    }

    /// <summary>A part of the way from the incumbent.</summary>
    private async Task<double[]?> BlendAsync(double[] values, CancellationToken cancellation)
    {
        var (from, to) = (space.Point(space.Current), space.Point(values));
        foreach (var share in Blends)
        {
            var blend = space.Values([.. from.Zip(to, (a, b) => a + share * (b - a))]);
            if (IfChanged(blend) is not null && await LostAsync(blend, cancellation).ConfigureAwait(false) == 0)
            {
                return blend;
            }
        }

        return null;
    }

    private double[]? IfChanged(double[] values) => values.SequenceEqual(space.Current) ? null : values;

    private async Task<int> LostAsync(double[] values, CancellationToken cancellation) =>
        (await probe.LostCasesAsync(space.Sources(values), cancellation).ConfigureAwait(false)).Count;
}
