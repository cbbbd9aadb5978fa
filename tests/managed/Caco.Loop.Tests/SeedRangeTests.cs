using Caco.Loop.Play;

namespace Caco.Loop.Tests;

public sealed class SeedRangeTests
{
    [Theory]
    [InlineData("7", new uint[] { 7 })]
    [InlineData("0-3", new uint[] { 0, 1, 2, 3 })]
    [InlineData("5-5", new uint[] { 5 })]
    [InlineData("8,0-2", new uint[] { 8, 0, 1, 2 })]
    [InlineData("4294967294-4294967295", new uint[] { 4294967294, 4294967295 })]
    [InlineData(" 1 - 2 , 4 ", new uint[] { 1, 2, 4 })]
    public void A_range_gives_its_seeds_in_the_order_written(string text, uint[] expected) =>
        Assert.Equal(expected, SeedRange.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("a")]
    [InlineData("1-")]
    [InlineData("-1")]
    [InlineData("3-1")]
    [InlineData("1.5")]
    [InlineData("+1")]
    [InlineData("1,,2")]
    [InlineData("0-2,1")]
    [InlineData("4294967296")]
    [InlineData("0-4294967295")]
    public void A_bad_range_names_itself(string text)
    {
        var failure = Assert.Throws<RequestException>(() => SeedRange.Parse(text));
        Assert.Contains($"--seeds {text}", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("320x240", 320, 240)]
    [InlineData("RES_160X120", 160, 120)]
    [InlineData("1920x1200", 1920, 1200)]
    public void A_screen_size_is_read(string text, int width, int height) =>
        Assert.Equal(new ScreenSize(width, height), ScreenSize.Parse(text));

    [Theory]
    [InlineData("320")]
    [InlineData("31x240")]
    [InlineData("320x1201")]
    [InlineData("axb")]
    [InlineData("320x240x8")]
    public void A_bad_screen_size_is_refused(string text) => Assert.Throws<RequestException>(() => ScreenSize.Parse(text));

    [Fact]
    public void Statistics_are_those_of_the_sample()
    {
        var figures = Statistics.Of([2, 4, 6, 8]);
        Assert.Equal(5, figures.Mean);
        Assert.Equal(2, figures.Min);
        Assert.Equal(8, figures.Max);
        Assert.Equal(Math.Sqrt(20.0 / 3 / 4), figures.StandardError, 12);
        Assert.Equal(new Statistics(3, 3, 3, 0), Statistics.Of([3]));
    }
}
