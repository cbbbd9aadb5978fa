using Caco.Loop.Compile;
using Caco.Policies;

namespace Caco.Loop.Play;

/// <summary>Where policies come from: a name of the catalogue, a C# file, or a folder of them. Any thread.</summary>
public sealed class PolicySource
{
    private readonly LoadedPolicy _policy;
    private readonly string _origin;

    private PolicySource(string name, string origin, PolicyImage image)
    {
        Name = name;
        Image = image;
        _origin = origin;
        _policy = LoadedPolicy.Load(image);
    }

    /// <summary>The catalogue's name, or the file's or folder's without the path to it.</summary>
    public string Name { get; }

    /// <summary>The policy, fit for an evaluator.</summary>
    public PolicyImage Image { get; }

    /// <summary>What it needs to be shown beside the screen, as far as known.</summary>
    public Sight Sight => Image.IsBuiltin ? PolicyCatalog.SightOf(Image.Name) : Sight.Screen;

    /// <summary>
    /// Finds a policy; a text that ends in .cs names a file, and that of an existing folder a folder with *.cs, which are
    /// compiled. They are the caller's own, and may use the whole framework.
    /// </summary>
    /// <exception cref="RequestException">No such policy or file, or the file does not compile; the message has file and line.</exception>
    public static PolicySource Find(string nameOrFile)
    {
        ArgumentNullException.ThrowIfNull(nameOrFile);
        if (nameOrFile.EndsWith(".cs", StringComparison.OrdinalIgnoreCase))
        {
            return File.Exists(nameOrFile)
                ? Compile(nameOrFile, new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    [Path.GetFileName(nameOrFile)] = File.ReadAllText(nameOrFile),
                })
                : throw new RequestException($"--policy {nameOrFile}: the file does not exist.");
        }

        if (PolicyCatalog.Contains(nameOrFile))
        {
            return new PolicySource(nameOrFile, nameOrFile, PolicyImage.Builtin(nameOrFile));
        }

        if (Directory.Exists(nameOrFile))
        {
            return Compile(nameOrFile, PolicyFolder.Read(nameOrFile));
        }

        throw new RequestException(
            $"--policy {nameOrFile}: there is no such policy. Known: {string.Join(", ", PolicyCatalog.Names)}; "
            + "or name a .cs file, or a folder of them.");
    }

    /// <summary>A fresh instance: one for each game that runs at the same time.</summary>
    public IPolicy Create()
    {
        try
        {
            return _policy.Create();
        }
        catch (Exception e) when (!Image.IsBuiltin && e is not PolicyException)
        {
            throw new RequestException($"--policy {_origin}: the constructor of {Image.Name} failed: {e.Message}", e);
        }
    }

    private static PolicySource Compile(string origin, IReadOnlyDictionary<string, string> sources)
    {
        var build = PolicyCompiler.Compile(sources, trusted: true);
        return build.Image is { } image
            ? new PolicySource(Path.GetFileName(Path.TrimEndingDirectorySeparator(origin)), origin, image)
            : throw new RequestException(
                $"--policy {origin} does not compile:{Environment.NewLine}{string.Join(Environment.NewLine, build.Diagnostics)}");
    }
}
