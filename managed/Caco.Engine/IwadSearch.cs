namespace Caco.Engine;

/// <summary>The search of <see cref="IwadLocator"/> over an environment that tests can replace.</summary>
internal sealed class IwadSearch
{
    public enum System
    {
        Linux,
        MacOS,
        Windows,
    }

    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    public System Platform { get; init; } =
        OperatingSystem.IsWindows() ? System.Windows : OperatingSystem.IsMacOS() ? System.MacOS : System.Linux;

    /// <summary>Put before absolute system folders; "" but in tests.</summary>
    public string SystemRoot { get; init; } = "";

    public string Home { get; init; } = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    public string Find(string? path)
    {
        string? found = TryFind(path);
        if (found != null)
        {
            return found;
        }

        string message = string.IsNullOrEmpty(path)
            ? "no IWAD was found. Searched: " + string.Join(", ", Folders())
            : Directory.Exists(path) ? $"the folder {path} holds no IWAD ({string.Join(", ", IwadLocator.FileNames)})" : $"the IWAD {path} does not exist";
        throw new CacoFileNotFoundException(message + "\n" + Advice());
    }

    public string? TryFind(string? path)
    {
        if (!string.IsNullOrEmpty(path))
        {
            return File.Exists(path) ? path : InFolder(path);
        }

        foreach (string place in Folders())
        {
            string? found = File.Exists(place) ? place : InFolder(place);
            if (found != null)
            {
                return found;
            }
        }

        return null;
    }

    public IReadOnlyList<string> Folders()
    {
        var folders = new List<string>();
        Add(folders, Variable("DOOMWADDIR"));
        foreach (string folder in (Variable("DOOMWADPATH") ?? "").Split(Platform == System.Windows ? ';' : ':'))
        {
            Add(folders, folder);
        }

        switch (Platform)
        {
            case System.Windows:
                AddWindows(folders);
                break;
            case System.MacOS:
                Add(folders, Path.Combine(Home, "Library/Application Support/GZDoom"));
                Add(folders, Path.Combine(Home, "Library/Application Support/games/doom"));
                Add(folders, SystemRoot + "/usr/local/share/games/doom");
                Add(folders, SystemRoot + "/opt/homebrew/share/games/doom");
                Add(folders, SystemRoot + "/opt/homebrew/share/freedoom");
                break;
            default:
                AddLinux(folders);
                break;
        }

        AddVizdoom(folders);
        return [.. folders.Distinct()];
    }

    private void AddLinux(List<string> folders)
    {
        string? data = Variable("XDG_DATA_HOME");
        Add(folders, Path.Combine(string.IsNullOrEmpty(data) ? Path.Combine(Home, ".local/share") : data, "games/doom"));
        Add(folders, Path.Combine(Home, ".config/gzdoom"));
        foreach (string folder in (string[])["/usr/local/share/games/doom", "/usr/local/share/doom", "/usr/share/games/doom", "/usr/share/doom",
                     "/usr/share/games/freedoom", "/usr/share/freedoom", "/usr/games/doom"])
        {
            Add(folders, SystemRoot + folder);
        }
    }

    private void AddWindows(List<string> folders)
    {
        foreach (string variable in (string[])["ProgramFiles", "ProgramFiles(x86)"])
        {
            string? programs = Variable(variable);
            if (string.IsNullOrEmpty(programs))
            {
                continue;
            }

            foreach (string folder in (string[])["Freedoom", "Doom", "GZDoom", "Steam/steamapps/common/Doom 2/base", "Steam/steamapps/common/Ultimate Doom/base"])
            {
                Add(folders, Path.Combine(programs, folder));
            }
        }

        Add(folders, Path.Combine(Home, "Documents/Doom"));
    }

    // ViZDoom carries freedoom2.wad in its package folder.
    private void AddVizdoom(List<string> folders)
    {
        var roots = new List<string>();
        foreach (string variable in (string[])["VIRTUAL_ENV", "CONDA_PREFIX"])
        {
            Add(roots, Variable(variable));
        }

        if (Platform == System.Windows)
        {
            string? local = Variable("LOCALAPPDATA");
            string? roaming = Variable("APPDATA");
            AddMatches(roots, string.IsNullOrEmpty(local) ? "" : Path.Combine(local, "Programs", "Python"), "Python3*");
            AddMatches(roots, string.IsNullOrEmpty(roaming) ? "" : Path.Combine(roaming, "Python"), "Python3*");
            foreach (string root in roots)
            {
                AddPackage(folders, Path.Combine(root, "Lib"));
                AddPackage(folders, root);
            }

            return;
        }

        Add(roots, Path.Combine(Home, ".local"));
        Add(roots, SystemRoot + "/usr/local");
        Add(roots, SystemRoot + "/usr");
        Add(roots, SystemRoot + "/opt/homebrew");
        foreach (string root in roots)
        {
            var versions = new List<string>();
            AddMatches(versions, Path.Combine(root, "lib"), "python3*");
            foreach (string version in versions)
            {
                AddPackage(folders, version);
            }
        }
    }

    private static void AddPackage(List<string> folders, string library)
    {
        foreach (string packages in (string[])["site-packages", "dist-packages"])
        {
            string folder = Path.Combine(library, packages, "vizdoom");
            if (Directory.Exists(folder))
            {
                folders.Add(folder);
            }
        }
    }

    private static void AddMatches(List<string> folders, string parent, string pattern)
    {
        if (parent.Length > 0 && Directory.Exists(parent))
        {
            // Newer versions first.
            folders.AddRange(Directory.GetDirectories(parent, pattern).OrderDescending(StringComparer.Ordinal));
        }
    }

    private static void Add(List<string> folders, string? folder)
    {
        if (!string.IsNullOrWhiteSpace(folder))
        {
            folders.Add(folder);
        }
    }

    private static string? InFolder(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return null;
        }

        string[] files;
        try
        {
            files = Directory.GetFiles(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        foreach (string name in IwadLocator.FileNames)
        {
            string? file = files.FirstOrDefault(f => string.Equals(Path.GetFileName(f), name, StringComparison.OrdinalIgnoreCase));
            if (file != null)
            {
                return file;
            }
        }

        return null;
    }

    public string Advice()
    {
        string how = Platform switch
        {
            System.Windows =>
                "Freedoom is a free IWAD: download it from https://freedoom.github.io and unpack freedoom2.wad into a folder.",
            System.MacOS =>
                "Freedoom is a free IWAD: run 'brew install freedoom', or download it from https://freedoom.github.io and unpack freedoom2.wad.",
            _ =>
                "Freedoom is a free IWAD: run 'apt-get install freedoom' (Debian, Ubuntu), 'dnf install freedoom' (Fedora), or download it from "
                + "https://freedoom.github.io and unpack freedoom2.wad.",
        };
        return how + " Then name the file, or set DOOMWADDIR to its folder.";
    }
}
