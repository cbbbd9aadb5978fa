using Caco.Engine;

namespace Caco.Vision.Bench;

/// <summary>Frames of a real episode of the built-in Battle arena: palette indices, the same on every machine.</summary>
internal sealed class BattleFrames
{
    private const uint Seed = 7;
    private const int FrameGap = 12;

    private BattleFrames(int width, int height, Palette palette, byte[][] frames)
    {
        Width = width;
        Height = height;
        Palette = palette;
        Frames = frames;
    }

    public int Width { get; }

    public int Height { get; }

    public Palette Palette { get; }

    /// <summary>Each of shape (Height x Width).</summary>
    public byte[][] Frames { get; }

    public IndexedFrame this[int index] => new(Frames[index], Width, Height);

    /// <summary>Plays a fixed episode and keeps a frame every dozen tics.</summary>
    public static BattleFrames Play(int width, int height, int count, int skip = 35)
    {
        var builtin = BuiltinScenario.Get();
        using var assets = GameAssets.Load([IwadLocator.Find(null), builtin.Source]);
        var settings = builtin.CreateScenario();
        settings.ScreenFormat = ScreenFormat.Doom256Colors8;
        settings.EpisodeTimeout = 0;
        using var game = new DoomGame(settings, assets, new GameOptions { Width = width, Height = height });
        game.SetSeed(Seed);
        game.Init();
        var action = new double[game.GetAvailableButtonsSize()];
        var frames = new byte[count][];
        var state = 12345u;
        for (var i = 0; i < count; i++)
        {
            for (var tic = 0; tic < (i == 0 ? skip : FrameGap); tic++)
            {
                if (game.IsEpisodeFinished())
                {
                    game.NewEpisode();
                }

                if (tic % 6 == 0)
                {
                    for (var b = 0; b < action.Length; b++)
                    {
                        state = state * 1664525 + 1013904223;
                        action[b] = (state >> 24) % 3 == 0 ? 1 : 0;
                    }
                }

                game.MakeAction(action);
            }

            if (game.IsEpisodeFinished())
            {
                game.NewEpisode();
            }

            frames[i] = game.GetState().Screen.Pixels.ToArray();
        }

        return new BattleFrames(width, height, Palette.FromRgb(assets.Palette), frames);
    }
}
