using SkiaSharp;

namespace Caco.Loop.Imaging;

/// <summary>Reads 8-bit single-channel PNG files, whose values are data (palette indices, depths, labels), not shades.</summary>
public static class GreyPng
{
    /// <summary>The values, shape (height x width).</summary>
    /// <exception cref="LoopException">Missing, not a PNG, or not of one 8-bit channel.</exception>
    public static (byte[] Pixels, int Width, int Height) Read(string path)
    {
        using var codec = SKCodec.Create(path);
        if (codec is null || codec.Info.ColorType != SKColorType.Gray8)
        {
            throw new LoopException($"{path} is not a PNG file with one channel of 8 bits.");
        }

        // Without a colour space no transfer curve touches the values.
        var info = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Gray8, SKAlphaType.Opaque, null);
        var result = codec.GetPixels(info, out var pixels);
        return result == SKCodecResult.Success
            ? (pixels, info.Width, info.Height)
            : throw new LoopException($"{path} cannot be decoded: {result}.");
    }
}
