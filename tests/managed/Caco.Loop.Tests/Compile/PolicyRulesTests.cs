using Caco.Loop.Compile;
using Caco.Policies;

namespace Caco.Loop.Tests;

public sealed class PolicyRulesTests
{
    private const string Reset = "public void Reset(EpisodeInfo info) { }";
    private const string Act = "public void Act(in Observation observation, Span<float> buttons) { }";

    /// <summary>Rule, usings, statements of Act, members of the class, further types.</summary>
    public static TheoryData<string, string, string, string, string> Forbidden { get; } = new()
    {
        // Input and output.
        { "CACO02", "", "System.IO.File.ReadAllText(\"x\");", "", "" },
        { "CACO02", "using System.IO;", "var s = File.Exists(\"x\");", "", "" },
        { "CACO02", "using F = System.IO.File;", "F.Delete(\"x\");", "", "" },
        { "CACO02", "using static System.IO.File;", "WriteAllText(\"a\", \"b\");", "", "" },
        { "CACO02", "using static System.Console;", "WriteLine(1);", "", "" },
        { "CACO02", "", "global::System.Console.Out.Write('x');", "", "" },
        { "CACO02", "", "Action<string> say = Console.WriteLine; say(\"x\");", "", "" },
        { "CACO02", "", "buttons[0] = new[] { \"a\" }.Select(System.IO.File.ReadAllText).Count();", "", "" },
        { "CACO02", "", "var text = $\"{System.IO.Directory.GetCurrentDirectory()}\";", "", "" },
        { "CACO02", "", "foreach (var f in System.IO.Directory.GetFiles(\"/\")) { }", "", "" },
        { "CACO02", "", "foreach (var x in new List<System.IO.FileInfo>()) { }", "", "" },
        { "CACO02", "", "object o = 1; if (o is System.IO.Stream { CanRead: true }) { }", "", "" },
        { "CACO02", "", "object o = 1; var s = o as System.Net.Sockets.Socket;", "", "" },
        { "CACO02", "", "", "private System.IO.StreamReader? _reader;", "" },
        { "CACO02", "", "", "private List<Dictionary<int, System.IO.Stream[]>>? _deep;", "" },
        { "CACO02", "", "", "private static T Make<T>() where T : System.IO.Stream, new() => new();", "" },
        { "CACO02", "", "", "", "public abstract class Hidden : System.IO.Stream;" },
        { "CACO02", "using Http = System.Net.Http.HttpClient;", "using var c = new Http();", "", "" },
        { "CACO02", "", "System.IO.StringWriter w = new();", "", "" },
        { "CACO02", "", "Use(w => w.Flush());", "private static void Use(Action<System.IO.TextWriter> use) => use(null!);", "" },

        // Processes.
        { "CACO03", "", "System.Diagnostics.Process.Start(\"ls\");", "", "" },
        { "CACO03", "using P = System.Diagnostics.Process;", "var id = P.GetCurrentProcess().Id;", "", "" },

        // Threads and tasks.
        { "CACO04", "", "System.Threading.Thread.Sleep(1);", "", "" },
        { "CACO04", "using System.Threading;", "new Thread(() => { }).Start();", "", "" },
        { "CACO04", "using System.Threading.Tasks;", "Task.Run(() => { });", "", "" },
        { "CACO04", "using System.Threading.Tasks;", "Parallel.For(0, 3, i => { });", "", "" },
        { "CACO04", "", "lock (this) { }", "", "" },
        { "CACO04", "", "Go();", "private async void Go() { }", "" },
        { "CACO04", "", "", "private async System.Threading.Tasks.Task<int> Go() { await System.Threading.Tasks.Task.Yield(); return 1; }", "" },
        { "CACO04", "", "var n = new[] { 1 }.AsParallel().Sum();", "", "" },
        { "CACO04", "", "var d = new System.Collections.Concurrent.ConcurrentQueue<int>();", "", "" },
        { "CACO04", "", "Action a = () => { }; a.BeginInvoke(null, null);", "", "" },
        { "CACO04", "", "System.Threading.Interlocked.Increment(ref _n);", "private int _n;", "" },
        { "CACO04", "using System.Threading.Tasks;", "Func<int> f = async () => 1;".Replace("Func<int>", "Func<Task<int>>", StringComparison.Ordinal), "", "" },

        // Reflection.
        { "CACO05", "", "var t = typeof(string);", "", "" },
        { "CACO05", "", "var t = this.GetType();", "", "" },
        { "CACO05", "", "var n = 1.GetType().Assembly;", "", "" },
        { "CACO05", "", "object o = 1; var n = new { o }.o.GetType().Name;", "", "" },
        { "CACO05", "", "var p = Activator.CreateInstance<List<int>>();", "", "" },
        { "CACO05", "using static System.Activator;", "var p = CreateInstance<List<int>>();", "", "" },
        { "CACO05", "", "dynamic d = 1; d.Foo();", "", "" },
        { "CACO05", "", "", "private List<dynamic>? _d;", "" },
        { "CACO05", "", "Action a = () => { }; var m = a.Method;", "", "" },
        { "CACO05", "", "Delegate a = () => { }; a.DynamicInvoke();", "", "" },
        { "CACO05", "", "System.Linq.Expressions.Expression<Func<int>> e = () => 1; var f = e.Compile();", "", "" },
        { "CACO05", "", "try { } catch (Exception e) { var m = e.TargetSite; }", "", "" },
        { "CACO05", "", "var m = System.Reflection.Assembly.GetExecutingAssembly();", "", "" },
        { "CACO05", "", "Func<object, Type> f = x => x.GetType();", "", "" },
        { "CACO05", "", "var types = new object[] { 1 }.Select(x => x.GetType()).ToList();", "", "" },
        { "CACO05", "", "", "", "public record Pet(int X) { public string N => EqualityContract.Name; }" },
        { "CACO05", "", "var q = new[] { 1 }.AsQueryable();", "", "" },

        // Unsafe code.
        { "CACO06", "", "var x = System.Runtime.CompilerServices.Unsafe.As<string>(new object());", "", "" },
        { "CACO06", "using U = System.Runtime.CompilerServices.Unsafe;", "var n = U.SizeOf<int>();", "", "" },
        { "CACO06", "using System.Runtime.InteropServices;", "var s = MemoryMarshal.Cast<float, int>(buttons);", "", "" },
        { "CACO06", "using System.Runtime.InteropServices;", "var s = CollectionsMarshal.AsSpan(new List<int>());", "", "" },
        { "CACO06", "", "var v = System.Runtime.Intrinsics.Vector128.LoadUnsafe(ref buttons[0], 1000000);", "", "" },
        { "CACO06", "using System.Runtime.Intrinsics;", "Vector128.Create(1f).StoreUnsafe(ref buttons[0], 1000000);", "", "" },
        { "CACO06", "", "ref var r = ref System.Runtime.InteropServices.MemoryMarshal.GetReference(buttons);", "", "" },
        { "CACO06", "", "var t = __makeref(_n);", "private int _n;", "" },
        { "CACO06", "", "", "", "[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Explicit)] public struct Both { [System.Runtime.InteropServices.FieldOffset(0)] public string A; [System.Runtime.InteropServices.FieldOffset(0)] public int[] B; }" },
        { "CACO06", "", "", "", "[System.Runtime.CompilerServices.InlineArray(1000)] public struct Many { private int _x; }" },
        { "CACO06", "", "var h = new Memory<int>(new int[3]).Pin();", "", "" },

        // Native calls.
        { "CACO07", "using System.Runtime.InteropServices;", "", "[DllImport(\"libc\")] private static extern int getpid();", "" },
        { "CACO07", "using D = System.Runtime.InteropServices.DllImportAttribute;", "", "[D(\"libc\")] private static extern int getpid();", "" },
        { "CACO07", "using System.Runtime.InteropServices;", "var h = NativeLibrary.Load(\"libc\");", "", "" },
        { "CACO07", "using System.Runtime.InteropServices;", "var p = Marshal.AllocHGlobal(10);", "", "" },
        { "CACO07", "", "", "[System.Runtime.CompilerServices.UnsafeAccessor(System.Runtime.CompilerServices.UnsafeAccessorKind.Field, Name = \"_x\")] private static extern ref int X(List<int> list);", "" },

        // The machine and the process.
        { "CACO08", "", "var n = Environment.ProcessorCount;", "", "" },
        { "CACO08", "", "Environment.Exit(0);", "", "" },
        { "CACO08", "using static System.Environment;", "FailFast(\"x\");", "", "" },
        { "CACO08", "", "GC.Collect();", "", "" },
        { "CACO08", "", "AppContext.SetSwitch(\"x\", true);", "", "" },
        { "CACO08", "", "AppDomain.CurrentDomain.SetData(\"x\", 1);", "", "" },
        { "CACO08", "", "var w = new WeakReference<object>(this);", "", "" },
        { "CACO08", "", "var c = System.Runtime.Intrinsics.X86.X86Base.CpuId(0, 0);", "", "" },

        // Time.
        { "CACO09", "", "var t = DateTime.Now;", "", "" },
        { "CACO09", "", "var t = System.Diagnostics.Stopwatch.GetTimestamp();", "", "" },
        { "CACO09", "using W = System.Diagnostics.Stopwatch;", "var w = W.StartNew();", "", "" },
        { "CACO09", "", "var t = TimeProvider.System;", "", "" },
        { "CACO09", "", "DateTimeOffset t = default; DateTime d = t.UtcDateTime;", "", "" },
        { "CACO09", "", "var log = new DecisionLog(false, true); using (log.Look()) { }", "", "" },
        { "CACO09", "", "var t = DecisionLog.Off.LookTicks;", "", "" },

        // Chance.
        { "CACO10", "", "var r = new Random(1).Next();", "", "" },
        { "CACO10", "", "var r = Random.Shared.NextDouble();", "", "" },
        { "CACO10", "", "", "private Random _r = new();", "" },
        { "CACO10", "", "var g = Guid.NewGuid();", "", "" },
        { "CACO10", "", "var h = HashCode.Combine(1, 2);", "", "" },
        { "CACO10", "", "var h = \"x\".GetHashCode();", "", "" },
        { "CACO10", "", "var h = (1, \"x\").GetHashCode();", "", "" },
        { "CACO10", "", "var h = EqualityComparer<string>.Default.GetHashCode(\"x\");", "", "" },
        { "CACO10", "", "var s = new[] { 1, 2 }.Shuffle();", "", "" },
        { "CACO10", "", "var b = System.Security.Cryptography.RandomNumberGenerator.GetBytes(1);", "", "" },

        // Global state.
        { "CACO11", "", "", "private static int _n;", "" },
        { "CACO11", "", "", "public static int Count { get; set; }", "" },
        { "CACO11", "", "", "private static readonly List<int> Seen = [];", "" },
        { "CACO11", "", "", "private static readonly Dictionary<string, int> Seen = new();", "" },
        { "CACO11", "", "", "private static IReadOnlyList<int> Seen { get; } = new List<int>();", "" },
        { "CACO11", "", "", "private static readonly object Box = new();", "" },
        { "CACO11", "", "", "private static event Action? Changed;", "" },
        { "CACO11", "", "", "private static readonly Func<int> Next = Make(); private static Func<int> Make() { var n = 0; return () => n++; }", "" },
        { "CACO11", "", "", "[ThreadStatic] private static int t_n;", "" },
        { "CACO11", "", "", "", "public static class Store<T> { public static T? Value; }" },
        { "CACO11", "", "", "private static readonly Counter C = new();", "public sealed class Counter { public int N; }" },
        { "CACO11", "", "", "private static readonly Counter C = new(1);", "public sealed class Counter(int n) { public int Next() => n++; }" },
        { "CACO11", "", "", "private static readonly Base C = new();", "public class Base { public readonly int N = 1; }" },
        { "CACO11", "", "", "private static readonly Holder C = new([]);", "public sealed record Holder(List<int> Items);" },
        { "CACO11", "", "", "private static readonly Holder C = new([1]);", "public readonly record struct Holder(int[] Items);" },
        { "CACO11", "", "Table[0] = 2;", "private static readonly int[] Table = [1, 2];", "" },
        { "CACO11", "", "Table[0]++;", "private static readonly int[] Table = [1, 2];", "" },
        { "CACO11", "", "var t = Table; t[0] = 2;", "private static readonly int[] Table = [1, 2];", "" },
        { "CACO11", "", "Span<int> t = Table; t[0] = 2;", "private static readonly int[] Table = [1, 2];", "" },
        { "CACO11", "", "Table.AsSpan()[0] = 2;", "private static readonly int[] Table = [1, 2];", "" },
        { "CACO11", "", "Set(ref Table[0]);", "private static readonly int[] Table = [1, 2]; private static void Set(ref int x) => x = 1;", "" },
        { "CACO11", "", "ref var r = ref Table[0]; r = 3;", "private static readonly int[] Table = [1, 2];", "" },
        { "CACO11", "", "(Table[0], Table[1]) = (3, 4);", "private static readonly int[] Table = [1, 2];", "" },
        { "CACO11", "", "Table[0].Item1 = 4;", "private static readonly (int, int)[] Table = [(1, 2)];", "" },
        { "CACO11", "", "Array.Fill(Table, 7);", "private static readonly int[] Table = [1, 2];", "" },
        { "CACO11", "", "IEnumerable<int> e = Table; ((int[])e)[0] = 1;", "private static readonly int[] Table = [1, 2];", "" },
        { "CACO11", "", "((int[])Table.AsEnumerable())[0] = 1;", "private static readonly int[] Table = [1, 2];", "" },
        { "CACO11", "", "((IList<int>)Table)[0] = 1;", "private static readonly int[] Table = [1, 2];", "" },
        { "CACO11", "", "", "private static readonly int[] Table = [1, 2]; private static int[] Get() => Table;", "" },
        { "CACO11", "", "", "private static readonly int[] Table = [1, 2]; private readonly int[] _mine = Table;", "" },
        { "CACO11", "", "", "private static readonly int[][] Table = [[1, 2]];", "" },
        { "CACO11", "", "Table[0].Go();", "private static readonly Step[] Table = [new()];", "public struct Step { private int _n; public void Go() => _n++; }" },
        { "CACO11", "", "var a = System.Buffers.ArrayPool<int>.Shared.Rent(3);", "", "" },
        { "CACO11", "using System.Globalization;", "CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;", "", "" },
        { "CACO11", "", "string.Intern(\"x\");", "", "" },

        // Lifetimes.
        { "CACO12", "", "", "~Mine() { }", "" },
        { "CACO12", "", "", "[System.Runtime.CompilerServices.ModuleInitializer] public static void Begin() { }", "" },
        { "CACO12", "", "", "", "public class Other { ~Other() => throw new Exception(); }" },

        // Attributes and namespaces.
        { "CACO13", "", "", "[System.Diagnostics.DebuggerHidden] private void A() { }", "" },
        { "CACO13", "[assembly: System.Reflection.AssemblyTitle(\"x\")]", "", "", "" },
        { "CACO13", "[module: System.Diagnostics.CodeAnalysis.SuppressMessage(\"a\", \"b\")]", "", "", "" },
        { "CACO13", "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"x\")]", "", "", "" },
        { "CACO14", "", "", "", "namespace System.IO { public static class File { public static string ReadAllText(string path) => path; } }" },
        { "CACO14", "", "", "", "namespace System.Runtime.CompilerServices { public sealed class IgnoresAccessChecksToAttribute(string name) : Attribute { public string Name => name; } }" },
        { "CACO14", "", "", "", "namespace Microsoft { public class Any; }" },

        // Everything else.
        { "CACO01", "", "System.Text.Json.JsonSerializer.Serialize(1);", "", "" },
        { "CACO01", "", "System.Diagnostics.Debug.Fail(\"x\");", "", "" },
        { "CACO01", "", "var u = new Uri(\"http://x\");", "", "" },
        { "CACO01", "", "var r = new System.Text.RegularExpressions.Regex(\"x\");", "", "" },
        { "CACO01", "", "DecisionLog.Off.Clear();", "", "" },
        { "CACO01", "", "try { } catch (OutOfMemoryException) { }", "", "" },

        // Disguises: operators, conversions, extension methods, members of own types, queries, initialisers.
        { "CACO02", "", "System.IO.Stream s = new Sink();", "", "public class Sink { public static implicit operator System.IO.Stream(Sink s) => null!; }" },
        { "CACO09", "", "var t = new Sink() + 1;", "", "public class Sink { public static DateTime operator +(Sink s, int n) => default; }" },
        { "CACO02", "", "var n = \"x\".Slurp();", "", "public static class More { public static string Slurp(this string s) => System.IO.File.ReadAllText(s); }" },
        { "CACO08", "", "var q = from x in new[] { 1 } select Environment.TickCount;", "", "" },
        { "CACO08", "", "var o = new { N = Environment.MachineName };", "", "" },
        { "CACO02", "", "", "private string Text { get => field ??= System.IO.Path.GetTempPath(); }", "" },
        { "CACO08", "", "", "private int _n = Environment.CurrentManagedThreadId;", "" },
        { "CACO08", "", "", "private int this[int i] => Environment.ProcessId;", "" },
        { "CACO08", "", "", "public event Action Gone = () => Environment.Exit(1);", "" },
        { "CACO02", "", "var e = new System.Dynamic.ExpandoObject(); if (observation.Tic is (int)System.IO.FileMode.Open) { }", "", "" },
        { "CACO11", "", "", "private static readonly System.Collections.Immutable.ImmutableArray<int[]> A = [];", "" },
        { "CACO11", "", "", "private static readonly Memory<int> A = new int[3];", "" },
        { "CACO11", "", "", "", "public interface IStore { public static int Value; }" },
        { "CACO11", "", "", "private static readonly P A = new();", "public sealed record P { public int X { get; set; } }" },
        { "CACO08", "", "Local(); void Local() => Environment.Exit(1);", "", "" },
        { "CACO08", "", "", "", "public class Low(int n) { public int N => n; } public sealed class High() : Low(Environment.ProcessId);" },
        { "CACO08", "", "", "", "public interface IDo { static virtual void Go() => Environment.Exit(1); }" },
        { "CACO09", "", "var x = (DateTime?)null;", "", "" },
        { "CACO09", "", "if (_t is [var first, ..]) { }", "private List<DateTime> _t = [];", "" },
        { "CACO05", "", "switch ((object)1) { case Type t: break; }", "", "" },
        { "CACO02", "", "buttons[0] = observation.Tic > 5 ? 0 : ((Func<string, bool>)System.IO.File.Exists)(\"x\") ? 1 : 2;", "", "" },
        { "CACO09", "", "Take(default);", "private static void Take(DateTime t) { }", "" },
        { "CACO09", "", "Take(default, out var t);", "private static void Take(int n, out DateTime t) => t = default;", "" },
    };

