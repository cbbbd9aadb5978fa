using System.Collections.Immutable;
using Caco.Engine;
using Caco.Loop.Replays;
using Caco.Loop.Workspaces;
using Caco.Policies;
using Caco.Vision;

namespace Caco.Loop.Play;

/// <summary>What to set up; null or empty: the default.</summary>
public sealed record StageRequest
{
    /// <summary>Tics of an episode whose scenario sets no limit.</summary>
    public const int DefaultTics = 2100;

    /// <summary>A cfg; null: the built-in Battle scenario.</summary>
    public string? Scenario { get; init; }

    /// <summary>Archives to load after the IWAD and the scenario's own.</summary>
    public IReadOnlyList<string> Wads { get; init; } = [];

    /// <summary>The IWAD; null: the cfg's, or the first that is found in the usual places.</summary>
    public string? Iwad { get; init; }

    /// <summary>Length of an episode; null: the scenario's, or <see cref="DefaultTics"/> where it has none.</summary>
    public int? Tics { get; init; }

    /// <summary>Size of the screen; null: the scenario's.</summary>
    public ScreenSize? Screen { get; init; }

    /// <summary>What policies are shown beside the screen and the public variables.</summary>
    public Sight Sight { get; init; } = Sight.Screen;

    /// <summary>What a workspace's settings ask for.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="root">The folder that relative paths start from.</param>
    public static StageRequest Of(LoopSettings settings, string root)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var scenario = settings.Scenario;
        return new StageRequest
        {
            Scenario = scenario.Config is { } config ? Path.Combine(root, config) : null,
            Wads = [.. scenario.Wads.Select(wad => Path.Combine(root, wad))],
            Iwad = scenario.Iwad is { } iwad ? Path.Combine(root, iwad) : null,
            Tics = scenario.Tics,
            Screen = scenario.Resolution is { } size ? ScreenSize.Parse(size) : null,
            Sight = settings.Sight,
        };
    }
}

/// <summary>
/// Everything that the episodes of a run have in common: archives, settings, screen. Games made from it play for policies:
/// palette indices, the public variables, and what <see cref="Sight"/> grants. Any number of games on any threads; dispose it after them.
/// </summary>
public sealed class Stage : IDisposable
{
    // Of the episode that every game begins with and nobody plays; without one it would be the clock's.
    private const uint FirstSeed = 0;

    // A scenario is used by one thread at a time: games are made under the lock, all else is read once.
    private readonly Lock _lock = new();
    private readonly Scenario _settings;
    private readonly GameAssets _assets;
    private readonly ImmutableArray<string> _buttons;
    private readonly ImmutableArray<string> _variables;
    private readonly int _viewHeight;

    private Stage(string name, Scenario settings, IReadOnlyList<FoundContent> content, ScreenSize? screen)
    {
        Name = name;
        _settings = settings;
        Content = [.. content.Select(static c => c.Identity)];
        Sight = (settings.ObjectsInfoEnabled ? Sight.Objects : 0) | (settings.LabelsBufferEnabled ? Sight.Labels : 0)
            | (settings.DepthBufferEnabled ? Sight.Depth : 0);
        Screen = screen ?? ScreenSize.Of(settings);
        Tics = settings.EpisodeTimeout;
        SettingsText = ScenarioText.Of(settings);
        _buttons = [.. settings.Buttons.Select(Names.Of)];
        _variables = [.. settings.Variables.Select(Names.Of)];
        _viewHeight = Screen.ViewHeight(settings);
        _assets = GameAssets.Load([.. content.Select(static c => c.Source)]);
    }

    /// <summary>The scenario's name, fit for a file name.</summary>
    public string Name { get; }

    /// <summary>The archives in order: the IWAD first.</summary>
    public IReadOnlyList<ReplayContent> Content { get; }

    /// <summary>Size of the frames.</summary>
    public ScreenSize Screen { get; }

    /// <summary>What policies are shown beside the screen and the public variables.</summary>
    public Sight Sight { get; }

    /// <summary>Tics that an episode lasts at most.</summary>
    public int Tics { get; }

    /// <summary>Hash over the bytes of all archives.</summary>
    public ulong AssetsHash => _assets.Hash;

    /// <summary>The colours of the frames, shape (256 x 3).</summary>
    public ReadOnlySpan<byte> Palette => _assets.Palette;

    /// <summary>The settings in force, as cfg text.</summary>
    public string SettingsText { get; }

    /// <summary>A stage from what a command line names.</summary>
    /// <exception cref="LoopException">A file is missing.</exception>
    /// <exception cref="CacoException">A file is malformed, or no IWAD was found.</exception>
    public static Stage Create(StageRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Scenario is null)
        {
            var builtin = BuiltinScenario.Get();
            return Create(builtin.Name, builtin.CreateScenario(), [FoundContent.Builtin(builtin)], request);
        }

