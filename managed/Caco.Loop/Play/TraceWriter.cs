using System.Text.Json;
using Caco.Policies;

namespace Caco.Loop.Play;

/// <summary>
/// A decision trace, as <see cref="Replays.EpisodeFiles"/> reads it, with the buttons beside it: a line of JSON for each decision of
/// which something was said, <c>{"tic":12,"buttons":{"ATTACK":1},"lines":["imp at 3 deg"]}</c>. One thread at a time.
/// </summary>
internal sealed class TraceWriter(EpisodeInfo info) : IDisposable
{
    /// <summary>A trace that grows beyond this many bytes ends there, with a line that says so.</summary>
    public const int MaxBytes = 8 << 20;

    private const int MaxLines = 64;
    private const int MaxLength = 400;

    private readonly MemoryStream _stream = new();
    private bool _isFull;

    public void Add(int tic, ReadOnlySpan<float> buttons, DecisionLog log)
    {
        if (_isFull || log.Lines.Count == 0)
        {
            return;
        }

        _isFull = _stream.Length > MaxBytes;
        using (var json = new Utf8JsonWriter(_stream))
        {
            json.WriteStartObject();
            json.WriteNumber("tic"u8, tic);
            WriteButtons(json, buttons);
            json.WriteStartArray("lines"u8);
            if (_isFull)
            {
                json.WriteStringValue("the trace is too long; its rest is left out");
            }
            else
            {
                foreach (var line in log.Lines.Take(MaxLines))
                {
                    json.WriteStringValue(CleanText.Of(line, MaxLength));
                }
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        _stream.WriteByte((byte)'\n');
    }

    public byte[] ToArray() => _stream.ToArray();

    public void Dispose() => _stream.Dispose();

    // Only what is pressed: most buttons rest most of the time.
    private void WriteButtons(Utf8JsonWriter json, ReadOnlySpan<float> buttons)
    {
        json.WriteStartObject("buttons"u8);
        for (var i = 0; i < buttons.Length; i++)
        {
            if (buttons[i] != 0 && float.IsFinite(buttons[i]))
            {
                json.WriteNumber(info.Buttons[i], buttons[i]);
            }
        }

        json.WriteEndObject();
    }
}
