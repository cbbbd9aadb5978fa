using System.CommandLine;
using Caco.Cli.Gallery;
using Caco.Cli.Output;

namespace Caco.Cli.Commands;

/// <summary>caco gallery: pictures of every buffer to look at.</summary>
internal static class GalleryCommand
{
    public static Command Create(Terminal terminal)
    {
        var output = new Option<string>("--out")
        {
            Description = "Folder for the pictures (default: gallery).",
            HelpName = "DIR",
            DefaultValueFactory = static _ => "gallery",
        };
        var iwad = CommonOptions.Iwad();
        var json = CommonOptions.Json();
        var command = new Command("gallery", "Draw scenes of the built-in arena in three resolutions with all buffers, to look at.")
        {
            output, iwad, json,
        };
        command.SetAction(parsed => Execute(terminal, parsed.GetValue(output)!, parsed.GetValue(iwad), parsed.GetValue(json)));
        return command;
    }

    private sealed record Report(string Folder, IReadOnlyList<string> Files);

    private static int Execute(Terminal terminal, string folder, string? iwad, bool json)
    {
        var files = new GalleryMaker(folder, iwad).Make();
        if (json)
        {
            terminal.WriteJson(new Report(folder, files));
        }
        else
        {
            terminal.Line($"{files.Count} files in {folder}: open {Path.Combine(folder, "index.html")}");
        }

        return ExitCodes.Ok;
    }
}
