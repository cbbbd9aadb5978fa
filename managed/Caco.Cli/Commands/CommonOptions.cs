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

    public static Option<string[]> Wads() => new("--wad")
    {
        Description = "An archive to load after the scenario's own; may be repeated.",
        HelpName = "FILE",
        AllowMultipleArgumentsPerToken = false,
        DefaultValueFactory = static _ => [],
    };

    /// <summary>A whole number from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public static Option<int> Number(string name, string description, int standard, int least, int most)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => standard };
        option.Validators.Add(result =>
        {
            if (!result.Errors.Any() && result.GetValueOrDefault<int>() is var value && (value < least || value > most))
            {
                result.AddError($"{name} {value}: must be {least}..{most}.");
            }
        });
        return option;
    }
}
