using System.Globalization;
using System.Text;
using System.Text.Json;
using Caco.Loop.Imaging;
using Caco.Loop.Play;
using Caco.Loop.Replays;

namespace Caco.Loop.Failures;

/// <summary>Writes the folder of one failure: all of it, or nothing under its name.</summary>
internal sealed class BundleWriter(Stage stage, string failures)
{
    /// <summary>What the failure was, for people.</summary>
    public const string SummaryFile = "summary.txt";

    /// <summary>Its pictures on one page.</summary>
    public const string SheetFile = "sheet.png";

    private const int SheetFrames = 24;
    private const int SheetTics = 8;
    private const int ClipTics = 280;
    private const int ClipFrames = 160;
    private const int TraceLines = 3;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public FailureBundle Write(FailureContext of, Replay replay)
    {
        var name = BundleFolders.NameOf(of.Trial, of.Cause, of.Episode.Seed);
        var folder = Path.Combine(failures, name);
        var draft = Path.Combine(failures, ".draft-" + name);
        try
        {
            if (Directory.Exists(draft))
            {
                Directory.Delete(draft, recursive: true);
            }

            Directory.CreateDirectory(draft);
            var summary = Fill(draft, of, replay);
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }

            Directory.Move(draft, folder);
            return new FailureBundle(folder, of.Cause, of.Detail, of.Episode.Seed, of.Score, of.IsWorst, summary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LoopException($"the failure bundle {folder} could not be written: {e.Message}", e);
        }
    }

    private string Fill(string folder, FailureContext of, Replay replay)
    {
        ReplayFile.Save(Path.Combine(folder, "replay.caco"), replay);
        var (sheet, clip, clipStep) = Draw(of, replay);
        sheet.Save(Path.Combine(folder, SheetFile));
        var noClip = ClipWriter.Write(Path.Combine(folder, "clip.mp4"), clip, 35.0 / (replay.Decision * clipStep));
        if (of.Trace is not null)
        {
            File.WriteAllText(Path.Combine(folder, "trace.txt"), TraceText(of, of.Trace));
        }

        var summary = FailureSummary.Write(of, noClip);
        File.WriteAllText(Path.Combine(folder, SummaryFile), summary);
        File.WriteAllText(Path.Combine(folder, "causes.json"), Document(of));
        return summary;
    }

    private (Picture Sheet, List<Picture> Clip, int ClipStep) Draw(FailureContext of, Replay replay)
    {
        var stretch = of.Stretch;
        var onSheet = stretch.Frames(SheetFrames, Math.Max(1, SheetTics / replay.Decision)).ToHashSet();
        var clipFirst = Math.Max(stretch.First, stretch.Last - ClipTics / replay.Decision + 1);
        var clipStep = (stretch.Last - clipFirst + ClipFrames) / ClipFrames;
        var words = of.Trace?.ToDictionary(static t => t.Tic, static t => t.Lines) ?? [];
        var painter = new FramePainter(stage);
        var frames = new List<(Picture, string)>();
        var clip = new List<Picture>();
        ReplayPlayer.Play(
            replay,
            stage,
            (game, decision, tic) =>
            {
                var inClip = decision >= clipFirst && decision <= stretch.Last && (stretch.Last - decision) % clipStep == 0;
                if (!inClip && !onSheet.Contains(decision))
                {
                    return;
                }

                var picture = painter.Draw(game);
                if (inClip)
                {
                    clip.Add(picture);
                }

                if (onSheet.Contains(decision))
                {
                    frames.Add((picture, Caption(FramePainter.Caption(game, tic), words.GetValueOrDefault(tic), picture.Width)));
                }
            },
            labelled: true);
        var title = string.Create(
            CultureInfo.InvariantCulture,
            $"TRIAL {of.Trial}  SEED {of.Episode.Seed}  {FailureSummary.Names.Of(of.Cause)}: {of.Detail}  SCORE {of.Score:0.#}  ({stretch.Why})  RED ENEMY, GREEN ITEM, YELLOW MISSILE");
        return (ContactSheet.Create(title, frames), clip, clipStep);
    }

    private static string Caption(string first, IReadOnlyList<string>? words, int width)
    {
        var most = Math.Max(first.Length, width / PixelFont.Advance);
        return string.Join('\n', (words ?? []).Take(TraceLines).Select(w => w.Length <= most ? w : w[..most]).Prepend(first));
    }

    private static string TraceText(FailureContext of, IReadOnlyList<TraceEntry> trace)
    {
        var (from, to) = (of.Survey.Samples[of.Stretch.First].Tic, of.Survey.Samples[of.Stretch.Last].Tic);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"What the policy said, tics {from} to {to} ({of.Stretch.Why}).\n");
        foreach (var entry in trace.Where(t => t.Tic >= from && t.Tic <= to))
        {
            foreach (var line in entry.Lines)
            {
                text.Append(CultureInfo.InvariantCulture, $"{entry.Tic}: {line}\n");
            }
        }

        return text.ToString();
    }

    private static string Document(FailureContext of) => JsonSerializer.Serialize(
        new
        {
            of.Trial,
            of.Episode.Seed,
            Cause = of.Cause.ToString(),
            of.Detail,
            of.IsWorst,
            of.Score,
            of.OfCause,
            Episodes = of.All.Count,
            Episode = of.Episode with { Times = null },
            of.Survey,
            Stretch = new { From = of.Survey.Samples[of.Stretch.First].Tic, To = of.Survey.Samples[of.Stretch.Last].Tic, of.Stretch.Why },
            All = FailureCauses.Count(of.All).Select(static c => new { Cause = c.Cause.ToString(), c.Count, c.Details }),
        },
        Options);
}
