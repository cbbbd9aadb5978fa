using System.Security.Cryptography;
using System.Text;
using Caco.Loop.Compile.Rules;
using Caco.Policies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace Caco.Loop.Compile;

/// <summary>Compiles policies inside the process. Equal sources give equal bytes. Any thread.</summary>
public static class PolicyCompiler
{
    private const string ImplicitUsings =
        "global using System; global using System.Collections.Generic; global using System.Linq; "
        + "global using Caco.Policies; global using Caco.Vision;";

    private const int WarmRounds = 15;
    private const int MaxBrackets = 100;
    private const int MaxDepth = 400;
    private const string UnsafeCode = "CS0227";
    private const string PointersWithoutUnsafe = "CS0214";

    private static readonly CSharpParseOptions Parsing =
        new(LanguageVersion.CSharp14, DocumentationMode.None, SourceCodeKind.Regular);

    private static readonly CSharpCompilationOptions Options = new(
        OutputKind.DynamicallyLinkedLibrary,
        optimizationLevel: OptimizationLevel.Release,
        nullableContextOptions: NullableContextOptions.Enable,
        deterministic: true);

    // Code can be made to keep a compiler busy for ever.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly EmitOptions Emitting = new(debugInformationFormat: DebugInformationFormat.PortablePdb);

    private static readonly SyntaxTree Usings = CSharpSyntaxTree.ParseText(ImplicitUsings, Parsing);

    // What is known of the references is kept with it.
    private static readonly CSharpCompilation Base =
        CSharpCompilation.Create("Policy", [Usings], PolicyReferences.All, Options);

    /// <summary>
    /// Compiles a throw-away policy again and again, so that the next compilation is fast: the compiler itself is translated while
    /// it runs, and only what runs often is translated well. A few seconds; best beside other work.
    /// </summary>
    public static void Warm()
    {
        // A real policy's length, and the parts of the language that it does not use.
        var sources = CatalogSources.Of("battle").Add("Warm.cs", WarmUp.Source);
        for (var i = 0; i < WarmRounds; i++)
        {
            _ = Compile(sources);
        }
    }

    /// <summary>Compiles all *.cs of a folder and the folders below.</summary>
    /// <exception cref="LoopException">The folder cannot be read.</exception>
    public static PolicyBuild CompileFolder(string folder) => Compile(PolicyFolder.Read(folder));

    /// <summary>Compiles sources.</summary>
    /// <param name="sources">Relative file name and text.</param>
    public static PolicyBuild Compile(IReadOnlyDictionary<string, string> sources) => Compile(sources, trusted: false);

    /// <summary>As <see cref="Compile(IReadOnlyDictionary{string, string})"/>; trusted sources may use the whole framework.</summary>
    internal static PolicyBuild Compile(IReadOnlyDictionary<string, string> sources, bool trusted)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var files = sources.OrderBy(static s => s.Key, StringComparer.Ordinal).ToList();
        var hash = HashOf(files);
        if (files.Where(static f => TooManyBrackets(f.Value)).Select(static f => f.Key).FirstOrDefault() is { } deep)
        {
            return Broken([new PolicyDiagnostic(deep, 1, 1, RuleIds.PolicyClass, $"brackets are nested more than {MaxBrackets} deep.")]);
        }

        var trees = files.Select(static f => CSharpSyntaxTree.ParseText(
            SourceText.From(f.Value.TrimStart('\uFEFF'), Encoding.UTF8), Parsing, f.Key)).ToList();
        if (TooDeep(trees) is { } place)
        {
            return Broken([PolicyDiagnostics.At(place, RuleIds.PolicyClass, $"the code is nested more than {MaxDepth} levels deep.")]);
        }

        var compilation = Base.AddSyntaxTrees(trees);

        // Beside each other: both go through every line, and neither needs the other where all is well.
        var breaches = trusted ? null : Task.Run(() => PolicyRules.Check(compilation, trees));
        using var assembly = new MemoryStream();
        using var symbols = new MemoryStream();
        using var patience = new CancellationTokenSource(Patience);
        EmitResult result;
        IReadOnlyList<PolicyDiagnostic> broken;
        try
        {
            result = compilation.Emit(assembly, symbols, options: Emitting, cancellationToken: patience.Token);
            broken = result.Success && breaches is not null ? breaches.WaitAsync(patience.Token).GetAwaiter().GetResult() : [];
        }
        catch (OperationCanceledException)
        {
            return Broken([new PolicyDiagnostic(AnyFile(files), 1, 1, RuleIds.PolicyClass, $"compiling it takes longer than {Patience.TotalSeconds:0} s.")]);
        }

        var diagnostics = Errors(result.Diagnostics).ToList();
        if (diagnostics.Count > 0)
        {
            // What does not compile has no certain meaning that could be judged.
            return Broken(diagnostics);
        }

        var policy = FindPolicy(compilation, AnyFile(files), diagnostics);
        diagnostics.AddRange(broken);
        if (policy is null || diagnostics.Count > 0)
        {
            return Broken(diagnostics);
        }

