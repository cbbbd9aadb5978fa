namespace Caco.Vision;

/// <summary>
/// Bounds on the channels and on the margins between them, all inclusive. Start from <see cref="Any"/> and narrow:
/// <c>ColorThreshold.Any.Red(56, 255).RedOverGreen(20)</c>.
/// </summary>
public readonly record struct ColorThreshold
{
    private const int NoMargin = -255;

    private readonly (byte Low, byte High) _red;
    private readonly (byte Low, byte High) _green;
    private readonly (byte Low, byte High) _blue;
    private readonly int _redOverGreen;
    private readonly int _redOverBlue;
    private readonly int _greenOverRed;
    private readonly int _greenOverBlue;
    private readonly int _blueOverRed;
    private readonly int _blueOverGreen;
    private readonly (byte Low, byte High) _spread;

    private ColorThreshold(byte low, byte high)
    {
        _red = _green = _blue = _spread = (low, high);
        _redOverGreen = _redOverBlue = _greenOverRed = _greenOverBlue = _blueOverRed = _blueOverGreen = NoMargin;
    }

    /// <summary>Accepts every colour.</summary>
    public static ColorThreshold Any { get; } = new(0, 255);

    /// <summary>Bounds of the red channel.</summary>
    public ColorThreshold Red(byte low, byte high) => this with { RedBounds = (low, high) };

    /// <summary>Bounds of the green channel.</summary>
    public ColorThreshold Green(byte low, byte high) => this with { GreenBounds = (low, high) };

    /// <summary>Bounds of the blue channel.</summary>
    public ColorThreshold Blue(byte low, byte high) => this with { BlueBounds = (low, high) };

    /// <summary>Bounds of largest minus smallest channel: 0 is grey.</summary>
    public ColorThreshold Spread(byte low, byte high) => this with { SpreadBounds = (low, high) };

    /// <summary>Red minus green is at least <paramref name="margin"/>.</summary>
    public ColorThreshold RedOverGreen(int margin) => this with { RedOverGreenMargin = margin };

    /// <summary>Red minus blue is at least <paramref name="margin"/>.</summary>
    public ColorThreshold RedOverBlue(int margin) => this with { RedOverBlueMargin = margin };

    /// <summary>Green minus red is at least <paramref name="margin"/>.</summary>
    public ColorThreshold GreenOverRed(int margin) => this with { GreenOverRedMargin = margin };

    /// <summary>Green minus blue is at least <paramref name="margin"/>.</summary>
    public ColorThreshold GreenOverBlue(int margin) => this with { GreenOverBlueMargin = margin };

    /// <summary>Blue minus red is at least <paramref name="margin"/>.</summary>
    public ColorThreshold BlueOverRed(int margin) => this with { BlueOverRedMargin = margin };

    /// <summary>Blue minus green is at least <paramref name="margin"/>.</summary>
    public ColorThreshold BlueOverGreen(int margin) => this with { BlueOverGreenMargin = margin };

    internal (byte Low, byte High) RedBounds { get => _red; private init => _red = value; }

    internal (byte Low, byte High) GreenBounds { get => _green; private init => _green = value; }

    internal (byte Low, byte High) BlueBounds { get => _blue; private init => _blue = value; }

    internal (byte Low, byte High) SpreadBounds { get => _spread; private init => _spread = value; }

    internal int RedOverGreenMargin { get => _redOverGreen; private init => _redOverGreen = value; }

    internal int RedOverBlueMargin { get => _redOverBlue; private init => _redOverBlue = value; }

    internal int GreenOverRedMargin { get => _greenOverRed; private init => _greenOverRed = value; }

    internal int GreenOverBlueMargin { get => _greenOverBlue; private init => _greenOverBlue = value; }

    internal int BlueOverRedMargin { get => _blueOverRed; private init => _blueOverRed = value; }

    internal int BlueOverGreenMargin { get => _blueOverGreen; private init => _blueOverGreen = value; }

    /// <summary>Whether a colour lies within all bounds.</summary>
    public bool Accepts(Rgb color) =>
        Within(color.R, _red) && Within(color.G, _green) && Within(color.B, _blue)
        && Within(color.Max - color.Min, _spread)
        && color.R - color.G >= _redOverGreen && color.R - color.B >= _redOverBlue
        && color.G - color.R >= _greenOverRed && color.G - color.B >= _greenOverBlue
        && color.B - color.R >= _blueOverRed && color.B - color.G >= _blueOverGreen;

    private static bool Within(int value, (byte Low, byte High) bounds) => value >= bounds.Low && value <= bounds.High;
}
