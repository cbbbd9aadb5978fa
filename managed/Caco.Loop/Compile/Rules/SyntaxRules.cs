using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Caco.Loop.Compile.Rules;

/// <summary>What can be seen at declarations and names: types that are named, attributes, modifiers, namespaces, statics.</summary>
internal sealed class SyntaxRules(SemanticModel model, SymbolJudge judge, RuleReport report)
{
    // Recognised by name, whoever declares the types: an attribute of such a namespace can bind the runtime.
    private static readonly string[] ReservedNamespaces = ["System", "Microsoft", "Internal", "Interop"];

    private static readonly HashSet<string> AllowedAttributes = new(StringComparer.Ordinal)
    {
        "System.FlagsAttribute",
        "System.ObsoleteAttribute",
        "System.AttributeUsageAttribute",
        "System.ParamArrayAttribute",
        "System.Runtime.CompilerServices.MethodImplAttribute",
        "System.Runtime.CompilerServices.InterpolatedStringHandlerAttribute",
        "System.Runtime.CompilerServices.InterpolatedStringHandlerArgumentAttribute",
        "System.Runtime.CompilerServices.OverloadResolutionPriorityAttribute",
        "System.Runtime.CompilerServices.CallerArgumentExpressionAttribute",
        "System.Runtime.CompilerServices.CallerMemberNameAttribute",
        "System.Runtime.CompilerServices.CollectionBuilderAttribute",
    };

    private readonly StaticStateRule _statics = new(report);

    public void CheckTree(SyntaxNode root)
    {
        foreach (var node in root.DescendantNodes(Enters))
        {
            Check(node);
        }

        foreach (var token in root.DescendantTokens())
        {
            CheckModifier(token);
        }
    }

    /// <summary>Names that nothing is done with: usings only open namespaces, nameof gives a text.</summary>
    private bool Enters(SyntaxNode node) => node is not UsingDirectiveSyntax && !IsNameOf(node);

    private bool IsNameOf(SyntaxNode node) =>
        node is InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } } call
        && model.GetSymbolInfo(call).Symbol is null && model.GetConstantValue(call).HasValue;

    private void Check(SyntaxNode node)
    {
        switch (node)
        {
            case AttributeListSyntax { Target.Identifier.ValueText: "assembly" or "module" } list:
                report.Add(RuleIds.Attribute, $"an attribute of the {list.Target!.Identifier.ValueText}", list.GetLocation());
                break;
            case AttributeSyntax attribute:
                CheckAttribute(attribute);
                break;
            case BaseNamespaceDeclarationSyntax space:
                CheckNamespace(space);
                break;
            case DestructorDeclarationSyntax:
                report.Add(RuleIds.Lifetime, "a finalizer", node.GetLocation());
                break;
            case TypeSyntax type when !IsValue(type):
                CheckName(type);
                break;
            case BaseTypeDeclarationSyntax or DelegateDeclarationSyntax:
                _statics.Check((INamedTypeSymbol)model.GetDeclaredSymbol(node)!);
                break;
            case AwaitExpressionSyntax:
                report.Add(RuleIds.Thread, "'await'", node.GetLocation());
                break;
            case LockStatementSyntax:
                report.Add(RuleIds.Thread, "'lock'", node.GetLocation());
                break;
            case FixedStatementSyntax:
                report.Add(RuleIds.Unsafe, "'fixed'", node.GetLocation());
                break;
            case TypeOfExpressionSyntax:
                report.Add(RuleIds.Reflection, "'typeof'", node.GetLocation());
                break;
            case MakeRefExpressionSyntax or RefTypeExpressionSyntax or RefValueExpressionSyntax:
                report.Add(RuleIds.Unsafe, "a typed reference", node.GetLocation());
                break;
            default:
                break;
        }
    }

    // Names in expressions are most of all names, and slow to look up; what they mean there is judged by the operations.
    private static bool IsValue(TypeSyntax name) => name is IdentifierNameSyntax && name.Parent switch
    {
        MemberAccessExpressionSyntax or ArgumentSyntax or InvocationExpressionSyntax or ElementAccessExpressionSyntax => true,
        AssignmentExpressionSyntax or PrefixUnaryExpressionSyntax or PostfixUnaryExpressionSyntax or ConditionalExpressionSyntax => true,
        BinaryExpressionSyntax binary => !binary.IsKind(SyntaxKind.IsExpression) && !binary.IsKind(SyntaxKind.AsExpression),
        _ => false,
    };

    private void CheckName(TypeSyntax name)
    {
        var symbol = model.GetSymbolInfo(name).Symbol;
        report.Add(
            symbol switch
            {
                ITypeSymbol type => judge.Type(type),
                IMethodSymbol or IPropertySymbol or IFieldSymbol or IEventSymbol => judge.Member(symbol),
                _ => null,
            },
            name.GetLocation());
    }

    private void CheckAttribute(AttributeSyntax attribute)
    {
        if (model.GetSymbolInfo(attribute).Symbol?.ContainingType is not { } type)
        {
            return;
        }

        var name = type.ToDisplayString();
        if (judge.Type(type) is { } breach)
        {
            report.Add(breach.Id == RuleIds.NotOnTheList ? RuleIds.Breach(RuleIds.Attribute, $"[{name}]") : breach, attribute.GetLocation());
        }
        else if (type.ContainingAssembly.Name is not ("Caco.Policies" or "Caco.Vision") && !AllowedAttributes.Contains(name)
            && type.ContainingNamespace.ToDisplayString() != "System.Diagnostics.CodeAnalysis"
            && type.DeclaringSyntaxReferences.IsEmpty)
        {
            report.Add(RuleIds.Attribute, $"[{name}]", attribute.GetLocation());
        }
    }

    private void CheckNamespace(BaseNamespaceDeclarationSyntax declaration)
    {
        var name = model.GetDeclaredSymbol(declaration)!.ToDisplayString();
        var first = name.Split('.')[0];
        if (ReservedNamespaces.Contains(first, StringComparer.OrdinalIgnoreCase))
        {
            report.Add(RuleIds.Namespace, $"the namespace {name}", declaration.Name.GetLocation());
        }
    }

    private void CheckModifier(SyntaxToken token)
    {
        switch (token.Kind())
        {
            case SyntaxKind.UnsafeKeyword:
                report.Add(RuleIds.Unsafe, "'unsafe'", token.GetLocation());
                break;
            case SyntaxKind.ExternKeyword:
                report.Add(RuleIds.Native, "'extern'", token.GetLocation());
                break;
            case SyntaxKind.AsyncKeyword:
                report.Add(RuleIds.Thread, "'async'", token.GetLocation());
                break;
            case SyntaxKind.ArgListKeyword:
                report.Add(RuleIds.Unsafe, "'__arglist'", token.GetLocation());
                break;
            default:
                break;
        }
    }
}
