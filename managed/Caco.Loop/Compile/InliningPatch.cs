using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using Caco.Policies;

namespace Caco.Loop.Compile;

/// <summary>
/// Keeps the methods of the contract from being inlined into the stubs through which they are called: those have no lines,
/// and an exception would have no place in the source.
/// </summary>
internal static class InliningPatch
{
    private const int ImplFlagsOffset = 4;

    /// <summary>Marks every method named as one of <see cref="IPolicy"/> in a compiled assembly, in place.</summary>
    public static void Apply(byte[] assembly)
    {
        using var file = new PEReader(new MemoryStream(assembly, writable: false));
        var reader = file.GetMetadataReader();
        var table = file.PEHeaders.MetadataStartOffset + reader.GetTableMetadataOffset(TableIndex.MethodDef);
        var rowSize = reader.GetTableRowSize(TableIndex.MethodDef);
        foreach (var handle in reader.MethodDefinitions)
        {
            var name = reader.GetString(reader.GetMethodDefinition(handle).Name);
            if (name is nameof(IPolicy.Act) or nameof(IPolicy.Reset))
            {
                var flags = assembly.AsSpan(table + (MetadataTokens.GetRowNumber(handle) - 1) * rowSize + ImplFlagsOffset, sizeof(ushort));
                var value = (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(flags) | (ushort)MethodImplAttributes.NoInlining);
                BinaryPrimitives.WriteUInt16LittleEndian(flags, value);
            }
        }
    }
}
