using System.Text;
using System.Text.RegularExpressions;

namespace Caco.Loop.Agents.Models;

/// <summary>
/// Edits as a model writes them: whole files, search and replace blocks, deletions. Parsing is lenient about emphasis and
/// strict about what is done: an edit that does not fit is refused with a reason that the model can act on.
/// </summary>
internal sealed partial class EditScript
{
    /// <summary>How a model is told to answer.</summary>
    public const string Format = """
        Answer with one line that says what the change is meant to do, then edits, and nothing that is not needed:

        HYPOTHESIS: one sentence

        EDIT: policy/Name.cs
        <<<<<<< SEARCH
        lines exactly as they stand in the file, enough of them to occur only once
        =======
        the lines in their place
        >>>>>>> REPLACE

        FILE: policy/Other.cs
        ```csharp
        the whole text of a new or rewritten file
        ```

        DELETE: policy/Old.cs

        An EDIT may hold several SEARCH/REPLACE blocks; they are applied in order. Paths begin with policy/ and end with .cs.
        """;

    private const int LargestFile = 256 << 10;
    private const int LargestSum = 1 << 20;
    private const int MostFiles = 64;
    private const string Root = "policy/";

    private readonly List<Edit> _edits = [];

    private EditScript()
    {
    }

    /// <summary>The sentence of the answer; null when it has none.</summary>
    public string? Hypothesis { get; private init; }

    /// <exception cref="EditException">The answer is not in the format.</exception>
    public static EditScript Parse(string answer)
    {
        var script = new EditScript { Hypothesis = Agents.Hypothesis.InText(answer) };
        var lines = answer.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length;)
        {
            if (Header().Match(lines[i]) is not { Success: true } header)
            {
                i++;
                continue;
            }

            var name = NameOf(header.Groups[2].Value.Trim());
            i++;
            switch (header.Groups[1].Value)
            {
                case "FILE":
                    script._edits.Add(new Whole(name, ReadFence(lines, ref i, name)));
                    break;
                case "EDIT":
                    script._edits.AddRange(ReadBlocks(lines, ref i, name));
                    break;
                default:
                    script._edits.Add(new Deletion(name));
                    break;
            }
        }

