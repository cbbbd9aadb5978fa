using System.Diagnostics;

namespace Caco.Vision.Bench;

/// <summary>A first look at each kernel in seconds: best of many short rounds, microseconds a frame.</summary>
internal static class QuickBench
{
    private const int Rounds = 300;

    public static void Run(BattleFrames frames, TextWriter output)
    {
        var workspace = new VisionWorkspace(frames.Width, frames.Height, 2);
        var mask = PaletteMask.Compile(frames.Palette, static c => c.R > 55 && c.R - c.G > 8 && c.R - c.B > 16);
        var image = new ulong[frames.Frames.Length][];
        var target = new ulong[BitImage.WordsNeeded(frames.Width, frames.Height)];
        for (var i = 0; i < image.Length; i++)
        {
            image[i] = new ulong[BitImage.WordsNeeded(frames.Width, frames.Height)];
            Threshold.Apply(frames[i], mask, new BitImage(image[i], frames.Width, frames.Height));
        }

        BitImage Source(int i)
        {
            Target().CopyFrom(Bits(i));
            return Target();
        }

        BitImage Target() => BitImage.Over(target, frames.Width, frames.Height);

        BitImage Bits(int i) => BitImage.Over(image[i], frames.Width, frames.Height);

        output.WriteLine($"{frames.Width} x {frames.Height}, {frames.Frames.Length} frames");
        var scratch = new VisionWorkspace(frames.Width, frames.Height);
        Say("copy", Time(frames, i => Source(i).Width));
        Say("mask", Time(frames, i => { Threshold.Apply(frames[i], mask, workspace.Image(0, frames.Width, frames.Height)); return 0; }));
        Say("mask, one frame", Time(frames, _ => { Threshold.Apply(frames[0], mask, workspace.Image(0, frames.Width, frames.Height)); return 0; }));
        Say("dilate 8x6", Time(frames, i => { Morphology.Dilate(Bits(i), Target(), 8, 6, scratch.Scratch); return 0; }));
        Say("dilate 1x8", Time(frames, i => { Morphology.Dilate(Bits(i), Target(), 1, 8, scratch.Scratch); return 0; }));
        Say("dilate 8x1", Time(frames, i => { Morphology.Dilate(Bits(i), Target(), 8, 1, scratch.Scratch); return 0; }));
        Say("close 8x8", Time(frames, i => { Morphology.Close(Bits(i), Target(), 8, 8, scratch.Scratch); return 0; }));
        Say("close 24x24", Time(frames, i => { Morphology.Close(Bits(i), Target(), 24, 24, scratch.Scratch); return 0; }));
        Say("count", Time(frames, i => Bits(i).Count()));
        Say("components raw", Time(frames, i => workspace.Components.Find(Bits(i)).Length));
        output.WriteLine($"  {workspace.Components.Count} components in the last frame, {Bits(frames.Frames.Length - 1).Count()} pixels");
        for (var i = 0; i < image.Length; i++)
        {
            Morphology.Close(Bits(i), 8, 8, scratch.Scratch);
        }

        Say("components closed", Time(frames, i => workspace.Components.Find(Bits(i)).Length));
        output.WriteLine($"  {workspace.Components.Count} components in the last frame, {Bits(frames.Frames.Length - 1).Count()} pixels");

        void Say(string name, double value) => output.WriteLine($"{name,-20} {value,8:0.00} us");
    }

    /// <summary>Best microseconds a frame.</summary>
    public static double Time(BattleFrames frames, Func<int, int> run)
    {
        var best = double.PositiveInfinity;
        for (var round = 0; round < Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < frames.Frames.Length; i++)
            {
                run(i);
            }

            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMicroseconds / frames.Frames.Length);
        }

        return best;
    }
}
