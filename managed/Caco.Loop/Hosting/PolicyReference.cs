using System.Globalization;
using Caco.Loop.Compile;
using Caco.Loop.Ledgers;
using Caco.Loop.Workspaces;
using Caco.Policies;

namespace Caco.Loop.Hosting;

/// <summary>Finds the policy that a person names: a trial's number, a file or folder of sources, or a name of the catalogue.</summary>
public static class PolicyReference
{
    private const int MostDiagnostics = 20;

    /// <summary>The policy and what it is called in tables.</summary>
    /// <param name="text">"12", "policy", "my.cs", "battle".</param>
    /// <param name="workspace">Whose trials are meant, and from whose folder paths start.</param>
    /// <exception cref="RequestException">There is no such policy, or it does not compile; the message has file and line.</exception>
    public static (PolicyImage Image, string Name) Find(string text, Workspace workspace)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(workspace);
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            return (Compile(SourcesOf(id, workspace), $"trial {id}"), $"trial {id}");
        }

        foreach (var path in (string[])[Path.Combine(workspace.Paths.Root, text), text])
        {
            if (Directory.Exists(path))
            {
                return (Compile(PolicyFolder.Read(path), path), text);
            }

            if (File.Exists(path))
            {
                return (Compile(new Dictionary<string, string> { [Path.GetFileName(path)] = File.ReadAllText(path) }, path), text);
            }
        }

        return PolicyCatalog.Contains(text)
            ? (PolicyImage.Builtin(text), text)
            : throw new RequestException(
                $"'{text}' is no policy: name a trial's number, a file or folder of sources, or one of {string.Join(", ", PolicyCatalog.Names)}.");
    }

    private static IReadOnlyDictionary<string, string> SourcesOf(long id, Workspace workspace)
    {
        using var ledger = SqliteLedger.OpenForReading(workspace.Paths);
        var trial = ledger.Find(id) ?? throw new RequestException($"there is no trial {id} in {workspace.Paths.Root}.");
        return trial.Commit.Length == 0
            ? throw new RequestException($"trial {id} is the catalogue's {trial.Agent}: name it instead.")
            : new PolicyStore(workspace.Paths).Read(trial.Commit);
    }

    private static PolicyImage Compile(IReadOnlyDictionary<string, string> sources, string what)
    {
        var build = PolicyCompiler.Compile(sources);
        if (build.Image is { } image)
        {
            return image;
        }

        var more = build.Diagnostics.Count > MostDiagnostics ? $"{Environment.NewLine}and {build.Diagnostics.Count - MostDiagnostics} more" : "";
        throw new RequestException(
            $"{what} does not compile:{Environment.NewLine}{string.Join(Environment.NewLine, build.Diagnostics.Take(MostDiagnostics))}{more}");
    }
}
