using System.Reflection;
using System.Text.RegularExpressions;
using Caco.Interop.Generator;

namespace Caco.Interop.Tests;

public sealed partial class GenerationTests
{
    [Fact]
    public void Committed_files_are_what_the_header_gives()
    {
        Assert.SkipUnless(LibClang.IsAvailable, "libclang is not installed (Debian: libclang1-14)");
        List<string> problems = Generation.Compare(Places.RepoRoot);
        Assert.True(problems.Count == 0, string.Join("\n", problems) + "\nrun: dotnet run --project interop/Caco.Interop.Generator");
    }

    [Fact]
    public void Compare_names_a_file_that_was_edited()
    {
        Assert.SkipUnless(LibClang.IsAvailable, "libclang is not installed (Debian: libclang1-14)");
        string root = Directory.CreateTempSubdirectory("caco-generation").FullName;
        try
        {
            foreach (string path in (string[])[Generation.Header, Generation.Exclusions])
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, path))!);
                File.Copy(Path.Combine(Places.RepoRoot, path), Path.Combine(root, path));
            }

            Directory.CreateDirectory(Path.Combine(root, Generation.BindingsFolder));
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, Generation.LayoutFile))!);
            Assert.NotEmpty(Generation.Write(root));
            Assert.Empty(Generation.Compare(root));
            Assert.Empty(Generation.Write(root));

            string edited = Generation.BindingsFolder + "/caco_line.g.cs";
            File.AppendAllText(Path.Combine(root, edited), "// mine\n");
            string stray = Generation.BindingsFolder + "/caco_gone.g.cs";
            File.WriteAllText(Path.Combine(root, stray), "// left over\n");
            Assert.Equal([edited + " is out of date", stray + " belongs to nothing in the header"], Generation.Compare(root));
            Assert.Equal([edited, stray], Generation.Write(root));
            Assert.Empty(Generation.Compare(root));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    // Not by way of the generator: what it overlooks would be overlooked here too.
    [Fact]
    public void Every_function_and_constant_of_the_header_is_bound_or_excluded_with_a_reason()
    {
        string header = Comment().Replace(File.ReadAllText(Path.Combine(Places.RepoRoot, Generation.Header)), " ");
        SortedDictionary<string, string> exclusions = Generation.ReadExclusions(Places.RepoRoot);
        string[] functions = [.. Function().Matches(header).Select(m => m.Groups["name"].Value)];
        Assert.True(functions.Length > 40, $"only {functions.Length} functions were found in the header");
        Assert.Equal(functions.Length, functions.Distinct().Count());
        string[] macros = [.. Macro().Matches(header).Select(m => m.Groups["name"].Value).Distinct()];
        Assert.True(macros.Length > 30, $"only {macros.Length} macros were found in the header");

        const BindingFlags all = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        HashSet<string> bound = [.. typeof(CacoNative).GetMethods(all).Select(m => m.Name), .. typeof(CacoNative).GetFields(all).Select(f => f.Name)];
        string[] missing = [.. functions.Concat(macros).Where(name => !bound.Contains(name) && !exclusions.ContainsKey(name))];
        Assert.True(missing.Length == 0, $"neither bound nor in {Generation.Exclusions}: {string.Join(", ", missing)}");
        string[] extra = [.. bound.Where(n => n.StartsWith("caco_", StringComparison.Ordinal)).Except(functions)];
        Assert.True(extra.Length == 0, $"bound, and not in the header: {string.Join(", ", extra)}");
    }

    [Fact]
    public void Imports_need_no_marshalling()
    {
        Assert.NotNull(typeof(CacoNative).Assembly.GetCustomAttribute<System.Runtime.CompilerServices.DisableRuntimeMarshallingAttribute>());
        foreach (MethodInfo method in typeof(CacoNative).GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly))
        {
            foreach (Type type in method.GetParameters().Select(p => p.ParameterType).Append(method.ReturnType))
            {
                Assert.True(type.IsPointer || type.IsPrimitive || type == typeof(void), $"{method.Name}: {type}");
                Assert.True(type != typeof(bool) && type != typeof(char) && type != typeof(nint), $"{method.Name}: {type}");
            }
        }
    }

    [GeneratedRegex(@"/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^\s*CACO_EXPORT\b[^;]*?\b(?<name>caco_\w+)\s*\(", RegexOptions.Multiline)]
    private static partial Regex Function();

    [GeneratedRegex(@"^\s*#\s*define\s+(?<name>CACO_\w+)", RegexOptions.Multiline)]
    private static partial Regex Macro();
}
