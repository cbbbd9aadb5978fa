namespace Caco.Interop.Generator;

/// <summary>What the generator knows of a header: plain data, in the header's order.</summary>
internal sealed class HeaderModel
{
    public List<ConstantModel> Constants { get; } = [];

    public List<StructModel> Structs { get; } = [];

    public List<FunctionModel> Functions { get; } = [];

    /// <summary>Names seen that have no C# form by themselves (empty or function-like macros).</summary>
    public List<string> Unbindable { get; } = [];
}

internal sealed record ConstantModel(string Name, string Value, string Definition, string Comment);

/// <summary>A struct; opaque when it is only declared.</summary>
internal sealed record StructModel(string Name, bool IsOpaque, IReadOnlyList<FieldModel> Fields, string Comment);

/// <summary>A field; Count is 0, or the length of a fixed array of Type.</summary>
internal sealed record FieldModel(string Name, TypeModel Type, long Count, string NativeType, string Comment);

internal sealed record FunctionModel(string Name, TypeModel Result, IReadOnlyList<ParameterModel> Parameters, string Comment);

internal sealed record ParameterModel(string Name, TypeModel Type);

/// <summary>A type as C# writes it and as C wrote it.</summary>
internal sealed record TypeModel(string Managed, string Native)
{
    /// <summary>True when the C spelling says something that the C# one does not.</summary>
    public bool NeedsNativeName => Native.Replace(" ", "", StringComparison.Ordinal) != Managed.Replace(" ", "", StringComparison.Ordinal);
}

/// <summary>A header that cannot be bound, or a tool that is missing; the message says what to do.</summary>
internal sealed class GeneratorException(string message) : Exception(message);
