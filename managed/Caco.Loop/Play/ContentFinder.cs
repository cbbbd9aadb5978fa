using System.Security.Cryptography;
using Caco.Engine;
using Caco.Loop.Replays;

namespace Caco.Loop.Play;

/// <summary>One archive that was found, with what identifies it.</summary>
public sealed record FoundContent(AssetSource Source, ReplayContent Identity)
{
    private const string BuiltinPrefix = "builtin:";

    public static FoundContent File(string path)
    {
        if (!System.IO.File.Exists(path))
        {
            throw new LoopException($"{path} does not exist.");
        }

        using var stream = System.IO.File.OpenRead(path);
        var hash = Convert.ToHexStringLower(SHA256.HashData(stream));
        return new FoundContent(
            AssetSource.FromFile(path), new ReplayContent(Path.GetFileName(path), Path.GetFullPath(path), hash));
    }

    public static FoundContent Builtin(BuiltinScenario scenario) => new(
        scenario.Source,
        new ReplayContent(BuiltinPrefix + scenario.Name, "", Convert.ToHexStringLower(SHA256.HashData(scenario.Wad.Span))));

    /// <summary>
    /// Finds what a replay was played on: where it lay then, among <paramref name="candidates"/>, beside the replay, or (the
    /// IWAD) in the usual places. The bytes must be the same.
    /// </summary>
    public static FoundContent Again(ReplayContent wanted, IEnumerable<string> candidates, bool isIwad)
    {
        if (wanted.Name.StartsWith(BuiltinPrefix, StringComparison.Ordinal))
        {
            return Same(Builtin(BuiltinScenario.Get(wanted.Name[BuiltinPrefix.Length..])), wanted)
                ?? throw new LoopException(
                    $"the built-in scenario '{wanted.Name[BuiltinPrefix.Length..]}' has changed since the replay was recorded.");
        }

        IEnumerable<string> places = candidates.Append(wanted.Path);
        if (isIwad && IwadLocator.TryFind(null, out var iwad))
        {
            places = places.Append(iwad);
        }

        var existing = places.Where(System.IO.File.Exists).Distinct().ToList();
        foreach (var place in existing)
        {
            if (Same(File(place), wanted) is { } found)
            {
                return found;
            }
        }

        throw new LoopException(
            $"{wanted.Name} with SHA-256 {wanted.Sha256} was not found; name it with {(isIwad ? "--iwad" : "--wad")}. "
            + (existing.Count == 0 ? "No file of that name is here." : $"Other bytes: {string.Join(", ", existing)}."));
    }

    private static FoundContent? Same(FoundContent found, ReplayContent wanted) =>
        found.Identity.Sha256 == wanted.Sha256 ? found : null;
}
