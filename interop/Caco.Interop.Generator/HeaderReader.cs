using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using static Caco.Interop.Generator.LibClang;

namespace Caco.Interop.Generator;

/// <summary>Reads one self-contained C header into a <see cref="HeaderModel"/> by way of libclang.</summary>
internal sealed unsafe class HeaderReader
{
    // The parse must not depend on the machine's headers, so that the output is the same everywhere.
    private const string StdInt = """
        typedef signed char int8_t; typedef unsigned char uint8_t; typedef short int16_t; typedef unsigned short uint16_t;
        typedef int int32_t; typedef unsigned int uint32_t; typedef long long int64_t; typedef unsigned long long uint64_t;
        #define UINTPTR_MAX 0xFFFFFFFFFFFFFFFFu
        """;

    private static readonly string[] Arguments =
        ["-x", "c", "-std=c11", "-nostdinc", "--target=x86_64-pc-linux-gnu", "-I", "."];

    private readonly HeaderModel model = new();
    private readonly HashSet<string> structNames = [];
    private readonly CommentFinder comments;
    private readonly byte[] text;

    private HeaderReader(byte[] text)
    {
        this.text = text;
        comments = new CommentFinder(Encoding.UTF8.GetString(text));
    }

    /// <summary>Parses the header's text; <paramref name="name"/> appears in messages.</summary>
    public static HeaderModel Read(string name, string source)
    {
        if (!IsAvailable)
        {
            throw new GeneratorException(
                "libclang was not found. Install it (Debian: apt-get install libclang1-14) or put a libclang on the library path.");
        }

        Register();
        // Offsets are bytes for libclang and characters here: plain ASCII keeps both equal.
        foreach (char c in source)
        {
            if (c > 127)
            {
                throw new GeneratorException($"{name}: the header must be ASCII, and it holds '{c}'.");
            }
        }

        byte[] bytes = Encoding.UTF8.GetBytes(source);
        var reader = new HeaderReader(bytes);
        reader.Parse(name);
        return reader.model;
    }

    private void Parse(string name)
    {
        byte[] path = Zero("./" + System.IO.Path.GetFileName(name));
        byte[] stdintPath = Zero("./stdint.h");
        byte[] stdint = Encoding.UTF8.GetBytes(StdInt);
        byte[][] arguments = [.. Arguments.Select(Zero)];
        GCHandle[] pins = [.. arguments.Select(a => GCHandle.Alloc(a, GCHandleType.Pinned))];
        void* index = clang_createIndex(0, 0);
        void* unit = null;
        try
        {
            byte** argumentPointers = stackalloc byte*[pins.Length];
            for (int i = 0; i < pins.Length; i++)
            {
                argumentPointers[i] = (byte*)pins[i].AddrOfPinnedObject();
            }

            fixed (byte* pathPointer = path, textPointer = text, stdintPathPointer = stdintPath, stdintPointer = stdint)
            {
                UnsavedFile* files = stackalloc UnsavedFile[2];
                files[0] = new UnsavedFile { Name = pathPointer, Contents = textPointer, Length = (nuint)text.Length };
                files[1] = new UnsavedFile { Name = stdintPathPointer, Contents = stdintPointer, Length = (nuint)stdint.Length };
                int code = clang_parseTranslationUnit2(
                    index, pathPointer, argumentPointers, pins.Length, files, 2, OptionDetailedPreprocessing, &unit);
                if (code != 0 || unit == null)
                {
                    throw new GeneratorException($"{name}: libclang failed with code {code}.");
                }

                RefuseDiagnostics(unit);
                Visit(clang_getTranslationUnitCursor(unit), VisitTop);
            }
        }
        finally
        {
            if (unit != null)
            {
                clang_disposeTranslationUnit(unit);
            }

            clang_disposeIndex(index);
            foreach (GCHandle pin in pins)
            {
                pin.Free();
            }
        }
    }

    private static byte[] Zero(string s) => Encoding.UTF8.GetBytes(s + "\0");

