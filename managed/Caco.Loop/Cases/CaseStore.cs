using System.Text.Json;
using System.Text.RegularExpressions;
using Caco.Loop.Play;
using Caco.Loop.Workspaces;

namespace Caco.Loop.Cases;

/// <summary>A case that cannot be played here.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Why">The rest of a sentence that begins with it.</param>
public sealed record StrangeCase(string Name, string Why);

/// <summary>
/// The behaviour cases of a workspace: NAME.json, and NAME.snap beside it for those that begin within an episode.
/// Writes are whole or not at all, also when the process is killed. One writer at a time; readers on any thread.
/// </summary>
/// <param name="folder">The workspace's folder of cases; made by the first save.</param>
public sealed partial class CaseStore(string folder)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>All cases by name.</summary>
    /// <exception cref="LoopException">A file cannot be read or is not a case; the message names it.</exception>
    public IReadOnlyList<BehaviourCase> Load()
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        return [.. Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(Read)];
    }

    /// <summary>All cases, and which of them can be played here.</summary>
    /// <param name="stage">Where they would be played.</param>
    /// <returns>Cases that fit, and those that do not.</returns>
    /// <exception cref="LoopException">The files of a case are damaged.</exception>
    public (IReadOnlyList<BehaviourCase> Fitting, IReadOnlyList<StrangeCase> Strange) LoadFor(Stage stage)
    {
        var content = CaseSnapshots.ContentOf(stage);
        var fitting = new List<BehaviourCase>();
        var strange = new List<StrangeCase>();
        using var game = stage.CreateGame();
        foreach (var behaviour in Load())
        {
            if (behaviour.Content.Length > 0 && behaviour.Content != content)
            {
                strange.Add(new StrangeCase(behaviour.Name, "belongs to another scenario"));
            }
            else if (!CaseSnapshots.Fits(behaviour, game))
            {
                strange.Add(new StrangeCase(behaviour.Name, "was made with another version of the engine"));
            }
            else
            {
                fitting.Add(behaviour);
            }
        }

        return (fitting, strange);
    }

    /// <summary>A case by name.</summary>
    /// <exception cref="LoopException">There is none, or its files are damaged.</exception>
    public BehaviourCase Find(string name)
    {
        var file = IsSafe(name) ? Document(name) : "";
        return File.Exists(file)
            ? Read(file)
            : throw new LoopException($"there is no case '{name}' in {folder}; there are {string.Join(", ", Names())}.");
    }

    /// <summary>Writes a case, over one of the same name.</summary>
    /// <exception cref="RequestException">The case makes no sense; names what is wrong with it.</exception>
    /// <exception cref="LoopException">The folder cannot be written.</exception>
    public void Save(BehaviourCase behaviour)
    {
        ArgumentNullException.ThrowIfNull(behaviour);
        if (Problem(behaviour) is { } problem)
        {
            throw new RequestException($"the case '{behaviour.Name}' {problem}.");
        }

        Disk.MakeFolder(folder);
        // The document makes the case, so that it comes last.
        if (!behaviour.Snapshot.IsEmpty)
        {
            Disk.Replace(Snapshot(behaviour.Name), behaviour.Snapshot);
        }

        Disk.Replace(Document(behaviour.Name), JsonSerializer.SerializeToUtf8Bytes(behaviour, Format));
    }

    /// <summary>Removes a case. False when there is none of that name.</summary>
    /// <exception cref="LoopException">The folder cannot be written.</exception>
    public bool Delete(string name)
    {
        if (!IsSafe(name) || !File.Exists(Document(name)))
        {
            return false;
        }

        try
        {
            File.Delete(Document(name));
            File.Delete(Snapshot(name));
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LoopException($"the case '{name}' cannot be removed from {folder}: {e.Message}", e);
        }
    }

    /// <summary>Names of all cases.</summary>
    public IReadOnlyList<string> Names() => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, "*.json").Select(static f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>
    /// Whether a name can be a file's everywhere: lower-case letters, digits and inner dashes, at most 60.
    /// </summary>
    public static bool IsSafe(string? name) => name is not null && name.Length <= 60 && SafeName().IsMatch(name) && !DeviceName().IsMatch(name);

    /// <summary>
    /// What is wrong with a case, as the rest of a sentence that begins with it; null when it is sound.
    /// </summary>
    public static string? Problem(BehaviourCase behaviour)
    {
        ArgumentNullException.ThrowIfNull(behaviour);
        if (!IsSafe(behaviour.Name))
        {
            return "has a name that cannot be a file's: use lower-case letters, digits and inner dashes, at most 60";
        }

        if (behaviour.Tics < 1 || behaviour.Tic < 0)
        {
            return $"starts at tic {behaviour.Tic} and lasts {behaviour.Tics} tics: the start is at least 0, the length at least 1";
        }

        if (!double.IsFinite(behaviour.Criterion.AtLeast) || !Enum.IsDefined(behaviour.Criterion.Kind))
        {
            return "has a criterion that cannot be measured";
        }

        if (behaviour.Snapshot.IsEmpty != (behaviour.Tic == 0))
        {
            return behaviour.Tic == 0 ? "is a whole episode and has a snapshot" : $"starts at tic {behaviour.Tic} and has no snapshot";
        }

        return null;
    }

    private BehaviourCase Read(string file)
    {
        try
        {
            var name = Path.GetFileNameWithoutExtension(file);
            var read = JsonSerializer.Deserialize<BehaviourCase>(File.ReadAllBytes(file), Format)
                ?? throw new LoopException($"{file} is empty; write the case again or delete the file.");
            if (read.Name != name)
            {
                throw new LoopException($"{file} holds a case named '{read.Name}'; name and file must agree.");
            }

            var whole = read with { Snapshot = read.Tic == 0 ? default(ReadOnlyMemory<byte>) : ReadSnapshot(name) };
            return Problem(whole) is { } problem ? throw new LoopException($"{file}: the case {problem}.") : whole;
        }
        catch (JsonException e)
        {
            throw new LoopException($"{file} is not a case: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LoopException($"{file} cannot be read: {e.Message}", e);
        }
    }

    private byte[] ReadSnapshot(string name)
    {
        var file = Snapshot(name);
        if (!File.Exists(file))
        {
            throw new LoopException($"{file} is missing: the case '{name}' cannot be played without it. Restore it or delete {name}.json.");
        }

        var packed = File.ReadAllBytes(file);
        CaseSnapshots.Unpack(packed, $"the case {name} ({file})");
        return packed;
    }

    private string Document(string name) => Path.Combine(folder, name + ".json");

    private string Snapshot(string name) => Path.Combine(folder, name + ".snap");

    [GeneratedRegex(@"^[a-z0-9]([a-z0-9-]*[a-z0-9])?\z")]
    private static partial Regex SafeName();

    // Files of these names are devices on Windows.
    [GeneratedRegex(@"^(con|prn|aux|nul|com[0-9]|lpt[0-9])\z")]
    private static partial Regex DeviceName();
}
