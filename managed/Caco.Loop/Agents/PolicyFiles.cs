using System.Text;
using Caco.Loop.Compile;

namespace Caco.Loop.Agents;

/// <summary>The sources in a policy's folder, as agents read and write them: relative names with forward slashes.</summary>
internal static class PolicyFiles
{
    private static readonly UTF8Encoding WithoutMark = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>All *.cs files; none when the folder is missing.</summary>
    /// <exception cref="LoopException">A link leads outside, or the folder is refused as by <see cref="PolicyFolder.Read"/>.</exception>
    public static SortedDictionary<string, string> Read(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return new(StringComparer.Ordinal);
        }

        // Links that lead inside are seen as the files that they lead to, once.
        RefuseLinks(folder);
        return PolicyFolder.Read(folder);
    }

    /// <summary>Makes the folder hold these sources and no other *.cs files; files with the same text are not touched.</summary>
    public static void Write(string folder, IReadOnlyDictionary<string, string> sources)
    {
        var present = Read(folder);
        foreach (var name in present.Keys.Where(name => !sources.ContainsKey(name)))
        {
            File.Delete(Path.Combine(folder, name));
        }

        foreach (var (name, text) in sources)
        {
            if (!present.TryGetValue(name, out var old) || old != text)
            {
                WriteText(Path.Combine(folder, name), text);
            }
        }
    }

    /// <summary>Names that were added, removed or changed, in order.</summary>
    public static IReadOnlyList<string> Changed(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after) =>
        [.. before.Keys.Union(after.Keys).Where(name => !before.TryGetValue(name, out var old) || !after.TryGetValue(name, out var now) || old != now)
            .Order(StringComparer.Ordinal)];

    /// <summary>Refuses links in a folder that lead outside it.</summary>
    /// <exception cref="LoopException">There is one; the message names it.</exception>
    public static void RefuseLinks(string root)
    {
        if (!Directory.Exists(root))
        {
            return;
        }

        var inside = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)) + Path.DirectorySeparatorChar;
        var options = new EnumerationOptions { AttributesToSkip = 0 };
        var open = new Stack<string>([root]);
        while (open.TryPop(out var folder))
        {
            foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", options))
            {
                if (entry.LinkTarget is null)
                {
                    if (entry is DirectoryInfo)
                    {
                        open.Push(entry.FullName);
                    }

                    continue;
                }

                if (Target(entry) is not { } target || !(target + Path.DirectorySeparatorChar).StartsWith(inside, StringComparison.Ordinal))
                {
                    throw new LoopException(
                        $"{Path.GetRelativePath(root, entry.FullName)} is a link to {entry.LinkTarget}, outside the working copy. "
                        + "A policy's sources must be files of its own; replace the link by the file.");
                }
            }
        }
    }

    private static string? Target(FileSystemInfo link)
    {
        try
        {
            return link.ResolveLinkTarget(returnFinalTarget: true)?.FullName;
        }
        catch (IOException)
        {
            // A ring of links, or one that leads nowhere.
            return null;
        }
    }

    private static void WriteText(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text, WithoutMark);
    }
}