        if (!File.Exists(request.Scenario))
        {
            throw new LoopException($"the scenario {request.Scenario} does not exist.");
        }

        var settings = Scenario.FromFile(request.Scenario);
        var wad = settings.DoomScenarioPath;
        return Create(
            Path.GetFileNameWithoutExtension(request.Scenario), settings, wad.Length == 0 ? [] : [FoundContent.File(wad)], request);
    }

    /// <summary>The stage of a recorded episode.</summary>
    /// <param name="replay">The episode.</param>
    /// <param name="candidates">Files that may be its archives.</param>
    /// <exception cref="LoopException">An archive is missing, or is not the one that was played on.</exception>
    public static Stage Create(Replay replay, IReadOnlyList<string> candidates)
    {
        ArgumentNullException.ThrowIfNull(replay);
        if (replay.Content.Count == 0)
        {
            throw new ReplayException("the replay names no archives.");
        }

        var content = replay.Content.Select((wanted, i) => FoundContent.Again(wanted, candidates, isIwad: i == 0)).ToList();
        var settings = new Scenario();
        try
        {
            settings.LoadText(replay.Settings, "settings of the replay");
            return new Stage(replay.Scenario, settings, content, new ScreenSize(replay.Width, replay.Height));
        }
        catch
        {
            settings.Dispose();
            throw;
        }
    }

    /// <summary>A running game of the stage, which the caller owns; all of them begin in the same state.</summary>
    /// <param name="labelled">Also lists labels and objects, for those who look into an episode; its world is the same.</param>
    public DoomGame CreateGame(bool labelled = false)
    {
        Scenario settings;
        lock (_lock)
        {
            settings = _settings.Clone();
        }

        if (labelled)
        {
            settings.LabelsBufferEnabled = true;
            settings.ObjectsInfoEnabled = true;
        }

        var game = new DoomGame(settings, _assets, new GameOptions { Width = Screen.Width, Height = Screen.Height, FreshView = true });
        try
        {
            game.SetSeed(FirstSeed);
            game.Init();
            return game;
        }
        catch
        {
            game.Dispose();
            throw;
        }
    }

    /// <summary>What policies are told about an episode here.</summary>
    public EpisodeInfo Describe(int decisionTics, DecisionLog? log = null) => new()
    {
        Buttons = _buttons,
        Variables = _variables,
        ScreenWidth = Screen.Width,
        ScreenHeight = Screen.Height,
        ViewHeight = _viewHeight,
        Palette = Vision.Palette.FromRgb(_assets.Palette),
        DecisionTics = decisionTics,
        EpisodeTics = Tics,
        Sight = Sight,
        Log = log ?? DecisionLog.Off,
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        _assets.Dispose();
        _settings.Dispose();
    }

    private static Stage Create(
        string name, Scenario settings, ImmutableArray<FoundContent> own, StageRequest request)
    {
        try
        {
            var named = settings.DoomGamePath;
            var iwad = IwadLocator.Find(request.Iwad ?? (File.Exists(named) ? named : null));
            SetUpForPolicies(settings, request);
            return new Stage(
                name, settings, [FoundContent.File(iwad), .. own, .. request.Wads.Select(FoundContent.File)], request.Screen);
        }
        catch
        {
            settings.Dispose();
            throw;
        }
    }

    private static void SetUpForPolicies(Scenario settings, StageRequest request)
    {
        settings.Mode = Mode.Player;
        settings.ScreenFormat = ScreenFormat.Doom256Colors8;
        settings.DepthBufferEnabled = request.Sight.HasFlag(Sight.Depth);
        settings.LabelsBufferEnabled = request.Sight.HasFlag(Sight.Labels);
        settings.AutomapBufferEnabled = false;
        settings.ObjectsInfoEnabled = request.Sight.HasFlag(Sight.Objects);
        settings.SectorsInfoEnabled = false;
        settings.AudioBufferEnabled = false;
        settings.WindowVisible = false;
        if (request.Tics is { } tics)
        {
            settings.EpisodeTimeout = tics;
        }
        else if (settings.EpisodeTimeout == 0)
        {
            settings.EpisodeTimeout = StageRequest.DefaultTics;
        }

        var variables = settings.Variables.ToList();
        foreach (var name in VariableNames.Public)
        {
            if (Names.TryParse(name, out GameVariable variable) && !variables.Contains(variable))
            {
                variables.Add(variable);
            }
        }

        settings.Variables = variables;
    }
}
