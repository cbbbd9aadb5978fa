namespace Caco.Loop.Code;

/// <summary>How much code a policy is.</summary>
/// <param name="Lines">Lines with code on them (no blank lines, no comments).</param>
/// <param name="Statements">Statements but blocks; a body behind an arrow is one.</param>
/// <param name="Complexity">
/// Cyclomatic complexity, summed over members with a body: 1 and one for each branch, case, loop, catch, ?:, &amp;&amp;, ||, ??, and each
/// "and", "or" and "when" of a pattern. Local functions and lambdas belong to their member.
/// </param>
/// <param name="Coupling">
/// Pairs of types of the policy of which one uses the other, and fields that two methods or more write (constructors and the policy's
/// Reset only make ready and are left out).
/// </param>
/// <param name="Tunables">Constants marked [Tunable].</param>
public sealed record CodeMeasures(int Lines, int Statements, int Complexity, int Coupling, int Tunables);
