using System.Text.Json.Serialization;

namespace Caco.Cli.Traces;

/// <summary>The first row that differs from the reference.</summary>
/// <param name="Row">Number of the row.</param>
/// <param name="Tic">Episode time that the reference has there.</param>
/// <param name="Field">A variable's name, "reward", "total", "finished", "dead", "tic", "objects", or "objects[3].x".</param>
/// <param name="Expected">The reference's value.</param>
/// <param name="Actual">The engine's value.</param>
public sealed record TraceDivergence(int Row, int Tic, string Field, string Expected, string Actual);

/// <summary>How well one buffer agrees over a trace.</summary>
public sealed record BufferAgreement
{
    /// <summary>"screen", "depth", "labels" or "automap".</summary>
    public required string Buffer { get; init; }

    /// <summary>Rows with a hash of this buffer.</summary>
    public int Rows { get; internal set; }

    /// <summary>Of these, rows with the same hash.</summary>
    public int EqualRows { get; internal set; }

    /// <summary>The first row with another hash that is not masked; -1 where there is none.</summary>
    public int FirstUnequalRow { get; internal set; } = -1;

    /// <summary>Stored pictures that were compared.</summary>
    public int Pictures { get; internal set; }

    /// <summary>Of the rows with another hash, those that show pictures which only the reference has (<see cref="ForeignArt"/>).</summary>
    public int MaskedRows { get; internal set; }

    /// <summary>Pixels of the stored pictures that are left out because they show such pictures.</summary>
    public long MaskedPixels { get; internal set; }

    /// <summary>All other pixels of the stored pictures.</summary>
    public long Pixels { get; internal set; }

    /// <summary>Of these, equal ones.</summary>
    public long EqualPixels { get; internal set; }

    /// <summary>Share of equal pixels over the stored pictures, 0..1; 1 where there are none.</summary>
    public double PixelShare => Pixels == 0 ? 1 : (double)EqualPixels / Pixels;

    /// <summary>Share of equal hashes over all rows but the masked ones, 0..1; 1 where there are none.</summary>
    public double HashShare => Rows == MaskedRows ? 1 : (double)EqualRows / (Rows - MaskedRows);
}

/// <summary>What replaying one golden trace gave.</summary>
public sealed record TraceReport
{
    /// <summary>The trace file.</summary>
    public required string Path { get; init; }

    /// <summary>Name of the case.</summary>
    public required string Case { get; init; }

    /// <summary>The seed.</summary>
    public required uint Seed { get; init; }

    /// <summary>Rows compared, the diverging one included.</summary>
    public required int RowsCompared { get; init; }

    /// <summary>Null where every row is exact.</summary>
    public TraceDivergence? Divergence { get; init; }

    /// <summary>Whether every row is exact.</summary>
    public bool IsExact => Divergence is null;

    /// <summary>Agreement of the frame buffers over the rows compared.</summary>
    public required IReadOnlyList<BufferAgreement> Buffers { get; init; }

    /// <summary>The stored picture with the most unequal, then masked pixels; null where all are equal.</summary>
    [JsonIgnore]
    public PictureComparison? Worst { get; init; }

    /// <summary>Colours of the game, shape (256 x 3), RGB.</summary>
    [JsonIgnore]
    public byte[] Palette { get; init; } = [];

    /// <summary>What the engine reported about content that it does not support; empty where nothing.</summary>
    public string EngineReports { get; init; } = "";

    /// <summary>One line for people.</summary>
    public override string ToString() => Divergence is { } d
        ? $"{Case} seed {Seed}: row {d.Row} (tic {d.Tic}) differs in {d.Field}: expected {d.Expected}, got {d.Actual}"
        : $"{Case} seed {Seed}: {RowsCompared} rows exact";
}
