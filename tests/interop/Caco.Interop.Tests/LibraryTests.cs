using System.Reflection;
using System.Runtime.InteropServices;

namespace Caco.Interop.Tests;

public sealed unsafe class LibraryTests
{
    [Fact]
    public void Sizes_and_offsets_are_those_of_the_library()
    {
        BuiltLibrary.Need();
        uint count;
        caco_layout_entry* table = CacoNative.caco_abi_layout(&count);
        var native = new SortedDictionary<string, (uint Offset, uint Size)>(StringComparer.Ordinal);
        for (uint i = 0; i < count; i++)
        {
            string name = Text(table[i].struct_name) + "." + Text(table[i].field_name);
            native.Add(name, (table[i].offset, table[i].size));
        }

        var managed = new SortedDictionary<string, (uint Offset, uint Size)>(StringComparer.Ordinal);
        foreach ((string structName, string field, uint offset, uint size) in CacoLayout.Rows())
        {
            managed.Add(structName + "." + field, (offset, size));
        }

        Assert.True(managed.Count > 60, $"only {managed.Count} rows");
        Assert.Equal(native, managed);
    }

    [Fact]
    public void The_library_is_of_the_version_of_the_header()
    {
        BuiltLibrary.Need();
        Assert.Equal((uint)CacoNative.CACO_VERSION, CacoNative.caco_version());
    }

    [Fact]
    public void Another_version_is_refused_with_both_named()
    {
        NativeLoader.CheckVersion(CacoNative.CACO_VERSION, "libcaco");
        var failure = Assert.Throws<NativeVersionException>(() => NativeLoader.CheckVersion(0x090807, "/opt/libcaco.so"));
        Assert.Contains("/opt/libcaco.so is version 9.8.7", failure.Message);
        Assert.Contains("0.1.0", failure.Message);
    }

    [Fact]
    public void A_missing_library_names_the_places_searched()
    {
        var failure = Assert.Throws<DllNotFoundException>(
            () => NativeLoader.Load("/nowhere/libcaco.so", AppContext.BaseDirectory, Assembly.GetExecutingAssembly(), out _));
        Assert.Contains("/nowhere/libcaco.so", failure.Message);
        Assert.Contains(NativeLoader.Variable, failure.Message);
    }

    [Fact]
    public void The_named_library_and_the_folders_are_searched()
    {
        BuiltLibrary.Need();
        string library = Path.Combine(AppContext.BaseDirectory, NativeLoader.FileName);
        Assert.SkipUnless(File.Exists(library), "the library is elsewhere");
        Assembly assembly = Assembly.GetExecutingAssembly();
        string root = Directory.CreateTempSubdirectory("caco-loader").FullName;
        try
        {
            string rid = RuntimeInformation.RuntimeIdentifier;
            string deep = Path.Combine(root, "runtimes", rid, "native");
            Directory.CreateDirectory(deep);
            File.CreateSymbolicLink(Path.Combine(deep, NativeLoader.FileName), library);
            NativeLoader.Load(null, root, assembly, out string from);
            Assert.Equal(Path.Combine(deep, NativeLoader.FileName), from);
            NativeLoader.Load(AppContext.BaseDirectory, root, assembly, out from);
            Assert.Equal(library, from);
            NativeLoader.Load(library, root, assembly, out from);
            Assert.Equal(library, from);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Fact]
    public void A_file_that_is_no_library_says_so()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "not a library");
            var failure = Assert.Throws<DllNotFoundException>(
                () => NativeLoader.Load(path, AppContext.BaseDirectory, Assembly.GetExecutingAssembly(), out _));
            Assert.Contains("could not be loaded", failure.Message);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string Text(sbyte* text) => Marshal.PtrToStringUTF8((nint)text)!;
}
