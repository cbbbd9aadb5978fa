using SkiaSharp;

namespace Caco.Cli.Tests;

public sealed class GalleryTests
{
    [Fact]
    public void Every_buffer_of_every_scene_is_drawn_in_three_resolutions()
    {
        Cli.NeedIwad();
        using var folder = new TemporaryFolder();
        var result = Cli.Run("gallery", "--out", folder.File("pictures"), "--json");
        Assert.True(result.Code == ExitCodes.Ok, result.Error);
        var files = result.Json().GetProperty("files").EnumerateArray().Select(static f => f.GetString()!).ToList();
        var scenes = files.Where(static f => f.EndsWith("-screen.png", StringComparison.Ordinal)).ToList();
        Assert.Equal(4 * scenes.Count + 3 + 1, files.Count);
        Assert.Equal(3, scenes.Select(static f => f.Split('-')[0]).Distinct().Count());
        foreach (var file in files.Where(static f => f.Contains('-', StringComparison.Ordinal)))
        {
            using var picture = SKBitmap.Decode(Path.Combine(folder.File("pictures"), file));
            Assert.Equal(file.Split('-')[0], $"{picture.Width}x{picture.Height}");
            Assert.True(picture.Pixels.Distinct().Count() > 3, $"{file} shows nothing");
        }

        var page = File.ReadAllText(Path.Combine(folder.File("pictures"), "index.html"));
        Assert.All((string[])["160x120.png", "320x240.png", "640x480.png"], sheet => Assert.Contains(sheet, page));
    }
}
