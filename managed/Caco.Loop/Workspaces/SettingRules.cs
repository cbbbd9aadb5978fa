using System.Collections.Frozen;
using Caco.Loop.Play;

namespace Caco.Loop.Workspaces;

/// <summary>What one key of loop.json means and takes.</summary>
/// <param name="About">For the comment beside it.</param>
/// <param name="Allowed">For errors: what may stand there.</param>
/// <param name="IsAllowed">Whether a value of the right type may stand there; null stands for an absent value.</param>
internal sealed record SettingRule(string About, string Allowed, Func<object?, bool> IsAllowed);

/// <summary>The keys of loop.json, by their full names.</summary>
internal static class SettingRules
{
    private const long MostTics = 10_000_000;

    public static FrozenDictionary<string, SettingRule> All { get; } = new Dictionary<string, SettingRule>
    {
        ["schema"] = new("", $"\"{LoopSettings.CurrentSchema}\"", static v => v is LoopSettings.CurrentSchema),
        ["scenario"] = About("What is played. Paths are absolute or relative to this file."),
        ["scenario.config"] = new("a ViZDoom .cfg; null: the built-in Battle arena", "the path of a .cfg file, or null", IsNullOrText),
        ["scenario.wads"] = new("loaded after the scenario's own", "a list of paths of WAD files", AreTexts),
        ["scenario.iwad"] = new("null: found in the usual places", "the path of an IWAD, or null", IsNullOrText),
        ["scenario.tics"] = new(
            "length of an episode at most, 35 a second; null: the scenario's", $"a whole number 1 to {MostTics}, or null", OrNull(1, MostTics)),
        ["scenario.resolution"] = new("null: the scenario's", "WIDTHxHEIGHT such as \"320x240\", or null", IsResolution),
        ["scenario.decisionTics"] = Number("tics that an action is held for", 1, 1000),
        ["sight"] = new(
            "what the policy may see: screen, or objects, labels, depth with commas between",
            "\"screen\", or some of \"objects, labels, depth\"", static _ => true),
        ["score"] = new(
            "damageAndKills: DAMAGECOUNT + 10 x KILLCOUNT; reward: the scenario's total reward",
            "\"damageAndKills\" or \"reward\"", static _ => true),
        ["seeds"] = About("Which episodes serve which purpose; no seed may serve two."),
        ["seeds.train"] = Seeds("for probes, failures and first stages; agents may play them"),
        ["seeds.validate"] = Seeds("for the verdict"),
        ["seeds.holdOut"] = new("sealed: never shown to agents; \"\": none", SeedsAllowed + ", or \"\"", static _ => true),
        ["cascade"] = About("How much play a candidate gets before its verdict."),
        ["cascade.train"] = new("episodes of the stages on training seeds", "a growing list of whole numbers from 1", AreGrowing),
        ["cascade.looks"] = new(
            "episodes at which the sequential test looks at the validation seeds",
            "a growing list of whole numbers from 2, at least one",
            static v => AreGrowing(v) && v is IReadOnlyList<int> { Count: > 0 } looks && looks[0] >= 2),
        ["cascade.alpha"] = new("chance of accepting what is no better", "a number above 0 and below 0.5", Between(0, 0.5)),
        ["cascade.beta"] = new("chance of giving up on a worthwhile gain", "a number above 0 and below 0.5", Between(0, 0.5)),
        ["cascade.worthwhileGain"] = new("as a share of the incumbent's mean score", "a number above 0, at most 10", static v => v is > 0.0 and <= 10.0),
        ["gate"] = About("What may not be lost."),
        ["gate.mayLose"] = new("names of cases that a candidate may lose; \"*\": all", "a list of names of cases", AreTexts),
        ["gate.automaticCases"] = Number("cases taken from the incumbent's own episodes, at most", 0, 100_000),
        ["gate.scoreTolerance"] = new("share of its score that a golden episode may lose", "a number 0 to 1", static v => v is >= 0.0 and <= 1.0),
        ["gate.rewrites"] = new(
            "a change whose hypothesis begins with REWRITE: is judged for no loss, not for a gain", "true or false", static _ => true),
        ["agent"] = About("Who edits."),
        ["agent.kind"] = new("tuner, command, openai, watch, or one that the host registered", "the name of an agent", IsText),
        ["agent.tuner"] = About("The embedded optimiser of [Tunable] constants."),
        ["agent.tuner.population"] = Number("candidates of a generation; 0: by the number of constants", 0, 10_000),
        ["agent.tuner.generations"] = Number("before a candidate is handed in", 1, 10_000),
        ["agent.tuner.episodes"] = Number("training episodes of one probe", 1, SeedRange.MaxCount),
        ["agent.tuner.step"] = new("first step as a share of a constant's range", "a number above 0, at most 1", static v => v is > 0.0 and <= 1.0),
        ["agent.tuner.seed"] = Number("start of its random numbers", int.MinValue, int.MaxValue),
        ["agent.command"] = About("A coding agent's command line."),
        ["agent.command.command"] = new("program and arguments; {brief} and {copy} are replaced", "a list of words", AreTexts),
        ["agent.command.briefOnInput"] = new("whether it reads the brief from standard input", "true or false", static _ => true),
        ["agent.command.minutesLimit"] = Minutes(),
        ["agent.command.costPerCall"] = Cost("booked for each call"),
        ["agent.command.sandbox"] = new(
            "bubblewrap: auto (when installed), always, never", "\"auto\", \"always\" or \"never\"",
            static v => v is "auto" or "always" or "never"),
        ["agent.command.network"] = new("whether the confined command may use the network", "true or false", static _ => true),
        ["agent.openAi"] = About("An OpenAI-compatible endpoint."),
        ["agent.openAi.endpoint"] = new("", "an absolute http or https address", IsAddress),
        ["agent.openAi.model"] = new("", "the name of a model", static v => v is string),
        ["agent.openAi.keyVariable"] = new("the environment variable that holds the key", "the name of an environment variable", IsText),
        ["agent.openAi.maxOutputTokens"] = Number("", 1, 100_000_000),
        ["agent.openAi.costPerMillionInput"] = Cost(""),
        ["agent.openAi.costPerMillionOutput"] = Cost(""),
        ["agent.openAi.minutesLimit"] = Minutes(),
        ["budget"] = About("What ends the loop, after the trial in which it is reached; null: no limit."),
        ["budget.tics"] = new("simulated in all, probes and rejected trials included", "a whole number from 1, or null", OrNull(1, long.MaxValue)),
        ["budget.minutes"] = new("of one run of the loop", "a number above 0, or null", static v => v is null or > 0.0),
        ["budget.cost"] = new("in all", "a number above 0, or null", static v => v is null or > 0m),
        ["budget.tokens"] = new("in all", "a whole number from 1, or null", OrNull(1, long.MaxValue)),
        ["budget.trials"] = new("in all", "a whole number from 1, or null", OrNull(1, int.MaxValue)),
        ["workers"] = About("The processes that policies run in."),
        ["workers.threads"] = Number("episodes at a time; 0: one for each core", 0, 1024),
        ["workers.memoryMiB"] = Number("beside what the engine needs", 64, 1_048_576),
        ["workers.decisionMilliseconds"] = Number("a longer decision ends the trial", 1, 3_600_000),
        ["workers.episodeSeconds"] = Number("a longer episode ends the trial", 1, 86_400),
        ["compress"] = new("whether shorter code is asked for after an accepted gain", "true or false", static _ => true),
        ["baselines"] = new("whether random, turn-and-shoot, battle and oracle play the validation seeds, once", "true or false", static _ => true),
    }.ToFrozenDictionary();

