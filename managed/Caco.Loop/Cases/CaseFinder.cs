using System.Globalization;

namespace Caco.Loop.Cases;

/// <summary>A place of an episode that may make a case.</summary>
/// <param name="Group">Ideas of one group show the same kind of skill; a choice takes from all groups in turn.</param>
/// <param name="Decision">The fork.</param>
/// <param name="Tics">Tics to play from there.</param>
/// <param name="Criterion">What the episode achieved in them.</param>
/// <param name="Interest">The more, the better it shows the skill; comparable within a group.</param>
/// <param name="Description">A sentence without subject.</param>
internal sealed record CaseIdea(string Group, int Decision, int Tics, Criterion Criterion, double Interest, string Description);

/// <summary>
/// Finds places worth keeping in an episode. Lengths are in tics, 35 a second; criteria leave a margin to what was
/// achieved, so that another way to the same end passes too.
/// </summary>
internal static class CaseFinder
{
    private const int KillLead = 35;
    private const int KillTics = 105;
    private const int SurviveTics = 175;
    private const double SurviveLoss = 30;
    private const int StillTics = 35;
    private const double StillRange = 16;
    private const int LeaveTics = 140;
    private const double LeaveDistance = 128;
    private const int PickLead = 70;
    private const int PickTics = 140;
    private const double LowAmmo = 12;
    private const double LowHealth = 70;
    private const double LeastHealth = 5;

    /// <summary>All ideas of an episode, in order of their forks.</summary>
    public static IEnumerable<CaseIdea> Find(Timeline timeline) =>
        Kills(timeline).Concat(Survivals(timeline)).Concat(Departures(timeline)).Concat(Ammo(timeline)).Concat(Health(timeline));

    private static IEnumerable<CaseIdea> Kills(Timeline timeline)
    {
        var moments = timeline.Moments;
        for (var i = 1; i < moments.Count; i++)
        {
            if (moments[i].Kills <= moments[i - 1].Kills || moments[i].Tic < KillLead)
            {
                continue;
            }

            var fork = timeline.DecisionAt(moments[i].Tic - KillLead);
            if (moments[fork] is { Enemies: > 0 } start && HasRoom(timeline, fork, KillTics) && start.Kills < moments[i].Kills)
            {
                var others = start.Enemies > 1 ? $" ({start.Enemies} enemies are)" : "";
                yield return new CaseIdea(
                    "kill " + start.Enemy,
                    fork,
                    KillTics,
                    new Criterion(CriterionKind.Kills, 1),
                    start.Enemies + (100 - start.Health) / 50,
                    $"makes a kill within {KillTics} tics with a {start.Enemy} in view{others}");
            }
        }
    }

    private static IEnumerable<CaseIdea> Survivals(Timeline timeline)
    {
        var moments = timeline.Moments;
        for (var fork = 0; fork < moments.Count; fork += 4)
        {
            // A while longer than is asked for: who dies a moment later has not really survived.
            if (!HasRoom(timeline, fork, SurviveTics + 35))
            {
                yield break;
            }

            var loss = 0.0;
            for (var i = fork + 1; moments[i].Tic <= moments[fork].Tic + SurviveTics; i++)
            {
                loss += Math.Max(0, moments[i - 1].Health - moments[i].Health);
            }

            if (loss >= SurviveLoss && !moments[timeline.DecisionAt(moments[fork].Tic + SurviveTics + 35)].Dead)
            {
                yield return new CaseIdea(
                    "survive",
                    fork,
                    SurviveTics,
                    new Criterion(CriterionKind.Survives, 1),
                    loss / moments[fork].Health,
                    Text($"survives {SurviveTics} tics that cost {loss:0} of {moments[fork].Health:0} health"));
            }
        }
    }

    private static IEnumerable<CaseIdea> Departures(Timeline timeline)
    {
        var moments = timeline.Moments;
        for (var fork = 1; fork < moments.Count && HasRoom(timeline, fork, LeaveTics); fork++)
        {
            var still = StillSince(moments, fork);
            if (moments[fork].Tic - moments[still].Tic < StillTics)
            {
                continue;
            }

            // The episode shows a way out in less than the time that is given.
            var start = moments[fork];
            var end = timeline.DecisionAt(start.Tic + LeaveTics - 35);
            var distance = moments.Skip(fork).Take(end - fork + 1).Max(m => m.DistanceTo(start));
            if (distance >= 1.25 * LeaveDistance)
            {
                yield return new CaseIdea(
                    "leave",
                    fork,
                    LeaveTics,
                    new Criterion(CriterionKind.Distance, LeaveDistance),
                    start.Tic - moments[still].Tic,
                    Text($"gets {LeaveDistance:0} units away within {LeaveTics} tics after standing still for {start.Tic - moments[still].Tic}"));
            }
        }
    }

    // The first of the moments up to here that all lie within a small range of this one, with no enemy in view.
    private static int StillSince(IReadOnlyList<Moment> moments, int at)
    {
        var first = at;
        while (first > 0 && moments[first - 1].Enemies == 0 && moments[first - 1].DistanceTo(moments[at]) <= StillRange)
        {
            first--;
        }

        return moments[at].Enemies == 0 ? first : at;
    }

    private static IEnumerable<CaseIdea> Ammo(Timeline timeline)
    {
        var moments = timeline.Moments;
        for (var i = 1; i < moments.Count; i++)
        {
            if (moments[i].Ammo <= moments[i - 1].Ammo || moments[i].Tic < PickLead)
            {
                continue;
            }

            var fork = timeline.DecisionAt(moments[i].Tic - PickLead);
            if (moments[fork].Ammo <= LowAmmo && HasRoom(timeline, fork, PickTics))
            {
                yield return new CaseIdea(
                    "ammo",
                    fork,
                    PickTics,
                    new Criterion(CriterionKind.AmmoPicked, 1),
                    LowAmmo - moments[fork].Ammo,
                    Text($"picks up ammunition within {PickTics} tics with {moments[fork].Ammo:0} rounds left"));
            }
        }
    }

    private static IEnumerable<CaseIdea> Health(Timeline timeline)
    {
        var moments = timeline.Moments;
        for (var i = 1; i < moments.Count; i++)
        {
            if (moments[i].Health < moments[i - 1].Health + LeastHealth || moments[i].Tic < PickLead)
            {
                continue;
            }

            var fork = timeline.DecisionAt(moments[i].Tic - PickLead);
            var start = moments[fork];
            if (start.Health > LowHealth || !HasRoom(timeline, fork, PickTics))
            {
                continue;
            }

            var won = moments[timeline.DecisionAt(start.Tic + PickTics)].Health - start.Health;
            if (won >= LeastHealth)
            {
                yield return new CaseIdea(
                    "heal",
                    fork,
                    PickTics,
                    new Criterion(CriterionKind.Health, Math.Max(1, Math.Floor(won / 2))),
                    100 - start.Health,
                    Text($"has more health after {PickTics} tics than {start.Health:0}"));
            }
        }
    }

    // Whether the episode goes on for so long: what it did not play to the end is no example.
    private static bool HasRoom(Timeline timeline, int fork, int tics) => timeline.Moments[fork].Tic + tics <= timeline.Moments[^1].Tic;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
