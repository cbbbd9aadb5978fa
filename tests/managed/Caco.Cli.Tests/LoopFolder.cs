using System.Diagnostics;
using System.Text.Json.Nodes;
using Caco.Loop.Workspaces;

namespace Caco.Cli.Tests;

/// <summary>A workspace of a test's own, made by the command and small enough for seconds.</summary>
internal sealed class LoopFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public LoopFolder(string act, Action<JsonNode>? change = null)
    {
        Cli.NeedIwad();
        Root = _folder.File("ws");
        var made = Cli.Run("new", Root, "--policy", "idle", "--tics", "350", "--resolution", "160x120");
        Assert.Equal(0, made.Code);
        Paths = new WorkspacePaths(Root);
        var settings = JsonNode.Parse(File.ReadAllText(Paths.Settings), null, new() { CommentHandling = System.Text.Json.JsonCommentHandling.Skip })!;
        settings["seeds"] = new JsonObject { ["train"] = "0-15", ["validate"] = "100-115", ["holdOut"] = "200-203" };
        settings["cascade"]!["train"] = new JsonArray(1, 4);
        settings["cascade"]!["looks"] = new JsonArray(8, 16);
        settings["gate"]!["automaticCases"] = 0;
        change?.Invoke(settings);
        File.WriteAllText(Paths.Settings, settings.ToJsonString());
        foreach (var file in Directory.EnumerateFiles(Paths.Policy))
        {
            File.Delete(file);
        }

        File.WriteAllText(Path.Combine(Paths.Policy, WalkerPolicy.FileName), WalkerPolicy.Source(act));
    }

    public string Root { get; }

    public WorkspacePaths Paths { get; }

    /// <summary>The command in a process of its own.</summary>
    public static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        start.ArgumentList.Add(typeof(App).Assembly.Location);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    public void Dispose() => _folder.Dispose();
}
