using System.Collections.Frozen;

namespace Caco.Loop.Compile.Rules;

/// <summary>The framework's types that a policy may use, and what is to be said of the others. Names of the outermost type, without arity.</summary>
internal static class AllowedTypes
{
    private static readonly FrozenSet<string> WholeNamespaces = FrozenSet.Create(
        StringComparer.Ordinal,
        "System.Collections",
        "System.Collections.Frozen",
        "System.Collections.Generic",
        "System.Collections.Immutable",
        "System.Diagnostics.CodeAnalysis",
        "System.Numerics",
        "System.Runtime.Intrinsics",
        "System.Runtime.Intrinsics.Arm",
        "System.Runtime.Intrinsics.Wasm",
        "System.Runtime.Intrinsics.X86");

    private static readonly FrozenSet<string> Types = FrozenSet.ToFrozenSet(
        [
            .. In("System", """
                Object Void Boolean Byte SByte Char Int16 UInt16 Int32 UInt32 Int64 UInt64 Int128 UInt128 IntPtr UIntPtr Half Single
                Double Decimal String Enum ValueType Array Attribute Math MathF Convert BitConverter Buffer Nullable Tuple ValueTuple
                TupleExtensions Index Range Span ReadOnlySpan Memory ReadOnlyMemory MemoryExtensions ArraySegment StringComparer
                StringComparison StringSplitOptions MidpointRounding TimeSpan TypeCode EventArgs EventHandler Func Action Predicate Comparison
                Converter Delegate MulticastDelegate IComparable IEquatable IFormattable ISpanFormattable IUtf8SpanFormattable IParsable
                ISpanParsable IUtf8SpanParsable IFormatProvider ICustomFormatter IConvertible ICloneable IDisposable FlagsAttribute
                ObsoleteAttribute ParamArrayAttribute AttributeUsageAttribute AttributeTargets Exception SystemException ArgumentException
                ArgumentNullException ArgumentOutOfRangeException ArithmeticException ArrayTypeMismatchException DivideByZeroException
                FormatException IndexOutOfRangeException InvalidCastException InvalidOperationException NotFiniteNumberException
                NotImplementedException NotSupportedException NullReferenceException ObjectDisposedException OverflowException RankException
                """),
            .. In("System.Linq", "Enumerable ImmutableArrayExtensions IGrouping ILookup Lookup IOrderedEnumerable"),
            .. In("System.Text", "StringBuilder Rune CompositeFormat SpanRuneEnumerator StringRuneEnumerator"),
            .. In("System.Globalization", "CultureInfo NumberFormatInfo NumberStyles"),
            .. In("System.Buffers", "SearchValues SpanAction"),
            .. In("System.Buffers.Binary", "BinaryPrimitives"),
            .. In("System.Runtime.CompilerServices", """
                DefaultInterpolatedStringHandler IsExternalInit MethodImplAttribute MethodImplOptions ITuple
                InterpolatedStringHandlerAttribute InterpolatedStringHandlerArgumentAttribute OverloadResolutionPriorityAttribute
                CallerArgumentExpressionAttribute CallerMemberNameAttribute SwitchExpressionException CollectionBuilderAttribute
                """),
        ],
        StringComparer.Ordinal);

    // Of types within namespaces that are allowed as a whole.
    private static readonly FrozenSet<string> Exceptions =
        FrozenSet.Create(StringComparer.Ordinal, "System.Collections.Immutable.ImmutableInterlocked");

