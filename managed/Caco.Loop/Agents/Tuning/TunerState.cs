using System.Text.Json;
using Caco.Loop.Workspaces;

namespace Caco.Loop.Agents.Tuning;

/// <summary>What the tuner remembers between proposals and after a kill; a document for JSON.</summary>
internal sealed record TunerState
{
    public const string CurrentSchema = "caco.tuner/1";

    /// <summary>Older probes say little about where the search is now.</summary>
    private const int MostProbes = 800;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public string Schema { get; init; } = CurrentSchema;

    /// <summary>Hash over constants, ranges and the code around them: another code is another search.</summary>
    public required string Code { get; init; }

    /// <summary>Where the distribution stands, in shares of the ranges.</summary>
    public required CmaState Search { get; init; }

    /// <summary>The constants that it was last asked to improve.</summary>
    public required double[] Incumbent { get; init; }

    /// <summary>The constants that it handed in last; null: none since they were judged.</summary>
    public double[]? Proposed { get; init; }

    /// <summary>The trial that they were handed in for.</summary>
    public long ProposedTrial { get; init; }

    /// <summary>What was said of them.</summary>
    public string ProposedBecause { get; init; } = "";

    /// <summary>What was handed in and not accepted.</summary>
    public IReadOnlyList<double[]> Rejected { get; init; } = [];

    /// <summary>Position in the training seeds.</summary>
    public int NextSeed { get; init; }

    /// <summary>Episodes of a probe against the settings': more after results that did not hold.</summary>
    public double Effort { get; init; } = 1;

    public IReadOnlyList<TunerProbe> Probes { get; init; } = [];

    public TunerState With(IEnumerable<TunerProbe> probes) => this with { Probes = [.. Probes.Concat(probes).TakeLast(MostProbes)] };

    /// <summary>The state in a file; null when there is none or it cannot be used, which costs a search its memory and nothing else.</summary>
    public static TunerState? Load(string? file)
    {
        if (file is null || !File.Exists(file))
        {
            return null;
        }

        try
        {
            var state = JsonSerializer.Deserialize<TunerState>(File.ReadAllBytes(file), Json);
            return state is { Schema: CurrentSchema } ? state : null;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Writes it beside the file and moves it there: a kill leaves the old one or the new one.</summary>
    /// <exception cref="LoopException">It cannot be written.</exception>
    public void Save(string? file)
    {
        if (file is null)
        {
            return;
        }

        Disk.MakeFolder(Path.GetDirectoryName(file)!);
        Disk.Replace(file, JsonSerializer.SerializeToUtf8Bytes(this, Json));
    }
}

/// <summary>What one set of constants scored.</summary>
/// <param name="Block">Probes of a block were played on the same seeds, and only they can be compared.</param>
/// <param name="Point">In shares of the ranges, as played.</param>
/// <param name="Score">Mean.</param>
/// <param name="Episodes">How many it is the mean of.</param>
internal sealed record TunerProbe(int Block, double[] Point, double Score, int Episodes);
