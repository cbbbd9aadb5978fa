using System.Globalization;
using Caco.Loop.Play;

namespace Caco.Loop.Failures;

/// <summary>
/// Says what an episode suffered from most. The first rule that applies names the cause; what keeps a policy from playing at all comes
/// before how it died, and that before how it shot:
/// stuck, out of ammunition, no enemy seen, killed, did not shoot, missed, none of these.
/// </summary>
public static class FailureClassifier
{
    /// <summary>Stuck: at least this share of the decisions pressed a move and went nowhere.</summary>
    public const double Stuck = 0.25;

    /// <summary>Out of ammunition: at least this share of the decisions had none.</summary>
    public const double Starved = 0.3;

    /// <summary>No enemy seen: a living enemy was on the screen in less than this share of the decisions.</summary>
    public const double HardlyInView = 0.05;

    /// <summary>Did not shoot: fewer rounds for each second with an enemy on the screen (or, where nobody looked, of the episode).</summary>
    public const double ShotsPerSecond = 0.15;

    /// <summary>Missed: a smaller share of at least <see cref="ShotsToJudge"/> rounds hit.</summary>
    public const double Accuracy = 0.3;

    /// <summary>Fewer rounds say nothing about aim.</summary>
    public const int ShotsToJudge = 5;

    private const double TicsPerSecond = 35;

    /// <param name="episode">The result.</param>
    /// <param name="survey">What a second simulation saw; without it "no enemy seen" is guessed from an episode without a shot or a scratch.</param>
    /// <returns>The cause, and in a few words what speaks for it: for deaths the class that killed.</returns>
    public static (FailureCause Cause, string Detail) Classify(EpisodeResult episode, EpisodeSurvey? survey = null)
    {
        ArgumentNullException.ThrowIfNull(episode);
        var did = episode.Behaviour;
        if (did.StuckShare >= Stuck)
        {
            return (FailureCause.Stuck, Text($"pressed a move and went nowhere in {did.StuckShare:P0} of the decisions"));
        }

        if (did.StarvedShare >= Starved)
        {
            return (FailureCause.OutOfAmmo, Text($"no ammunition in {did.StarvedShare:P0} of the decisions"));
        }

        if (survey is not null ? survey.InViewShare < HardlyInView : LooksLonely(episode))
        {
            return (FailureCause.SawNoEnemy, survey is null
                ? "no shot, no hit, no scratch"
                : Text($"an enemy on the screen in {survey.InViewShare:P1} of the decisions"));
        }

        return episode.Dead ? (FailureCause.Killed, Killer(episode, survey)) : Shooting(episode, survey);
    }

    private static (FailureCause, string) Shooting(EpisodeResult episode, EpisodeSurvey? survey)
    {
        var shots = episode.Behaviour.Shots;
        var seconds = episode.Tics / TicsPerSecond * (survey?.InViewShare ?? 1);

        // Hits without a round: a weapon that needs none, whose shots cannot be told.
        var isKnown = shots > 0 || episode.Hits <= 0;
        if (isKnown && shots < ShotsPerSecond * seconds)
        {
            return (FailureCause.DidNotShoot, Text($"{shots} rounds in {seconds:0.#} s{(survey is null ? "" : " with an enemy on the screen")}"));
        }

        return isKnown && shots >= ShotsToJudge && episode.Behaviour.Accuracy < Accuracy
            ? (FailureCause.MissedShots, Text($"{episode.Behaviour.Accuracy:P0} of {shots} rounds hit"))
            : (FailureCause.LowScore, "no single cause");
    }

    private static bool LooksLonely(EpisodeResult episode) =>
        !episode.Dead && episode is { Hits: <= 0, Damage: <= 0, Behaviour: { Shots: 0, DamageTaken: <= 0 } };

    private static string Killer(EpisodeResult episode, EpisodeSurvey? survey) =>
        episode.Behaviour.Killer is { Length: > 0 } killer and not "unknown" ? killer
        : survey is { LastAttacker.Length: > 0 } ? survey.LastAttacker
        : "unknown";

    private static string Text(FormattableString text) =>
        text.ToString(CultureInfo.InvariantCulture).Replace(" %", "%", StringComparison.Ordinal);
}

/// <summary>How many episodes suffered from something.</summary>
/// <param name="Cause">From what.</param>
/// <param name="Count">How many of them.</param>
/// <param name="Share">Of all episodes, 0..1.</param>
/// <param name="Details">For deaths: who killed, and how often, the most frequent first.</param>
public sealed record CauseCount(FailureCause Cause, int Count, double Share, IReadOnlyList<string> Details);

/// <summary>Counts causes over episodes, by their results alone, so that every trial of a history can be counted.</summary>
public static class FailureCauses
{
    /// <summary>One entry for each cause, in the order of <see cref="FailureCause"/>, also where nothing was counted.</summary>
    public static IReadOnlyList<CauseCount> Count(IReadOnlyCollection<EpisodeResult> episodes)
    {
        ArgumentNullException.ThrowIfNull(episodes);
        var causes = episodes.Select(static e => FailureClassifier.Classify(e)).ToLookup(static c => c.Cause, static c => c.Detail);
        return [.. Enum.GetValues<FailureCause>().Select(cause => new CauseCount(
            cause,
            causes[cause].Count(),
            episodes.Count == 0 ? 0 : (double)causes[cause].Count() / episodes.Count,
            cause == FailureCause.Killed ? Frequent(causes[cause]) : []))];
    }

    private static string[] Frequent(IEnumerable<string> details) =>
    [
        .. details.GroupBy(static d => d).OrderByDescending(static g => g.Count()).ThenBy(static g => g.Key, StringComparer.Ordinal)
            .Select(static g => $"{g.Key} {g.Count()}"),
    ];
}
