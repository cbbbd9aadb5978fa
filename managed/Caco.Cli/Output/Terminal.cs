using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using System.Text.Json;
using Spectre.Console;

namespace Caco.Cli.Output;

/// <summary>Where a command writes: results to standard output, everything else to standard error.</summary>
internal sealed class Terminal
{
    private const int WidthWhenRedirected = 140;

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DictionaryKeyPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly TextWriter _output;
    private readonly TextWriter _error;
    private readonly Lock _lock = new();

    public Terminal(TextWriter output, TextWriter error)
    {
        _output = output;
        _error = error;
        Out = Create(output, ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected);
        IsInteractive = ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected;
        Error = Create(error, IsInteractive);
    }

    /// <summary>Results for people.</summary>
    public IAnsiConsole Out { get; }

    /// <summary>Messages and progress.</summary>
    public IAnsiConsole Error { get; }

    /// <summary>Whether someone watches standard error, so that progress may be drawn over and over.</summary>
    public bool IsInteractive { get; }

    /// <summary>One line of results, verbatim.</summary>
    public void Line(string text) => _output.WriteLine(text);

    /// <summary>One line on standard error, verbatim. Any thread.</summary>
    public void Note(string text)
    {
        lock (_lock)
        {
            _error.WriteLine(text);
        }
    }

    /// <summary>The one JSON document of a command.</summary>
    public void WriteJson<T>(T document) => _output.WriteLine(ToJson(document));

    /// <summary>The JSON text of a document: camelCase names, indented.</summary>
    public static string ToJson<T>(T document) => JsonSerializer.Serialize(document, Json);

    private static IAnsiConsole Create(TextWriter writer, bool isTerminal)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!isTerminal)
        {
            console.Profile.Width = WidthWhenRedirected;
        }

        return console;
    }
}
