using System.Runtime.CompilerServices;
using Caco.Loop.Compile;
using Caco.Policies;

namespace Caco.Loop.Tests;

public sealed class PolicyCompilerTests
{
    private static readonly Dictionary<string, string> TwoFiles = new(StringComparer.Ordinal)
    {
        ["Brain.cs"] = """
            namespace Mine;

            public sealed class Brain : IPolicy
            {
                private readonly Parts.Counter _counter = new();

                public void Reset(EpisodeInfo info) => _counter.Count = 0;

                public void Act(in Observation observation, Span<float> buttons) => buttons[0] = _counter.Next();
            }
            """,
        ["parts/Counter.cs"] = """
            namespace Mine.Parts;

            public sealed class Counter
            {
                public int Count { get; set; }

                public int Next() => Count < 3
                    ? ++Count
                    : throw new InvalidOperationException("three is enough");
            }
            """,
    };

    [Fact]
    public void Files_of_a_folder_and_its_folders_are_one_policy()
    {
        using var folder = new TemporaryFolder();
        foreach (var (name, text) in TwoFiles)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder.File(name))!);
            File.WriteAllText(folder.File(name), text);
        }

        File.WriteAllText(folder.File("notes.md"), "no C#");
        var fromFolder = PolicyCompiler.CompileFolder(folder.Path).Image!;
        Assert.Equal("Brain", fromFolder.Name);
        Assert.Equal("Mine.Brain", fromFolder.TypeName);
        Assert.Equal(64, fromFolder.Hash.Length);
        var fromText = PolicyCompiler.Compile(TwoFiles).Image!;
        Assert.Equal(fromFolder.Hash, fromText.Hash);
        Assert.True(fromFolder.Assembly.Span.SequenceEqual(fromText.Assembly.Span), "equal sources, equal bytes");
        Assert.True(fromFolder.Symbols.Span.SequenceEqual(fromText.Symbols.Span));
    }

    [Fact]
    public void The_hash_tells_names_and_texts_apart()
    {
        string Hash(string name, string text) => PolicyCompiler.Compile(
            new Dictionary<string, string>(TwoFiles, StringComparer.Ordinal) { [name] = text }).Image!.Hash;
        var hashes = new[] { Hash("a.cs", "// x"), Hash("b.cs", "// x"), Hash("a.cs", "// y"), Hash("a.c", "// x") };
        Assert.Equal(4, hashes.Distinct().Count());
    }

    [Fact]
    public void Stack_traces_have_file_and_line()
    {
        using var policy = LoadedPolicy.Load(PolicyCompiler.Compile(TwoFiles).Image!);
        var instance = policy.Create();
        var error = Assert.Throws<InvalidOperationException>(() =>
        {
            for (var i = 0; i < 4; i++)
            {
                instance.Act(default, new float[1]);
            }
        });
        // Next is inlined; Act itself never is.
        Assert.True(error.StackTrace!.Contains("Brain.Act", StringComparison.Ordinal), error.StackTrace);
        Assert.Matches(@"in (Brain\.cs:line 9|parts/Counter\.cs:line 7)", error.StackTrace);
    }

    [Theory]
    [InlineData("public class A { int x = \"no\"; }", "CS0029", 1, 26)]
    [InlineData("public class A;", "CACO20", 1, 1)]
    [InlineData("public class A(int n) : IPolicy { public int N => n; public void Reset(EpisodeInfo i) { } public void Act(in Observation o, Span<float> b) { } }", "CACO20", 1, 14)]
    [InlineData("public class A<T> : IPolicy { public void Reset(EpisodeInfo i) { } public void Act(in Observation o, Span<float> b) { } }", "CACO20", 1, 14)]
    [InlineData("public abstract class P : IPolicy { public void Reset(EpisodeInfo i) { } public void Act(in Observation o, Span<float> b) { } }\npublic class A : P;\npublic class B : P;", "CACO20", 3, 14)]
    [InlineData("namespace Caco.Policies { public interface IPolicy; }\npublic class A : IPolicy;", "CACO20", 1, 1)]
    public void What_is_no_policy_is_refused_with_the_place(string text, string id, int line, int column)
    {
        var build = PolicyCompiler.Compile(new Dictionary<string, string>(StringComparer.Ordinal) { ["x/A.cs"] = text });
        Assert.Null(build.Image);
        var diagnostic = Assert.Single(build.Diagnostics);
        Assert.Equal(("x/A.cs", line, column, id), (diagnostic.File, diagnostic.Line, diagnostic.Column, diagnostic.Id));
    }

    [Fact]
    public void Nothing_at_all_is_refused() =>
        Assert.Equal("CACO20", Assert.Single(PolicyCompiler.Compile(new Dictionary<string, string>(StringComparer.Ordinal)).Diagnostics).Id);

    [Fact]
    public void Line_directives_do_not_move_the_place()
    {
        var build = PolicyCompiler.Compile(
            new Dictionary<string, string>(StringComparer.Ordinal) { ["A.cs"] = "#line 100 \"other.cs\"\nclass A { int x = \"no\"; }" });
        Assert.Equal("A.cs(2,19)", build.Diagnostics[0].ToString()[..10]);
    }

    [Theory]
    [InlineData("(", ")")]
    [InlineData("1 + (2 * ", ")")]
    [InlineData("1 + ", "")]
    public void Deep_nesting_is_an_error_not_a_crash(string open, string close)
    {
        var deep = string.Concat(Enumerable.Repeat(open, 20_000)) + "1" + string.Concat(Enumerable.Repeat(close, 20_000));
        var build = PolicyCompiler.Compile(
            new Dictionary<string, string>(StringComparer.Ordinal) { ["A.cs"] = $"class A {{ int x = {deep}; }}" });
        Assert.Contains(build.Diagnostics, static d => d.Id is "CACO20" or "CS8078");
    }

    [Fact]
    public void A_policys_memory_is_given_back()
    {
        var image = PolicyCompiler.Compile(TwoFiles).Image!;
        var contexts = Enumerable.Range(0, 5).Select(_ => RunAndForget(image)).ToList();
        for (var i = 0; i < 20 && contexts.Any(static c => c.IsAlive); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.DoesNotContain(contexts, static c => c.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference RunAndForget(PolicyImage image)
    {
        using var policy = LoadedPolicy.Load(image);
        var instance = policy.Create();
        instance.Act(default, new float[1]);
        var context = new WeakReference(System.Runtime.Loader.AssemblyLoadContext.GetLoadContext(instance.GetType().Assembly));
        Assert.True(context.IsAlive);
        return context;
    }

    [Fact]
    public void A_folder_that_is_too_large_or_missing_is_refused()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<LoopException>(() => PolicyCompiler.CompileFolder(folder.File("nowhere")));
        File.WriteAllText(folder.File("a.cs"), new string(' ', (int)PolicyFolder.MaxBytes + 1));
        Assert.Contains("must be smaller", Assert.Throws<LoopException>(() => PolicyCompiler.CompileFolder(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_catalogues_policies_are_images_too()
    {
        var image = PolicyImage.Builtin("Battle");
        Assert.True(image.IsBuiltin);
        Assert.Equal("battle", image.Name);
        using var policy = LoadedPolicy.Load(image);
        Assert.IsType<Caco.Policies.Battle.BattlePolicy>(policy.Create());
        Assert.Throws<RequestException>(() => PolicyImage.Builtin("nobody"));
    }
}
