using Caco.Loop.Imaging;
using SkiaSharp;

namespace Caco.Loop.Tests;

public sealed class PictureTests
{
    [Fact]
    public void Indices_become_colours_and_survive_PNG()
    {
        using var folder = new TemporaryFolder();
        var palette = new byte[768];
        (palette[3 * 7], palette[3 * 7 + 1], palette[3 * 7 + 2]) = (10, 200, 30);
        Picture.FromIndices([0, 7, 7, 0, 0, 0], palette, 3, 2).Save(folder.File("p.png"));
        using var read = SKBitmap.Decode(folder.File("p.png"));
        Assert.Equal((3, 2), (read.Width, read.Height));
        Assert.Equal(new SKColor(10, 200, 30), read.GetPixel(1, 0));
        Assert.Equal(new SKColor(0, 0, 0), read.GetPixel(1, 1));
    }

    [Fact]
    public void Grey_PNG_values_are_read_as_they_are()
    {
        using var folder = new TemporaryFolder();
        using var bitmap = new SKBitmap(new SKImageInfo(256, 2, SKColorType.Gray8, SKAlphaType.Opaque));
        var values = Enumerable.Range(0, 512).Select(static i => (byte)(i * 3)).ToArray();
        values.CopyTo(bitmap.GetPixelSpan());
        using (var file = File.Create(folder.File("g.png")))
        {
            Assert.True(bitmap.Encode(file, SKEncodedImageFormat.Png, 100));
        }

        var (pixels, width, height) = GreyPng.Read(folder.File("g.png"));
        Assert.Equal((256, 2), (width, height));
        Assert.Equal(values, pixels);
    }

    [Fact]
    public void A_colour_PNG_is_refused()
    {
        using var folder = new TemporaryFolder();
        new Picture(2, 2).Save(folder.File("c.png"));
        Assert.Throws<LoopException>(() => GreyPng.Read(folder.File("c.png")));
        Assert.Throws<LoopException>(() => GreyPng.Read(folder.File("none.png")));
    }

    [Fact]
    public void The_font_has_every_character_of_a_caption_and_no_two_alike()
    {
        const string Characters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ.,:-+/()=_%<>!?#*[]';";
        var shapes = Characters.Select(c =>
        {
            var shape = "";
            for (var i = 0; i < PixelFont.Width * PixelFont.Height; i++)
            {
                shape += PixelFont.IsSet(c, i % PixelFont.Width, i / PixelFont.Width) ? '#' : '.';
            }

            return shape;
        }).ToList();
        Assert.Distinct(shapes);
        Assert.DoesNotContain(new string('.', PixelFont.Width * PixelFont.Height), shapes);
        Assert.False(PixelFont.IsSet(' ', 2, 3));
    }

    [Fact]
    public void A_sheet_holds_all_frames_and_their_captions()
    {
        var red = Picture.Color(255, 0, 0);
        var frames = Enumerable.Range(0, 7).Select(_ => (new Picture(640, 480, red), "TIC 1")).ToArray();
        var sheet = ContactSheet.Create("TITLE", frames);
        var counts = new Dictionary<uint, int>();
        for (var y = 0; y < sheet.Height; y++)
        {
            for (var x = 0; x < sheet.Width; x++)
            {
                counts[sheet[x, y]] = counts.GetValueOrDefault(sheet[x, y]) + 1;
            }
        }

        // Frames wider than a cell are halved.
        Assert.Equal(7 * 320 * 240, counts[red]);
        Assert.True(counts[Picture.White] > 30);
        Assert.Equal(4, counts.Count);
    }
}
