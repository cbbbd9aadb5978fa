using System.IO.Compression;

namespace Caco.Parity.Tests;

/// <summary>A copy of a golden trace with changed rows, gone after the test.</summary>
internal sealed class ChangedTrace : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("caco-trace-").FullName;

    public ChangedTrace(string name, int seed, Func<int, string, string> change)
    {
        Path = System.IO.Path.Combine(_folder, "seed1.jsonl.gz");
        using var reader = new StreamReader(new GZipStream(File.OpenRead(Golden.Trace(name, seed)), CompressionMode.Decompress));
        using var writer = new StreamWriter(new GZipStream(File.Create(Path), CompressionLevel.Fastest));
        // The first line is the set-up, row 0 the second.
        for (var row = -1; reader.ReadLine() is { } line; row++)
        {
            writer.WriteLine(change(row, line));
        }
    }

    public string Path { get; }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
