using System.Collections.Frozen;
using Caco.Policies;
using Caco.Vision;
using Microsoft.CodeAnalysis;

namespace Caco.Loop.Compile;

/// <summary>
/// What a policy is compiled against: the policy contract, the image kernels, and of the framework what it may use or is likely
/// to try, so that the rules can say why not. Nothing of the engine or the loop.
/// </summary>
internal static class PolicyReferences
{
    // Every assembly more makes every compilation slower.
    private static readonly FrozenSet<string> Framework = FrozenSet.ToFrozenSet(
        """
        System.Private.CoreLib System.Runtime System.Collections System.Collections.Concurrent System.Collections.Immutable
        System.Collections.NonGeneric System.Collections.Specialized System.ComponentModel.Primitives System.ComponentModel.TypeConverter
        System.Console System.Diagnostics.Process System.Linq System.Linq.AsyncEnumerable System.Linq.Expressions System.Linq.Parallel
        System.Linq.Queryable System.Memory System.Net.Http System.Net.Primitives System.Net.Sockets System.Numerics.Vectors
        System.ObjectModel System.Private.Uri System.Runtime.Extensions System.Runtime.InteropServices System.Runtime.Intrinsics
        System.Runtime.Loader System.Runtime.Numerics System.Security.Cryptography System.Text.Json System.Text.RegularExpressions
        System.Threading System.Threading.Channels System.Threading.Tasks.Parallel Microsoft.CSharp Microsoft.Win32.Primitives
        netstandard
        """.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Read once; any thread.</summary>
    public static IReadOnlyList<MetadataReference> All { get; } = Read();

    private static List<MetadataReference> Read()
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var trusted = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var files = trusted
            .Where(file => Path.GetDirectoryName(file) == framework && Framework.Contains(Path.GetFileNameWithoutExtension(file)))
            .Append(typeof(IPolicy).Assembly.Location)
            .Append(typeof(Palette).Assembly.Location);
        return [.. files.Select(static file => MetadataReference.CreateFromFile(file))];
    }
}
