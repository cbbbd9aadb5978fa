namespace Caco.Engine;

/// <summary>
/// The layout of screen and automap buffers. Numbers and names as in ViZDoom. Rows from the top, pixels from the left, nothing between
/// rows; the shape is in memory order, the stride is <see cref="Frame.Pitch"/> bytes from one row to the next, alpha is 255.
/// </summary>
public enum ScreenFormat
{
    /// <summary>Planar, shape (3 x height x width): planes red, green, blue. Stride: width.</summary>
    Crcgcb = 0,
    /// <summary>Interleaved, shape (height x width x 3): red, green, blue. Stride: 3 * width.</summary>
    Rgb24 = 1,
    /// <summary>Interleaved, shape (height x width x 4): red, green, blue, alpha. Stride: 4 * width.</summary>
    Rgba32 = 2,
    /// <summary>Interleaved, shape (height x width x 4): alpha, red, green, blue. Stride: 4 * width.</summary>
    Argb32 = 3,
    /// <summary>Planar, shape (3 x height x width): planes blue, green, red. Stride: width.</summary>
    Cbcgcr = 4,
    /// <summary>Interleaved, shape (height x width x 3): blue, green, red. Stride: 3 * width.</summary>
    Bgr24 = 5,
    /// <summary>Interleaved, shape (height x width x 4): blue, green, red, alpha. Stride: 4 * width.</summary>
    Bgra32 = 6,
    /// <summary>Interleaved, shape (height x width x 4): alpha, blue, green, red. Stride: 4 * width.</summary>
    Abgr32 = 7,
    /// <summary>One byte of brightness (0.21 red + 0.72 green + 0.07 blue, cut), shape (height x width). Stride: width.</summary>
    Gray8 = 8,
    /// <summary>One palette index, shape (height x width). Stride: width.</summary>
    Doom256Colors8 = 9,
}
