namespace Caco.Loop.Imaging;

/// <summary>
/// Capitals, digits and a little punctuation, 5 x 7 pixels each. Captions use it instead of a system font, so that
/// pictures are the same on every machine, also where no font is installed.
/// </summary>
public static class PixelFont
{
    public const int Width = 5;
    public const int Height = 7;

    /// <summary>From one character to the next.</summary>
    public const int Advance = Width + 1;

    // A character, then its seven rows of five bits, the leftmost pixel the highest.
    private const string Shapes =
        "0 0E 11 13 15 19 11 0E|1 04 0C 04 04 04 04 0E|2 0E 11 01 02 04 08 1F|3 1F 02 04 02 01 11 0E|4 02 06 0A 12 1F 02 02|"
        + "5 1F 10 1E 01 01 11 0E|6 06 08 10 1E 11 11 0E|7 1F 01 02 04 04 04 04|8 0E 11 11 0E 11 11 0E|9 0E 11 11 0F 01 02 0C|"
        + "A 0E 11 11 1F 11 11 11|B 1E 11 11 1E 11 11 1E|C 0E 11 10 10 10 11 0E|D 1C 12 11 11 11 12 1C|E 1F 10 10 1E 10 10 1F|"
        + "F 1F 10 10 1E 10 10 10|G 0E 11 10 17 11 11 0F|H 11 11 11 1F 11 11 11|I 0E 04 04 04 04 04 0E|J 07 02 02 02 02 12 0C|"
        + "K 11 12 14 18 14 12 11|L 10 10 10 10 10 10 1F|M 11 1B 15 15 11 11 11|N 11 11 19 15 13 11 11|O 0E 11 11 11 11 11 0E|"
        + "P 1E 11 11 1E 10 10 10|Q 0E 11 11 11 15 12 0D|R 1E 11 11 1E 14 12 11|S 0F 10 10 0E 01 01 1E|T 1F 04 04 04 04 04 04|"
        + "U 11 11 11 11 11 11 0E|V 11 11 11 11 11 0A 04|W 11 11 11 15 15 15 0A|X 11 11 0A 04 0A 11 11|Y 11 11 11 0A 04 04 04|"
        + "Z 1F 01 02 04 08 10 1F|. 00 00 00 00 00 0C 0C|, 00 00 00 00 0C 04 08|: 00 0C 0C 00 0C 0C 00|- 00 00 00 1F 00 00 00|"
        + "+ 00 04 04 1F 04 04 00|/ 00 01 02 04 08 10 00|( 02 04 08 08 08 04 02|) 08 04 02 02 02 04 08|= 00 00 1F 00 1F 00 00|"
        + "_ 00 00 00 00 00 00 1F|% 18 19 02 04 08 13 03|< 02 04 08 10 08 04 02|> 08 04 02 01 02 04 08|! 04 04 04 04 04 00 04|"
        + "? 0E 11 01 02 04 00 04|# 0A 0A 1F 0A 1F 0A 0A|* 00 04 15 0E 15 04 00|[ 0E 08 08 08 08 08 0E|] 0E 02 02 02 02 02 0E|"
        + "' 04 04 00 00 00 00 00|; 00 0C 0C 00 0C 04 08";

    private static readonly Dictionary<char, byte[]> Glyphs = Shapes.Split('|').ToDictionary(
        static shape => shape[0],
        static shape => shape[2..].Split(' ').Select(static row => Convert.ToByte(row, 16)).ToArray());

    /// <summary>Whether a pixel of a character is set; small letters are drawn as capitals, unknown ones as nothing.</summary>
    public static bool IsSet(char character, int x, int y) =>
        Glyphs.TryGetValue(char.ToUpperInvariant(character), out var rows) && ((rows[y] >> (Width - 1 - x)) & 1) != 0;
}
