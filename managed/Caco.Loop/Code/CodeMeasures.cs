namespace Caco.Loop.Code;

/// <summary>How much code a policy is.</summary>
/// <param name="Lines">Lines with code on them (no blank lines, no comments).</param>
/// <param name="Statements">Statements.</param>
/// <param name="Complexity">Cyclomatic complexity, summed over members: 1 and one for each branch, case, loop, catch, ?:, &amp;&amp;, || and ??.</param>
/// <param name="Coupling">Pairs of types of the policy of which one uses the other, and fields that two methods or more write.</param>
/// <param name="Tunables">Constants marked [Tunable].</param>
public sealed record CodeMeasures(int Lines, int Statements, int Complexity, int Coupling, int Tunables);
