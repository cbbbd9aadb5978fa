using Caco.Vision;

namespace Caco.Policies.Parts;

/// <summary>
/// The colours that tell things apart, as tables over the palette. They hold under every light: a darker light picks
/// darker palette entries of the same hue.
/// </summary>
internal sealed class BattleColors
{
    private BattleColors(Palette palette)
    {
        Red = PaletteMask.Compile(palette, static c => c.R >= 64 && c.G <= 36 && c.B <= 36);
        Body = PaletteMask.Compile(palette, IsBody);
        KitMark = PaletteMask.Compile(palette, IsBrightGreen).Or(Red);
        Kit = PaletteMask.Compile(palette, IsPale).Or(KitMark);
        Brass = PaletteMask.Compile(palette, IsBrass);
        Fire = PaletteMask.Compile(palette, static c => c.R >= 195 && c.G >= 150 && c.R - c.B >= 40);
        Skin = PaletteMask.Compile(palette, static c => c.R >= 170 && c.R - c.G is >= 50 and <= 90 && c.G - c.B is >= 35 and <= 60);
        for (var i = 0; i < Palette.Count; i++)
        {
            Luma[i] = palette[i].Luma;
        }
    }

    /// <summary>An imp's crest, and the letters on a medikit.</summary>
    public PaletteMask Red { get; }

    /// <summary>An imp's brown and black body.</summary>
    public PaletteMask Body { get; }

    /// <summary>A medikit's pale box and its letters.</summary>
    public PaletteMask Kit { get; }

    /// <summary>What a medikit has and a pale wall does not.</summary>
    public PaletteMask KitMark { get; }

    /// <summary>A clip's cartridges.</summary>
    public PaletteMask Brass { get; }

    /// <summary>A fireball.</summary>
    public PaletteMask Fire { get; }

    /// <summary>The hand that holds the pistol.</summary>
    public PaletteMask Skin { get; }

    /// <summary>Brightness of each palette index.</summary>
    public byte[] Luma { get; } = new byte[Palette.Count];

    public static BattleColors For(Palette palette) => new(palette);

    private static bool IsBody(Rgb c) =>
        c.Max <= 8
        || (c.R >= 20 && c.R > c.G && c.G >= c.B && c.R - c.B >= 16 && c.R <= 200)
        || (c.R >= 64 && c.G <= 36 && c.B <= 36);

    private static bool IsPale(Rgb c) => c.Min >= 91 && c.Max - c.Min <= 8;

    private static bool IsBrightGreen(Rgb c) => c.G >= 95 && c.G - c.R >= 40 && c.G - c.B >= 40;

    private static bool IsBrass(Rgb c) =>
        c.R is >= 75 and <= 240 && c.B <= 90 && c.R - c.B >= 48 && c.G * 100 >= c.R * 37 && c.G < c.R;
}
