using Microsoft.CodeAnalysis;

namespace Caco.Loop.Compile.Rules;

/// <summary>
/// Statics must not change: what one episode leaves there another would find. Arrays may be static and readonly, because
/// <see cref="OperationRules"/> sees to it that they are only read.
/// </summary>
internal sealed class StaticStateRule(RuleReport report)
{
    private static readonly HashSet<string> ImmutableFrameworkTypes = new(StringComparer.Ordinal)
    {
        "System.TimeSpan", "System.Index", "System.Range", "System.Half", "System.Int128", "System.UInt128", "System.StringComparer",
        "System.Buffers.SearchValues", "System.Text.CompositeFormat", "System.Text.Rune", "System.Collections.Generic.KeyValuePair",
        "System.Tuple", "System.ValueTuple", "System.Nullable", "Caco.Policies.DeterministicRandom", "Caco.Policies.SeenObject",
        "Caco.Vision.Palette", "Caco.Vision.PixelRect", "Caco.Vision.PaletteMask", "Caco.Vision.ColorThreshold",
    };

    private static readonly string[] ImmutableNamespaces =
        ["System.Collections.Immutable", "System.Collections.Frozen", "System.Numerics", "System.Runtime.Intrinsics"];

    /// <summary>Checks the statics of one type.</summary>
    public void Check(INamedTypeSymbol type)
    {
        foreach (var member in type.GetMembers())
        {
            if (member is IFieldSymbol { IsStatic: true, IsConst: false } field)
            {
                Check(field);
            }
            else if (member is IEventSymbol { IsStatic: true })
            {
                report.Add(RuleIds.GlobalState, $"the static event '{member.Name}'", member.Locations[0]);
            }
        }
    }

    /// <summary>Whether a static readonly array may hold it.</summary>
    public static bool IsArrayOfImmutables(ITypeSymbol type) =>
        type is IArrayTypeSymbol array && IsImmutable(array.ElementType, []) && IsReadInPlace(array.ElementType);

    private void Check(IFieldSymbol field)
    {
        var what = field.AssociatedSymbol is IPropertySymbol property ? $"the static property '{property.Name}'" : $"the static field '{field.Name}'";
        var place = (field.AssociatedSymbol ?? field).Locations[0];
        if (field.AssociatedSymbol is IEventSymbol)
        {
            return;
        }

        if (!field.IsReadOnly)
        {
            report.Add(RuleIds.GlobalState, $"{what}, which can be assigned to,", place);
        }
        else if (!IsImmutable(field.Type, []) && !(field.AssociatedSymbol is null && IsArrayOfImmutables(field.Type)))
        {
            report.Add(RuleIds.GlobalState, $"{what} of the mutable type {field.Type.ToDisplayString()}", place);
        }
    }

    // A method of a mutable struct would change the element where it lies.
    private static bool IsReadInPlace(ITypeSymbol element) => !element.IsValueType || element.IsReadOnly || element.IsTupleType
        || element.TypeKind == TypeKind.Enum || element.SpecialType != SpecialType.None;

    private static bool IsImmutable(ITypeSymbol type, HashSet<ITypeSymbol> open)
    {
        if (type.TypeKind == TypeKind.Enum
            || type.SpecialType is (>= SpecialType.System_Boolean and <= SpecialType.System_String) or SpecialType.System_IntPtr or SpecialType.System_UIntPtr)
        {
            return true;
        }

        if (type is not INamedTypeSymbol named || named.TypeKind is TypeKind.Delegate or TypeKind.Interface)
        {
            return false;
        }

        // A type that holds itself holds nothing new.
        if (!open.Add(named))
        {
            return true;
        }

        return named.DeclaringSyntaxReferences.IsEmpty
            ? IsKnownImmutable(named) && named.TypeArguments.All(a => IsImmutable(a, open))
            : HasImmutableFields(named, open);
    }

    private static bool IsKnownImmutable(INamedTypeSymbol type)
    {
        var space = type.ContainingNamespace.ToDisplayString();
        if (type.Name.EndsWith("Builder", StringComparison.Ordinal) || type.ContainingType is not null)
        {
            return false;
        }

        return (ImmutableNamespaces.Contains(space) && type.TypeKind != TypeKind.Interface) || ImmutableFrameworkTypes.Contains($"{space}.{type.Name}");
    }

    private static bool HasImmutableFields(INamedTypeSymbol type, HashSet<ITypeSymbol> open)
    {
        var isStruct = type.IsValueType;
        if (!isStruct && (!type.IsSealed || (!type.IsRecord && HasPrimaryConstructor(type))))
        {
            // A class below may add state; parameters of a primary constructor are variables that methods may write.
            return false;
        }

        if (type.BaseType is { SpecialType: not (SpecialType.System_Object or SpecialType.System_ValueType) })
        {
            return false;
        }

        return type.GetMembers().OfType<IFieldSymbol>()
            .Where(static f => !f.IsStatic && !f.IsConst)
            .All(f => (isStruct || f.IsReadOnly) && IsImmutable(f.Type, open));
    }

    private static bool HasPrimaryConstructor(INamedTypeSymbol type) => type.DeclaringSyntaxReferences.Any(static r =>
        r.GetSyntax() is Microsoft.CodeAnalysis.CSharp.Syntax.TypeDeclarationSyntax { ParameterList.Parameters.Count: > 0 });
}
