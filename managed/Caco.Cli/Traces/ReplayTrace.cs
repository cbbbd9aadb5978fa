using Caco.Engine;
using Caco.Loop.Play;
using Caco.Loop.Replays;

namespace Caco.Cli.Traces;

/// <summary>Writes a replay's play as a trace, a row before every decision and one at the end. One thread at a time.</summary>
/// <param name="path">The file; its folder must exist.</param>
/// <param name="replay">The replay that is played.</param>
public sealed class ReplayTrace(string path, Replay replay) : IDisposable
{
    private TraceFile? _file;
    private TraceRecorder? _recorder;

    /// <summary>Adds the game as it is before a decision.</summary>
    public void Add(DoomGame game, int decision)
    {
        ArgumentNullException.ThrowIfNull(game);
        if (_file is null || _recorder is null)
        {
            var meta = Meta(game.Settings);
            _file = new TraceFile(path, meta);
            _recorder = new TraceRecorder(game, meta);
        }

        // A row tells the action that led to it.
        double[] action = decision == 0
            ? new double[game.Settings.Buttons.Count]
            : [.. replay.Actions[decision - 1].Select(static v => (double)v)];
        _file.Add(_recorder.Read(decision, decision == 0, action, hashed: true));
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private TraceMeta Meta(Scenario settings) => new()
    {
        Case = replay.Scenario,
        Cfg = "",
        Map = settings.DoomMap,
        Iwad = replay.Content[0].Name,
        IwadSha256 = replay.Content[0].Sha256,
        Seed = replay.Seed,
        Resolution = new ScreenSize(replay.Width, replay.Height).ToString(),
        Buttons = [.. settings.Buttons.Select(Names.Of)],
        Variables = [.. settings.Variables.Select(Names.Of)],
        EpisodeTimeout = settings.EpisodeTimeout,
        EpisodeStartTime = settings.EpisodeStartTime,
        LivingReward = settings.LivingReward,
        DeathPenalty = settings.DeathPenalty,
    };
}
