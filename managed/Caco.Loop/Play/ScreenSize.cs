using System.Globalization;
using Caco.Engine;

namespace Caco.Loop.Play;

/// <summary>A frame's size in pixels.</summary>
public readonly record struct ScreenSize(int Width, int Height)
{
    private const int ClassicWidth = 320;
    private const int StatusBarRows = 32;

    /// <summary>"320x240" or ViZDoom's "RES_320X240".</summary>
    /// <exception cref="RequestException">Neither, or out of range.</exception>
    public static ScreenSize Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var numbers = text.StartsWith("RES_", StringComparison.OrdinalIgnoreCase) ? text[4..] : text;
        var parts = numbers.Split('x', 'X');
        if (parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var width)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var height)
            && width is >= 32 and <= 1920 && height is >= 24 and <= 1200)
        {
            return new ScreenSize(width, height);
        }

        throw new RequestException($"--resolution {text}: write WIDTHxHEIGHT, 32..1920 by 24..1200, for example 320x240.");
    }

    /// <summary>The size that a scenario names.</summary>
    public static ScreenSize Of(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        return Parse(Names.Of(scenario.ScreenResolution));
    }

    /// <summary>Rows from the top that show the world under a scenario's HUD settings.</summary>
    public int ViewHeight(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        if (!scenario.RenderHud || scenario.RenderMinimalHud)
        {
            return Height;
        }

        // The status bar is not scaled at width 320; at 5:4 it is scaled with the picture's borders.
        if (Width == ClassicWidth)
        {
            return Height - StatusBarRows;
        }

        return Height * 5 == Width * 4
            ? 68 * Height * 3 / 640 + Height / 2 + (Height - Height * 45 / 48) / 2
            : 168 * Height / 200;
    }

    /// <summary>"320x240".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Width}x{Height}");
}
