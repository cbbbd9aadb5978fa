using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Caco.Loop.Compile.Rules;

/// <summary>Tells from the place of a static array in the code whether it is only read there.</summary>
internal static class StaticArrayUse
{
    public static bool OnlyReads(IFieldReferenceOperation array)
    {
        IOperation use = array;
        var parent = array.Parent;
        while (parent is IConversionOperation conversion)
        {
            if (conversion.Type is INamedTypeSymbol { Name: "ReadOnlySpan" })
            {
                return true;
            }

            use = conversion;
            parent = conversion.Parent;
        }

        return parent switch
        {
            IArrayElementReferenceOperation element when element.ArrayReference == use => IsReadOnly(element),
            IPropertyReferenceOperation { Property.Name: "Length" or "LongLength" or "Rank" } => true,
            IForEachLoopOperation loop => loop.Collection == use,
            IInvocationOperation { TargetMethod.Name: "GetLength" or "GetLowerBound" or "GetUpperBound" } => true,
            IArgumentOperation { Parent: IInvocationOperation call } => KeepsNothing(call.TargetMethod),
            IBinaryOperation or IIsPatternOperation => true,
            ISimpleAssignmentOperation assignment => assignment.Target == use,
            IFieldInitializerOperation => false,
            _ => false,
        };
    }

    // These go through the elements; others hand the array itself on.
    private static bool KeepsNothing(IMethodSymbol method) => method.ContainingType.ToDisplayString() switch
    {
        "System.Linq.Enumerable" => method.Name is not ("AsEnumerable" or "Cast" or "OfType"),
        "System.Array" => method.Name is "IndexOf" or "LastIndexOf" or "BinarySearch" or "Exists" or "Find" or "FindIndex" or "TrueForAll",
        _ => false,
    };

    private static bool IsReadOnly(IOperation element)
    {
        var parent = element.Parent;

        // A field of an element is part of it.
        while (parent is IFieldReferenceOperation { Field.ContainingType.IsValueType: true })
        {
            element = parent;
            parent = parent.Parent;
        }

        return parent switch
        {
            IAssignmentOperation assignment => assignment.Target != element && !(assignment is ISimpleAssignmentOperation { IsRef: true }),
            IIncrementOrDecrementOperation => false,
            IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } => false,
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol.RefKind: RefKind.Ref } } => false,
            IReturnOperation => !IsRefReturn(element),
            IAddressOfOperation => false,
            ITupleOperation tuple => tuple.Parent is not IDeconstructionAssignmentOperation deconstruction || deconstruction.Target != tuple,
            _ => true,
        };
    }

    private static bool IsRefReturn(IOperation element) =>
        element.Syntax.Parent is Microsoft.CodeAnalysis.CSharp.Syntax.RefExpressionSyntax;
}
