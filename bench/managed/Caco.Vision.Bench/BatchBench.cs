using System.Diagnostics;
using System.Globalization;
using Caco.Vision.Vulkan;

namespace Caco.Vision.Bench;

/// <summary>A batch of frames on the Vulkan device of this machine beside the same on one core.</summary>
internal static class BatchBench
{
    private const double Seconds = 2;

    /// <summary>Writes a row a batch size, microseconds a frame: the best of all rounds, both sides in turn.</summary>
    /// <param name="output">Gets markdown.</param>
    /// <param name="device">A part of the device's name; null: the best one.</param>
    public static void Run(TextWriter output, string? device)
    {
        using var opened = VulkanDevice.Open(device);
        output.WriteLine($"{opened}, one core of this machine; mask, close 8x8, components with statistics.");
        output.WriteLine();
        output.WriteLine("| size | frames a run | Vulkan us a frame | one core us a frame | Vulkan / one core |");
        output.WriteLine("| --- | ---: | ---: | ---: | ---: |");
        foreach (var width in (int[])[640, 320])
        {
            var frames = BattleFrames.Play(width, width * 3 / 4, 32);
            foreach (var count in (int[])[1, 8, 32])
            {
                Line(output, opened, frames, count);
            }
        }
    }

    private static void Line(TextWriter output, VulkanDevice device, BattleFrames frames, int count)
    {
        var options = new VisionBatchOptions
        {
            Width = frames.Width,
            Height = frames.Height,
            MaxFrames = count,
            Pipeline = new BatchPipeline().Close(8, 8),
            Device = device,
        };
        using var ours = VisionBatch.Create(options);
        using var core = VisionBatch.Create(options with { Backend = VisionBackend.Cpu });
        var mask = PaletteMask.Compile(frames.Palette, static c => c.R > 55 && c.R - c.G > 8 && c.R - c.B > 16);
        foreach (var batch in (VisionBatch[])[ours, core])
        {
            batch.SetMask(mask);
            for (var i = 0; i < count; i++)
            {
                batch.SetFrame(i, frames[i]);
            }
        }

        var (slow, fast) = (double.PositiveInfinity, double.PositiveInfinity);
        for (var clock = Stopwatch.StartNew(); clock.Elapsed.TotalSeconds < Seconds;)
        {
            slow = Math.Min(slow, Time(ours, count));
            fast = Math.Min(fast, Time(core, count));
        }

        for (var i = 0; i < count; i++)
        {
            if (!ours.Components(i).SequenceEqual(core.Components(i)))
            {
                throw new InvalidOperationException($"frame {i} has other components on {device} than on the processor");
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {frames.Width}x{frames.Height} | {count} | {slow:0.0} | {fast:0.0} | {slow / fast:0.00} |"));
    }

    private static double Time(VisionBatch batch, int count)
    {
        var start = Stopwatch.GetTimestamp();
        batch.Run(count);
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / count;
    }
}
