using Caco.Engine;
using Caco.Loop.Play;
using Caco.Loop.Replays;
using Caco.Policies;

namespace Caco.Loop.Tests;

public sealed class ReplayRecorderTests
{
    private const int Decisions = 60;

    [Fact]
    public void Commands_are_sent_again_where_they_were_sent()
    {
        using var stage = NewStage();
        var replay = Record(stage, static (recorder, decision) =>
        {
            switch (decision)
            {
                case 0:
                    recorder.Send("give Shotgun; give Shell 20");
                    break;
                case 20:
                    recorder.Send("summon DoomImp");
                    recorder.Send("set sv_gravity 300");
                    break;
                case 40:
                    Assert.ThrowsAny<CacoException>(() => recorder.Send("give Backpack; dance"));
                    break;
            }
        });
        Assert.Equal([0, 20, 20, 40], replay.Commands.Select(static c => c.Decision));
        var read = ReplayFile.Decode(ReplayFile.Encode(replay), "episode.caco");
        var outcome = ReplayPlayer.Play(read, stage);
        Assert.Null(outcome.Divergence);
        Assert.Equal(replay.Checkpoints.Count, outcome.Checkpoints);

        // Each of them matters.
        for (var i = 0; i < replay.Commands.Count; i++)
        {
            var without = read with { Commands = [.. read.Commands.Where((_, index) => index != i)] };
            Assert.NotNull(ReplayPlayer.Play(without, stage).Divergence);
        }

        var late = read with { Commands = [.. read.Commands.Select(static c => c with { Decision = c.Decision + 1 })] };
        Assert.NotNull(ReplayPlayer.Play(late, stage).Divergence);
    }

    [Fact]
    public void An_episode_without_commands_has_none()
    {
        using var stage = NewStage();
        var replay = Record(stage, static (_, _) => { });
        Assert.Empty(replay.Commands);
        Assert.Null(ReplayPlayer.Play(replay, stage).Divergence);
    }

    private static Stage NewStage()
    {
        Assert.SkipUnless(IwadLocator.TryFind(null, out _), "no IWAD is installed (apt install freedoom)");
        return Stage.Create(new StageRequest { Tics = 1000 });
    }

    private static Replay Record(Stage stage, Action<ReplayRecorder, int> command)
    {
        const uint Seed = 9;
        const int Tics = 2;
        using var game = stage.CreateGame();
        game.SetSeed(Seed);
        game.NewEpisode();
        var recorder = new ReplayRecorder(game, Tics);
        var random = new DeterministicRandom(3);
        var buttons = new float[game.Settings.Buttons.Count];
        for (var i = 0; i < Decisions && !game.IsEpisodeFinished(); i++)
        {
            command(recorder, i);
            for (var b = 0; b < buttons.Length; b++)
            {
                buttons[b] = random.Next(3) == 0 ? 1 : 0;
            }

            recorder.Act(buttons);
        }

        recorder.Clock.Finish();
        return new Replay
        {
            Scenario = stage.Name,
            Settings = stage.SettingsText,
            Content = stage.Content,
            Policy = "none",
            Seed = Seed,
            Decision = Tics,
            Width = stage.Screen.Width,
            Height = stage.Screen.Height,
            Reward = game.GetTotalReward(),
            Actions = recorder.Actions!,
            Commands = recorder.Commands,
            Checkpoints = recorder.Clock.Checkpoints,
        };
    }
}
