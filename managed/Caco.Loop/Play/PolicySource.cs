using Caco.Loop.Compile;
using Caco.Policies;

namespace Caco.Loop.Play;

/// <summary>Where policies come from: a name of the catalogue or a C# file. Any thread.</summary>
public sealed class PolicySource
{
    private readonly Func<IPolicy> _create;

    private PolicySource(string name, Func<IPolicy> create)
    {
        Name = name;
        _create = create;
    }

    /// <summary>The catalogue's name, or the file's without its folder.</summary>
    public string Name { get; }

    /// <summary>Finds a policy; a text that ends in .cs names a file, which is compiled.</summary>
    /// <exception cref="RequestException">No such policy or file, or the file does not compile; the message has file and line.</exception>
    public static PolicySource Find(string nameOrFile)
    {
        ArgumentNullException.ThrowIfNull(nameOrFile);
        if (nameOrFile.EndsWith(".cs", StringComparison.OrdinalIgnoreCase))
        {
            return new PolicySource(Path.GetFileName(nameOrFile), PolicyCompiler.Compile(nameOrFile));
        }

        if (!PolicyCatalog.Contains(nameOrFile))
        {
            throw new RequestException(
                $"--policy {nameOrFile}: there is no such policy. Known: {string.Join(", ", PolicyCatalog.Names)}; or name a .cs file.");
        }

        return new PolicySource(nameOrFile, () => PolicyCatalog.Create(nameOrFile));
    }

    /// <summary>A fresh instance: one for each game that runs at the same time.</summary>
    public IPolicy Create() => _create();
}