        return script._edits.Count > 0
            ? script
            : throw new EditException("The answer holds no edit: no line FILE:, EDIT: or DELETE: with a path was found.");
    }

    /// <summary>The sources after the edits.</summary>
    /// <exception cref="EditException">An edit does not fit the sources, or the result is no policy.</exception>
    public SortedDictionary<string, string> Apply(IReadOnlyDictionary<string, string> sources)
    {
        var result = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, text) in sources)
        {
            result[name] = text;
        }

        foreach (var edit in _edits)
        {
            edit.Apply(result);
        }

        if (result.Count == 0)
        {
            throw new EditException("The edits delete all sources.");
        }

        if (result.Count > MostFiles || result.Values.Sum(static t => (long)t.Length) > LargestSum)
        {
            throw new EditException($"The edits make the policy larger than {MostFiles} files or {LargestSum >> 10} KiB.");
        }

        return PolicyFiles.Changed(sources, result).Count > 0 ? result : throw new EditException("The edits change nothing.");
    }

    private static string NameOf(string path)
    {
        if (!path.StartsWith(Root, StringComparison.Ordinal) || !path.EndsWith(".cs", StringComparison.Ordinal) || path.Length > 120
            || !path[Root.Length..].Split('/').All(static part => Part().IsMatch(part)))
        {
            throw new EditException($"'{path}' is no path of a policy's source; write {Root}Name.cs, in letters, digits, _ - and dots.");
        }

        return path[Root.Length..];
    }

    private static string ReadFence(string[] lines, ref int i, string name)
    {
        while (i < lines.Length && lines[i].Trim().Length == 0)
        {
            i++;
        }

        var fence = i < lines.Length ? Fence().Match(lines[i]) : Match.Empty;
        if (!fence.Success)
        {
            throw new EditException($"FILE: {Root}{name} is not followed by a fenced block (```).");
        }

        var text = new StringBuilder();
        for (i++; i < lines.Length; i++)
        {
            if (lines[i].TrimEnd() == fence.Groups[1].Value)
            {
                i++;
                return text.Length <= LargestFile ? text.ToString() : throw new EditException($"{Root}{name} is larger than {LargestFile >> 10} KiB.");
            }

            text.Append(lines[i]).Append('\n');
        }

        throw new EditException($"The block of FILE: {Root}{name} does not end; the answer may have been cut off.");
    }

    private static List<Edit> ReadBlocks(string[] lines, ref int i, string name)
    {
        var blocks = new List<Edit>();
        for (; i < lines.Length && !Header().IsMatch(lines[i]); i++)
        {
            if (lines[i].TrimEnd() == "<<<<<<< SEARCH")
            {
                i++;
                var search = ReadUntil(lines, ref i, "=======", name);
                var replace = ReadUntil(lines, ref i, ">>>>>>> REPLACE", name);
                i--;
                blocks.Add(new Replacement(name, search, replace, blocks.Count + 1));
            }
        }

        return blocks.Count > 0 ? blocks : throw new EditException($"EDIT: {Root}{name} has no block <<<<<<< SEARCH ... ======= ... >>>>>>> REPLACE.");
    }

    private static string ReadUntil(string[] lines, ref int i, string end, string name)
    {
        var text = new StringBuilder();
        for (; i < lines.Length; i++)
        {
            if (lines[i].TrimEnd() == end)
            {
                i++;
                return text.ToString();
            }

            text.Append(lines[i]).Append('\n');
        }

        throw new EditException($"A block of EDIT: {Root}{name} does not end with {end}; the answer may have been cut off.");
    }

    [GeneratedRegex(@"^[#*\s`]*(FILE|EDIT|DELETE)\s*:[*`\s]*([^`*]+?)[`*\s]*$")]
    private static partial Regex Header();

    [GeneratedRegex(@"^(`{3,})\s*[\w#+-]*\s*$")]
    private static partial Regex Fence();

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9_.-]*$")]
    private static partial Regex Part();

    private abstract record Edit(string Name)
    {
        public abstract void Apply(SortedDictionary<string, string> sources);
    }

    private sealed record Whole(string Name, string Text) : Edit(Name)
    {
        public override void Apply(SortedDictionary<string, string> sources) => sources[Name] = Text;
    }

    private sealed record Deletion(string Name) : Edit(Name)
    {
        public override void Apply(SortedDictionary<string, string> sources)
        {
            if (!sources.Remove(Name))
            {
                throw new EditException($"DELETE: there is no {Root}{Name}.");
            }
        }
    }

    private sealed record Replacement(string Name, string Search, string Replace, int Number) : Edit(Name)
    {
        public override void Apply(SortedDictionary<string, string> sources)
        {
            if (!sources.TryGetValue(Name, out var text))
            {
                throw new EditException($"EDIT: there is no {Root}{Name}; the files are {string.Join(", ", sources.Keys.Select(static k => Root + k))}.");
            }

            var ending = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
            var search = Search.ReplaceLineEndings(ending);
            if (search.Trim().Length == 0)
            {
                throw new EditException($"Block {Number} of EDIT: {Root}{Name} searches for nothing.");
            }

            var places = Places(text, search);
            if (places.Count != 1)
            {
                throw new EditException(places.Count == 0
                    ? $"The SEARCH lines of block {Number} of EDIT: {Root}{Name} do not occur in the file."
                    : $"The SEARCH lines of block {Number} of EDIT: {Root}{Name} occur {places.Count} times; add lines around them.");
            }

            var at = places[0];
            sources[Name] = text[..at] + Replace.ReplaceLineEndings(ending) + text[Math.Min(text.Length, at + search.Length)..];
            if (sources[Name].Length > LargestFile)
            {
                throw new EditException($"{Root}{Name} becomes larger than {LargestFile >> 10} KiB.");
            }
        }

        /// <summary>Whole lines only; the last line of a file may lack its end.</summary>
        private static List<int> Places(string text, string search)
        {
            var places = new List<int>();
            var whole = text.EndsWith('\n') ? text : text + (search.EndsWith("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n");
            for (var at = whole.IndexOf(search, StringComparison.Ordinal); at >= 0; at = whole.IndexOf(search, at + 1, StringComparison.Ordinal))
            {
                if (at == 0 || whole[at - 1] is '\n' or '\uFEFF')
                {
                    places.Add(at);
                }
            }

            return places;
        }
    }
}

/// <summary>An answer's edits cannot be applied; the message is for the model.</summary>
internal sealed class EditException(string message) : Exception(message);
