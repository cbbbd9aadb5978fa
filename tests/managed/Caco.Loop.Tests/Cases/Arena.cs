using Caco.Engine;
using Caco.Loop.Cases;
using Caco.Loop.Play;
using Caco.Policies;
using Caco.Vision;

namespace Caco.Loop.Tests;

/// <summary>The built-in Battle scenario with a small screen and short episodes.</summary>
internal static class Arena
{
    public const int Decision = 2;

    public static Stage Create(int tics = 350)
    {
        Assert.SkipUnless(IwadLocator.TryFind(null, out _), "no IWAD: " + IwadLocator.Advice());
        return Stage.Create(new StageRequest { Tics = tics, Screen = new ScreenSize(160, 120) });
    }
}

/// <summary>A policy that decides with nobody watching over it.</summary>
internal sealed class PlainDecider(IPolicy policy, EpisodeInfo info) : IDecider
{
    private readonly float[] _buttons = new float[info.Buttons.Length];
    private readonly double[] _action = new double[info.Buttons.Length];

    public void Reset() => policy.Reset(info);

    public ReadOnlySpan<double> Decide(DoomGame game, int tic)
    {
        var state = game.GetState();
        var frame = state.Indices;
        _buttons.AsSpan().Clear();
        policy.Act(
            new Observation(new IndexedFrame(frame.Pixels, frame.Width, frame.Height, frame.Pitch), info.Palette, state.Variables, tic),
            _buttons);
        for (var i = 0; i < _action.Length; i++)
        {
            _action[i] = _buttons[i];
        }

        return _action;
    }
}
