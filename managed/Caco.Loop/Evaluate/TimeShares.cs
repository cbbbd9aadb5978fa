namespace Caco.Loop.Evaluate;

/// <summary>Where the wall time of an evaluation went, as shares of wall time x playing threads that add up to 1.</summary>
/// <param name="Engine">Simulation and drawing.</param>
/// <param name="Look">The policy's looking.</param>
/// <param name="Policy">The rest of the policy.</param>
/// <param name="Overhead">All else: starting, compiling, waiting for the last episode, pipes, recording.</param>
public sealed record TimeShares(double Engine, double Look, double Policy, double Overhead)
{
    /// <summary>The shares of an evaluation; null where nobody measured.</summary>
    /// <param name="result">The evaluation.</param>
    /// <param name="threads">Episodes that were played at a time.</param>
    public static TimeShares? Of(EvaluationResult result, int threads)
    {
        ArgumentNullException.ThrowIfNull(result);
        var timed = result.Episodes.Where(static e => e.Times is not null).Select(static e => e.Times!).ToList();
        var total = result.Seconds * 1000 * threads;
        if (timed.Count == 0 || total <= 0)
        {
            return null;
        }

        var (engine, look, policy) = (timed.Sum(static t => t.Engine) / total, timed.Sum(static t => t.Look) / total, timed.Sum(static t => t.Policy) / total);
        return new TimeShares(engine, look, policy, Math.Max(0, 1 - engine - look - policy));
    }
}
