using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Caco.Loop.Play;

namespace Caco.Loop.Ledgers;

/// <summary>One thing that the ledger keeps.</summary>
internal abstract record LedgerEntry
{
    /// <summary>The name of its kind, also of the member that holds it in a line of trials.jsonl.</summary>
    [JsonIgnore]
    public abstract string Kind { get; }

    /// <summary>The trial it belongs to.</summary>
    [JsonIgnore]
    public abstract long TrialId { get; }
}

internal sealed record TrialEntry(TrialRecord Trial) : LedgerEntry
{
    public const string Name = "trial";

    [JsonIgnore]
    public override string Kind => Name;

    [JsonIgnore]
    public override long TrialId => Trial.Id;
}

internal sealed record SpendEntry(DateTimeOffset When, long Trial, string Purpose, Spending Spending) : LedgerEntry
{
    public const string Name = "spend";

    [JsonIgnore]
    public override string Kind => Name;

    [JsonIgnore]
    public override long TrialId => Trial;
}

/// <summary>A look at the hold-out seeds; with the episodes that were played for it, or none where old ones were read again.</summary>
internal sealed record LookEntry(DateTimeOffset When, long Trial, string Reason, IReadOnlyList<EpisodeResult> Episodes) : LedgerEntry
{
    public const string Name = "look";

    [JsonIgnore]
    public override string Kind => Name;

    [JsonIgnore]
    public override long TrialId => Trial;
}

/// <summary>
/// An entry as a line of trials.jsonl: <c>{"seq":1,"check":"...","trial":{...}}</c>. The check is over the line and the check
/// of the line before, so that a line that was lost, changed or put in is noticed.
/// </summary>
/// <param name="Seq">From 1, without gaps.</param>
/// <param name="Check">16 hex digits.</param>
/// <param name="Text">The line, without its end.</param>
/// <param name="Entry">What it says.</param>
internal sealed record LedgerLine(long Seq, string Check, string Text, LedgerEntry Entry)
{
    /// <summary>The check before the first line.</summary>
    public const string FirstCheck = "0000000000000000";

    public static LedgerLine Create(long seq, string previousCheck, LedgerEntry entry)
    {
        var payload = JsonSerializer.Serialize(entry is TrialEntry trial ? trial.Trial : (object)entry, PayloadType(entry.Kind), LedgerJson.Options);
        var check = CheckOf(previousCheck, seq, entry.Kind, payload);
        return new LedgerLine(seq, check, $"{{\"seq\":{seq},\"check\":\"{check}\",\"{entry.Kind}\":{payload}}}", entry);
    }

    /// <summary>Reads a line; null where it is none, or (with <paramref name="previousCheck"/>) is not the one that followed.</summary>
    public static LedgerLine? TryParse(string text, string? previousCheck)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var members = document.RootElement.EnumerateObject().ToArray();
            if (members is not [{ Name: "seq" } seq, { Name: "check" } check, var payload])
            {
                return null;
            }

            var number = seq.Value.GetInt64();
            var stated = check.Value.GetString()!;
            return previousCheck is not null && stated != CheckOf(previousCheck, number, payload.Name, payload.Value.GetRawText())
                ? null
                : new LedgerLine(number, stated, text, ReadEntry(payload.Name, payload.Value));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or NotSupportedException)
        {
            return null;
        }
    }

    private static LedgerEntry ReadEntry(string kind, JsonElement payload)
    {
        var value = payload.Deserialize(PayloadType(kind), LedgerJson.Options) ?? throw new JsonException("null is no entry.");
        return value as LedgerEntry ?? new TrialEntry((TrialRecord)value);
    }

    private static Type PayloadType(string kind) => kind switch
    {
        TrialEntry.Name => typeof(TrialRecord),
        SpendEntry.Name => typeof(SpendEntry),
        LookEntry.Name => typeof(LookEntry),
        _ => throw new JsonException($"'{kind}' is no kind of entry."),
    };

    private static string CheckOf(string previous, long seq, string kind, string payload) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{previous}\n{seq}\n{kind}\n{payload}")).AsSpan(0, 8));
}