    private const string SeedsAllowed = "seeds such as \"0-999\", \"7\" or \"0-3,8\"";

    private static SettingRule About(string about) => new(about, "a block in braces", static _ => true);

    private static SettingRule Seeds(string about) => new(about, SeedsAllowed, static _ => true);

    private static SettingRule Number(string about, int least, int most) => new(
        about,
        (least, most) == (int.MinValue, int.MaxValue) ? "a whole number" : $"a whole number {least} to {most}",
        v => v is int number && number >= least && number <= most);

    private static SettingRule Minutes() => new("", "a number above 0, at most 10080", static v => v is > 0.0 and <= 10080.0);

    private static SettingRule Cost(string about) => new(about, "a number from 0", static v => v is >= 0m);

    private static Func<object?, bool> OrNull(long least, long most) => v => v switch
    {
        null => true,
        int number => number >= least && number <= most,
        long number => number >= least && number <= most,
        _ => false,
    };

    private static Func<object?, bool> Between(double low, double high) => v => v is double number && number > low && number < high;

    private static bool IsText(object? value) => value is string { Length: > 0 } text && text.Trim().Length == text.Length;

    private static bool IsNullOrText(object? value) => value is null || IsText(value);

    private static bool AreTexts(object? value) => value is IReadOnlyList<string> texts && texts.All(static text => text.Length > 0);

    private static bool AreGrowing(object? value) =>
        value is IReadOnlyList<int> numbers && numbers.Zip(numbers.Prepend(0)).All(static pair => pair.First > pair.Second);

    private static bool IsAddress(object? value) =>
        value is string text && Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https";

    private static bool IsResolution(object? value)
    {
        if (value is not string text)
        {
            return value is null;
        }

        try
        {
            ScreenSize.Parse(text);
            return true;
        }
        catch (RequestException)
        {
            return false;
        }
    }
}
