using System.ClientModel;
using System.ClientModel.Primitives;
using System.Globalization;
using System.Text;
using Caco.Loop.Compile;
using Caco.Loop.Workspaces;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OpenAI;

namespace Caco.Loop.Agents.Models;

/// <summary>
/// A model behind an OpenAI-compatible endpoint. It is sent the brief and the sources, and answers with edits; where those
/// cannot be applied or do not compile it is told why and answers once more.
/// </summary>
/// <remarks>The key is read from its environment variable at each proposal and stands in no message.</remarks>
/// <param name="log">Told of calls, retries and usage.</param>
/// <param name="connect">Makes the client; null: by the settings.</param>
/// <param name="patience">Waiting time before the first retry, doubled for each further one; null: a second.</param>
public sealed class OpenAiAgent(
    ILogger? log = null, Func<OpenAiSettings, IChatClient>? connect = null, TimeSpan? patience = null) : IAgent
{
    private const int AttemptLimit = 5;
    private const int LargestPrompt = 600_000;

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly ILogger _log = log ?? NullLogger.Instance;

    /// <inheritdoc/>
    public string Name => "openai";

    /// <inheritdoc/>
    public string? NothingBecause { get; private set; }

    /// <inheritdoc/>
    public async Task<Proposal?> ProposeAsync(AgentRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        NothingBecause = null;
        var settings = request.Settings.Agent.OpenAi;
        Check(settings);
        var account = new ModelAccount(settings, request);
        if (account.IsSpent)
        {
            NothingBecause = "the budget of tokens or cost is spent.";
            return null;
        }

        var sources = PolicyFiles.Read(request.Copy.Policy);
        using var client = (connect ?? Connect)(settings);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromMinutes(Math.Min(settings.MinutesLimit, TimeSpan.FromDays(20).TotalMinutes)));
        try
        {
            return await ConverseAsync(request, client, sources, account, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw account.Failure(
                string.Create(CultureInfo.InvariantCulture, $"{settings.Endpoint} did not answer within {settings.MinutesLimit:0.##} minutes (agent.openAi.minutesLimit)."), e);
        }
    }

    private static void Check(OpenAiSettings settings)
    {
        if (settings.Model.Length == 0)
        {
            throw new RequestException("loop.json, agent.openAi.model: name the model.");
        }

        if (!Uri.TryCreate(settings.Endpoint, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            throw new RequestException($"loop.json, agent.openAi.endpoint: '{settings.Endpoint}' is no http or https address.");
        }

        if (settings.MaxOutputTokens < 1 || !(settings.MinutesLimit > 0))
        {
            throw new RequestException("loop.json, agent.openAi: maxOutputTokens must be at least 1 and minutesLimit above 0.");
        }
    }

    private static IChatClient Connect(OpenAiSettings settings) =>
        new OpenAIClient(
            new ApiKeyCredential(KeyOf(settings)),
            new OpenAIClientOptions
            {
                Endpoint = new Uri(settings.Endpoint),
                RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
                NetworkTimeout = Timeout.InfiniteTimeSpan,
            }).GetChatClient(settings.Model).AsIChatClient();

    private static string KeyOf(OpenAiSettings settings)
    {
        if (settings.KeyVariable.Length == 0)
        {
            // Servers on the own machine want none, but the header must hold something.
            return "none";
        }

        return Environment.GetEnvironmentVariable(settings.KeyVariable) is { Length: > 0 } key
            ? key
            : throw new LoopException(
                $"The environment variable {settings.KeyVariable} holds no key for {settings.Endpoint}. Set it, or set agent.openAi.keyVariable to \"\" for a server that wants none.");
    }

    private async Task<Proposal?> ConverseAsync(
        AgentRequest request, IChatClient client, SortedDictionary<string, string> sources, ModelAccount account, CancellationToken cancellation)
    {
        var messages = Opening(request, sources);
        var answer = await AskAsync(client, messages, account, cancellation).ConfigureAwait(false);
        var first = await TryAsync(request, answer, sources, cancellation).ConfigureAwait(false);
        if (first.Complaint is null)
        {
            return HandIn(request, first, first.Hypothesis, account);
        }

        _log.LogInformation("The model's answer needs a repair: {Complaint}", first.Complaint);
        if (!account.IsSpent)
        {
            messages.Add(new ChatMessage(ChatRole.Assistant, answer.Text));
            messages.Add(new ChatMessage(ChatRole.User, Repair(first)));
            answer = await AskAsync(client, messages, account, cancellation).ConfigureAwait(false);
            var second = await TryAsync(request, answer, first.Sources ?? sources, cancellation).ConfigureAwait(false);
            if (second.Sources is not null)
            {
                // What still does not compile is handed in too: the verdict names the error, and the next brief holds it.
                return HandIn(request, second, second.Hypothesis ?? first.Hypothesis, account);
            }

            first = first with { Complaint = second.Complaint };
        }

        return first.Sources is not null
            ? HandIn(request, first, first.Hypothesis, account)
            : throw account.Failure($"The answer of {request.Settings.Agent.OpenAi.Model} cannot be applied: {first.Complaint}");
    }

    private static List<ChatMessage> Opening(AgentRequest request, SortedDictionary<string, string> sources)
    {
        var text = new StringBuilder(request.Brief).Append("\n\n# The policy's sources\n");
        foreach (var (name, source) in sources)
        {
            text.Append("\nFILE: policy/").Append(name).Append("\n````csharp\n").Append(source.TrimStart('\uFEFF'));
            text.Append(source.EndsWith('\n') ? "" : "\n").Append("````\n");
        }

        text.Append('\n').Append(request.Task == AgentTask.Simplify
            ? "Shorten the code: fewer statements and branches, with no score and no behaviour lost. Make one coherent change."
            : "Make one coherent change that raises the score.");
        return text.Length <= LargestPrompt
            ? [new ChatMessage(ChatRole.System, "You improve a program that plays a game. " + EditScript.Format), new ChatMessage(ChatRole.User, text.ToString())]
            : throw new LoopException($"Brief and sources have {text.Length} characters; at most {LargestPrompt} are sent to a model. Shorten brief.md or memory.md.");
    }

    private static string Repair(Attempt attempt) => attempt.Sources is null
        ? $"Your answer could not be applied, and no file was changed: {attempt.Complaint}\nAnswer again, in whole, in the format that you were given."
        : $"Your edits were applied, and the policy does not compile:\n{attempt.Complaint}\nSend edits to the files as they are now, in the same format.";

    private async Task<ChatResponse> AskAsync(IChatClient client, List<ChatMessage> messages, ModelAccount account, CancellationToken cancellation)
    {
        var wait = patience ?? TimeSpan.FromSeconds(1);
        for (var attempt = 1; ; attempt++, wait *= 2)
        {
            try
            {
                var options = new ChatOptions { MaxOutputTokens = account.OutputLimit };
                var response = await client.GetResponseAsync(messages, options, cancellation).ConfigureAwait(false);
                account.Book(response, messages);
                _log.LogInformation("The model used {Tokens} tokens so far in this proposal.", account.Tokens);
                return response;
            }
            catch (ClientResultException e) when (IsPassing(e) && attempt < AttemptLimit)
            {
                var pause = RetryAfter(e) ?? wait;
                pause = pause < LongestWait ? pause : LongestWait;
                _log.LogWarning("{Trouble} Next attempt in {Seconds:0.#} s.", account.Describe(e), pause.TotalSeconds);
                await Task.Delay(pause, cancellation).ConfigureAwait(false);
            }
            catch (ClientResultException e)
            {
                throw account.Failure(account.Describe(e));
            }
            catch (Exception e) when (e is HttpRequestException or IOException or System.Text.Json.JsonException or FormatException)
            {
                throw account.Failure($"The endpoint's answer cannot be read: {account.Redact(e.Message)}");
            }
        }
    }

    private static bool IsPassing(ClientResultException e) => e.Status is 0 or 408 or 429 or >= 500;

    private static TimeSpan? RetryAfter(ClientResultException e) =>
        e.GetRawResponse()?.Headers.TryGetValue("Retry-After", out var text) == true
        && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and < 1e6
            ? TimeSpan.FromSeconds(seconds)
            : null;

    private static async Task<Attempt> TryAsync(
        AgentRequest request, ChatResponse answer, SortedDictionary<string, string> sources, CancellationToken cancellation)
    {
        string? hypothesis = null;
        try
        {
            var script = EditScript.Parse(answer.Text);
            hypothesis = script.Hypothesis;
            if (answer.FinishReason == ChatFinishReason.Length)
            {
                throw new EditException("The answer was cut off at its limit of tokens. Send less: small EDIT blocks instead of whole files.");
            }

            var edited = script.Apply(sources);
            var result = await request.Probe.PlayAsync(edited, [], cancellation).ConfigureAwait(false);
            return new Attempt(edited, hypothesis, result.Diagnostics.Count == 0 ? null : Describe(result.Diagnostics));
        }
        catch (EditException e)
        {
            return new Attempt(null, hypothesis, e.Message);
        }
    }

    private static string Describe(IReadOnlyList<PolicyDiagnostic> diagnostics) => string.Join('\n', diagnostics.Take(20).Select(static d => "policy/" + d));

    private static Proposal HandIn(AgentRequest request, Attempt attempt, string? hypothesis, ModelAccount account)
    {
        var changed = PolicyFiles.Changed(PolicyFiles.Read(request.Copy.Policy), attempt.Sources!);
        PolicyFiles.Write(request.Copy.Policy, attempt.Sources!);
        return new Proposal(hypothesis ?? $"no hypothesis given; changed: {string.Join(", ", changed)}", account.Tokens, account.Cost);
    }

    /// <summary>What came of an answer.</summary>
    /// <param name="Sources">The edited sources; null when the edits could not be applied.</param>
    /// <param name="Hypothesis">What the model said.</param>
    /// <param name="Complaint">What is wrong; null: nothing.</param>
    private sealed record Attempt(SortedDictionary<string, string>? Sources, string? Hypothesis, string? Complaint);
}
