using System.Globalization;
using System.Text;
using Caco.Policies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Caco.Loop.Agents.Tuning;

/// <summary>
/// Finds the constants of a policy that are marked [Tunable(min, max)], and writes other values in their place: sign and
/// literal change, every other byte stays.
/// </summary>
public static class TunableSource
{
    private const string ImplicitUsings =
        "global using System; global using System.Collections.Generic; global using System.Linq; "
        + "global using Caco.Policies; global using Caco.Vision;";

    private static readonly Lazy<MetadataReference[]> References = new(static () =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static p => Path.GetFileName(p) is "System.Private.CoreLib.dll" or "System.Runtime.dll" or "Caco.Policies.dll")
            .Select(static p => MetadataReference.CreateFromFile(p))]);

    /// <summary>All marked constants by file and place, and why some marked fields are none.</summary>
    /// <param name="sources">Relative file name and text.</param>
    public static TunableScan Find(IReadOnlyDictionary<string, string> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var options = new CSharpParseOptions(LanguageVersion.CSharp14);
        var trees = sources.OrderBy(static s => s.Key, StringComparer.Ordinal)
            .Select(s => CSharpSyntaxTree.ParseText(SourceText.From(s.Value), options, s.Key)).ToArray();
        var compilation = CSharpCompilation.Create(
            "tunables",
            [CSharpSyntaxTree.ParseText(ImplicitUsings, options), .. trees],
            References.Value,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        var items = new List<Tunable>();
        var skipped = new List<string>();
        foreach (var tree in trees)
        {
            var model = compilation.GetSemanticModel(tree);
            foreach (var variable in Marked(tree))
            {
                if (model.GetDeclaredSymbol(variable) is IFieldSymbol field && MarkOf(field) is { } mark)
                {
                    Add(variable, field, mark, tree.FilePath, items, skipped);
                }
            }
        }

        return new TunableScan(items, skipped);
    }

    /// <summary>The sources with other values: <paramref name="values"/> in the order of <paramref name="tunables"/>.</summary>
    /// <param name="sources">The sources that the tunables were found in.</param>
    /// <param name="tunables">Constants.</param>
    /// <param name="values">Rounded and kept in their ranges.</param>
    public static IReadOnlyDictionary<string, string> Rewrite(
        IReadOnlyDictionary<string, string> sources, IReadOnlyList<Tunable> tunables, IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Replace(sources, tunables, i => tunables[i].Write(values[i]));
    }

    /// <summary>The sources with a placeholder for every literal: equal where only the constants differ.</summary>
    internal static IReadOnlyDictionary<string, string> Mask(IReadOnlyDictionary<string, string> sources, IReadOnlyList<Tunable> tunables) =>
        Replace(sources, tunables, static _ => "?");

    private static Dictionary<string, string> Replace(
        IReadOnlyDictionary<string, string> sources, IReadOnlyList<Tunable> tunables, Func<int, string> textOf)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(tunables);
        var result = new Dictionary<string, string>(sources, StringComparer.Ordinal);
        foreach (var file in Enumerable.Range(0, tunables.Count).GroupBy(i => tunables[i].File))
        {
            var text = new StringBuilder(sources[file.Key]);
            foreach (var i in file.OrderByDescending(i => tunables[i].Span.Start))
            {
                var span = tunables[i].Span;
                text.Remove(span.Start, span.Length).Insert(span.Start, textOf(i));
            }

            result[file.Key] = text.ToString();
        }

        return result;
    }

    private static IEnumerable<VariableDeclaratorSyntax> Marked(SyntaxTree tree) =>
        tree.GetRoot().DescendantNodes().OfType<FieldDeclarationSyntax>()
            .Where(static f => f.AttributeLists.Count > 0)
            .SelectMany(static f => f.Declaration.Variables);

    private static AttributeData? MarkOf(IFieldSymbol field) => field.GetAttributes().FirstOrDefault(
        static a => a.AttributeClass?.Name == nameof(TunableAttribute) && a.AttributeClass.ContainingNamespace.ToDisplayString() == "Caco.Policies");

    private static void Add(
        VariableDeclaratorSyntax variable, IFieldSymbol field, AttributeData mark, string file, List<Tunable> items, List<string> skipped)
    {
        var name = $"{field.ContainingType.Name}.{field.Name}";
        var line = variable.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
        void Skip(string why) => skipped.Add($"{file}({line}): {name} {why}");
        if (!field.IsConst)
        {
            Skip("is marked [Tunable] and not const.");
            return;
        }

        if (field.Type.SpecialType is not (SpecialType.System_Int32 or SpecialType.System_Single or SpecialType.System_Double))
        {
            Skip("is marked [Tunable] and is neither int nor float nor double.");
            return;
        }

        if (Literal(variable.Initializer?.Value) is not { } literal
            || !double.TryParse(
                literal.Digits.Replace("_", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out var size))
        {
            Skip("is marked [Tunable] and its value is not a decimal literal.");
            return;
        }

        if (Range(mark, field.Type.SpecialType == SpecialType.System_Int32) is not var (min, max))
        {
            Skip("is marked [Tunable] with a range that holds fewer than two values; write [Tunable(min, max)] with min below max.");
            return;
        }

        var span = variable.Initializer!.Value.Span;
        items.Add(new Tunable
        {
            Key = field.ContainingType.ToDisplayString() + "." + field.Name,
            Name = name,
            File = file,
            Span = span,
            Text = variable.Initializer.Value.ToString(),
            Value = literal.IsNegative ? -size : size,
            Min = min,
            Max = max,
            IsInteger = field.Type.SpecialType == SpecialType.System_Int32,
            Suffix = literal.Suffix,
        });
    }

    private static (double Min, double Max)? Range(AttributeData mark, bool isInteger)
    {
        // Arguments that do not compile are absent or without a value.
        if (mark.ConstructorArguments is not [{ Value: double min }, { Value: double max }] || !double.IsFinite(min) || !double.IsFinite(max))
        {
            return null;
        }

        if (isInteger)
        {
            (min, max) = (Math.Max(int.MinValue, Math.Ceiling(min)), Math.Min(int.MaxValue, Math.Floor(max)));
        }

        return min < max && double.IsFinite(max - min) ? (min, max) : null;
    }

    private static (bool IsNegative, string Digits, string Suffix)? Literal(ExpressionSyntax? value)
    {
        var isNegative = false;
        if (value is PrefixUnaryExpressionSyntax sign && sign.Kind() is SyntaxKind.UnaryMinusExpression or SyntaxKind.UnaryPlusExpression)
        {
            isNegative = value.IsKind(SyntaxKind.UnaryMinusExpression);
            value = ((PrefixUnaryExpressionSyntax)value).Operand;
        }

        if (value is not LiteralExpressionSyntax number || !number.IsKind(SyntaxKind.NumericLiteralExpression))
        {
            return null;
        }

        var text = number.Token.Text;
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) || text.StartsWith("0b", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var digits = text.TrimEnd('f', 'F', 'd', 'D');
        return (isNegative, digits, text[digits.Length..]);
    }
}

/// <summary>What was found.</summary>
/// <param name="Items">The constants that can be tuned.</param>
/// <param name="Skipped">Fields that are marked and cannot: place and reason.</param>
public sealed record TunableScan(IReadOnlyList<Tunable> Items, IReadOnlyList<string> Skipped);
