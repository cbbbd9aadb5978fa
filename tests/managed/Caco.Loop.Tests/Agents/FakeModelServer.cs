using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Caco.Loop.Tests;

/// <summary>An OpenAI-compatible service on the loopback that gives prepared answers in order; the last one stays.</summary>
internal sealed class FakeModelServer : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<Reply> _replies;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _serving;

    public FakeModelServer(params Reply[] replies)
    {
        _replies = new ConcurrentQueue<Reply>(replies);
        Endpoint = $"http://127.0.0.1:{FreePort()}/v1";
        _listener.Prefixes.Add(Endpoint + "/");
        _listener.Start();
        _serving = Task.Run(ServeAsync);
    }

    public string Endpoint { get; }

    /// <summary>Bodies of the requests.</summary>
    public ConcurrentQueue<JsonNode> Requests { get; } = new();

    /// <summary>Their Authorization headers.</summary>
    public ConcurrentQueue<string?> Keys { get; } = new();

    /// <summary>The text of the last message of a request.</summary>
    public string LastMessage(int request)
    {
        var content = Requests.ElementAt(request)["messages"]!.AsArray()[^1]!["content"]!;
        return content is JsonArray parts ? parts[0]!["text"]!.GetValue<string>() : content.GetValue<string>();
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Close();
        await _serving;
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                await AnswerAsync(await _listener.GetContextAsync());
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or OperationCanceledException or IOException)
            {
                // The client, or the test, has gone.
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var reader = new StreamReader(context.Request.InputStream);
        Requests.Enqueue(JsonNode.Parse(await reader.ReadToEndAsync(_end.Token))!);
        Keys.Enqueue(context.Request.Headers["Authorization"]);
        var reply = _replies.Count > 1 && _replies.TryDequeue(out var next) ? next : _replies.First();
        if (reply.IsSilent)
        {
            await Task.Delay(Timeout.Infinite, _end.Token);
        }

        context.Response.StatusCode = reply.Status;
        context.Response.ContentType = "application/json";
        if (reply.RetryAfter is { } seconds)
        {
            context.Response.Headers["Retry-After"] = seconds;
        }

        await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(reply.Body), _end.Token);
        context.Response.Close();
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}

/// <summary>An answer of the service.</summary>
internal sealed record Reply(int Status, string Body)
{
    public bool IsSilent { get; init; }

    public string? RetryAfter { get; init; }

    public static Reply Never { get; } = new(200, "") { IsSilent = true };

    public static Reply Says(string text, int input = 100, int output = 20, string finish = "stop") => new(200, JsonSerializer.Serialize(new
    {
        id = "x",
        @object = "chat.completion",
        created = 1,
        model = "m",
        choices = new[] { new { index = 0, finish_reason = finish, message = new { role = "assistant", content = text } } },
        usage = new { prompt_tokens = input, completion_tokens = output, total_tokens = input + output },
    }));

    public static Reply Refuses(int status, string message) => new(status, JsonSerializer.Serialize(new { error = new { message, type = "error" } }));
}
