using System.ClientModel;
using Caco.Loop.Workspaces;
using Microsoft.Extensions.AI;

namespace Caco.Loop.Agents.Models;

/// <summary>What one proposal's calls use, against what the workspace's budget leaves. One thread at a time.</summary>
internal sealed class ModelAccount
{
    private const int CharactersPerToken = 4;
    private const int LongestComplaint = 600;

    private readonly OpenAiSettings _settings;
    private readonly long _tokensLeft;
    private readonly decimal _costLeft;

    public ModelAccount(OpenAiSettings settings, AgentRequest request)
    {
        _settings = settings;
        var budget = request.Settings.Budget;
        _tokensLeft = budget.Tokens is { } tokens ? tokens - request.History.Sum(static t => t.Spending.Tokens) : long.MaxValue;
        _costLeft = budget.Cost is { } cost ? cost - request.History.Sum(static t => t.Spending.Cost) : decimal.MaxValue;
    }

    public long Tokens { get; private set; }

    public decimal Cost { get; private set; }

    public bool IsSpent => Tokens >= _tokensLeft || Cost >= _costLeft;

    /// <summary>Tokens that the next answer may have.</summary>
    public int OutputLimit => (int)Math.Min(_settings.MaxOutputTokens, Math.Max(1, _tokensLeft - Tokens));

    /// <summary>Adds a call; where the server does not count, a guess by the length of the texts.</summary>
    public void Book(ChatResponse response, IEnumerable<ChatMessage> messages)
    {
        var input = response.Usage?.InputTokenCount ?? messages.Sum(static m => (long)m.Text.Length) / CharactersPerToken;
        var output = response.Usage?.OutputTokenCount ?? response.Text.Length / CharactersPerToken;
        Tokens += input + output;
        Cost += (input * _settings.CostPerMillionInput + output * _settings.CostPerMillionOutput) / 1_000_000;
    }

    public LoopException Failure(string message, Exception? inner = null) =>
        inner is null ? new LoopException(message) { Tokens = Tokens, Cost = Cost } : new LoopException(message, inner) { Tokens = Tokens, Cost = Cost };

    /// <summary>What an endpoint refused, in a sentence with what to do.</summary>
    public string Describe(ClientResultException e)
    {
        var advice = e.Status switch
        {
            0 => $"{_settings.Endpoint} cannot be reached.",
            401 or 403 => $"{_settings.Endpoint} refuses the key in {_settings.KeyVariable} (status {e.Status}).",
            404 => $"{_settings.Endpoint} knows no model '{_settings.Model}', or is not the address of an OpenAI-compatible service (status 404).",
            429 => $"{_settings.Endpoint} allows no more calls for now (status 429).",
            _ => $"{_settings.Endpoint} answers with status {e.Status}.",
        };
        return $"{advice} {Redact(e.Message)}";
    }

    /// <summary>A text without the key, which a server may repeat in its complaint.</summary>
    public string Redact(string text)
    {
        var key = _settings.KeyVariable.Length == 0 ? null : Environment.GetEnvironmentVariable(_settings.KeyVariable);
        var clean = string.IsNullOrEmpty(key) ? text : text.Replace(key, "***", StringComparison.Ordinal);
        clean = clean.ReplaceLineEndings(" ").Trim();
        return clean.Length <= LongestComplaint ? clean : clean[..LongestComplaint] + "…";
    }
}
