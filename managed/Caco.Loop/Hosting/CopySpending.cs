using System.Text.Json;
using Caco.Loop.Ledgers;
using Caco.Loop.Workspaces;

namespace Caco.Loop.Hosting;

/// <summary>
/// What an agent plays by itself in its working copy (with caco eval, for example): kept in a file of the copy, and booked by
/// the loop when the agent is done.
/// </summary>
public static class CopySpending
{
    private const string Name = "spent.jsonl";

    /// <summary>Adds to a copy's account. Any process.</summary>
    public static void Append(WorkspacePaths copy, Spending spending)
    {
        ArgumentNullException.ThrowIfNull(copy);
        Directory.CreateDirectory(copy.Scratch);
        File.AppendAllText(Path.Combine(copy.Scratch, Name), JsonSerializer.Serialize(spending) + "\n");
    }

    /// <summary>The sum of a copy's account; what is no account is left out.</summary>
    public static Spending Read(WorkspacePaths copy)
    {
        ArgumentNullException.ThrowIfNull(copy);
        var path = Path.Combine(copy.Scratch, Name);
        var sum = Spending.Nothing;
        if (!File.Exists(path))
        {
            return sum;
        }

        foreach (var line in File.ReadLines(path))
        {
            try
            {
                // It lies in the agent's hands: only what adds up counts.
                if (JsonSerializer.Deserialize<Spending>(line) is { Decisions: >= 0, Tics: >= 0 } one)
                {
                    sum += new Spending(one.Decisions, one.Tics, 0, 0, 0);
                }
            }
            catch (JsonException)
            {
                // A torn or foreign line.
            }
        }

        return sum;
    }
}
