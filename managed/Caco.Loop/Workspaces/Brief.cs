using System.Globalization;
using Caco.Policies;

namespace Caco.Loop.Workspaces;

/// <summary>brief.md: what whoever edits the policy must know.</summary>
public static class Brief
{
    /// <summary>The text for a fresh workspace. It says nothing of the hold-out seeds.</summary>
    public static string Of(LoopSettings settings, ScenarioFacts facts)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(facts);
        return $$"""
            # Task

            Improve the program in `policy/`: it plays episodes of the Doom scenario **{{facts.Name}}** and is judged by its mean
            score. You edit C# source code; there is no training and there are no weights.

            ## What you may change

            Only `*.cs` files below `policy/` (add, change, delete). Everything else is for reading: this brief, `memory.md` (what was
            tried before and what came of it), `results.json` (scores so far), `failures/` (episodes to learn from, each with a
            summary, a trace of decisions and pictures), `loop.json` (settings). Changes outside `policy/` are undone.
            Make one change of behaviour at a time and say in one sentence what it is meant to do; that sentence is the hypothesis
            that the ledger keeps.

            ## The contract

            Exactly one class implements `IPolicy` and has a public constructor without parameters; file names and other classes are
            free. C# 14; `System`, `System.Collections.Generic`, `System.Linq`, `Caco.Policies` and `Caco.Vision` are imported
            everywhere; no other assemblies. One instance plays one episode after another on one thread.

            ```csharp
            namespace {{CatalogSources.Namespace}};

            public sealed class Example : IPolicy
            {
                // The embedded optimiser may move constants that are marked so: a literal of type int, float or double.
                [Tunable(-10, 10)]
                private const double DegreesPerTic = -3;

                private EpisodeInfo _info = null!;
                private int _attack, _turn, _health;

                public void Reset(EpisodeInfo info)       // an episode begins: forget everything that changes play
                {
                    _info = info;
                    _attack = info.ButtonSlot("ATTACK");  // -1 where the scenario does not offer it
                    _turn = info.ButtonSlot("TURN_LEFT_RIGHT_DELTA");
                    _health = info.VariableSlot("HEALTH");
                }

                public void Act(in Observation observation, Span<float> buttons)   // once every {{settings.Scenario.DecisionTics}} tics; all buttons are 0 at the call
                {
                    bool red;
                    using (_info.Log.Look())              // time spent on looking is measured apart
                    {
                        var pixel = observation.Screen[observation.Screen.Width / 2, observation.Screen.Height / 2];
                        red = observation.Palette[pixel].R > 150;
                    }

                    var health = observation.Variable(_health, missing: 100);
                    _info.Log.Trace($"red {red}, health {health:0}");   // free when tracing is off; shown in failures/
                    if (red && _attack >= 0)
                    {
                        buttons[_attack] = 1;             // 1 presses a button
                    }
                    else if (_turn >= 0)
                    {
                        buttons[_turn] = (float)DegreesPerTic;   // a *_DELTA button takes an amount: degrees a tic, positive to the right
                    }
                }
            }
            ```

            * `EpisodeInfo`: `Buttons`, `Variables` (names), `ScreenWidth`, `ScreenHeight`, `ViewHeight` (rows that show the world),
              `Palette`, `DecisionTics`, `EpisodeTics`, `Log`. Neither seed nor map is known.
            * `Observation`: `Screen` (one palette index a pixel, views of the game's own memory: valid during the call only),
              `Palette`, `Variables`, `Tic`, `Beyond`.
            * `Caco.Vision` has what is fast on such frames: `PaletteMask`, `Threshold`, `BitImage`, `Components`, `Morphology`, `FrameDifference`.
            * `Act` must not allocate much, and must be a function of what it was shown since `Reset`: randomness only from a
              `DeterministicRandom` with a fixed start.

            ## What a policy may use

            Its sources are checked by meaning, not by text. Allowed: the language, numbers, strings, spans, arrays, collections,
            LINQ, `Math`, `Caco.Policies`, `Caco.Vision`. Refused, with file and line: files, network and console, processes, threads and
            tasks, reflection and `dynamic`, unsafe code and native calls, the environment, clocks, `Random` and `Guid`, and static
            fields that can change. A policy that throws, takes longer than {{settings.Workers.DecisionMilliseconds}} ms for a decision or
            {{settings.Workers.EpisodeSeconds}} s for an episode, or uses more than {{settings.Workers.MemoryMiB}} MiB loses its trial.

            ## The scenario

            * Screen {{facts.Screen}}, episodes of at most {{facts.Tics}} tics (35 a second), an action is held for {{settings.Scenario.DecisionTics}} tics.
            * Sight: {{SightText(settings.Sight)}}
            * Buttons: {{string.Join(", ", facts.Buttons)}}
            * Variables: {{string.Join(", ", facts.Variables)}}
            * Score of an episode: {{ScoreText(settings.Score, facts)}}

            ## Trying things

            In this folder (where the `caco` command is installed):

            ```sh
            caco eval                 # compiles policy/, plays training seeds, prints scores; errors come with file and line
            caco eval --seeds 0-7     # a quick look; only training seeds ({{settings.Seeds.Train}}) may be asked for
            ```

            Everything that is played counts towards the budget.

            ## How it is judged

            1. It compiles and keeps the rules above.
            2. Every behaviour case in `cases/` that the incumbent passes must still pass; what is lost is named.
            3. {{StagesText(settings.Cascade)}} a candidate that is clearly worse stops there.
            4. Candidate and incumbent play the same validation seeds. A sequential paired test looks after
               {{string.Join(", ", settings.Cascade.Looks)}} episodes and accepts, rejects or goes on; the chance of accepting a candidate that is no better is
               {{settings.Cascade.Alpha.ToString("0.##%", CultureInfo.InvariantCulture)}} over all looks together.

            What is accepted becomes the incumbent. What is rejected is kept in the ledger with the reason; read `memory.md` before you
            try it again. Play on seeds that nobody has seen decides in the end: do not fit the code to single episodes.

            """;
    }

    /// <summary>memory.md at the start.</summary>
    public static string FreshMemory =>
        """
        # Memory

        What was tried and what came of it, newest last. The loop adds a line for each trial; agents and people may add notes.

        """;

    private static string SightText(Sight sight) =>
        sight == Sight.Screen
            ? "the screen and the variables; `Observation.Beyond` is empty."
            : $"the screen, the variables and `Observation.Beyond` with {sight}.";

    private static string ScoreText(ScoreRule rule, ScenarioFacts facts) => rule switch
    {
        ScoreRule.Reward when facts.Rewards.Count > 0 =>
            $"the scenario's total reward ({string.Join(", ", facts.Rewards)}, and what its scripts give).",
        ScoreRule.Reward => "the scenario's total reward, which its scripts give.",
        _ => "DAMAGECOUNT + 10 x KILLCOUNT at its end (damage made, and ten for each kill).",
    };

    private static string StagesText(CascadeSettings cascade) =>
        cascade.Train.Count == 0
            ? "There is no stage on training seeds;"
            : $"It plays {string.Join(", then ", cascade.Train)} episodes of the training seeds;";
}
