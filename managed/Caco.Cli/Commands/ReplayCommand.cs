using System.CommandLine;
using System.Globalization;
using System.Text;
using Caco.Cli.Output;
using Caco.Cli.Traces;
using Caco.Loop.Play;
using Caco.Loop.Replays;

namespace Caco.Cli.Commands;

/// <summary>caco replay: simulates a replay again, checks its hash chain and draws it.</summary>
internal static class ReplayCommand
{
    private const int DefaultEvery = 7;

    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "A replay (*.caco) of caco run." };
        var output = new Option<string?>("--out")
        {
            Description = "Folder for the frames (default: the replay's name with -frames).",
            HelpName = "DIR",
        };
        var every = CommonOptions.Number(
            "--every", "Tics between two frames, rounded up to whole decisions; 0 draws none.", DefaultEvery, 0, 1_000_000);
        var hashes = new Option<string?>("--hashes")
        {
            Description = "Write the world hash before every decision and at the end, as CSV, to compare machines or builds.",
            HelpName = "FILE",
        };
        var trace = new Option<string?>("--trace")
        {
            Description = "Write the world before every decision and at the end as a trace for caco compare-trace.",
            HelpName = "FILE.jsonl.gz",
        };
        var iwad = CommonOptions.Iwad();
        var wads = CommonOptions.Wads();
        var json = CommonOptions.Json();
        var command = new Command("replay", "Simulate a replay again, check its hash chain, and draw it as PNG frames.")
        {
            file, output, every, hashes, trace, iwad, wads, json,
        };
        command.SetAction(parsed => Execute(
            terminal,
            parsed.GetValue(file)!,
            parsed.GetValue(output),
            parsed.GetValue(every),
            parsed.GetValue(hashes),
            parsed.GetValue(trace),
            [.. parsed.GetValue(wads)!, .. parsed.GetValue(iwad) is { } named ? [named] : Array.Empty<string>()],
            parsed.GetValue(json)));
        return command;
    }

    private sealed record Report(
        string File, string Scenario, string Policy, uint Seed, int Tics, int Decisions, double Reward, bool Exact,
        string? Divergence, int Checkpoints, int Frames, string? Folder);

    private static int Execute(
        Terminal terminal, string file, string? output, int every, string? hashes, string? trace, string[] named, bool json)
    {
        var replay = ReplayFile.Load(file);
        var beside = replay.Content.Select(content => Path.Combine(Path.GetDirectoryName(file) ?? "", content.Name));
        using var stage = Stage.Create(replay, [.. named, .. beside]);
        var step = every == 0 ? 0 : (every + replay.Decision - 1) / replay.Decision;
        var folder = step == 0 ? null : output ?? Path.ChangeExtension(file, null) + "-frames";
        if (folder is not null)
        {
            Directory.CreateDirectory(folder);
        }

        var frames = 0;
        var worlds = hashes is null ? null : new StringBuilder("tic,hash\n");
        using var rows = trace is null ? null : new ReplayTrace(trace, replay);
        var outcome = ReplayPlayer.Play(replay, stage, (game, decision, tic) =>
        {
            rows?.Add(game, decision);
            worlds?.Append(CultureInfo.InvariantCulture, $"{tic},{game.GetStateHash():x16}\n");
            if (folder is not null && decision % step == 0 && decision < replay.Actions.Count)
            {
                var (frame, _) = ReplayPictures.Capture(game, stage, tic);
                frame.Save(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"tic{tic:00000}.png")));
                frames++;
            }
        }, labelled: trace is not null);
        if (hashes is not null)
        {
            File.WriteAllText(hashes, worlds!.ToString());
        }

        var report = new Report(
            file, replay.Scenario, replay.Policy, replay.Seed, outcome.Tics, replay.Actions.Count, outcome.Reward,
            outcome.Divergence is null, outcome.Divergence, outcome.Checkpoints, frames, folder);
        if (json)
        {
            terminal.WriteJson(report);
        }
        else
        {
            Print(terminal, report);
        }

        if (outcome.Divergence is { } divergence)
        {
            terminal.Note($"caco: {file}: {divergence}.");
            return ExitCodes.Failed;
        }

        return ExitCodes.Ok;
    }

    private static void Print(Terminal terminal, Report report)
    {
        terminal.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Scenario}, policy {report.Policy}, seed {report.Seed}: {report.Tics} tics, {report.Decisions} decisions, reward {report.Reward:0.##}"));
        if (report.Exact)
        {
            terminal.Line($"the same episode: all {report.Checkpoints} places of the hash chain agree");
        }

        if (report.Folder is { } folder)
        {
            terminal.Line($"{report.Frames} frames in {folder}");
        }
    }
}
