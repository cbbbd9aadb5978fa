namespace Caco.Loop.Compile.Rules;

/// <summary>Why something may not be used in a policy.</summary>
/// <param name="Id">One of <see cref="RuleIds"/>.</param>
/// <param name="Subject">The symbol or construct.</param>
/// <param name="Advice">What to do in its place, without a full stop.</param>
/// <param name="Origin">The type that it comes from: one breach of it a line is enough.</param>
internal sealed record RuleBreach(string Id, string Subject, string Advice, string Origin)
{
    public string Message => $"{Subject} is not allowed in a policy: {Advice}.";
}

/// <summary>The rules that a policy is checked against.</summary>
internal static class RuleIds
{
    public const string NotOnTheList = "CACO01";
    public const string InputOutput = "CACO02";
    public const string Process = "CACO03";
    public const string Thread = "CACO04";
    public const string Reflection = "CACO05";
    public const string Unsafe = "CACO06";
    public const string Native = "CACO07";
    public const string Environment = "CACO08";
    public const string Time = "CACO09";
    public const string Chance = "CACO10";
    public const string GlobalState = "CACO11";
    public const string Lifetime = "CACO12";
    public const string Attribute = "CACO13";
    public const string Namespace = "CACO14";
    public const string PolicyClass = "CACO20";

    /// <summary>What to do instead, for each rule.</summary>
    public static string Advice(string id) => id switch
    {
        InputOutput => "a policy sees its observation only and presses buttons only; say what it thinks with EpisodeInfo.Log.Trace",
        Process => "a policy starts nothing and knows no process",
        Thread => "a policy runs on the one thread that calls it; compute in Act and return",
        Reflection => "call what you need directly, by its static type; use generics or interfaces of your own",
        Unsafe => "use spans, arrays and System.Runtime.Intrinsics without pointers",
        Native => "write it in C#",
        Environment => "a policy knows neither the machine nor the process; everything it needs is in EpisodeInfo and Observation",
        Time => "there is no clock but Observation.Tic (35 a second)",
        Chance => "use Caco.Policies.DeterministicRandom with a fixed start; make hash codes from numbers yourself, others differ from run to run",
        GlobalState => "keep state in instance fields and set it up in Reset; a static must be const, or readonly and immutable all the way down "
            + "(ImmutableArray<T>, FrozenDictionary, a sealed class of readonly fields, or static ReadOnlySpan<T> Name => [...])",
        Lifetime => "do the work in Reset or Act",
        Attribute => "leave it out; [Tunable], [Flags], [MethodImpl] and those of System.Diagnostics.CodeAnalysis may stay",
        Namespace => "declare your types in a namespace of your own",
        _ => "use primitive types, Math, spans, arrays, collections, LINQ, text formatting, System.Numerics, System.Runtime.Intrinsics, "
            + "Caco.Policies and Caco.Vision",
    };

    public static RuleBreach Breach(string id, string subject) => new(id, subject, Advice(id), subject);
}
