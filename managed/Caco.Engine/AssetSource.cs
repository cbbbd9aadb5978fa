namespace Caco.Engine;

/// <summary>One archive to load: a file, or bytes in memory.</summary>
public readonly struct AssetSource
{
    private AssetSource(string? path, ReadOnlyMemory<byte> data, string? label)
    {
        Path = path;
        Data = data;
        Label = label;
    }

    /// <summary>The file's path; null for bytes in memory.</summary>
    public string? Path { get; }

    /// <summary>The archive's bytes; empty for a file.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>What messages call the bytes in memory.</summary>
    public string? Label { get; }

    /// <summary>A WAD file.</summary>
    public static AssetSource FromFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new AssetSource(path, default, null);
    }

    /// <summary>A WAD in memory; the engine copies the bytes.</summary>
    /// <param name="data">The whole archive.</param>
    /// <param name="label">What messages call it.</param>
    public static AssetSource FromBytes(ReadOnlyMemory<byte> data, string label)
    {
        ArgumentException.ThrowIfNullOrEmpty(label);
        return new AssetSource(null, data, label);
    }

    /// <summary>A path is a source.</summary>
    public static implicit operator AssetSource(string path) => FromFile(path);

    /// <inheritdoc cref="FromFile"/>
    public static AssetSource ToAssetSource(string path) => FromFile(path);
}
