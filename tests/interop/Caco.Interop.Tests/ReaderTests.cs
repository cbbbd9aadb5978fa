using Caco.Interop.Generator;

namespace Caco.Interop.Tests;

public sealed class ReaderTests
{
    private static readonly Dictionary<string, string> None = [];

    private static HeaderModel Read(string text)
    {
        Assert.SkipUnless(LibClang.IsAvailable, "libclang is not installed (Debian: libclang1-14)");
        return HeaderReader.Read("test.h", text);
    }

    private static string Methods(string text) => Emitter.Bindings(Read(text), None)["CacoNative.g.cs"];

    [Fact]
    public void A_function_gets_its_comment_types_and_names()
    {
        string code = Methods("""
            #include <stdint.h>
            typedef int32_t my_status;
            typedef struct thing thing;
            /* ---- A heading is no comment of a function ---- */
            int32_t first(void);
            /* Adds a < b,
             * over two lines. */
            my_status second(const thing* it, uint64_t* out); /* and behind */
            """);
        Assert.Contains("""
                [DllImport("caco", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
                [return: NativeTypeName("int32_t")]
                public static extern int first();
            """.Replace("\r", ""), code);
        Assert.DoesNotContain("heading", code);
        Assert.Contains("/// <summary>Adds a &lt; b, over two lines. and behind</summary>", code);
        Assert.Contains("""
                [return: NativeTypeName("my_status")]
                public static extern int second([NativeTypeName("const thing *")] thing* it, [NativeTypeName("uint64_t *")] ulong* @out);
            """.Replace("\r", ""), code);
    }

    [Fact]
    public void A_struct_gets_fields_arrays_and_function_pointers()
    {
        string code = Emitter.Bindings(
            Read("""
                #include <stdint.h>
                typedef struct box {
                    double left, right;
                    uint16_t cells[3]; /* three of them */
                    void (*called)(void* user, int32_t number);
                    struct box* next;
                } box;
                """),
            None)["box.g.cs"];
        Assert.Contains("[StructLayout(LayoutKind.Sequential)]\ninternal unsafe partial struct box", code);
        Assert.Contains("public double left;", code);
        Assert.Contains("public double right;", code);
        Assert.Contains("/// <summary>three of them</summary>\n    [NativeTypeName(\"uint16_t[3]\")]\n    public _cells_e__FixedBuffer cells;", code);
        Assert.Contains("[InlineArray(3)]", code);
        Assert.Contains("public ushort e0;", code);
        Assert.Contains("public delegate* unmanaged[Cdecl]<void*, int, void> called;", code);
        Assert.Contains("public box* next;", code);
    }

    [Fact]
    public void Constants_keep_their_spelling_and_other_macros_are_told()
    {
        HeaderModel model = Read("""
            #define GUARD
            #define A 0x10 /* sixteen */
            #define B (-3)
            #define TEXT "t"
            #define CALL(x) (x)
            """);
        Assert.Equal(["A", "B"], model.Constants.Select(c => c.Name));
        Assert.Equal(["0x10", "-3"], model.Constants.Select(c => c.Value));
        Assert.Equal("sixteen", model.Constants[0].Comment);
        Assert.Equal("#define A 0x10", model.Constants[0].Definition);
        Assert.Equal(["GUARD", "TEXT", "CALL"], model.Unbindable);
    }

    [Theory]
    [InlineData("int32_t broken(;", "error")]
    [InlineData("#include <stdint.h>\nint32_t f(long x);", "fixed width")]
    [InlineData("#include <stdint.h>\nvoid f(int32_t);", "no name")]
    [InlineData("void f(const char* x, ...);", "...")]
    [InlineData("enum e { one };", "no place")]
    [InlineData("#include <stdint.h>\ntypedef struct { int32_t x; } nameless;", "tag")]
    [InlineData("#include <stdlib.h>", "stdlib.h")]
    [InlineData("/* \u00e4 */", "ASCII")]
    public void What_cannot_be_bound_is_refused(string text, string word)
    {
        var failure = Assert.Throws<GeneratorException>(() => Read(text));
        Assert.Contains(word, failure.Message);
    }

    [Fact]
    public void An_exclusion_needs_a_reason()
    {
        string root = Directory.CreateTempSubdirectory("caco-exclusions").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(root, "interop"));
            File.WriteAllText(Path.Combine(root, Generation.Exclusions), "# comment\ncaco_a: because\ncaco_b:\n");
            Assert.Contains("line 3", Assert.Throws<GeneratorException>(() => Generation.ReadExclusions(root)).Message);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }
}
