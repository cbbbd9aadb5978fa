using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Caco.Policies;

namespace Caco.Loop.Compile;

/// <summary>
/// A policy image in memory, in a load context of its own that is gone after <see cref="Dispose"/> as soon as no instance
/// and no thread uses it. Any thread.
/// </summary>
public sealed class LoadedPolicy : IDisposable
{
    private readonly AssemblyLoadContext? _context;
    private Func<IPolicy>? _create;

    private LoadedPolicy(AssemblyLoadContext? context, Assembly? assembly, Func<IPolicy> create)
    {
        _context = context;
        Assembly = assembly;
        _create = create;
    }

    /// <summary>The compiled policy's; null for a policy of the catalogue.</summary>
    public Assembly? Assembly { get; private set; }

    /// <summary>Loads an image. Runs none of its code.</summary>
    /// <exception cref="PolicyException">The catalogue has no policy of that name.</exception>
    public static LoadedPolicy Load(PolicyImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.IsBuiltin)
        {
            _ = PolicyCatalog.Summary(image.Name);
            return new LoadedPolicy(null, null, () => PolicyCatalog.Create(image.Name));
        }

        var context = new AssemblyLoadContext(image.Name, isCollectible: true);
        using var assemblyBytes = new MemoryStream(image.Assembly.ToArray());
        using var symbolBytes = image.Symbols.IsEmpty ? null : new MemoryStream(image.Symbols.ToArray());
        var assembly = context.LoadFromStream(assemblyBytes, symbolBytes);
        var type = assembly.GetType(image.TypeName!, throwOnError: true)!;
        return new LoadedPolicy(context, assembly, () => Construct(type));
    }

    /// <summary>A fresh instance.</summary>
    /// <exception cref="Exception">Whatever its constructor throws.</exception>
    public IPolicy Create()
    {
        ObjectDisposedException.ThrowIf(_create is null, this);
        return _create();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _create = null;
        Assembly = null;
        _context?.Unload();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IPolicy Construct(Type type) => (IPolicy)Activator.CreateInstance(
        type, BindingFlags.Public | BindingFlags.Instance | BindingFlags.DoNotWrapExceptions, null, null, null)!;
}
