using System.Runtime.InteropServices;

namespace Caco.Loop.Workers;

/// <summary>What the operating system can do to hold a worker back. Elsewhere than on Linux most of it does nothing.</summary>
internal static class NativeLimits
{
    private const int Cpu = 0;
    private const int Data = 2;
    private const int Core = 4;
    private const int ThreadClockBits = 6;
    private const long Unlimited = -1;

    /// <summary>No core files, and a bound on writable memory, which counts also what is not on the managed heap.</summary>
    public static void Set(long dataBytes)
    {
        if (OperatingSystem.IsLinux())
        {
            _ = setrlimit(Core, new Limit { Soft = 0, Hard = 0 });
            _ = setrlimit(Data, new Limit { Soft = dataBytes, Hard = dataBytes });
        }
    }

    /// <summary>Lets the process use so much more processor time from now on; the system ends it after that.</summary>
    public static void AllowProcessorTime(TimeSpan more)
    {
        if (OperatingSystem.IsLinux())
        {
            var used = ReadClock(2 /* of the process */);
            _ = setrlimit(Cpu, new Limit { Soft = (long)(used + more).TotalSeconds + 1, Hard = Unlimited });
        }
    }

    /// <summary>Names the calling thread for <see cref="ProcessorTime"/>; 0 where there is no such clock.</summary>
    public static int CurrentThread()
    {
        try
        {
            return OperatingSystem.IsLinux() ? gettid() : 0;
        }
        catch (EntryPointNotFoundException)
        {
            return 0;
        }
    }

    /// <summary>Processor time that a thread has used; null where it cannot be told.</summary>
    public static TimeSpan? ProcessorTime(int thread) => thread == 0 ? null : ReadClock((~thread << 3) | ThreadClockBits);

    /// <summary>Ends the process at once: no handlers, no finalizers, no waiting for threads.</summary>
    public static void Exit(int code)
    {
        if (OperatingSystem.IsWindows())
        {
            Environment.Exit(code);
        }

        _exit(code);
    }

    private static TimeSpan ReadClock(int clock)
    {
        var time = default(Time);
        return clock_gettime(clock, ref time) == 0
            ? TimeSpan.FromTicks(time.Seconds * TimeSpan.TicksPerSecond + time.Nanoseconds / 100)
            : TimeSpan.Zero;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Limit
    {
        public long Soft;
        public long Hard;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public long Seconds;
        public long Nanoseconds;
    }

    [DllImport("libc", ExactSpelling = true)]
    private static extern int setrlimit(int resource, in Limit limit);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int gettid();

    [DllImport("libc", ExactSpelling = true)]
    private static extern int clock_gettime(int clock, ref Time time);

    [DllImport("libc", ExactSpelling = true)]
    private static extern void _exit(int code);
}
