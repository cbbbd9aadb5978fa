using System.Runtime.InteropServices;
using SkiaSharp;

namespace Caco.Loop.Imaging;

/// <summary>A colour picture in memory, 8 bits a channel, to be written as PNG. One thread at a time.</summary>
public sealed class Picture
{
    private readonly uint[] _pixels;

    public Picture(int width, int height, uint color = Black)
    {
        Width = width;
        Height = height;
        _pixels = new uint[width * height];
        Array.Fill(_pixels, color);
    }

    /// <summary>Opaque black: a colour is 0xAABBGGRR, red the first byte in memory.</summary>
    public const uint Black = 0xFF000000;
    public const uint White = 0xFFFFFFFF;

    public int Width { get; }

    public int Height { get; }

    /// <summary>A frame of palette indices in its colours.</summary>
    /// <param name="indices">Shape (height x width).</param>
    /// <param name="palette">Shape (256 x 3), RGB.</param>
    /// <param name="width">Pixels a row.</param>
    /// <param name="height">Rows.</param>
    public static Picture FromIndices(ReadOnlySpan<byte> indices, ReadOnlySpan<byte> palette, int width, int height)
    {
        var colors = new uint[256];
        for (var i = 0; i < colors.Length; i++)
        {
            colors[i] = Color(palette[i * 3], palette[i * 3 + 1], palette[i * 3 + 2]);
        }

        var picture = new Picture(width, height);
        for (var i = 0; i < picture._pixels.Length; i++)
        {
            picture._pixels[i] = colors[indices[i]];
        }

        return picture;
    }

    /// <summary>The picture of a PNG file's bytes.</summary>
    /// <exception cref="LoopException">It is none.</exception>
    public static Picture Decode(ReadOnlySpan<byte> png)
    {
        using var data = SKData.CreateCopy(png);
        using var encoded = SKBitmap.Decode(data) ?? throw new LoopException("this is no picture that can be read.");
        using var bitmap = new SKBitmap();
        if (!encoded.CopyTo(bitmap, SKColorType.Rgba8888))
        {
            throw new LoopException("this picture's colours cannot be read.");
        }

        var picture = new Picture(bitmap.Width, bitmap.Height);
        bitmap.GetPixelSpan().CopyTo(MemoryMarshal.AsBytes(picture._pixels.AsSpan()));
        return picture;
    }

    public static uint Color(byte red, byte green, byte blue) => Black | ((uint)blue << 16) | ((uint)green << 8) | red;

    /// <summary>The colour of a pixel.</summary>
    public uint this[int x, int y] => _pixels[y * Width + x];

    /// <summary>All pixels, 4 bytes each in the order red, green, blue, alpha, shape (height x width x 4).</summary>
    public ReadOnlySpan<byte> Bytes => MemoryMarshal.AsBytes(_pixels.AsSpan());

    /// <summary>A picture of every n-th pixel.</summary>
    public Picture Shrunk(int shrink)
    {
        var small = new Picture(Width / shrink, Height / shrink);
        small.Place(this, 0, 0, shrink);
        return small;
    }

    /// <summary>Draws the edge of a rectangle, one pixel wide; what reaches beyond the picture is left out.</summary>
    /// <param name="x">Its first column.</param>
    /// <param name="y">Its first row.</param>
    /// <param name="right">Its last column.</param>
    /// <param name="bottom">Its last row.</param>
    /// <param name="color">As of <see cref="Color"/>.</param>
    public void Outline(int x, int y, int right, int bottom, uint color)
    {
        for (var column = Math.Max(x, 0); column <= Math.Min(right, Width - 1); column++)
        {
            Dot(column, y, color);
            Dot(column, bottom, color);
        }

        for (var row = Math.Max(y, 0); row <= Math.Min(bottom, Height - 1); row++)
        {
            Dot(x, row, color);
            Dot(right, row, color);
        }
    }

    /// <summary>Copies a picture here, shrunk by a whole factor (every n-th pixel); what reaches beyond the edge is left out.</summary>
    public void Place(Picture source, int x, int y, int shrink = 1)
    {
        var columns = Math.Min(source.Width / shrink, Width - x);
        var rows = Math.Min(source.Height / shrink, Height - y);
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                _pixels[(y + row) * Width + x + column] = source[column * shrink, row * shrink];
            }
        }
    }

    /// <summary>Writes a line of text; what reaches beyond the edge is left out.</summary>
    public void Write(string text, int x, int y, uint color)
    {
        for (var i = 0; i < text.Length; i++)
        {
            for (var row = 0; row < PixelFont.Height; row++)
            {
                for (var column = 0; column < PixelFont.Width; column++)
                {
                    var atX = x + i * PixelFont.Advance + column;
                    if (atX < Width && y + row < Height && PixelFont.IsSet(text[i], column, row))
                    {
                        _pixels[(y + row) * Width + atX] = color;
                    }
                }
            }
        }
    }

    private void Dot(int x, int y, uint color)
    {
        if ((uint)x < (uint)Width && (uint)y < (uint)Height)
        {
            _pixels[y * Width + x] = color;
        }
    }

    /// <summary>Writes a PNG file.</summary>
    public void Save(string path) => File.WriteAllBytes(path, Encode());

    /// <summary>The bytes of a PNG file.</summary>
    public byte[] Encode()
    {
        using var bitmap = new SKBitmap(new SKImageInfo(Width, Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        Bytes.CopyTo(bitmap.GetPixelSpan());
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100)
            ?? throw new LoopException($"a picture of {Width} x {Height} pixels could not be encoded as PNG.");
        return data.ToArray();
    }
}
