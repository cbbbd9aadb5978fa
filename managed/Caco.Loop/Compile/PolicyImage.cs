using System.Security.Cryptography;
using System.Text;
using Caco.Engine;
using Caco.Policies;

namespace Caco.Loop.Compile;

/// <summary>A policy that is ready to run anywhere: compiled sources, or a name of the catalogue. Immutable.</summary>
public sealed record PolicyImage
{
    /// <summary>For tables and replays: the catalogue's name, or the class.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 over the sources' relative names and texts, or of the catalogue's name and the engine's version; 64 hex digits.</summary>
    public required string Hash { get; init; }

    /// <summary>The assembly; empty for a policy of the catalogue.</summary>
    public ReadOnlyMemory<byte> Assembly { get; init; }

    /// <summary>Its symbols, so that stack traces have lines; may be empty.</summary>
    public ReadOnlyMemory<byte> Symbols { get; init; }

    /// <summary>Full name of the one class that implements IPolicy; null for a policy of the catalogue.</summary>
    public string? TypeName { get; init; }

    /// <summary>Whether it comes from the catalogue.</summary>
    public bool IsBuiltin => TypeName is null;

    /// <summary>A policy of the catalogue.</summary>
    /// <exception cref="RequestException">No such name; the message lists them.</exception>
    public static PolicyImage Builtin(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var known = PolicyCatalog.Names.FirstOrDefault(n => string.Equals(n, name, StringComparison.OrdinalIgnoreCase))
            ?? throw new RequestException($"there is no policy named '{name}'. Known: {string.Join(", ", PolicyCatalog.Names)}.");
        var identity = SHA256.HashData(Encoding.UTF8.GetBytes($"{known}\n{EngineVersion.Native}"));
        return new PolicyImage { Name = known, Hash = Convert.ToHexStringLower(identity) };
    }
}
