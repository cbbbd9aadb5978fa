using Caco.Interop;

namespace Caco.Engine;

/// <summary>A scenario that comes with the library: a WAD to load over an IWAD, and its cfg. Immutable; any thread.</summary>
public sealed unsafe class BuiltinScenario
{
    private BuiltinScenario(string name, byte[] wad, string cfg)
    {
        Name = name;
        Wad = wad;
        Cfg = cfg;
    }

    /// <summary>The name of the scenario that plays when none is named.</summary>
    public const string DefaultName = "battle";

    public string Name { get; }

    /// <summary>The whole WAD.</summary>
    public ReadOnlyMemory<byte> Wad { get; }

    /// <summary>The text of the cfg.</summary>
    public string Cfg { get; }

    /// <summary>The WAD as a source for <see cref="GameAssets.Load(ReadOnlySpan{AssetSource})"/>.</summary>
    public AssetSource Source => AssetSource.FromBytes(Wad, "built-in scenario " + Name);

    /// <summary>A built-in scenario by name.</summary>
    /// <exception cref="CacoArgumentException">There is none of that name; the message lists them.</exception>
    public static BuiltinScenario Get(string name = DefaultName)
    {
        byte* wad;
        ulong size;
        sbyte* cfg;
        fixed (byte* text = NativeCall.Utf8(name))
        {
            NativeCall.Check(CacoNative.caco_builtin_scenario((sbyte*)text, &wad, &size, &cfg));
        }

        return new BuiltinScenario(name, new ReadOnlySpan<byte>(wad, checked((int)size)).ToArray(), NativeCall.Text(cfg));
    }

    /// <summary>The cfg read into a new scenario, which the caller owns.</summary>
    public Scenario CreateScenario()
    {
        var scenario = new Scenario();
        try
        {
            scenario.LoadText(Cfg, "built-in scenario " + Name);
            return scenario;
        }
        catch
        {
            scenario.Dispose();
            throw;
        }
    }
}
