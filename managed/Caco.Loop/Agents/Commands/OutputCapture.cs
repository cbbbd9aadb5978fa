using System.Text;

namespace Caco.Loop.Agents.Commands;

/// <summary>Takes what a command writes: all of it to a file, up to a limit, and what it answers for reading. Any thread.</summary>
internal sealed class OutputCapture : IDisposable
{
    private const long LargestFile = 64L << 20;
    private const int LargestAnswer = 8 << 20;

    private readonly Lock _gate = new();
    private readonly FileStream _file;
    private readonly MemoryStream _answer = new();
    private readonly MemoryStream _tail = new();
    private bool _isClosed;

    public OutputCapture(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        _file = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.Read);
    }

    /// <summary>From the standard output.</summary>
    public void Write(ReadOnlySpan<byte> bytes) => Write(bytes, isAnswer: true);

    /// <summary>From the standard error.</summary>
    public void WriteError(ReadOnlySpan<byte> bytes) => Write(bytes, isAnswer: false);

    /// <summary>The last part of the standard output.</summary>
    public string Answer()
    {
        lock (_gate)
        {
            return Encoding.UTF8.GetString(_answer.GetBuffer(), 0, (int)_answer.Length);
        }
    }

    /// <summary>The last lines of both.</summary>
    public string Tail(int characters)
    {
        lock (_gate)
        {
            var text = Encoding.UTF8.GetString(_tail.GetBuffer(), 0, (int)_tail.Length).Trim();
            return text.Length <= characters ? text : "…" + text[^characters..];
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
            _file.Dispose();
        }
    }

    private void Write(ReadOnlySpan<byte> bytes, bool isAnswer)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            if (_file.Length < LargestFile)
            {
                _file.Write(bytes);
                _file.Flush();
            }

            Keep(_tail, bytes, 64 << 10);
            if (isAnswer)
            {
                Keep(_answer, bytes, LargestAnswer);
            }
        }
    }

    /// <summary>Appends, and drops the older half when it grows too large.</summary>
    private static void Keep(MemoryStream stream, ReadOnlySpan<byte> bytes, int most)
    {
        stream.Write(bytes);
        if (stream.Length > most)
        {
            var rest = stream.ToArray().AsSpan(^(most / 2)..).ToArray();
            stream.SetLength(0);
            stream.Write(rest);
        }
    }
}
