using System.CommandLine;

namespace Caco.Cli.Commands;

/// <summary>Options that several commands share; one instance a command.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json() => new("--json") { Description = "Print exactly one JSON document to standard output." };

    public static Option<string?> Iwad() => new("--iwad")
    {
        Description = "The IWAD, or a folder with one (default: searched in the usual places).",
        HelpName = "FILE",
    };

    public static Option<string?> Scenarios() => new("--scenarios")
    {
        Description = "Folder with the cfg and WAD files of traces (default: data/scenarios beside the traces).",
        HelpName = "DIR",
    };

    public static Option<string[]> Wads() => new("--wad")
    {
        Description = "An archive to load after the scenario's own; may be repeated.",
        HelpName = "FILE",
        AllowMultipleArgumentsPerToken = false,
        DefaultValueFactory = static _ => [],
    };

    public static Argument<string> Workspace() => new("WORKSPACE")
    {
        Description = "The workspace's folder (default: the current one).",
        DefaultValueFactory = static _ => ".",
    };

    public static Option<string> InWorkspace() => new("--workspace")
    {
        Description = "The workspace's folder (default: the current one).",
        HelpName = "DIR",
        DefaultValueFactory = static _ => ".",
    };

    /// <summary>A whole number from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public static Option<int> Number(string name, string description, int standard, int least, int most)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => standard };
        Limit(option, least, most);
        return option;
    }

    /// <summary>A whole number that may be left out, and then depends on other things.</summary>
    public static Option<int?> OptionalNumber(string name, string description, int least, int most)
    {
        var option = new Option<int?>(name) { Description = description, HelpName = "N" };
        Limit(option, least, most);
        return option;
    }

    private static void Limit(Option option, int least, int most) => option.Validators.Add(result =>
    {
        // What is no number at all is reported by the parser.
        if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var value) && (value < least || value > most))
        {
            result.AddError($"{option.Name} {value}: must be {least}..{most}.");
        }
    });
}
