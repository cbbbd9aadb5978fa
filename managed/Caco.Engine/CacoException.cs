#pragma warning disable CA1032 // Each failure comes with a status and a message; other constructors would lose one of them.
namespace Caco.Engine;

/// <summary>A call that failed: the native status and message, or the same from the C# side.</summary>
public class CacoException : Exception
{
    internal CacoException(CacoStatus status, string message)
        : base(message) => Status = status;

    /// <summary>The kind of failure; scripts may switch on it.</summary>
    public CacoStatus Status { get; }
}

/// <summary>A number out of range or an unknown name.</summary>
public sealed class CacoArgumentException : CacoException
{
    internal CacoArgumentException(string message)
        : base(CacoStatus.InvalidArgument, message)
    {
    }
}

/// <summary>A named file does not exist or cannot be read, or no IWAD was found.</summary>
public sealed class CacoFileNotFoundException : CacoException
{
    internal CacoFileNotFoundException(string message)
        : base(CacoStatus.FileNotFound, message)
    {
    }
}

/// <summary>A malformed WAD, map, lump, script or cfg; the message names file and lump, or line.</summary>
public sealed class CacoBadDataException : CacoException
{
    internal CacoBadDataException(string message)
        : base(CacoStatus.BadData, message)
    {
    }
}

/// <summary>Well-formed content that the engine does not implement; the message names it.</summary>
public sealed class CacoUnsupportedException : CacoException
{
    internal CacoUnsupportedException(string message)
        : base(CacoStatus.Unsupported, message)
    {
    }
}

/// <summary>A fixed capacity is exhausted; the message names it.</summary>
public sealed class CacoCapacityException : CacoException
{
    internal CacoCapacityException(string message)
        : base(CacoStatus.OutOfCapacity, message)
    {
    }
}

/// <summary>The call does not fit the state: no Init yet, a setting changed while the game runs, a stale view, two threads at once.</summary>
public sealed class CacoInvalidStateException : CacoException
{
    internal CacoInvalidStateException(string message)
        : base(CacoStatus.InvalidState, message)
    {
    }
}

/// <summary>A defect of the library, memory that ran out, or a library that does not fit these bindings.</summary>
public sealed class CacoInternalException : CacoException
{
    internal CacoInternalException(CacoStatus status, string message)
        : base(status, message)
    {
    }
}
