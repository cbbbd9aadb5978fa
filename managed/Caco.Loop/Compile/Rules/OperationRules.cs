using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Caco.Loop.Compile.Rules;

/// <summary>
/// What code does, named or not: calls, conversions, operators, implied types. A value of a forbidden type is never
/// touched, wherever it comes from.
/// </summary>
internal sealed class OperationRules(SemanticModel model, SymbolJudge judge, RuleReport report)
{
    public void CheckTree(SyntaxNode root)
    {
        foreach (var body in root.DescendantNodes().Where(IsBody))
        {
            if (model.GetOperation(body) is { } operation)
            {
                foreach (var each in operation.DescendantsAndSelf())
                {
                    Check(each);
                }
            }
        }
    }

    private static bool IsBody(SyntaxNode node) => node switch
    {
        BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or PrimaryConstructorBaseTypeSyntax => true,
        ArrowExpressionClauseSyntax { Parent: PropertyDeclarationSyntax or IndexerDeclarationSyntax } => true,
        EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax or ParameterSyntax or EnumMemberDeclarationSyntax } => true,
        EqualsValueClauseSyntax { Parent.Parent.Parent: BaseFieldDeclarationSyntax } => true,
        _ => false,
    };

    private void Check(IOperation operation)
    {
        if (IsInsideNameOf(operation))
        {
            return;
        }

        var place = operation.Syntax.GetLocation();
        report.Add(judge.Type(operation.Type), place);
        report.Add(judge.Member(MemberOf(operation)), place);
        switch (operation)
        {
            case IDynamicInvocationOperation or IDynamicMemberReferenceOperation or IDynamicObjectCreationOperation or IDynamicIndexerAccessOperation:
                report.Add(RuleIds.Reflection, "'dynamic'", place);
                break;
            case IAddressOfOperation:
                report.Add(RuleIds.Unsafe, "an address", place);
                break;
            case IForEachLoopOperation { Syntax: CommonForEachStatementSyntax loop }:
                CheckLoop(loop, place);
                break;
            case IFieldReferenceOperation { Field: { IsStatic: true, IsReadOnly: true, Type: IArrayTypeSymbol } } array:
                CheckStaticArray(array);
                break;
            default:
                break;
        }
    }

    private static ISymbol? MemberOf(IOperation operation) => operation switch
    {
        IInvocationOperation call => call.TargetMethod,
        IObjectCreationOperation creation => creation.Constructor,
        IMemberReferenceOperation reference => reference.Member,
        IConversionOperation conversion => conversion.OperatorMethod,
        IBinaryOperation binary => binary.OperatorMethod,
        IUnaryOperation unary => unary.OperatorMethod,
        ICompoundAssignmentOperation compound => compound.OperatorMethod,
        IIncrementOrDecrementOperation step => step.OperatorMethod,
        IRecursivePatternOperation pattern => pattern.DeconstructSymbol,
        ICollectionExpressionOperation collection => collection.ConstructMethod,
        _ => null,
    };

    private static bool IsInsideNameOf(IOperation operation)
    {
        for (var at = operation.Parent; at is not null; at = at.Parent)
        {
            if (at is INameOfOperation)
            {
                return true;
            }
        }

        return false;
    }

    private void CheckLoop(CommonForEachStatementSyntax loop, Location place)
    {
        var info = model.GetForEachStatementInfo(loop);
        if (info.IsAsynchronous)
        {
            report.Add(RuleIds.Thread, "'await foreach'", place);
        }

        report.Add(judge.Member(info.GetEnumeratorMethod), place);
        report.Add(judge.Member(info.CurrentProperty), place);
        report.Add(judge.Member(info.MoveNextMethod), place);
        report.Add(judge.Type(info.ElementType), place);
    }

    private void CheckStaticArray(IFieldReferenceOperation array)
    {
        // Others are reported at their declaration.
        var isOwn = !array.Field.DeclaringSyntaxReferences.IsEmpty;
        if (isOwn && StaticStateRule.IsArrayOfImmutables(array.Field.Type) && !StaticArrayUse.OnlyReads(array))
        {
            report.Add(
                new RuleBreach(
                    RuleIds.GlobalState,
                    $"the static array '{array.Field.Name}' in a place where it could be written or kept",
                    "read its elements, its Length, loop over it, or pass it as a ReadOnlySpan<T>; for anything else make it an "
                    + "ImmutableArray<T> or an instance field",
                    array.Field.Name),
                array.Syntax.GetLocation());
        }
    }
}
