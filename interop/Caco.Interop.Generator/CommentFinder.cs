using System.Text.RegularExpressions;

namespace Caco.Interop.Generator;

/// <summary>Finds the block comment that belongs to a declaration: the one on the lines right above it, and the one after it on its line.</summary>
internal sealed partial class CommentFinder(string source)
{
    /// <summary>The comment's text, one paragraph, or "" when there is none.</summary>
    public string Of(int start, int end)
    {
        string above = Above(start);
        string behind = Behind(end);
        return above.Length == 0 ? behind : behind.Length == 0 ? above : above + " " + behind;
    }

    private string Above(int start)
    {
        int lineStart = source.LastIndexOf('\n', Math.Max(0, start - 1)) + 1;
        string before = source[..lineStart].TrimEnd(' ', '\t');
        if (before.EndsWith('\n'))
        {
            before = before[..^1].TrimEnd('\r', ' ', '\t');
        }

        if (!before.EndsWith("*/", StringComparison.Ordinal))
        {
            return "";
        }

        int open = before.LastIndexOf("/*", StringComparison.Ordinal);
        int openLine = before.LastIndexOf('\n', open) + 1;
        // A comment behind other code belongs to that code, and a line of dashes is a heading.
        if (before[openLine..open].Trim().Length != 0 || before.AsSpan(open).StartsWith("/* --"))
        {
            return "";
        }

        return Clean(before[(open + 2)..^2]);
    }

    private string Behind(int end)
    {
        int lineEnd = source.IndexOf('\n', end);
        string rest = source[end..(lineEnd < 0 ? source.Length : lineEnd)];
        Match match = TrailingComment().Match(rest);
        return match.Success ? Clean(match.Groups["text"].Value) : "";
    }

    private static string Clean(string comment) => Spaces().Replace(LineStars().Replace(comment, " "), " ").Trim();

    [GeneratedRegex(@"^[\s,;\w]*/\*(?<text>.*?)\*/")]
    private static partial Regex TrailingComment();

    [GeneratedRegex(@"\r?\n\s*\*?")]
    private static partial Regex LineStars();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
