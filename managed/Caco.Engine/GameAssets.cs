using System.Buffers;
using Caco.Interop;

namespace Caco.Engine;

/// <summary>
/// The archives of a game, loaded once: palette, textures, sprites, maps, actor classes. Immutable: any number of games on any threads
/// may share it. Disposing drops this hold only; games keep what they use.
/// </summary>
public sealed unsafe class GameAssets : IDisposable
{
    private readonly AssetsHandle _handle;
    private readonly byte[] _palette;

    private GameAssets(AssetsHandle handle)
    {
        _handle = handle;
        using var lease = new HandleLease(handle);
        var assets = (caco_assets*)lease.Pointer;
        Hash = CacoNative.caco_assets_hash(assets);
        _palette = new ReadOnlySpan<byte>(CacoNative.caco_assets_palette(assets), 768).ToArray();
        string[] maps = new string[CacoNative.caco_assets_map_count(assets)];
        for (uint i = 0; i < maps.Length; i++)
        {
            maps[i] = NativeCall.Text(CacoNative.caco_assets_map_name(assets, i));
        }

        Maps = maps;
    }

    /// <summary>Loads an IWAD and other WADs over it. Any thread.</summary>
    /// <param name="iwad">The IWAD's path; <see cref="IwadLocator.Find"/> finds one.</param>
    /// <param name="wads">Further WADs, later ones override earlier ones.</param>
    /// <exception cref="CacoFileNotFoundException">A file does not exist.</exception>
    /// <exception cref="CacoBadDataException">A file is malformed; the message names file and lump.</exception>
    public static GameAssets Load(string iwad, params ReadOnlySpan<string> wads)
    {
        var sources = new AssetSource[wads.Length + 1];
        sources[0] = iwad;
        for (int i = 0; i < wads.Length; i++)
        {
            sources[i + 1] = wads[i];
        }

        return Load(sources);
    }

    /// <summary>Loads archives in order: the IWAD first, later ones override. Any thread.</summary>
    /// <exception cref="CacoFileNotFoundException">A file does not exist.</exception>
    /// <exception cref="CacoBadDataException">An archive is malformed; the message names file and lump.</exception>
    public static GameAssets Load(ReadOnlySpan<AssetSource> sources)
    {
        if (sources.Length == 0)
        {
            throw new CacoArgumentException("at least an IWAD is needed");
        }

        var pins = new List<MemoryHandle>();
        try
        {
            var native = new caco_source[sources.Length];
            for (int i = 0; i < sources.Length; i++)
            {
                AssetSource source = sources[i];
                if (source.Path != null)
                {
                    native[i].path = (sbyte*)Pin(pins, NativeCall.Utf8(source.Path));
                }
                else if (source.Label != null)
                {
                    // An empty memory has no address, and the engine shall say what is wrong with it.
                    ReadOnlyMemory<byte> data = source.Data.IsEmpty ? new byte[1] : source.Data;
                    native[i].data = Pin(pins, data);
                    native[i].size = (ulong)source.Data.Length;
                    native[i].label = (sbyte*)Pin(pins, NativeCall.Utf8(source.Label));
                }
                else
                {
                    throw new CacoArgumentException($"source {i + 1} is empty");
                }
            }

            caco_assets* assets;
            fixed (caco_source* first = native)
            {
                NativeCall.Check(CacoNative.caco_assets_create(first, (uint)native.Length, &assets));
            }

            return new GameAssets(new AssetsHandle(assets));
        }
        finally
        {
            foreach (MemoryHandle pin in pins)
            {
                pin.Dispose();
            }
        }
    }

    /// <summary>Hash over the bytes of all archives: identifies the content.</summary>
    public ulong Hash { get; }

    /// <summary>The 256 palette entries, shape (256 x 3), red first.</summary>
    public ReadOnlySpan<byte> Palette => _palette;

    /// <summary>Names of the maps, such as "MAP01".</summary>
    public IReadOnlyList<string> Maps { get; }

    internal AssetsHandle Handle => _handle;

    /// <summary>True after <see cref="Dispose"/>.</summary>
    public bool IsDisposed => _handle.IsClosed;

    public void Dispose() => _handle.Dispose();

    private static byte* Pin(List<MemoryHandle> pins, ReadOnlyMemory<byte> memory)
    {
        MemoryHandle pin = memory.Pin();
        pins.Add(pin);
        return (byte*)pin.Pointer;
    }
}