        var bytes = assembly.ToArray();
        InliningPatch.Apply(bytes);
        return new PolicyBuild(
            new PolicyImage
            {
                Name = policy.Name,
                Hash = hash,
                Assembly = bytes,
                Symbols = symbols.ToArray(),
                TypeName = MetadataName(policy),
            },
            []);
    }

    private static string AnyFile(List<KeyValuePair<string, string>> files) => files.Count == 0 ? "" : files[0].Key;

    private static PolicyBuild Broken(List<PolicyDiagnostic> diagnostics) => new(
        null,
        [.. diagnostics.Distinct().OrderBy(static d => d.File, StringComparer.Ordinal).ThenBy(static d => d.Line).ThenBy(static d => d.Column)]);

    // The parser takes minutes over some of what is nested very deeply; its words alone are quick to read.
    private static bool TooManyBrackets(string text)
    {
        var depth = 0;
        foreach (var token in SyntaxFactory.ParseTokens(text, options: Parsing))
        {
            depth += token.Kind() switch
            {
                SyntaxKind.OpenParenToken or SyntaxKind.OpenBraceToken or SyntaxKind.OpenBracketToken => 1,
                SyntaxKind.CloseParenToken or SyntaxKind.CloseBraceToken or SyntaxKind.CloseBracketToken => -1,
                _ => 0,
            };
            if (depth > MaxBrackets)
            {
                return true;
            }
        }

        return false;
    }

    // The compiler and the rules go down recursively, on the stack of the process that must not end.
    private static Location? TooDeep(IEnumerable<SyntaxTree> trees)
    {
        var open = new Stack<(SyntaxNode Node, int Depth)>(trees.Select(static t => (t.GetRoot(), 0)));
        while (open.TryPop(out var next))
        {
            if (next.Depth > MaxDepth)
            {
                return next.Node.GetLocation();
            }

            foreach (var child in next.Node.ChildNodes())
            {
                open.Push((child, next.Depth + 1));
            }
        }

        return null;
    }

    private static string HashOf(List<KeyValuePair<string, string>> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, text) in files)
        {
            foreach (var part in (string[])[name, text])
            {
                var bytes = Encoding.UTF8.GetBytes(part);
                hash.AppendData(BitConverter.GetBytes(bytes.Length));
                hash.AppendData(bytes);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static IEnumerable<PolicyDiagnostic> Errors(IEnumerable<Diagnostic> diagnostics) => diagnostics
        .Where(static d => d.Severity == DiagnosticSeverity.Error)
        .Select(static d => d.Id is UnsafeCode or PointersWithoutUnsafe
            ? PolicyDiagnostics.At(d.Location, RuleIds.Unsafe, RuleIds.Breach(RuleIds.Unsafe, "unsafe code").Message)
            : PolicyDiagnostics.At(d.Location, d.Id, d.GetMessage(System.Globalization.CultureInfo.InvariantCulture)));

    private static INamedTypeSymbol? FindPolicy(CSharpCompilation compilation, string anyFile, List<PolicyDiagnostic> diagnostics)
    {
        // Not one of the policy's own of the same name.
        var contract = compilation.GetTypesByMetadataName(typeof(IPolicy).FullName!)
            .Single(static t => t.ContainingAssembly.Name == typeof(IPolicy).Assembly.GetName().Name);
        var found = Types(compilation.Assembly.GlobalNamespace)
            .Where(t => t is { TypeKind: TypeKind.Class, IsAbstract: false } && t.AllInterfaces.Contains(contract, SymbolEqualityComparer.Default))
            .OrderBy(static t => t.Locations[0].SourceTree!.FilePath, StringComparer.Ordinal)
            .ThenBy(static t => t.Locations[0].SourceSpan.Start)
            .ToList();
        if (found.Count == 0)
        {
            diagnostics.Add(new PolicyDiagnostic(anyFile, 1, 1, RuleIds.PolicyClass, "no class in it implements IPolicy."));
            return null;
        }

        if (found.Count > 1)
        {
            diagnostics.Add(PolicyDiagnostics.At(
                found[1].Locations[0], RuleIds.PolicyClass,
                $"several classes implement IPolicy ({string.Join(", ", found.Select(static t => t.Name))}); one of them is the policy, make the others plain classes."));
        }
        else if (found[0].IsGenericType)
        {
            diagnostics.Add(PolicyDiagnostics.At(found[0].Locations[0], RuleIds.PolicyClass, $"{found[0].Name} must not have type parameters."));
        }
        else if (!found[0].InstanceConstructors.Any(static c => c is { Parameters.Length: 0, DeclaredAccessibility: Accessibility.Public }))
        {
            diagnostics.Add(PolicyDiagnostics.At(
                found[0].Locations[0], RuleIds.PolicyClass, $"{found[0].Name} needs a public constructor without parameters."));
        }

        return found[0];
    }

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol container)
    {
        foreach (var member in container.GetMembers())
        {
            if (member is INamedTypeSymbol type)
            {
                yield return type;
            }

            if (member is INamespaceOrTypeSymbol inner)
            {
                foreach (var below in Types(inner))
                {
                    yield return below;
                }
            }
        }
    }

    private static string MetadataName(INamedTypeSymbol type) => type.ContainingType is { } outer
        ? MetadataName(outer) + "+" + type.MetadataName
        : type.ContainingNamespace.IsGlobalNamespace
            ? type.MetadataName
            : type.ContainingNamespace.ToDisplayString() + "." + type.MetadataName;
}
