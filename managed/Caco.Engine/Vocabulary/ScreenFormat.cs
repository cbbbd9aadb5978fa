namespace Caco.Engine;

/// <summary>The layout of screen and automap buffers. Numbers and names as in ViZDoom.</summary>
public enum ScreenFormat
{
    /// <summary>Planar: (3 x height x width), red first.</summary>
    Crcgcb = 0,
    /// <summary>Interleaved: (height x width x 3).</summary>
    Rgb24 = 1,
    /// <summary>Interleaved: (height x width x 4).</summary>
    Rgba32 = 2,
    /// <summary>Interleaved: (height x width x 4).</summary>
    Argb32 = 3,
    /// <summary>Planar: (3 x height x width), blue first.</summary>
    Cbcgcr = 4,
    /// <summary>Interleaved: (height x width x 3).</summary>
    Bgr24 = 5,
    /// <summary>Interleaved: (height x width x 4).</summary>
    Bgra32 = 6,
    /// <summary>Interleaved: (height x width x 4).</summary>
    Abgr32 = 7,
    /// <summary>One byte of brightness: (height x width).</summary>
    Gray8 = 8,
    /// <summary>One palette index: (height x width).</summary>
    Doom256Colors8 = 9,
}
