using System.Text.RegularExpressions;

namespace Caco.Loop.Agents;

/// <summary>Finds the sentence that says what a change is meant to do.</summary>
internal static partial class Hypothesis
{
    private const int LongestText = 400;

    private const string RewriteMark = "REWRITE:";

    /// <summary>Whether it says that the policy shall play as before: it begins with "REWRITE:".</summary>
    public static bool IsRewrite(string hypothesis) => hypothesis.StartsWith(RewriteMark, StringComparison.OrdinalIgnoreCase);

    /// <summary>The last line "HYPOTHESIS: ..." of a text, whatever emphasis surrounds it; null when there is none.</summary>
    public static string? InText(string text)
    {
        var matches = Line().Matches(text);
        return matches.Count == 0 ? null : Clean(matches[^1].Groups[1].Value);
    }

    /// <summary>The last comment "// hypothesis: ..." of a source; null when there is none.</summary>
    public static string? InSource(string text)
    {
        var matches = Comment().Matches(text);
        return matches.Count == 0 ? null : Clean(matches[^1].Groups[1].Value);
    }

    /// <summary>One line of bearable length; null when nothing is left.</summary>
    public static string? Clean(string text)
    {
        var line = Space().Replace(text, " ").Trim(' ', '*', '_', '`');
        return line.Length == 0 ? null : line.Length <= LongestText ? line : line[..(LongestText - 1)] + "…";
    }

    [GeneratedRegex(@"^[\s*_#>`-]*hypothesis[*_`]*\s*:(.+)$", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex Line();

    [GeneratedRegex(@"//+[ \t]*hypothesis[ \t]*:([^\r\n]+)", RegexOptions.IgnoreCase)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
