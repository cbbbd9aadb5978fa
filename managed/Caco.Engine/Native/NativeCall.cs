using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Caco.Interop;

namespace Caco.Engine;

/// <summary>The one place where a native status becomes an exception, and text crosses the border.</summary>
internal static unsafe class NativeCall
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Check(int status)
    {
        if (status != CacoNative.CACO_OK)
        {
            Throw(status);
        }
    }

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Throw(int status)
    {
        string message = Text(CacoNative.caco_last_error());
        throw status switch
        {
            CacoNative.CACO_ERROR_INVALID_ARGUMENT => new CacoArgumentException(message),
            CacoNative.CACO_ERROR_FILE_NOT_FOUND => new CacoFileNotFoundException(message),
            CacoNative.CACO_ERROR_BAD_DATA => new CacoBadDataException(message),
            CacoNative.CACO_ERROR_UNSUPPORTED => new CacoUnsupportedException(message),
            CacoNative.CACO_ERROR_OUT_OF_CAPACITY => new CacoCapacityException(message),
            CacoNative.CACO_ERROR_INVALID_STATE => new CacoInvalidStateException(message),
            _ => new CacoInternalException((CacoStatus)status, message),
        };
    }

    /// <summary>A native string; "" for null.</summary>
    public static string Text(sbyte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";

    /// <summary>A zero-terminated UTF-8 copy, for <c>fixed</c>.</summary>
    public static byte[] Utf8(string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw new CacoArgumentException("a text for the engine must not hold a zero character");
        }

        byte[] bytes = new byte[System.Text.Encoding.UTF8.GetByteCount(text) + 1];
        System.Text.Encoding.UTF8.GetBytes(text, bytes);
        return bytes;
    }
}
