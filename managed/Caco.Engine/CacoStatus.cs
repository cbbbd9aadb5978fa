namespace Caco.Engine;

/// <summary>Why a call failed, as the native library says it.</summary>
public enum CacoStatus
{
    /// <summary>It did not fail.</summary>
    Ok = 0,

    /// <summary>A number out of range or an unknown name.</summary>
    InvalidArgument = 1,

    /// <summary>A named file does not exist or cannot be read.</summary>
    FileNotFound = 2,

    /// <summary>A malformed WAD, map, lump, script or cfg; the message names file and lump, or line.</summary>
    BadData = 3,

    /// <summary>Well-formed content that the engine does not implement.</summary>
    Unsupported = 4,

    /// <summary>A fixed capacity is exhausted; the message names it.</summary>
    OutOfCapacity = 5,

    /// <summary>The call does not fit the state of the game.</summary>
    InvalidState = 6,

    /// <summary>A struct of another version of the native header.</summary>
    StructSize = 7,

    /// <summary>A defect of the library, or memory ran out.</summary>
    Internal = 8,
}
