using System.Reflection;
using System.Runtime.Loader;
using Caco.Policies;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Microsoft.CodeAnalysis;

namespace Caco.Loop.Compile;

/// <summary>Compiles a policy written in one C# file.</summary>
public static class PolicyCompiler
{
    private const string ImplicitUsings =
        "global using System; global using System.Collections.Generic; global using System.Linq; "
        + "global using Caco.Policies; global using Caco.Vision;";

    /// <summary>The maker of the one policy class in the file.</summary>
    /// <exception cref="RequestException">The file is missing, does not compile, or has no policy or several.</exception>
    public static Func<IPolicy> Compile(string file)
    {
        if (!File.Exists(file))
        {
            throw new RequestException($"--policy {file}: the file does not exist.");
        }

        var type = FindPolicy(Load(file), file);
        return () => Construct(type, file);
    }

    private static Assembly Load(string file)
    {
        var options = new CSharpParseOptions(LanguageVersion.CSharp14);
        var compilation = CSharpCompilation.Create(
            Path.GetFileNameWithoutExtension(file),
            [
                CSharpSyntaxTree.ParseText(ImplicitUsings, options),
                CSharpSyntaxTree.ParseText(SourceText.From(File.ReadAllText(file), System.Text.Encoding.UTF8), options, file),
            ],
            References(),
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                optimizationLevel: OptimizationLevel.Release,
                nullableContextOptions: NullableContextOptions.Enable));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        if (!result.Success)
        {
            var errors = result.Diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error).Select(static d => d.ToString());
            throw new RequestException($"--policy {file} does not compile:{Environment.NewLine}{string.Join(Environment.NewLine, errors)}");
        }

        image.Position = 0;
        return new AssemblyLoadContext(Path.GetFileName(file), isCollectible: true).LoadFromStream(image);
    }

    // What this program itself was given: the framework and the policy contract.
    private static IEnumerable<MetadataReference> References()
    {
        var paths = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        return paths.Split(Path.PathSeparator).Where(static p => p.Length > 0).Select(static p => MetadataReference.CreateFromFile(p));
    }

    private static Type FindPolicy(Assembly assembly, string file)
    {
        var types = assembly.GetTypes()
            .Where(static t => typeof(IPolicy).IsAssignableFrom(t) && t is { IsAbstract: false, IsClass: true })
            .ToArray();
        return types switch
        {
            [var only] when only.GetConstructor(Type.EmptyTypes) is not null => only,
            [var only] => throw new RequestException($"--policy {file}: {only.Name} needs a public constructor without parameters."),
            [] => throw new RequestException($"--policy {file}: no class in it implements IPolicy."),
            _ => throw new RequestException($"--policy {file}: several classes implement IPolicy; one file is one policy."),
        };
    }

    private static IPolicy Construct(Type type, string file)
    {
        try
        {
            return (IPolicy)Activator.CreateInstance(type)!;
        }
        catch (TargetInvocationException e)
        {
            throw new RequestException($"--policy {file}: the constructor of {type.Name} failed: {e.InnerException?.Message}");
        }
    }
}
