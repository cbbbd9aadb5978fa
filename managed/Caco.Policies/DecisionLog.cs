using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Caco.Policies;

/// <summary>
/// Where a policy says what it detected and which rule acted, and which part of its time is spent on looking. Off, both
/// cost one test of a flag: the text of a trace is not even put together. One thread at a time.
/// </summary>
public sealed class DecisionLog
{
    private readonly StringBuilder _text = new();
    private readonly List<string> _lines = [];
    private readonly bool _isTiming;

    /// <summary>Takes nothing; may be shared by any threads.</summary>
    public static DecisionLog Off { get; } = new(isTracing: false, isTiming: false);

    /// <param name="isTracing">Keeps what <see cref="Trace"/> is told.</param>
    /// <param name="isTiming">Adds up the time between <see cref="Look"/> and the end of its scope.</param>
    public DecisionLog(bool isTracing, bool isTiming)
    {
        IsTracing = isTracing;
        _isTiming = isTiming;
    }

    /// <summary>Whether traces are kept.</summary>
    public bool IsTracing { get; }

    /// <summary>What the current decision said, in order.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Time spent looking since the last <see cref="Clear"/>, in units of <see cref="Stopwatch.Frequency"/>.</summary>
    public long LookTicks { get; private set; }

    /// <summary>Says something about the current decision, for example <c>log.Trace($"imp at {bearing:0} deg")</c>.</summary>
    public void Trace([InterpolatedStringHandlerArgument("")] TraceText text)
    {
        if (IsTracing)
        {
            _lines.Add(_text.ToString());
            _text.Clear();
        }
    }

    /// <summary>Marks the time until the scope is disposed as spent on looking (vision), not on deciding.</summary>
    public LookScope Look() => new(this);

    /// <summary>Forgets the lines and the time: a new decision begins.</summary>
    public void Clear()
    {
        _lines.Clear();
        LookTicks = 0;
    }

    /// <summary>Puts a trace together, only where traces are kept.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct TraceText
    {
        private readonly StringBuilder? _text;

        public TraceText(int literalLength, int formattedCount, DecisionLog log, out bool isEnabled)
        {
            ArgumentNullException.ThrowIfNull(log);
            isEnabled = log.IsTracing;
            _text = isEnabled ? log._text : null;
        }

        public void AppendLiteral(string value) => _text?.Append(value);

        public void AppendFormatted<T>(T value) => _text?.Append(CultureInfo.InvariantCulture, $"{value}");

        public void AppendFormatted<T>(T value, string? format)
            where T : IFormattable => _text?.Append(value.ToString(format, CultureInfo.InvariantCulture));
    }

    /// <summary>A stretch of looking.</summary>
    public readonly ref struct LookScope : IDisposable
    {
        private readonly DecisionLog? _log;
        private readonly long _start;

        internal LookScope(DecisionLog log)
        {
            if (log._isTiming)
            {
                _log = log;
                _start = Stopwatch.GetTimestamp();
            }
        }

        public void Dispose()
        {
            if (_log is not null)
            {
                _log.LookTicks += Stopwatch.GetTimestamp() - _start;
            }
        }
    }
}
