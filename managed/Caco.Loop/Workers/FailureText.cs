using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Caco.Loop.Play;

namespace Caco.Loop.Workers;

/// <summary>One line that says what went wrong in a policy, with the place in its sources.</summary>
internal static class FailureText
{
    private const int MaxLength = 400;

    /// <summary>Describes what a policy threw.</summary>
    public static string Of(Exception thrown, Assembly? policy)
    {
        while (thrown is TypeInitializationException or TargetInvocationException && thrown.InnerException is { } inner)
        {
            thrown = inner;
        }

        string message;
        try
        {
            // Written by the policy, where the class of the exception is its own.
            message = thrown.Message;
        }
#pragma warning disable CA1031 // Whatever it throws: there is no message then.
        catch (Exception)
#pragma warning restore CA1031
        {
            message = "(its message cannot be read)";
        }

        return OneLine($"{thrown.GetType().Name}: {message}{Place(thrown, policy)}");
    }

    /// <summary>Only what it says.</summary>
    public static string Plain(Exception thrown) => OneLine(thrown.Message);

    public static string OneLine(string text)
    {
        var line = string.Join(' ', text.Split((char[])['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        return CleanText.Of(line, MaxLength);
    }

    private static string Place(Exception thrown, Assembly? policy)
    {
        foreach (var frame in new StackTrace(thrown, fNeedFileInfo: true).GetFrames())
        {
            if (frame.GetMethod() is { } method && method.Module.Assembly == policy)
            {
                var name = method.DeclaringType is { } type ? $"{type.Name}.{method.Name}" : method.Name;
                return frame.GetFileName() is { } file
                    ? string.Create(CultureInfo.InvariantCulture, $" ({file}:{frame.GetFileLineNumber()}, {name})")
                    : $" ({name})";
            }
        }

        return "";
    }
}
