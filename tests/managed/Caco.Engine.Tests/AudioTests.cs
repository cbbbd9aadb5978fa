namespace Caco.Engine.Tests;

public sealed class AudioTests
{
    private const string On = "audio_buffer_enabled = true\naudio_sampling_rate = SR_22050\naudio_buffer_size = 6\n";

    [Fact]
    public void Without_the_setting_there_is_no_audio()
    {
        using DoomGame game = Stage.Battle();
        game.Init();
        AudioView audio = game.GetAudio();
        Assert.False(audio.IsPresent);
        Assert.Equal((0, 0, 0), (audio.Length, audio.Rate, audio.Tics));
    }

    [Fact]
    public void A_shot_is_heard_in_the_shape_that_the_settings_say()
    {
        using DoomGame game = Stage.Basic(On);
        game.Init();
        double[] attack = [.. game.Settings.Buttons.Select(static b => b == Button.Attack ? 1.0 : 0)];
        int loudest = 0;
        for (int tic = 0; tic < 40; tic++)
        {
            game.MakeAction(attack);
            AudioView audio = game.GetAudio();
            Assert.Equal((22050 / 35 * 6, 2, 22050, 6), (audio.Length, audio.Channels, audio.Rate, audio.Tics));
            Assert.Equal(audio.Length * 2, audio.Samples.Length);
            foreach (short sample in audio.Samples)
            {
                loudest = Math.Max(loudest, Math.Abs((int)sample));
            }
        }

        Assert.True(loudest > 1000, $"the loudest sample is {loudest}");
    }

    [Fact]
    public void Listening_changes_nothing_in_play()
    {
        ulong[] hashes = [.. ((string[])["", On]).Select(static settings =>
        {
            using DoomGame game = Stage.Battle(settings);
            game.Init();
            double[] action = new double[game.Settings.Buttons.Count];
            for (int step = 0; step < 200 && !game.IsEpisodeFinished(); step++)
            {
                Stage.Action(step, action);
                game.MakeAction(action);
            }

            return game.GetStateHash();
        })];
        Assert.Equal(hashes[0], hashes[1]);
    }

    [Fact]
    public void A_view_of_the_past_is_refused()
    {
        using DoomGame game = Stage.Basic(On);
        game.Init();
        AudioView audio = game.GetAudio();
        Assert.Equal(audio.Length * 2, audio.Samples.Length);
        game.AdvanceAction();
        bool refused = false;
        try
        {
            _ = audio.Samples;
        }
        catch (CacoInvalidStateException)
        {
            refused = true;
        }

        Assert.True(refused);
    }
}
