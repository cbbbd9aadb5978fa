using System.Text;

namespace Caco.Loop.Reports;

/// <summary>Text for pages that are well-formed XML too.</summary>
internal static class Html
{
    /// <summary>Any text as content or as a value within double quotes; characters that XML has no room for become U+FFFD.</summary>
    public static string Escape(string text)
    {
        var safe = new StringBuilder(text.Length + 8);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            _ = c switch
            {
                '<' => safe.Append("&lt;"),
                '>' => safe.Append("&gt;"),
                '&' => safe.Append("&amp;"),
                '"' => safe.Append("&quot;"),
                '\'' => safe.Append("&#39;"),
                '\t' or '\n' => safe.Append(c),
                '\r' => safe,
                < ' ' or '\uFFFE' or '\uFFFF' => safe.Append('\uFFFD'),
                _ when char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]) => safe.Append(c).Append(text[++i]),
                _ when char.IsSurrogate(c) => safe.Append('\uFFFD'),
                _ => safe.Append(c),
            };
        }

        return safe.ToString();
    }
}
