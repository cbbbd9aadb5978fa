using System.Text.Json;
using Caco.Engine;

namespace Caco.Cli.Tests;

/// <summary>Runs command lines inside the test process.</summary>
internal static class Cli
{
    public sealed record Result(int Code, string Output, string Error)
    {
        /// <summary>Standard output as the one JSON document that it has to be.</summary>
        public JsonElement Json()
        {
            using var document = JsonDocument.Parse(Output);
            return document.RootElement.Clone();
        }
    }

    public static Result Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = App.Run(arguments, output, error);
        return new Result(code, output.ToString(), error.ToString());
    }

    /// <summary>Skips the test, visibly, where no IWAD is installed.</summary>
    public static void NeedIwad() => Assert.SkipUnless(IwadLocator.TryFind(null, out _), "no IWAD is installed (apt install freedoom)");
}
