namespace Caco.Engine;

/// <summary>Finds an IWAD where Doom players and ViZDoom users have one. Any thread.</summary>
public static class IwadLocator
{
    /// <summary>File names looked for in each folder, in this order; case does not matter.</summary>
    public static IReadOnlyList<string> FileNames { get; } =
    [
        "freedoom2.wad", "doom2.wad", "doom2f.wad", "plutonia.wad", "tnt.wad", "freedm.wad", "freedoom1.wad", "doom.wad", "doomu.wad", "doom1.wad",
    ];

    /// <summary>
    /// The path of an IWAD: <paramref name="path"/> (a file, or a folder that holds one) when it is given; else the first found in
    /// DOOMWADDIR, DOOMWADPATH, the usual places of the system, and an installed ViZDoom.
    /// </summary>
    /// <exception cref="CacoFileNotFoundException">None was found; the message says how to get one.</exception>
    public static string Find(string? path = null) => new IwadSearch().Find(path);

    /// <summary>As <see cref="Find"/>, without an exception.</summary>
    public static bool TryFind(string? path, out string found)
    {
        string? result = new IwadSearch().TryFind(path);
        found = result ?? "";
        return result != null;
    }

    /// <summary>The folders that are searched when no path is given, in order.</summary>
    public static IReadOnlyList<string> Folders() => new IwadSearch().Folders();

    /// <summary>How to get a free IWAD on this system.</summary>
    public static string Advice() => new IwadSearch().Advice();
}
