namespace Caco.Engine.Tests;

public sealed class AllocationTests
{
    private int _saved;

    [Fact]
    public void A_step_allocates_nothing()
    {
        using DoomGame game = Stage.Basic(
            "labels_buffer_enabled = true\nobjects_info_enabled = true\ndepth_buffer_enabled = true\nepisode_timeout = 100000\nscreen_format = RGB24");
        game.Init();
        double[] action = [0, 1, 1];
        var objects = new List<ObjectInfo>(64);
        var labels = new List<ObjectInfo>(64);
        var raw = new List<RawObject>(64);
        double[] variables = new double[8];
        byte[] snapshot = new byte[game.GetSnapshotSize() * 2];
        long sum = 0;
        // Warm: the runtime compiles, lists and the names of classes are met for the first time.
        for (int i = 0; i < 200; i++)
        {
            sum += Step(game, action, objects, labels, raw, variables, snapshot);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 200; i++)
        {
            sum += Step(game, action, objects, labels, raw, variables, snapshot);
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(0, allocated);
        Assert.NotEqual(0, sum);
    }

    private long Step(
        DoomGame game, double[] action, List<ObjectInfo> objects, List<ObjectInfo> labels, List<RawObject> raw, double[] variables, byte[] snapshot)
    {
        if (game.IsEpisodeFinished())
        {
            game.Restore(snapshot.AsSpan(0, _saved));
        }
        else
        {
            _saved = game.Save(snapshot);
        }

        double reward = game.MakeAction(action, 2);
        GameState state = game.GetState();
        long sum = (long)reward + state.Number;
        if (state.IsPresent)
        {
            sum += state.Screen.Pixels[100] + state.Indices.Pixels[50] + state.Depth.Pixels[7] + state.Labels.Pixels[9];
            sum += (long)state.Variables[0];
            game.GetObjects(objects);
            game.GetLabels(labels);
            game.GetRawObjects(raw);
            sum += objects.Count + labels.Count + raw.Count;
        }

        sum += game.GetGameVariables(variables);
        sum += (long)game.GetGameVariable(GameVariable.Health) + (long)game.GetTotalReward() + game.GetEpisodeTime();
        sum += game.GetLastAction().Length + game.GetPalette().Length;
        return sum + (long)game.GetStateHash();
    }
}
