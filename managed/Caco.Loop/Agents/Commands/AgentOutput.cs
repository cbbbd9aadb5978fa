using System.Text;
using System.Text.Json;

namespace Caco.Loop.Agents.Commands;

/// <summary>What a coding agent's output says beside its words: tokens and cost where it prints JSON.</summary>
/// <param name="Text">Its words, without the JSON around them.</param>
/// <param name="Tokens">In and out; 0 where it does not say.</param>
/// <param name="Cost">Null where it does not say.</param>
/// <remarks>
/// Read are: one object or a list of objects with "total_cost_usd", "usage" and "result" (claude -p --output-format json
/// or stream-json), and lines of events "turn.completed" with "usage" and "item.completed" with an "agent_message"
/// (codex exec --json). Anything else is words.
/// </remarks>
internal sealed record AgentOutput(string Text, long Tokens, decimal? Cost)
{
    private static readonly string[] Counts =
        ["input_tokens", "output_tokens", "cache_creation_input_tokens", "cache_read_input_tokens"];

    public static AgentOutput Parse(string output)
    {
        var reader = new Reader();
        if (TryJson(output, out var whole))
        {
            reader.TakeAll(whole);
        }
        else
        {
            foreach (var line in output.Split('\n'))
            {
                if (line.TrimStart().StartsWith('{') && TryJson(line, out var element))
                {
                    reader.TakeAll(element);
                }
                else
                {
                    reader.Words.Append(line).Append('\n');
                }
            }
        }

        return new AgentOutput(reader.Words.ToString(), reader.Total ?? reader.Sum, reader.Cost);
    }

    private static bool TryJson(string text, out JsonElement element)
    {
        element = default;
        if (text.TrimStart() is not ['{' or '[', ..])
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            element = document.RootElement.Clone();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private sealed class Reader
    {
        public StringBuilder Words { get; } = new();

        /// <summary>Of the whole run, where an object gives it.</summary>
        public long? Total { get; private set; }

        /// <summary>Of the turns.</summary>
        public long Sum { get; private set; }

        public decimal? Cost { get; private set; }

        public void TakeAll(JsonElement element)
        {
            if (element.ValueKind == JsonValueKind.Array)
            {
                foreach (var item in element.EnumerateArray())
                {
                    TakeAll(item);
                }
            }
            else if (element.ValueKind == JsonValueKind.Object)
            {
                Take(element);
            }
        }

        private void Take(JsonElement element)
        {
            var type = TextOf(element, "type");
            if (element.TryGetProperty("total_cost_usd", out var cost) && cost.ValueKind == JsonValueKind.Number && cost.TryGetDecimal(out var amount))
            {
                Cost = amount;
            }

            if (element.TryGetProperty("usage", out var usage) && usage.ValueKind == JsonValueKind.Object)
            {
                if (type == "turn.completed")
                {
                    // Its input_tokens hold the cached ones too.
                    Sum += Number(usage, "input_tokens") + Number(usage, "output_tokens");
                }
                else
                {
                    Total = Counts.Sum(name => Number(usage, name));
                }
            }

            if (type == "item.completed" && element.TryGetProperty("item", out var item) && item.ValueKind == JsonValueKind.Object
                && TextOf(item, "type") == "agent_message")
            {
                Say(TextOf(item, "text"));
            }

            Say(TextOf(element, "result"));
        }

        private void Say(string? text)
        {
            if (text is not null)
            {
                Words.Append(text).Append('\n');
            }
        }

        private static string? TextOf(JsonElement element, string name) =>
            element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

        private static long Number(JsonElement element, string name) =>
            element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number > 0
                ? number
                : 0;
    }
}
