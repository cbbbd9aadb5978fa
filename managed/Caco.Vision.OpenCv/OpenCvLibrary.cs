using OpenCvSharp;

namespace Caco.Vision.OpenCv;

/// <summary>Whether OpenCV's native library can be used in this process.</summary>
public static class OpenCvLibrary
{
    private static readonly Lazy<string?> Trouble = new(Try);

    /// <summary>Whether it loads.</summary>
    public static bool IsAvailable => Trouble.Value is null;

    /// <summary>Why it does not load and what to do; null where it does.</summary>
    public static string? Reason => Trouble.Value;

    private static string? Try()
    {
        try
        {
            using var one = new Mat(1, 1, MatType.CV_8UC1);
            return one.Rows == 1 ? null : "OpenCV's library answers nonsense";
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException or BadImageFormatException
            or OpenCvSharpException or EntryPointNotFoundException)
        {
            return "OpenCV's native library does not load: the package OpenCvSharp4.official.runtime.linux-x64 needs GTK 3 "
                + $"(apt install libgtk-3-0); elsewhere add the runtime package of your system. {e.GetBaseException().Message}";
        }
    }
}
