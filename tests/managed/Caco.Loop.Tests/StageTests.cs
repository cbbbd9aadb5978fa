using Caco.Engine;
using Caco.Loop.Play;

namespace Caco.Loop.Tests;

public sealed class StageTests
{
    [Fact]
    public void Many_threads_may_make_games_of_one_stage()
    {
        Assert.SkipUnless(IwadLocator.TryFind(null, out _), "no IWAD is installed (apt install freedoom)");
        using var stage = Stage.Create(new StageRequest { Screen = new ScreenSize(160, 120) });
        var info = stage.Describe(2);
        Parallel.For(0, 64, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            using var game = stage.CreateGame();
            var again = stage.Describe(2);
            Assert.Equal(info.Buttons, again.Buttons);
            Assert.Equal((2100, info.ViewHeight), (again.EpisodeTics, again.ViewHeight));
            Assert.False(game.IsEpisodeFinished());
        });
    }
}
