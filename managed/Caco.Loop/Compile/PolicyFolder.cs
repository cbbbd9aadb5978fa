using System.Text;
using Caco.Loop.Workspaces;

namespace Caco.Loop.Compile;

/// <summary>A policy's sources in a folder: *.cs at any depth, links left out.</summary>
public static class PolicyFolder
{
    /// <summary>The most files that a policy may have.</summary>
    public const int MaxFiles = 500;

    /// <summary>The most bytes that they may have together.</summary>
    public const long MaxBytes = 4 << 20;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // A link could lead out of the folder.
    private static readonly EnumerationOptions Everywhere = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
        MatchCasing = MatchCasing.CaseInsensitive,
    };

    /// <summary>Relative names (forward slashes) and texts, in ordinal order of the names.</summary>
    /// <exception cref="LoopException">The folder is missing or unreadable, holds too much, or a file is not UTF-8.</exception>
    public static SortedDictionary<string, string> Read(string folder)
    {
        var sources = new SortedDictionary<string, string>(StringComparer.Ordinal);
        try
        {
            long bytes = 0;
            foreach (var file in Directory.EnumerateFiles(folder, "*.cs", Everywhere))
            {
                bytes += new FileInfo(file).Length;
                if (sources.Count == MaxFiles || bytes > MaxBytes)
                {
                    throw new LoopException(
                        $"{folder} holds more than {MaxFiles} files or {MaxBytes >> 20} MiB of C#; a policy must be smaller.");
                }

                sources.Add(Disk.NameIn(folder, file), ReadText(file));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LoopException($"the policy in {folder} cannot be read: {e.Message}", e);
        }

        return sources;
    }

    // A mark at the start stays in the text, so that what is written again is byte for byte what was read.
    private static string ReadText(string file)
    {
        try
        {
            return Strict.GetString(File.ReadAllBytes(file));
        }
        catch (DecoderFallbackException e)
        {
            throw new LoopException($"{file} is not UTF-8. Save it as UTF-8.", e);
        }
    }
}
