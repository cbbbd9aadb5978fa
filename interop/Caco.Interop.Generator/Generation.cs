namespace Caco.Interop.Generator;

/// <summary>The generation of this repository: which header, which exclusions, which files.</summary>
internal static class Generation
{
    public const string Header = "native/include/caco/caco.h";
    public const string Exclusions = "interop/exclusions.txt";
    public const string BindingsFolder = "interop/Caco.Interop";
    public const string LayoutFile = "tests/interop/Caco.Interop.Tests/CacoLayout.g.cs";

    /// <summary>Reads the repository's header.</summary>
    public static HeaderModel ReadHeader(string root) => HeaderReader.Read(Header, File.ReadAllText(Path.Combine(root, Header)));

    /// <summary>Lines "name: reason"; '#' starts a comment. A name without a reason is refused.</summary>
    public static SortedDictionary<string, string> ReadExclusions(string root)
    {
        var result = new SortedDictionary<string, string>(StringComparer.Ordinal);
        string[] lines = File.ReadAllLines(Path.Combine(root, Exclusions));
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || line[(colon + 1)..].Trim().Length == 0)
            {
                throw new GeneratorException($"{Exclusions}, line {i + 1}: write 'name: reason'.");
            }

            result[line[..colon].Trim()] = line[(colon + 1)..].Trim();
        }

        return result;
    }

    /// <summary>All generated files: path relative to the root, and text.</summary>
    public static SortedDictionary<string, string> Files(string root)
    {
        HeaderModel model = ReadHeader(root);
        SortedDictionary<string, string> exclusions = ReadExclusions(root);
        Complete(model, exclusions);
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string name, string text) in Emitter.Bindings(model, exclusions))
        {
            files[BindingsFolder + "/" + name] = text;
        }

        files[LayoutFile] = Emitter.Layout(model, exclusions);
        return files;
    }

    // Everything in the header is bound or excluded with a reason, and every exclusion is about something in the header.
    private static void Complete(HeaderModel model, SortedDictionary<string, string> exclusions)
    {
        foreach (string name in model.Unbindable)
        {
            if (!exclusions.ContainsKey(name))
            {
                throw new GeneratorException($"macro {name} has no C# form: name it in {Exclusions} with a reason.");
            }
        }

        HashSet<string> names =
        [
            .. model.Unbindable, .. model.Constants.Select(c => c.Name), .. model.Structs.Select(s => s.Name), .. model.Functions.Select(f => f.Name),
        ];
        foreach (string name in exclusions.Keys)
        {
            if (!names.Contains(name))
            {
                throw new GeneratorException($"{Exclusions} names {name}, which the header does not have.");
            }
        }
    }

    /// <summary>The differences between the committed files and what the header gives now; empty when they agree.</summary>
    public static List<string> Compare(string root)
    {
        var problems = new List<string>();
        SortedDictionary<string, string> files = Files(root);
        foreach ((string path, string text) in files)
        {
            string full = Path.Combine(root, path);
            if (!File.Exists(full))
            {
                problems.Add($"{path} is missing");
            }
            else if (File.ReadAllText(full).ReplaceLineEndings("\n") != text)
            {
                problems.Add($"{path} is out of date");
            }
        }

        foreach (string full in Directory.GetFiles(Path.Combine(root, BindingsFolder), "*.g.cs"))
        {
            string path = BindingsFolder + "/" + Path.GetFileName(full);
            if (!files.ContainsKey(path))
            {
                problems.Add($"{path} belongs to nothing in the header");
            }
        }

        return problems;
    }

    /// <summary>Writes what differs and removes generated files that belong to nothing; gives the paths touched.</summary>
    public static List<string> Write(string root)
    {
        var touched = new List<string>();
        SortedDictionary<string, string> files = Files(root);
        foreach ((string path, string text) in files)
        {
            string full = Path.Combine(root, path);
            if (!File.Exists(full) || File.ReadAllText(full) != text)
            {
                File.WriteAllText(full, text);
                touched.Add(path);
            }
        }

        foreach (string full in Directory.GetFiles(Path.Combine(root, BindingsFolder), "*.g.cs"))
        {
            string path = BindingsFolder + "/" + Path.GetFileName(full);
            if (!files.ContainsKey(path))
            {
                File.Delete(full);
                touched.Add(path);
            }
        }

        return touched;
    }
}
