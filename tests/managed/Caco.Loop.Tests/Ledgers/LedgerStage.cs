using Caco.Loop.Cases;
using Caco.Loop.Code;
using Caco.Loop.Evaluate;
using Caco.Loop.Ledgers;
using Caco.Loop.Play;
using Caco.Policies;

namespace Caco.Loop.Tests;

/// <summary>Records for the ledger's tests.</summary>
internal static class LedgerStage
{
    public static TrialRecord Trial(long id, Verdict verdict = Verdict.Rejected, int episodes = 2, Spending? spending = null) => new()
    {
        Id = id,
        Parent = id > 1 ? 1 : null,
        Started = new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.FromHours(2)),
        Agent = "tuner",
        Hypothesis = $"turn \"faster\", number {id} — schneller",
        Verdict = verdict,
        Why = "the interval reaches\nbelow 0",
        Commit = id.ToString("x40"),
        Diff = $"--- a\n+++ b\n+{id}\n",
        DiffHash = id.ToString("x64"),
        PolicyHash = id.ToString("x64"),
        EngineVersion = "0.1.0",
        AssetsHash = "0123456789abcdef",
        Scenario = "battle",
        SettingsHash = new string('a', 64),
        Sight = Sight.Objects | Sight.Depth,
        Episodes =
        [
            .. Enumerable.Range(0, episodes).Select(i => new SplitEpisode(i % 2 == 0 ? Split.Train : Split.Validate, Episode((uint)i, id))),
        ],
        Cases = [new CaseOutcome("kills-the-imp", 1, true, 70), new CaseOutcome("survives", double.PositiveInfinity, false, 35)],
        Paired = new PairedOutcome(PairedVerdict.Reject, 16, -0.1 / 3, -1, 0.5, 0.7, 3, 4, "not better"),
        Failure = new PolicyFailure(FailureKind.Time, "too slow", 7, 8),
        Code = new CodeMeasures(100, 80, 20, 3, 5),
        Spending = spending ?? new Spending(100, 200, 1.5, 10, 0.01m),
    };

    public static EpisodeResult Episode(uint seed, double kills = 1) => new()
    {
        Seed = seed,
        Reward = 0.1 + seed,
        Kills = kills,
        Hits = 2,
        Damage = 30.5,
        Health = 66,
        Ammo = 12,
        Tics = 2100,
        Decisions = 1050,
        Dead = seed % 2 == 1,
        Timeout = true,
        Hash = "00000000000000ff",
        Behaviour = new Behaviour { Shots = 9, Accuracy = 1 / 3.0, Killer = "DoomImp", Explored = 5 },
        Times = new EpisodeTimes(1, 2, 3, 6),
    };
}
