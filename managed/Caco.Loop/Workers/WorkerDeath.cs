using System.Globalization;
using Caco.Loop.Evaluate;
using Caco.Loop.Workspaces;

namespace Caco.Loop.Workers;

/// <summary>Reads from a dead worker's exit code and last words what ended it.</summary>
internal static class WorkerDeath
{
    private const int ProcessorTimeSignal = 128 + 24;

    public static PolicyFailure Explain(int code, string words, WorkerSettings limits)
    {
        if (code == WorkerHost.MemoryCode
            || words.Contains("Out of memory", StringComparison.OrdinalIgnoreCase)
            || words.Contains("OutOfMemoryException", StringComparison.Ordinal))
        {
            return new PolicyFailure(
                FailureKind.Memory, string.Create(CultureInfo.InvariantCulture, $"it used more than {limits.MemoryMiB} MiB of memory"));
        }

        if (code == ProcessorTimeSignal)
        {
            return new PolicyFailure(FailureKind.Time, "the worker used more processor time than all limits allow");
        }

        if (words.Contains("Stack overflow", StringComparison.Ordinal))
        {
            var place = words.Split('\n').Select(static line => line.Trim()).FirstOrDefault(static line => line.StartsWith("at ", StringComparison.Ordinal));
            return new PolicyFailure(FailureKind.Crash, FailureText.OneLine($"the stack overflowed {place}"));
        }

        var said = words.Length == 0 ? "" : " " + FailureText.OneLine(words);
        return new PolicyFailure(
            FailureKind.Crash, string.Create(CultureInfo.InvariantCulture, $"the worker process died (exit code {code}).{said}"));
    }
}
