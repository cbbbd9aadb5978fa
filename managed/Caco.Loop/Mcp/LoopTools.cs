using System.ComponentModel;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Caco.Loop.Mcp;

/// <summary>The loop as tools for an MCP client. The client edits the files of the working copy that the status names.</summary>
[McpServerToolType]
internal sealed class LoopTools(McpSession session)
{
    [McpServerTool(Name = "status", ReadOnly = true), Description("Where things stand: the brief, the working copy to edit, the incumbent's score, the last trials. Call it first.")]
    public Task<string> Status(CancellationToken cancellation) => session.AloneAsync(() => session.BriefAsync(cancellation), cancellation);

    [McpServerTool(Name = "evaluate"), Description("Compiles the working copy and plays it on training seeds; gives the score, what went on, and compiler errors with file and line.")]
    public Task<string> Evaluate(
        [Description("Training episodes to play, 1 to 256.")] int episodes = 16, CancellationToken cancellation = default) =>
        session.AloneAsync(() => session.EvaluateAsync(episodes, cancellation), cancellation);

    [McpServerTool(Name = "compare"), Description("Plays the working copy and the incumbent on the same training seeds and says which scores more, with an interval.")]
    public Task<string> Compare(
        [Description("Training episodes for each, 4 to 256.")] int episodes = 32, CancellationToken cancellation = default) =>
        session.AloneAsync(() => session.CompareAsync(episodes, cancellation), cancellation);

    [McpServerTool(Name = "failures"), Description("Plays the working copy on training seeds and sums up its worst and most typical failures, each with a folder of pictures, replay and decision trace.")]
    public Task<string> Failures(
        [Description("Training episodes to play, 4 to 64.")] int episodes = 16, CancellationToken cancellation = default) =>
        session.AloneAsync(() => session.FailuresAsync(episodes, cancellation), cancellation);

    [McpServerTool(Name = "show_frame"), Description("The picture that the working copy's policy sees at a tic of a training episode.")]
    public Task<ContentBlock> ShowFrame(
        [Description("A training seed.")] int seed, [Description("The tic, from 0.")] int tic, CancellationToken cancellation = default) =>
        session.AloneAsync(() => session.FrameAsync(seed, tic, cancellation), cancellation);

    [McpServerTool(Name = "run_case"), Description("Runs one behaviour case, or all, with the working copy and says whether it passes.")]
    public Task<string> RunCase(
        [Description("The case's name; empty for all.")] string name = "", CancellationToken cancellation = default) =>
        session.AloneAsync(() => session.RunCaseAsync(name, cancellation), cancellation);

    [McpServerTool(Name = "history", ReadOnly = true), Description("The trials so far: what was tried, the verdict and why.")]
    public Task<string> History(
        [Description("How many of the last ones.")] int last = 20, CancellationToken cancellation = default) =>
        session.AloneAsync(() => Task.FromResult(session.History(last)), cancellation);

    [McpServerTool(Name = "submit"), Description("Hands the working copy in: it is judged on validation seeds and behaviour cases, recorded, and on acceptance becomes the incumbent. The working copy starts again from the incumbent afterwards when it was accepted, else it stays as it is.")]
    public Task<string> Submit(
        [Description("What the change is meant to do, in one sentence.")] string hypothesis, CancellationToken cancellation = default) =>
        session.AloneAsync(() => session.SubmitAsync(hypothesis, cancellation), cancellation);
}
