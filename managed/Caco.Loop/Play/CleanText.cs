using System.Text;

namespace Caco.Loop.Play;

/// <summary>Makes texts that come from policies fit for JSON, logs and terminals.</summary>
internal static class CleanText
{
    /// <summary>At most <paramref name="length"/> characters, without control characters and half characters.</summary>
    public static string Of(string text, int length)
    {
        var clean = new StringBuilder(Math.Min(text.Length, length));
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length + rune.Utf16SequenceLength > length)
            {
                return clean.Append("...").ToString();
            }

            clean.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        }

        return clean.ToString();
    }
}
