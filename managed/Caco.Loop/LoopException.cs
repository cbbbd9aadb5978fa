namespace Caco.Loop;

/// <summary>What was asked for makes no sense; the caco command ends with exit code 2.</summary>
public sealed class RequestException : Exception
{
    public RequestException(string message)
        : base(message)
    {
    }

    public RequestException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public RequestException()
    {
    }
}

/// <summary>The work could not be done for a reason that its user can read and mend; exit code 1 of the caco command.</summary>
public class LoopException : Exception
{
    public LoopException(string message)
        : base(message)
    {
    }

    public LoopException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public LoopException()
    {
    }

    /// <summary>A model's tokens that had been used before it failed.</summary>
    public long Tokens { get; init; }

    /// <summary>What had been spent before it failed, in the currency of the budget.</summary>
    public decimal Cost { get; init; }
}
