using Caco.Policies;
using Caco.Vision;
using Microsoft.CodeAnalysis;

namespace Caco.Loop.Compile.Rules;

/// <summary>
/// Says of types and members whether a policy may use them. What the policy itself declares is allowed: its own code is
/// checked where it stands. One thread at a time.
/// </summary>
internal sealed class SymbolJudge(IAssemblySymbol own)
{
    private static readonly string ContractName = typeof(IPolicy).Assembly.GetName().Name!;
    private static readonly string VisionName = typeof(Palette).Assembly.GetName().Name!;

    private readonly Dictionary<ISymbol, RuleBreach?> _types = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, RuleBreach?> _members = new(SymbolEqualityComparer.Default);

    /// <summary>Null when the type may be used, with all that it is made of.</summary>
    public RuleBreach? Type(ITypeSymbol? type)
    {
        if (type is null)
        {
            return null;
        }

        if (!_types.TryGetValue(type, out var breach))
        {
            // Types can refer to themselves by their type arguments.
            _types[type] = null;
            _types[type] = breach = JudgeType(type);
        }

        return breach;
    }

    /// <summary>Null when the method, property, field or event may be used.</summary>
    public RuleBreach? Member(ISymbol? member)
    {
        if (member is null)
        {
            return null;
        }

        if (!_members.TryGetValue(member, out var breach))
        {
            _members[member] = breach = JudgeMember(member);
        }

        return breach;
    }

    private bool IsOwn(ISymbol symbol) => SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, own);

    private RuleBreach? JudgeType(ITypeSymbol type)
    {
        switch (type)
        {
            case IArrayTypeSymbol array:
                return Type(array.ElementType);
            case IPointerTypeSymbol or IFunctionPointerTypeSymbol:
                return RuleIds.Breach(RuleIds.Unsafe, $"the pointer type '{type.ToDisplayString()}'");
            case IDynamicTypeSymbol:
                return RuleIds.Breach(RuleIds.Reflection, "'dynamic'");
            case INamedTypeSymbol { TypeKind: not TypeKind.Error } named:
                return JudgeNamed(named);
            default:
                return null;
        }
    }

    private RuleBreach? JudgeNamed(INamedTypeSymbol type)
    {
        if (!IsOwn(type) && !type.IsAnonymousType && !IsListed(type))
        {
            var outer = Outermost(type);
            return RuleIds.Breach(
                AllowedTypes.RuleOf(Namespace(outer), outer.Name), type.OriginalDefinition.ToDisplayString());
        }

        for (var level = type; level is not null; level = level.ContainingType)
        {
            foreach (var argument in level.TypeArguments)
            {
                if (argument is not ITypeParameterSymbol && Type(argument) is { } breach)
                {
                    return breach;
                }
            }
        }

        return null;
    }

    private static bool IsListed(INamedTypeSymbol type)
    {
        var assembly = type.ContainingAssembly?.Name;
        var outer = Outermost(type);
        return assembly == ContractName || assembly == VisionName || AllowedTypes.Contains(Namespace(outer), outer.Name);
    }

    private RuleBreach? JudgeMember(ISymbol member)
    {
        if (member is IMethodSymbol { ReducedFrom: { } extension })
        {
            member = extension;
        }

        if (member.ContainingType is not { } type)
        {
            return null;
        }

        if (Type(type) is { } breach)
        {
            return breach with { Subject = member is IMethodSymbol { MethodKind: MethodKind.Constructor } ? breach.Subject : Name(member) };
        }

        if (member is IMethodSymbol method)
        {
            foreach (var argument in method.TypeArguments)
            {
                if (argument is not ITypeParameterSymbol && Type(argument) is { } inArgument)
                {
                    return inArgument;
                }
            }
        }

        return IsOwn(member) || type.IsAnonymousType ? null : JudgeForeignMember(member, type);
    }

    private static RuleBreach? JudgeForeignMember(ISymbol member, INamedTypeSymbol type)
    {
        var rule = (Namespace(type) + "." + type.Name, member.Name) switch
        {
            ("System.Object" or "System.Exception", "GetType") => RuleIds.Reflection,
            ("System.Delegate" or "System.MulticastDelegate", not ("op_Equality" or "op_Inequality" or "Equals" or "Combine" or "Remove")) =>
                RuleIds.Reflection,
            (_, "BeginInvoke" or "EndInvoke") when type.TypeKind == TypeKind.Delegate => RuleIds.Thread,
            ("System.String", "Intern" or "IsInterned") => RuleIds.GlobalState,
            ("System.Globalization.CultureInfo", not "InvariantCulture") when member.IsStatic || member.Name == ".ctor" => RuleIds.GlobalState,
            ("System.Globalization.NumberFormatInfo", "CurrentInfo") => RuleIds.Environment,
            ("System.Linq.Enumerable", "Shuffle") => RuleIds.Chance,
            ("System.Runtime.Intrinsics.X86.X86Base", "CpuId") => RuleIds.Environment,
            ("Caco.Policies.DecisionLog", "LookTicks" or ".ctor") => RuleIds.Time,
            ("Caco.Policies.DecisionLog", "Clear" or "Lines") => RuleIds.NotOnTheList,
            (_, "GetHashCode") when !HasSteadyHash(type) => RuleIds.Chance,
            (_, var name) when name.Contains("Unsafe", StringComparison.Ordinal) => RuleIds.Unsafe,
            _ => member is IMethodSymbol method && method.Parameters.Any(static p => p.Type is IPointerTypeSymbol) ? RuleIds.Unsafe : null,
        };
        return rule is null ? null : RuleIds.Breach(rule, Name(member));
    }

    // Of strings, objects and tuples it differs from process to process.
    private static bool HasSteadyHash(INamedTypeSymbol type) =>
        type.SpecialType is >= SpecialType.System_Boolean and <= SpecialType.System_Double
        || type.ContainingAssembly.Name == VisionName || type.ContainingAssembly.Name == ContractName;

    private static INamedTypeSymbol Outermost(INamedTypeSymbol type)
    {
        while (type.ContainingType is { } outer)
        {
            type = outer;
        }

        return type;
    }

    private static string Namespace(INamedTypeSymbol type) =>
        type.ContainingNamespace is { IsGlobalNamespace: false } space ? space.ToDisplayString() : "";

    private static string Name(ISymbol member) => $"{member.ContainingType.ToDisplayString()}.{(member.Name == ".ctor" ? "new" : member.Name)}";
}