    [Theory]
    [MemberData(nameof(Forbidden))]
    public void What_is_not_on_the_list_is_rejected(string rule, string usings, string act, string members, string types)
    {
        var build = Compile(Source(usings, act, members, types));
        Assert.Null(build.Image);
        Assert.True(build.Diagnostics.Any(d => d.Id == rule), $"{rule} expected, got: {string.Join('\n', build.Diagnostics)}");
        Assert.DoesNotContain(build.Diagnostics, static d => d.Id.StartsWith("CS", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("unsafe { int x = 1; int* p = &x; *p = 2; }", "")]
    [InlineData("", "private unsafe void A() { }")]
    [InlineData("", "private unsafe delegate*<int, void> _f;")]
    [InlineData("", "private unsafe int* _p;")]
    [InlineData("unsafe { fixed (float* p = buttons) { } }", "")]
    public void Unsafe_code_is_rejected_by_name(string act, string members)
    {
        var build = Compile(Source("", act, members, ""));
        Assert.Contains(build.Diagnostics, static d => d.Id == "CACO06");
    }

    [Theory]
    [InlineData("var n = nameof(System.IO.File) + nameof(Environment.Exit);", "", "")]
    [InlineData("var v = System.Runtime.Intrinsics.Vector128.Create(buttons); var w = System.Runtime.Intrinsics.X86.Sse.IsSupported;", "", "")]
    [InlineData("buttons[0] = Table[1] + Table.Length; foreach (var t in Table) buttons[0] += t; Use(Table);",
        "private static readonly int[] Table = [1, 2]; private static void Use(ReadOnlySpan<int> t) { }", "")]
    [InlineData("var m = Table.Max() + Array.IndexOf(Table, 2) + Wide[1, 0] + Wide.GetLength(0);",
        "private static readonly int[] Table = [1, 2]; private static readonly int[,] Wide = { { 1 }, { 2 } };", "")]
    [InlineData("buttons[0] = Table[1].Item1;", "private static readonly (int, string)[] Table = [(1, \"a\"), (2, \"b\")];", "")]
    [InlineData("", "private static readonly System.Collections.Immutable.ImmutableArray<int> A = [1]; private static readonly TimeSpan T = TimeSpan.FromSeconds(1);", "")]
    [InlineData("", "private static readonly Rule R = new(1, \"x\"); private const double Speed = 3; private static ReadOnlySpan<byte> B => [1, 2];", "public sealed record Rule(int N, string S);")]
    [InlineData("", "private static readonly Rule[] Rules = [new(1, \"x\")];", "public sealed record Rule(int N, string S);")]
    [InlineData("var r = new DeterministicRandom(5); buttons[0] = r.Next(3); Span<int> s = stackalloc int[16]; s.Sort();", "", "")]
    [InlineData("var q = from x in new[] { 3, 1 } where x > 1 orderby x group x by x % 2 into g select (g.Key, g.Count());", "", "")]
    [InlineData("var s = string.Create(System.Globalization.CultureInfo.InvariantCulture, $\"{1.5:0.0}\"); _b.Append($\"{s}\");", "private System.Text.StringBuilder _b = new();", "")]
    [InlineData("try { throw new InvalidOperationException(\"x\"); } catch (Exception e) when (e.Message == \"x\") { } finally { }", "", "")]
    [InlineData("foreach (var x in Walk()) { } (var a, var b) = (1, 2); goto end; end: ;", "private IEnumerable<int> Walk() { yield return 1; }", "")]
    [InlineData("using (DecisionLog.Off.Look()) { DecisionLog.Off.Trace($\"x {1}\"); }", "", "")]
    [InlineData("var p = new Pet(1) with { X = 2 }; var t = p is { X: > 1 } ? p.ToString() : null; var h = 5.GetHashCode();", "", "public record struct Pet(int X);")]
    [InlineData("var h = System.Collections.Frozen.FrozenDictionary.ToFrozenDictionary(new Dictionary<int, int>());", "", "")]
    [InlineData("", "[System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)] private int A() => 1; [Tunable(0, 3)] private const int T = 2;", "[Flags] public enum Kind { A = 1, B = 2 }")]
    [InlineData("var s = Total<float>([1, 2]);", "private static T Total<T>(ReadOnlySpan<T> v) where T : System.Numerics.INumber<T> { var t = T.Zero; foreach (var x in v) t += x; return t; }", "")]
    [InlineData("File.Open();", "", "public static class File { public static void Open() { } }")]
    [InlineData("Array.Sort(_a, static (x, y) => x.CompareTo(y)); var c = (Comparison<int>)((x, y) => x - y); Action a = () => { }; a += () => { }; a();", "private int[] _a = [2, 1];", "")]
    [InlineData("", "", "namespace Caco.Policies.Battle { public class Mine2; }")]
    public void What_a_policy_needs_is_allowed(string act, string members, string types)
    {
        var build = Compile(Source("", act, members, types));
        Assert.True(build.Image is not null, string.Join('\n', build.Diagnostics));
    }

    [Fact]
    public void A_diagnostic_names_place_symbol_and_a_way_out()
    {
        var build = Compile("using System.IO;\nsealed class Mine : IPolicy\n{\n    " + Reset + "\n    public void Act(in Observation o, Span<float> b)\n    {\n        var s = 1; File.Delete(\"x\");\n    }\n}\n");
        var diagnostic = Assert.Single(build.Diagnostics);
        Assert.Equal(("Mine.cs", 7, 20, "CACO02"), (diagnostic.File, diagnostic.Line, diagnostic.Column, diagnostic.Id));
        Assert.Contains("System.IO.File", diagnostic.Message, StringComparison.Ordinal);
        Assert.Contains("EpisodeInfo.Log.Trace", diagnostic.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Caco.Engine.DoomGame? g = null;")]
    [InlineData("Caco.Loop.Play.Stage? s = null;")]
    [InlineData("Caco.Interop.CacoNative? n = null;")]
    [InlineData("Microsoft.CodeAnalysis.Compilation? c = null;")]
    public void Nothing_of_the_engine_or_the_loop_can_be_named(string act)
    {
        var build = Compile(Source("", act, "", ""));
        Assert.Contains(build.Diagnostics, static d => d.Id is "CS0234" or "CS0246");
    }

    [Fact]
    public void Every_start_of_a_workspace_keeps_the_rules()
    {
        foreach (var name in CatalogSources.Names)
        {
            var build = PolicyCompiler.Compile(CatalogSources.Of(name));
            Assert.True(build.Image is not null, name + ": " + string.Join('\n', build.Diagnostics));
        }
    }

    private static PolicyBuild Compile(string source) =>
        PolicyCompiler.Compile(new Dictionary<string, string>(StringComparer.Ordinal) { ["Mine.cs"] = source });

    private static string Source(string usings, string act, string members, string types) =>
        $$"""
        {{usings}}
        public sealed class Mine : IPolicy
        {
            {{members}}
            {{Reset}}
            {{Act.Replace("{ }", "{ " + act + " }", StringComparison.Ordinal)}}
        }
        {{types}}
        """;
}
