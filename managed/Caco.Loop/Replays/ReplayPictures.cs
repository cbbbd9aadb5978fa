using System.Globalization;
using Caco.Engine;
using Caco.Loop.Imaging;
using Caco.Loop.Play;

namespace Caco.Loop.Replays;

/// <summary>Pictures of recorded episodes, drawn by simulating them again.</summary>
public static class ReplayPictures
{
    // About this many tics lie between two pictures of a contact sheet: with 24 of them, the last five to six seconds.
    private const int SheetStep = 8;

    public static (Picture Frame, string Caption) Capture(DoomGame game, Stage stage, int tic)
    {
        var frame = game.GetFrame(FrameBuffer.Indices);
        var caption = string.Create(
            CultureInfo.InvariantCulture,
            $"TIC {tic}  HP {game.GetGameVariable(GameVariable.Health):0}  AMMO {game.GetGameVariable(GameVariable.Ammo2):0}");
        return (Picture.FromIndices(frame.Pixels, stage.Palette, frame.Width, frame.Height), caption);
    }

    /// <summary>One picture of an episode's last seconds: what the policy saw before its last decisions.</summary>
    /// <exception cref="LoopException">The replay does not give the recorded episode.</exception>
    public static Picture LastSeconds(Replay replay, Stage stage)
    {
        var step = Math.Max(1, SheetStep / replay.Decision);
        var last = replay.Actions.Count - 1;
        var frames = new List<(Picture, string)>();
        var outcome = ReplayPlayer.Play(replay, stage, (game, decision, tic) =>
        {
            var back = last - decision;
            if (back >= 0 && back % step == 0 && back / step < ContactSheet.DefaultFrames)
            {
                frames.Add(Capture(game, stage, tic));
            }
        });
        if (outcome.Divergence is { } divergence)
        {
            throw new LoopException($"the replay of seed {replay.Seed} does not give the same episode: {divergence}.");
        }

        var title = string.Create(
            CultureInfo.InvariantCulture,
            $"{replay.Scenario}  policy {replay.Policy}  seed {replay.Seed}  reward {replay.Reward:0.##}  {outcome.Tics} tics");
        return ContactSheet.Create(title, frames);
    }
}
