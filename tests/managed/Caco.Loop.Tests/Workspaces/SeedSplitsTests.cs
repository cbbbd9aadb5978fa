using Caco.Loop.Workspaces;

namespace Caco.Loop.Tests;

public sealed class SeedSplitsTests
{
    [Fact]
    public void Ranges_give_their_seeds()
    {
        var splits = SeedSplits.Of(new SeedSettings { Train = "0-2,9", Validate = "3", HoldOut = "4-5" });
        Assert.Equal([0u, 1, 2, 9], splits.Train);
        Assert.Equal([3u], splits.Validate);
        Assert.Equal([4u, 5], splits.HoldOut);
    }

    [Theory]
    [InlineData("0-9", "9-12", "20", "seeds.train and seeds.validate share the seed 9.")]
    [InlineData("0-9", "10-19", "5-30", "seeds.train and seeds.holdOut share the seeds 5, 6, 7, 8, 9.")]
    [InlineData("0-9", "10-19", "12-30", "seeds.validate and seeds.holdOut share the seeds 12, 13, 14, 15, 16 and 3 more.")]
    public void A_seed_that_serves_two_purposes_is_named(string train, string validate, string holdOut, string complaint)
    {
        var seeds = new SeedSettings { Train = train, Validate = validate, HoldOut = holdOut };
        var message = Assert.Throws<RequestException>(() => SeedSplits.Of(seeds, "mine.json")).Message;
        Assert.StartsWith("mine.json: " + complaint, message, StringComparison.Ordinal);
    }
}