    private static readonly FrozenDictionary<string, string> RuleOfType = FrozenDictionary.ToFrozenDictionary(
        (IEnumerable<KeyValuePair<string, string>>)
        [
            .. Ruled(RuleIds.InputOutput, "System.Console"),
            .. Ruled(RuleIds.Reflection, """
                System.Type System.Activator System.RuntimeTypeHandle System.RuntimeMethodHandle System.RuntimeFieldHandle
                System.ModuleHandle System.MissingMethodException System.TypedReference System.Runtime.CompilerServices.CallSite
                System.Runtime.CompilerServices.UnsafeAccessorAttribute System.Runtime.CompilerServices.UnsafeAccessorTypeAttribute
                System.Runtime.CompilerServices.InternalsVisibleToAttribute System.Runtime.CompilerServices.IgnoresAccessChecksToAttribute
                System.Runtime.CompilerServices.ConditionalWeakTable System.Linq.Queryable System.Linq.IQueryable
                System.Linq.IOrderedQueryable System.Linq.IQueryProvider
                """),
            .. Ruled(RuleIds.Unsafe, """
                System.Runtime.CompilerServices.Unsafe System.Runtime.CompilerServices.RuntimeHelpers System.ArgIterator
                System.RuntimeArgumentHandle System.Runtime.CompilerServices.InlineArrayAttribute
                System.Runtime.CompilerServices.SkipLocalsInitAttribute System.Runtime.CompilerServices.FixedBufferAttribute
                System.Runtime.InteropServices.MemoryMarshal System.Runtime.InteropServices.CollectionsMarshal
                System.Runtime.InteropServices.ImmutableCollectionsMarshal System.Runtime.InteropServices.StructLayoutAttribute
                System.Runtime.InteropServices.FieldOffsetAttribute System.Runtime.InteropServices.GCHandle System.Buffers.MemoryHandle
                System.Runtime.InteropServices.SequenceMarshal System.Runtime.InteropServices.NativeMemory
                """),
            .. Ruled(RuleIds.Environment, """
                System.Environment System.AppContext System.AppDomain System.GC System.GCMemoryInfo System.OperatingSystem
                System.PlatformID System.WeakReference System.AssemblyLoadEventArgs System.UnhandledExceptionEventArgs
                """),
            .. Ruled(RuleIds.Time, """
                System.DateTime System.DateTimeOffset System.DateOnly System.TimeOnly System.TimeProvider System.TimeZone
                System.TimeZoneInfo System.Diagnostics.Stopwatch
                """),
            .. Ruled(RuleIds.Chance, "System.Random System.Guid System.HashCode"),
            .. Ruled(RuleIds.GlobalState, """
                System.Buffers.ArrayPool System.Buffers.MemoryPool System.Lazy System.ThreadStaticAttribute
                System.ContextStaticAttribute
                """),
            .. Ruled(RuleIds.Lifetime, "System.Runtime.CompilerServices.ModuleInitializerAttribute"),
            .. Ruled(RuleIds.Thread, """
                System.IAsyncDisposable System.IAsyncResult System.AsyncCallback System.Progress System.IProgress
                System.Linq.ParallelEnumerable System.Linq.ParallelQuery System.Linq.OrderedParallelQuery System.Linq.AsyncEnumerable
                """),
            .. Ruled(RuleIds.Process, "System.Diagnostics.Process System.Diagnostics.ProcessStartInfo System.Diagnostics.ProcessModule"),
        ],
        StringComparer.Ordinal);

    private static readonly (string Prefix, string Rule)[] RuleOfNamespace =
    [
        ("System.IO", RuleIds.InputOutput),
        ("System.Net", RuleIds.InputOutput),
        ("System.Resources", RuleIds.InputOutput),
        ("Microsoft.Win32", RuleIds.InputOutput),
        ("System.Threading", RuleIds.Thread),
        ("System.Collections.Concurrent", RuleIds.Thread),
        ("System.Reflection", RuleIds.Reflection),
        ("System.Linq.Expressions", RuleIds.Reflection),
        ("System.Dynamic", RuleIds.Reflection),
        ("Microsoft.CSharp", RuleIds.Reflection),
        ("System.ComponentModel", RuleIds.Reflection),
        ("System.Runtime.Loader", RuleIds.Reflection),
        ("System.Runtime.InteropServices", RuleIds.Native),
        ("System.Security.Cryptography", RuleIds.Chance),
        ("System.Runtime", RuleIds.Environment),
    ];

    /// <summary>Whether a type of the framework may be used.</summary>
    public static bool Contains(string space, string name) =>
        (WholeNamespaces.Contains(space) && !Exceptions.Contains(space + "." + name)) || Types.Contains(space + "." + name);

    /// <summary>The rule that forbids a type which is not on the list.</summary>
    public static string RuleOf(string space, string name)
    {
        if (RuleOfType.TryGetValue(space + "." + name, out var rule))
        {
            return rule;
        }

        foreach (var (prefix, of) in RuleOfNamespace)
        {
            if (space == prefix || space.StartsWith(prefix + ".", StringComparison.Ordinal))
            {
                return of;
            }
        }

        return RuleIds.NotOnTheList;
    }

    private static string[] Words(string text) =>
        text.Split((char[])[' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static IEnumerable<string> In(string space, string names) => Words(names).Select(name => space + "." + name);

    private static IEnumerable<KeyValuePair<string, string>> Ruled(string rule, string names) =>
        Words(names).Select(name => KeyValuePair.Create(name, rule));
}
