using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Caco.Policies.Tests;

/// <summary>Recorded frames with the truth about every pixel, where the shared data is at hand.</summary>
internal static class GoldenFrames
{
    private const string Iwad = "/usr/share/games/doom/freedoom2.wad";

    /// <summary>The folder of a case; skips the test, visibly, where there is none.</summary>
    public static string Folder(string name)
    {
        var folder = Path.Combine(Places.Shared, "data", "golden", name);
        Assert.SkipUnless(Directory.Exists(folder), $"no golden frames at {folder} (set CACO_SHARED)");
        return folder;
    }

    /// <summary>The first palette of Freedoom; skips the test, visibly, where it is not installed.</summary>
    public static Caco.Vision.Palette Palette()
    {
        Assert.SkipUnless(File.Exists(Iwad), $"{Iwad} is not installed (apt install freedoom)");
        var wad = File.ReadAllBytes(Iwad);
        var count = BinaryPrimitives.ReadInt32LittleEndian(wad.AsSpan(4));
        var directory = BinaryPrimitives.ReadInt32LittleEndian(wad.AsSpan(8));
        for (var i = 0; i < count; i++)
        {
            var entry = wad.AsSpan(directory + i * 16, 16);
            if (Encoding.ASCII.GetString(entry[8..]).TrimEnd('\0') == "PLAYPAL")
            {
                return Caco.Vision.Palette.FromRgb(wad.AsSpan(BinaryPrimitives.ReadInt32LittleEndian(entry)));
            }
        }

        throw new InvalidDataException($"{Iwad} has no PLAYPAL lump");
    }

    /// <summary>The pixels of an 8-bit single-channel PNG.</summary>
    public static (byte[] Pixels, int Width, int Height) ReadPng(string path)
    {
        var file = File.ReadAllBytes(path);
        var width = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(16));
        var height = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(20));
        Assert.True(file[24] == 8 && file[25] == 0, $"{path} is not an 8-bit single-channel picture");
        using var packed = new MemoryStream();
        for (var at = 8; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            if (file.AsSpan(at + 4, 4).SequenceEqual("IDAT"u8))
            {
                packed.Write(file, at + 8, length);
            }

            at += 12 + length;
        }

        packed.Position = 0;
        using var stream = new ZLibStream(packed, CompressionMode.Decompress);
        var pixels = new byte[width * height];
        var line = new byte[width + 1];
        var above = new byte[width];
        for (var y = 0; y < height; y++)
        {
            stream.ReadExactly(line);
            var row = pixels.AsSpan(y * width, width);
            for (var x = 0; x < width; x++)
            {
                var left = x > 0 ? row[x - 1] : 0;
                var corner = x > 0 ? above[x - 1] : 0;
                row[x] = (byte)(line[x + 1] + line[0] switch
                {
                    0 => 0,
                    1 => left,
                    2 => above[x],
                    3 => (left + above[x]) / 2,
                    _ => Nearest(left, above[x], corner),
                });
            }

            row.CopyTo(above);
        }

        return (pixels, width, height);
    }

    private static int Nearest(int left, int above, int corner)
    {
        var guess = left + above - corner;
        var (a, b, c) = (Math.Abs(guess - left), Math.Abs(guess - above), Math.Abs(guess - corner));
        return a <= b && a <= c ? left : b <= c ? above : corner;
    }
}
