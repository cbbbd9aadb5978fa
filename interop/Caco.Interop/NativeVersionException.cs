namespace Caco.Interop;

/// <summary>The native library that was found does not fit these bindings; the message names both versions and the file.</summary>
public sealed class NativeVersionException : Exception
{
    public NativeVersionException()
    {
    }

    public NativeVersionException(string message)
        : base(message)
    {
    }

    public NativeVersionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
