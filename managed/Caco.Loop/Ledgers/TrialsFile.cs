using System.Text;
using Caco.Loop.Workspaces;

namespace Caco.Loop.Ledgers;

/// <summary>trials.jsonl. One thread at a time.</summary>
/// <remarks>It is opened for each line: whoever replaced the file meanwhile is noticed by its length.</remarks>
internal sealed class TrialsFile(string path)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private long _pending;

    /// <summary>How long the file should be.</summary>
    public long Length { get; private set; }

    /// <summary>Whether the file is as long as this process left it.</summary>
    public bool IsAsLeft => CurrentLength() == Length;

    /// <summary>Writes in a test's stead, for example to a disk that is full.</summary>
    internal Func<Stream, Stream> Wrap { get; init; } = static stream => stream;

    /// <summary>The lines with the place of the byte after each; the last one may lack its end. Null: not UTF-8.</summary>
    public IEnumerable<(string? Text, long End, bool IsWhole)> Read()
    {
        if (!File.Exists(path))
        {
            yield break;
        }

        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16);
        var line = new MemoryStream();
        var buffer = new byte[1 << 16];
        var end = 0L;
        int count;
        while ((count = stream.Read(buffer)) > 0)
        {
            var start = 0;
            while (Array.IndexOf(buffer, (byte)'\n', start, count - start) is >= 0 and var at)
            {
                line.Write(buffer, start, at - start);
                end += line.Length + 1;
                yield return (Decode(line), end, true);
                line.SetLength(0);
                start = at + 1;
            }

            line.Write(buffer, start, count - start);
        }

        if (line.Length > 0)
        {
            yield return (Decode(line), end + line.Length, false);
        }
    }

    /// <summary>Everything before a place is right, what comes after is cut off.</summary>
    public void CutTo(long length)
    {
        if (CurrentLength() != length)
        {
            using var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
            stream.SetLength(length);
            stream.Flush(flushToDisk: true);
        }

        Length = length;
    }

    /// <summary>Adds a line; on disk when the call returns. After an exception <see cref="Undo"/> takes back what was written.</summary>
    public void Append(string line)
    {
        using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0);
        file.Seek(Length, SeekOrigin.Begin);
        using var stream = Wrap(file);
        stream.Write(Utf8.GetBytes(line + "\n"));
        stream.Flush();
        file.Flush(flushToDisk: true);
        _pending = file.Length;
    }

    /// <summary>The line that was added stands.</summary>
    public void Keep() => Length = _pending;

    /// <summary>Takes back a line that was added, or a part of it.</summary>
    public void Undo() => CutTo(Length);

    /// <summary>Replaces the whole file.</summary>
    public void Rewrite(IEnumerable<string> lines)
    {
        var length = 0L;
        Disk.Replace(path, stream =>
        {
            foreach (var line in lines)
            {
                stream.Write(Utf8.GetBytes(line + "\n"));
            }

            length = stream.Length;
        });
        Length = length;
    }

    /// <summary>Whether the file holds these bytes and these lines, and nothing else.</summary>
    public bool Has(byte[] kept, IReadOnlyList<string> lines)
    {
        var expected = Content(kept, lines);
        return File.Exists(path) && new FileInfo(path) is { LinkTarget: null } file && file.Length == expected.Length
            && (expected.Length == 0 || File.ReadAllBytes(path).AsSpan().SequenceEqual(expected));
    }

    /// <summary>Lets the file hold these bytes and these lines.</summary>
    public void Restore(byte[] kept, IReadOnlyList<string> lines)
    {
        if (Directory.Exists(path) && new DirectoryInfo(path).LinkTarget is null)
        {
            Disk.DeleteFolder(path);
        }

        var content = Content(kept, lines);
        Disk.Replace(path, content);
        Length = content.Length;
    }

    private static byte[] Content(byte[] kept, IReadOnlyList<string> lines) =>
        [.. kept, .. lines.SelectMany(static line => Utf8.GetBytes(line + "\n"))];

    private static string? Decode(MemoryStream line)
    {
        try
        {
            return Utf8.GetString(line.GetBuffer(), 0, (int)line.Length);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private long CurrentLength() => File.Exists(path) ? new FileInfo(path).Length : 0;
}
