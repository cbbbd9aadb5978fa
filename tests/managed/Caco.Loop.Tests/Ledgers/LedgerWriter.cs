using System.Globalization;
using System.Runtime.CompilerServices;
using Caco.Loop.Ledgers;
using Caco.Loop.Workspaces;

namespace Caco.Loop.Tests;

/// <summary>
/// This assembly as a process that appends to a ledger until it is killed, and says on its output what has been acknowledged.
/// </summary>
internal static class LedgerWriter
{
    /// <summary>The environment variable that names the workspace; it makes the process a writer and no test run.</summary>
    public const string Variable = "CACO_TEST_LEDGER_WRITER";

    private const int MostRounds = 300;

    [ModuleInitializer]
    internal static void RunIfAsked()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } folder)
        {
            return;
        }

        using var ledger = SqliteLedger.Open(new WorkspacePaths(folder));
        using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        output.WriteLine("ready");

        // Long before that the test has killed it; a test that was killed itself leaves nobody who writes for ever.
        for (var round = 0; round < MostRounds; round++)
        {
            var id = ledger.NextId;
            ledger.Spend(id, "stage", new Spending(1, 2, 0.5, 0, 0));
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"spend {id}"));
            ledger.Append(LedgerStage.Trial(id, id % 3 == 0 ? Verdict.Accepted : Verdict.Rejected, episodes: (int)(id % 40), spending: new Spending(1, 2, 0.5, 0, 0)));
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"trial {id}"));
        }

        Environment.Exit(0);
    }
}
