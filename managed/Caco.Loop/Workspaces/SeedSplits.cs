using Caco.Loop.Play;

namespace Caco.Loop.Workspaces;

/// <summary>The seeds of each purpose, none of which serves two. Immutable.</summary>
/// <param name="Train">For agents and first stages.</param>
/// <param name="Validate">For verdicts.</param>
/// <param name="HoldOut">Sealed; empty in an agent's copy.</param>
public sealed record SeedSplits(IReadOnlyList<uint> Train, IReadOnlyList<uint> Validate, IReadOnlyList<uint> HoldOut)
{
    private const int NamedSeeds = 5;

    /// <summary>The seeds of a loop.json.</summary>
    /// <param name="seeds">The ranges.</param>
    /// <param name="file">What messages call the document.</param>
    /// <exception cref="RequestException">A range cannot be read, or a seed serves two purposes.</exception>
    public static SeedSplits Of(SeedSettings seeds, string file = "loop.json")
    {
        ArgumentNullException.ThrowIfNull(seeds);
        var splits = new SeedSplits(
            SeedRange.Parse(seeds.Train, $"{file}: seeds.train"),
            SeedRange.Parse(seeds.Validate, $"{file}: seeds.validate"),
            seeds.HoldOut.Length == 0 ? [] : SeedRange.Parse(seeds.HoldOut, $"{file}: seeds.holdOut"));
        RefuseOverlap(file, ("seeds.train", splits.Train), ("seeds.validate", splits.Validate));
        RefuseOverlap(file, ("seeds.train", splits.Train), ("seeds.holdOut", splits.HoldOut));
        RefuseOverlap(file, ("seeds.validate", splits.Validate), ("seeds.holdOut", splits.HoldOut));
        return splits;
    }

    private static void RefuseOverlap(
        string file, (string Name, IReadOnlyList<uint> Seeds) one, (string Name, IReadOnlyList<uint> Seeds) other)
    {
        var both = one.Seeds.Intersect(other.Seeds).Order().ToList();
        if (both.Count > 0)
        {
            var named = string.Join(", ", both.Take(NamedSeeds)) + (both.Count > NamedSeeds ? $" and {both.Count - NamedSeeds} more" : "");
            throw new RequestException(
                $"{file}: {one.Name} and {other.Name} share {(both.Count == 1 ? "the seed" : "the seeds")} {named}. "
                + "A seed may serve one purpose only; change one of the ranges.");
        }
    }
}
