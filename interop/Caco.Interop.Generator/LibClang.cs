using System.Reflection;
using System.Runtime.InteropServices;

namespace Caco.Interop.Generator;

/// <summary>The few functions of libclang (C interface, version 10 or later) that reading one C header takes.</summary>
internal static unsafe class LibClang
{
    private const string Library = "libclang";

    // Cursor and type kinds, as in clang-c/Index.h.
    public const int CursorStruct = 2;
    public const int CursorEnum = 5;
    public const int CursorField = 6;
    public const int CursorFunction = 8;
    public const int CursorVariable = 9;
    public const int CursorParameter = 10;
    public const int CursorTypedef = 20;
    public const int CursorMacro = 501;

    public const int TypeVoid = 2;
    public const int TypeCharS = 13;
    public const int TypeCharU = 4;
    public const int TypeUChar = 5;
    public const int TypeSChar = 14;
    public const int TypeUShort = 8;
    public const int TypeUInt = 9;
    public const int TypeULongLong = 11;
    public const int TypeShort = 16;
    public const int TypeInt = 17;
    public const int TypeLongLong = 19;
    public const int TypeFloat = 21;
    public const int TypeDouble = 22;
    public const int TypePointer = 101;
    public const int TypeRecord = 105;
    public const int TypeFunctionProto = 111;
    public const int TypeConstantArray = 112;

    public const uint OptionDetailedPreprocessing = 1;
    public const int VisitContinue = 1;

    [StructLayout(LayoutKind.Sequential)]
    public struct Text
    {
        public void* Data;
        public uint Flags;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct Cursor
    {
        public int Kind;
        public int Extra;
        public void* Data0;
        public void* Data1;
        public void* Data2;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct Type
    {
        public int Kind;
        public void* Data0;
        public void* Data1;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct Location
    {
        public void* Data0;
        public void* Data1;
        public uint Offset;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct Range
    {
        public void* Data0;
        public void* Data1;
        public uint Begin;
        public uint End;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct UnsavedFile
    {
        public byte* Name;
        public byte* Contents;
        public nuint Length;
    }

    private static readonly string[] Candidates =
    [
        "libclang-14.so.1", "libclang.so.1", "libclang.so", "libclang", "libclang.dll", "libclang.dylib",
        "/usr/lib/llvm-14/lib/libclang.so.1",
    ];

    private static readonly nint Handle = Load();

    /// <summary>True where a libclang can be loaded; every other member needs that.</summary>
    public static bool IsAvailable => Handle != 0;

    /// <summary>Makes the imports below find the library under any of its names.</summary>
    public static void Register()
    {
        if (registered)
        {
            return;
        }

        registered = true;
        NativeLibrary.SetDllImportResolver(typeof(LibClang).Assembly, (name, _, _) => name == Library ? Handle : 0);
    }

    private static bool registered;

    private static nint Load()
    {
        Assembly assembly = typeof(LibClang).Assembly;
        foreach (string candidate in Candidates)
        {
            if (NativeLibrary.TryLoad(candidate, assembly, DllImportSearchPath.SafeDirectories, out nint handle))
            {
                return handle;
            }
        }

        return 0;
    }

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern void* clang_createIndex(int excludeDeclarationsFromPch, int displayDiagnostics);

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern void clang_disposeIndex(void* index);

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int clang_parseTranslationUnit2(
        void* index, byte* path, byte** arguments, int argumentCount, UnsavedFile* files, uint fileCount, uint options, void** unit);

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern void clang_disposeTranslationUnit(void* unit);

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern uint clang_getNumDiagnostics(void* unit);

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern void* clang_getDiagnostic(void* unit, uint index);

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern Text clang_formatDiagnostic(void* diagnostic, uint options);

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern void clang_disposeDiagnostic(void* diagnostic);

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern Cursor clang_getTranslationUnitCursor(void* unit);

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern uint clang_visitChildren(
        Cursor parent, delegate* unmanaged[Cdecl]<Cursor, Cursor, void*, int> visitor, void* data);

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern Text clang_getCursorSpelling(Cursor cursor);

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern Location clang_getCursorLocation(Cursor cursor);

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern Range clang_getCursorExtent(Cursor cursor);

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern Location clang_getRangeStart(Range range);

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern Location clang_getRangeEnd(Range range);

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int clang_Location_isFromMainFile(Location location);

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern void clang_getExpansionLocation(Location location, void** file, uint* line, uint* column, uint* offset);

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern uint clang_Cursor_isMacroFunctionLike(Cursor cursor);

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern uint clang_isCursorDefinition(Cursor cursor);

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern Type clang_getCursorType(Cursor cursor);

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern Type clang_getTypedefDeclUnderlyingType(Cursor cursor);

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern Type clang_getCanonicalType(Type type);

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern Text clang_getTypeSpelling(Type type);

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern Type clang_getPointeeType(Type type);

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern Type clang_getResultType(Type type);

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int clang_getNumArgTypes(Type type);

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern Type clang_getArgType(Type type, uint index);

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern uint clang_isFunctionTypeVariadic(Type type);

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern Type clang_getArrayElementType(Type type);

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern long clang_getArraySize(Type type);

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern Cursor clang_getTypeDeclaration(Type type);

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int clang_Cursor_getNumArguments(Cursor cursor);

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern Cursor clang_Cursor_getArgument(Cursor cursor, uint index);

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern byte* clang_getCString(Text text);

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern void clang_disposeString(Text text);

    /// <summary>The managed copy of a libclang string, which is released.</summary>
    public static string Take(Text text)
    {
        string result = Marshal.PtrToStringUTF8((nint)clang_getCString(text)) ?? "";
        clang_disposeString(text);
        return result;
    }
}
