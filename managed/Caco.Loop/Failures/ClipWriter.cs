using Caco.Loop.Imaging;
using FFMpegCore;
using FFMpegCore.Enums;
using FFMpegCore.Pipes;

namespace Caco.Loop.Failures;

/// <summary>Short films by the ffmpeg program, where it is installed.</summary>
internal static class ClipWriter
{
    /// <summary>Whether there is an ffmpeg program on the path.</summary>
    public static bool IsAvailable => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(static folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? "ffmpeg.exe" : "ffmpeg")));

    /// <summary>Writes an MP4 file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="frames">At least one; all of one size.</param>
    /// <param name="rate">Frames a second.</param>
    /// <returns>Null when it was written; else why not.</returns>
    public static string? Write(string path, IReadOnlyList<Picture> frames, double rate)
    {
        if (!IsAvailable)
        {
            return "ffmpeg is not installed";
        }

        try
        {
            // One thread and no dates: the same frames give the same file. The format wants even sizes.
            var written = FFMpegArguments
                .FromPipeInput(new RawVideoPipeSource(frames.Select(static f => new Frame(f))) { FrameRate = rate })
                .OutputToFile(path, overwrite: true, static options => options
                    .WithVideoCodec("libx264")
                    .WithConstantRateFactor(24)
                    .WithSpeedPreset(EncoderPreset.VeryFast)
                    .WithThreads(1)
                    .WithoutMetadata()
                    .WithFastStart()
                    .WithCustomArgument("-pix_fmt yuv420p -vf pad=ceil(iw/2)*2:ceil(ih/2)*2 -fflags +bitexact -flags:v +bitexact"))
                .ProcessSynchronously(throwOnError: false);
            if (written.Success)
            {
                return null;
            }

            File.Delete(path);
            return "ffmpeg failed: " + (written.StandardError.Count > 0 ? written.StandardError[^1].Trim() : $"exit code {written.ExitCode}");
        }
#pragma warning disable CA1031 // A bundle without a clip is still a bundle, whatever became of the program.
        catch (Exception e)
#pragma warning restore CA1031
        {
            File.Delete(path);
            return "ffmpeg failed: " + e.Message.Split('\n')[0].Trim();
        }
    }

    private sealed class Frame(Picture picture) : IVideoFrame
    {
        public int Width => picture.Width;

        public int Height => picture.Height;

        public string PixelFormat => "rgba";

        public void Serialize(Stream pipe) => pipe.Write(picture.Bytes);

        public Task SerializeAsync(Stream pipe, CancellationToken token) => pipe.WriteAsync(picture.Bytes.ToArray(), token).AsTask();
    }
}
