using Caco.Loop.Imaging;

namespace Caco.Vision.Bench;

/// <summary>What each kernel does to a frame of the built-in Battle arena, as pictures.</summary>
internal static class Gallery
{
    private const int Width = 320;
    private const int Height = 240;
    private const int FrameCount = 60;

    private static readonly uint[] LabelColors = [.. Enumerable.Range(1, 255).Select(static i =>
        Picture.Color((byte)(64 + i * 67 % 192), (byte)(64 + i * 131 % 192), (byte)(64 + i * 29 % 192)))];

    public static void Draw(string folder)
    {
        Directory.CreateDirectory(folder);
        var frames = BattleFrames.Play(Width, Height, FrameCount);
        var workspace = new VisionWorkspace(Width, Height, 2);
        var crests = PaletteMask.Compile(frames.Palette, static c => c.R >= 64 && c.G <= 36 && c.B <= 36);
        var index = Enumerable.Range(0, FrameCount).MaxBy(i => frames[i].Where(crests, workspace).Band(90, 130).Count());
        var frame = frames[index];
        var rgb = frames.Palette.RgbBytes;
        Save("1-frame", Picture.FromIndices(frame.Pixels, rgb, Width, Height));

        // Brown: imps, and much of the arena's own stone. The margins keep grey out.
        var brown = PaletteMask.Compile(frames.Palette, ColorThreshold.Any.Red(56, 160).RedOverGreen(20).RedOverBlue(36));
        var mask = frame.Where(brown, workspace);
        Save("2-mask", OfBits(mask.Image));
        mask = mask.Band(40, 205).Close(4, 4).Dilate(3, 4);
        Save("3-closed", OfBits(mask.Image));

        var labels = new int[Width * Height];
        var buffer = new ComponentBuffer();
        var filter = ComponentFilter.Any with { MinArea = 60, MinHeight = 8 };
        buffer.Keep(mask.Image, Connectivity.Eight, filter);
        var found = buffer.Find(mask.Image, Connectivity.Eight, labels);
        var parts = OfLabels(labels);
        var boxes = Picture.FromIndices(frame.Pixels, rgb, Width, Height);
        foreach (ref readonly var component in found)
        {
            var box = component.Box;
            parts.Outline(box.X, box.Y, box.Right, box.Bottom, Picture.White);
            boxes.Outline(box.X, box.Y, box.Right, box.Bottom, Picture.Color(255, 220, 0));
            boxes.Write($"{component.Area}", box.X + 2, box.Y + 2, Picture.White);
        }

        Save("4-components", parts);
        Save("5-boxes", boxes);

        var gray = Gray.Apply(frame, Gray.Table(frames.Palette), new byte[Width * Height]);
        var slopes = new short[Width * Height];
        Edges.SobelX(gray, slopes);
        Save("6-sobel", OfGray(Array.ConvertAll(slopes, static s => (byte)Math.Min(255, Math.Abs((int)s)))));

        // How far each column is free of what was found, from above the weapon upwards.
        var free = new int[Width];
        const int bottom = 200;
        mask.Image.Not();
        ColumnProfile.FreeSpace(mask.Image, bottom, free);
        var way = Picture.FromIndices(frame.Pixels, rgb, Width, Height);
        for (var x = 0; x < Width; x++)
        {
            way.Outline(x, bottom - free[x], x + 1, bottom - free[x] + 2, Picture.Color(0, 255, 80));
        }

        Save("7-free-way", way);

        void Save(string name, Picture picture) => picture.Save(Path.Combine(folder, name + ".png"));
    }

    private static Picture OfBits(BitImage image)
    {
        var bytes = new byte[Width * Height];
        image.Expand(bytes);
        return OfGray(bytes);
    }

    private static Picture OfGray(byte[] values) =>
        Picture.FromIndices(values, Palette.Gray.RgbBytes, Width, Height);

    private static Picture OfLabels(int[] labels)
    {
        var palette = new byte[Palette.Count * 3];
        for (var i = 1; i < Palette.Count; i++)
        {
            var color = LabelColors[i - 1];
            (palette[i * 3], palette[i * 3 + 1], palette[i * 3 + 2]) = ((byte)color, (byte)(color >> 8), (byte)(color >> 16));
        }

        return Picture.FromIndices(
            Array.ConvertAll(labels, static l => (byte)(l == 0 ? 0 : 1 + (l - 1) % 255)), palette, Width, Height);
    }
}