    private static void RefuseDiagnostics(void* unit)
    {
        uint count = clang_getNumDiagnostics(unit);
        if (count == 0)
        {
            return;
        }

        void* diagnostic = clang_getDiagnostic(unit, 0);
        string message = Take(clang_formatDiagnostic(diagnostic, 3));
        clang_disposeDiagnostic(diagnostic);
        throw new GeneratorException(message);
    }

    private sealed class Visitor
    {
        public required Action<Cursor> Action { get; init; }

        public Exception? Failure { get; set; }
    }

    private static void Visit(Cursor parent, Action<Cursor> action)
    {
        var visitor = new Visitor { Action = action };
        GCHandle handle = GCHandle.Alloc(visitor);
        try
        {
            _ = clang_visitChildren(parent, &OnChild, (void*)GCHandle.ToIntPtr(handle));
        }
        finally
        {
            handle.Free();
        }

        if (visitor.Failure != null)
        {
            throw visitor.Failure;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnChild(Cursor cursor, Cursor parent, void* data)
    {
        var visitor = (Visitor)GCHandle.FromIntPtr((nint)data).Target!;
        try
        {
            visitor.Action(cursor);
            return VisitContinue;
        }
#pragma warning disable CA1031 // An exception must not cross the native frames: it is thrown again by Visit.
        catch (Exception e)
        {
            visitor.Failure = e;
            return 0;
        }
#pragma warning restore CA1031
    }

    private void VisitTop(Cursor cursor)
    {
        if (clang_Location_isFromMainFile(clang_getCursorLocation(cursor)) == 0)
        {
            return;
        }

        switch (cursor.Kind)
        {
            case CursorMacro:
                AddMacro(cursor);
                break;
            case CursorStruct:
                AddStruct(cursor);
                break;
            case CursorFunction:
                AddFunction(cursor);
                break;
            case CursorEnum or CursorVariable:
                throw new GeneratorException(
                    $"'{Take(clang_getCursorSpelling(cursor))}': enums and variables have no place in this header; use int32_t and constants.");
        }
    }

    private static (int Start, int End) Extent(Cursor cursor)
    {
        LibClang.Range range = clang_getCursorExtent(cursor);
        uint start;
        uint end;
        clang_getExpansionLocation(clang_getRangeStart(range), null, null, null, &start);
        clang_getExpansionLocation(clang_getRangeEnd(range), null, null, null, &end);
        return ((int)start, (int)end);
    }

    private void AddMacro(Cursor cursor)
    {
        string name = Take(clang_getCursorSpelling(cursor));
        (int start, int end) = Extent(cursor);
        string definition = Encoding.ASCII.GetString(text, start, end - start);
        string value = definition[name.Length..].Trim();
        if (clang_Cursor_isMacroFunctionLike(cursor) != 0 || !TryInteger(value, out string literal))
        {
            if (!model.Unbindable.Contains(name))
            {
                model.Unbindable.Add(name);
            }

            return;
        }

        model.Constants.Add(new ConstantModel(name, literal, "#define " + definition, comments.Of(start, end)));
    }

    private static bool TryInteger(string value, out string literal)
    {
        literal = value.Trim('(', ')');
        bool isHex = literal.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return int.TryParse(
            isHex ? literal[2..] : literal, isHex ? NumberStyles.HexNumber : NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
    }

    private void AddStruct(Cursor cursor)
    {
        string name = Take(clang_getCursorSpelling(cursor));
        bool isDefinition = clang_isCursorDefinition(cursor) != 0;
        if (name.Length == 0 || name.Contains(' ', StringComparison.Ordinal))
        {
            throw new GeneratorException("a struct without a tag cannot be bound: write typedef struct NAME { ... } NAME.");
        }

        if (!structNames.Add(name))
        {
            if (!isDefinition)
            {
                return;
            }

            model.Structs.RemoveAll(s => s.Name == name);
        }

        var fields = new List<FieldModel>();
        (int start, int end) = Extent(cursor);
        if (isDefinition)
        {
            Visit(cursor, child =>
            {
                if (child.Kind == CursorField)
                {
                    fields.Add(ReadField(name, child));
                }
                else if (child.Kind is CursorStruct or CursorEnum)
                {
                    throw new GeneratorException($"struct {name}: nested types are not supported.");
                }
            });
        }

        model.Structs.Add(new StructModel(name, !isDefinition, fields, comments.Of(start, end)));
    }

    private FieldModel ReadField(string structName, Cursor cursor)
    {
        string name = Take(clang_getCursorSpelling(cursor));
        LibClang.Type type = clang_getCursorType(cursor);
        string native = Take(clang_getTypeSpelling(type));
        (int start, int end) = Extent(cursor);
        string comment = comments.Of(start, end);
        LibClang.Type canonical = clang_getCanonicalType(type);
        if (canonical.Kind == TypeConstantArray)
        {
            LibClang.Type element = clang_getArrayElementType(type);
            // clang 14 writes a space before the bracket only for sugared types; one form is enough.
            return new FieldModel(
                name, Map(element, structName + "." + name), clang_getArraySize(canonical), native.Replace(" [", "[", StringComparison.Ordinal), comment);
        }

        return new FieldModel(name, Map(type, structName + "." + name), 0, native, comment);
    }

    private void AddFunction(Cursor cursor)
    {
        string name = Take(clang_getCursorSpelling(cursor));
        LibClang.Type type = clang_getCursorType(cursor);
        if (clang_isFunctionTypeVariadic(type) != 0)
        {
            throw new GeneratorException($"{name}: a function with '...' cannot be bound.");
        }

        if (model.Functions.Any(f => f.Name == name))
        {
            throw new GeneratorException($"{name} is declared twice.");
        }

        var parameters = new List<ParameterModel>();
        int count = clang_Cursor_getNumArguments(cursor);
        for (uint i = 0; i < count; i++)
        {
            Cursor argument = clang_Cursor_getArgument(cursor, i);
            string parameter = Take(clang_getCursorSpelling(argument));
            if (parameter.Length == 0)
            {
                throw new GeneratorException($"{name}: parameter {i + 1} has no name.");
            }

            parameters.Add(new ParameterModel(parameter, Map(clang_getCursorType(argument), name + "." + parameter)));
        }

        (int start, int end) = Extent(cursor);
        model.Functions.Add(new FunctionModel(name, Map(clang_getResultType(type), name), parameters, comments.Of(start, end)));
    }

    private static TypeModel Map(LibClang.Type type, string where) => new(Managed(type, where), Take(clang_getTypeSpelling(type)));

    private static string Managed(LibClang.Type type, string where)
    {
        LibClang.Type canonical = clang_getCanonicalType(type);
        switch (canonical.Kind)
        {
            case TypeVoid:
                return "void";
            case TypeCharS or TypeCharU or TypeSChar:
                return "sbyte";
            case TypeUChar:
                return "byte";
            case TypeShort:
                return "short";
            case TypeUShort:
                return "ushort";
            case TypeInt:
                return "int";
            case TypeUInt:
                return "uint";
            case TypeLongLong:
                return "long";
            case TypeULongLong:
                return "ulong";
            case TypeFloat:
                return "float";
            case TypeDouble:
                return "double";
            case TypeRecord:
                return Take(clang_getCursorSpelling(clang_getTypeDeclaration(canonical)));
            case TypePointer:
                LibClang.Type pointee = clang_getPointeeType(canonical);
                return pointee.Kind == TypeFunctionProto ? FunctionPointer(pointee, where) : Managed(pointee, where) + "*";
            default:
                throw new GeneratorException(
                    $"{where}: type '{Take(clang_getTypeSpelling(type))}' has no fixed width or no C# form; use the types of stdint.h.");
        }
    }

    private static string FunctionPointer(LibClang.Type type, string where)
    {
        var result = new StringBuilder("delegate* unmanaged[Cdecl]<");
        int count = clang_getNumArgTypes(type);
        for (uint i = 0; i < count; i++)
        {
            result.Append(Managed(clang_getArgType(type, i), where)).Append(", ");
        }

        return result.Append(Managed(clang_getResultType(type), where)).Append('>').ToString();
    }
}
