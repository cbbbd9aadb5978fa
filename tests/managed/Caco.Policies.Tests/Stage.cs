using Caco.Vision;

namespace Caco.Policies.Tests;

/// <summary>A painted stage: grey walls that change from frame to frame, and imps, kits and clips put on a flat floor.</summary>
internal sealed class Stage
{
    private const byte Wall = 1;
    private const byte WallCount = 8;
    private const byte Red = 20;
    private const byte Brown = 21;
    private const byte Pale = 22;
    private const byte Green = 23;
    private const byte Brass = 24;

    private readonly byte[] _pixels;

    public Stage(int width, int height)
    {
        Width = width;
        Height = height;
        _pixels = new byte[width * height];
        Clear(0);
    }

    public int Width { get; }

    public int Height { get; }

    public IndexedFrame Frame => new(_pixels, Width, Height);

    public static Palette Palette { get; } = CreatePalette();

    private double FocalX => Width / 2.0;

    private double FocalY => FocalX * 1.2;

    public EpisodeInfo Info(params string[] buttons) => Info(Sight.Screen, buttons);

    public EpisodeInfo Info(Sight sight, params string[] buttons) => new()
    {
        Sight = sight,
        Buttons = [.. buttons],
        Variables = ["AMMO2", "HEALTH"],
        ScreenWidth = Width,
        ScreenHeight = Height,
        Palette = Palette,
    };

    /// <summary>Walls of changing specks; the same seed paints the same picture.</summary>
    public void Clear(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < _pixels.Length; i++)
        {
            _pixels[i] = (byte)(Wall + random.Next(WallCount));
        }
    }

    public void Imp(double bearing, double distance)
    {
        Rectangle(bearing, distance, 24, 60, 0, Brown);
        Rectangle(bearing, distance, 20, 60, 53, Red);
    }

    public void Medikit(double bearing, double distance)
    {
        Rectangle(bearing, distance, 28, 20, 0, Pale);
        Rectangle(bearing, distance, 20, 10, 3, Green);
    }

    public void Clip(double bearing, double distance) => Rectangle(bearing, distance, 5, 11, 0, Brass);

    /// <summary>A man in grey, as tall as soldiers are.</summary>
    public void Soldier(double bearing, double distance) => Rectangle(bearing, distance, 22, 57, 0, Pale);

    /// <summary>What the pistol shows while it fires: bright, amid the picture, down to its lower edge.</summary>
    public void Flash() => Rectangle(0, 60, 5, 43, -60, Brass);

    /// <summary>A wounded player's crosshair.</summary>
    public void RedCrosshair()
    {
        var reach = Width < 640 ? 2 : 4;
        for (var i = -reach; i <= reach; i++)
        {
            _pixels[Height / 2 * Width + Width / 2 + i] = Red;
            _pixels[(Height / 2 + i) * Width + Width / 2] = Red;
        }
    }

    /// <summary>Brown everywhere: a wall of an imp's colours.</summary>
    public void FillBrown() => Array.Fill(_pixels, Brown);

    private void Rectangle(double bearing, double distance, double width, double top, double bottom, byte index)
    {
        var center = Width / 2.0 + Math.Tan(bearing * Math.PI / 180) * FocalX;
        var half = width / 2 / distance * FocalX;
        var first = (int)Math.Round(Height / 2.0 - (top - 41) / distance * FocalY);
        var last = (int)Math.Round(Height / 2.0 - (bottom - 41) / distance * FocalY);
        for (var y = Math.Max(0, first); y < Math.Min(Height, last); y++)
        {
            for (var x = Math.Max(0, (int)(center - half)); x < Math.Min(Width, center + half); x++)
            {
                _pixels[y * Width + x] = index;
            }
        }
    }

    private static Palette CreatePalette()
    {
        var rgb = new byte[768];
        for (var i = 0; i < WallCount; i++)
        {
            rgb.AsSpan((Wall + i) * 3, 3).Fill((byte)(20 + 4 * i));
        }

        Set(Red, 200, 10, 10);
        Set(Brown, 43, 35, 15);
        Set(Pale, 150, 150, 150);
        Set(Green, 75, 159, 63);
        Set(Brass, 127, 83, 47);
        return Palette.FromRgb(rgb);

        void Set(int index, byte r, byte g, byte b) => (rgb[index * 3], rgb[index * 3 + 1], rgb[index * 3 + 2]) = (r, g, b);
    }
}
