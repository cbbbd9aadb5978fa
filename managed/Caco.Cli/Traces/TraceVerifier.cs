using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Caco.Engine;
using Caco.Loop.Imaging;

namespace Caco.Cli.Traces;

/// <summary>
/// Replays golden traces through the public API and compares every row: variables, rewards, flags, objects and buffers.
/// Archives are loaded once and shared. Any number of threads may verify at the same time.
/// </summary>
public sealed class TraceVerifier : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<GameAssets>> _assets = new();
    private readonly string? _scenarios;
    private readonly Lazy<string> _iwad;
    private readonly Lazy<string> _iwadSha256;

    /// <param name="scenarios">Folder that holds cfg and WAD files, also in folders below; null: data/scenarios beside the traces.</param>
    /// <param name="iwad">The IWAD; null: the first that is found in the usual places.</param>
    public TraceVerifier(string? scenarios = null, string? iwad = null)
    {
        _scenarios = scenarios;
        _iwad = new Lazy<string>(() => IwadLocator.Find(iwad));
        _iwadSha256 = new Lazy<string>(() =>
        {
            using var stream = File.OpenRead(_iwad.Value);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        });
    }

    /// <summary>Whether the IWAD that was found is the one that a trace was recorded with; with another nothing can be equal.</summary>
    /// <exception cref="CacoException">No IWAD was found.</exception>
    public bool HasIwadOf(TraceMeta meta)
    {
        ArgumentNullException.ThrowIfNull(meta);
        return meta.IwadSha256.Length == 0 || string.Equals(meta.IwadSha256, _iwadSha256.Value, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The trace files that a path means: itself, or all below a folder, in order of their names.</summary>
    /// <exception cref="LoopException">The path does not exist or holds no trace.</exception>
    public static IReadOnlyList<string> Find(string path)
    {
        if (File.Exists(path))
        {
            return [path];
        }

        if (!Directory.Exists(path))
        {
            throw new LoopException($"{path} does not exist.");
        }

        var files = Directory.GetFiles(path, "*.jsonl.gz", SearchOption.AllDirectories);
        Array.Sort(files, StringComparer.Ordinal);
        return files.Length > 0 ? files : throw new LoopException($"{path} holds no trace (*.jsonl.gz).");
    }

    /// <summary>Replays one trace file up to its end or its first diverging row.</summary>
    /// <exception cref="LoopException">The file is not a trace, or its scenario was not found.</exception>
    /// <exception cref="CacoException">The engine refuses the scenario.</exception>
    public TraceReport Verify(string path)
    {
        var meta = GoldenTrace.ReadMeta(path);
        using var game = CreateGame(path, meta);
        var comparison = new Comparison(game, meta, path);
        foreach (var row in GoldenTrace.ReadRows(path))
        {
            if (!comparison.Step(row))
            {
                break;
            }
        }

        return comparison.Report();
    }

    /// <summary>What the engine does along a trace's actions, row by row as they are asked for.</summary>
    /// <param name="path">The trace.</param>
    /// <param name="meta">Its set-up.</param>
    /// <param name="hashed">Whether rows have hashes of buffers and world.</param>
    public IEnumerable<TraceRow> Play(string path, TraceMeta meta, bool hashed)
    {
        ArgumentNullException.ThrowIfNull(meta);
        return Rows();

        IEnumerable<TraceRow> Rows()
        {
            using var game = CreateGame(path, meta);
            var recorder = new TraceRecorder(game, meta);
            var isFirst = true;
            foreach (var row in GoldenTrace.ReadRows(path))
            {
                Step(game, row, isFirst);
                isFirst = false;
                yield return recorder.Read(row.Row, row.Reset, row.Action, hashed);
            }
        }
    }

    /// <summary>A game set up as the reference was, before its first row.</summary>
    public DoomGame CreateGame(string path, TraceMeta meta)
    {
        ArgumentNullException.ThrowIfNull(meta);
        if (meta.Cfg.Length == 0)
        {
            throw new LoopException($"{path} was recorded from a replay and names no cfg: compare it with another trace of that replay.");
        }

        if (!HasIwadOf(meta))
        {
            throw new LoopException(
                $"{path} was recorded with {meta.Iwad} (SHA-256 {meta.IwadSha256}), and {_iwad.Value} is another file: name it with --iwad.");
        }

        var settings = Scenario.FromFile(FindCfg(path, meta.Cfg));
        try
        {
            var wad = meta.IsIwadOnly ? "" : settings.DoomScenarioPath;
            SetUp(settings, meta);
            var game = new DoomGame(settings, Assets(wad), new GameOptions { HoldAnimations = true });
            game.Init();
            return game;
        }
        catch
        {
            settings.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var assets in _assets.Values.Where(static a => a.IsValueCreated))
        {
            assets.Value.Dispose();
        }
    }

    private GameAssets Assets(string wad) => _assets.GetOrAdd(
        wad, key => new Lazy<GameAssets>(() => key.Length == 0 ? GameAssets.Load(_iwad.Value) : GameAssets.Load(_iwad.Value, key))).Value;

    private string FindCfg(string tracePath, string cfg)
    {
        // Traces lie in data/golden/CASE, scenarios in data/scenarios.
        var folder = _scenarios
            ?? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(tracePath)) ?? ".", "..", "..", "scenarios");
        if (!Directory.Exists(folder))
        {
            throw new LoopException($"the folder {folder} does not exist: name the one with {cfg} with --scenarios.");
        }

        return Directory.EnumerateFiles(folder, cfg, SearchOption.AllDirectories).Order(StringComparer.Ordinal).FirstOrDefault()
            ?? throw new LoopException($"{cfg} was not found below {folder}.");
    }

    private static void SetUp(Scenario settings, TraceMeta meta)
    {
        if (meta.Map.Length > 0)
        {
            settings.DoomMap = meta.Map;
        }

        settings.Set("seed", meta.Seed.ToString(CultureInfo.InvariantCulture));
        settings.Mode = Mode.Player;
        settings.Set("screen_resolution", meta.Resolution);
        settings.ScreenFormat = ScreenFormat.Doom256Colors8;
        settings.DepthBufferEnabled = true;
        settings.LabelsBufferEnabled = true;
        settings.AutomapBufferEnabled = true;
        settings.ObjectsInfoEnabled = true;
        settings.Set("available_buttons", $"{{ {string.Join(' ', meta.Buttons)} }}");
        settings.Set("available_game_variables", $"{{ {string.Join(' ', meta.Variables)} }}");
        if (meta.RenderHud is { } hud)
        {
            settings.RenderHud = hud;
        }

        settings.EpisodeTimeout = meta.EpisodeTimeout;
        settings.EpisodeStartTime = meta.EpisodeStartTime;
        settings.LivingReward = meta.LivingReward;
        settings.DeathPenalty = meta.DeathPenalty;
    }

    // What leads to a row. A game begins with its first episode.
    private static void Step(DoomGame game, TraceRow row, bool isFirst)
    {
        if (!row.Reset)
        {
            game.MakeAction(row.Action);
        }
        else if (!isFirst)
        {
            game.NewEpisode();
        }
    }

    /// <summary>One pass over one trace.</summary>
    private sealed class Comparison(DoomGame game, TraceMeta meta, string path)
    {
        private readonly TraceRecorder _recorder = new(game, meta);
        private readonly List<ObjectInfo> _labels = [];
        private readonly BufferAgreement[] _buffers =
            [.. GoldenTrace.Buffers.Select(static name => new BufferAgreement { Buffer = name })];

        private int _compared;
        private TraceDivergence? _divergence;
        private PictureComparison? _worst;

        /// <summary>Makes a row's action and compares the outcome; false when it differs.</summary>
        public bool Step(TraceRow row)
        {
            TraceVerifier.Step(game, row, isFirst: _compared == 0);
            _compared++;
            var actual = _recorder.Read(row.Row, row.Reset, row.Action, hashed: false);
            if (TraceDifferences.Of(meta, row, actual).FirstOrDefault() is { } different)
            {
                _divergence = new TraceDivergence(row.Row, row.Tic, different.FullField, different.Expected, different.Actual);
                return false;
            }

            if (!actual.Finished)
            {
                Buffers(row);
            }

            return true;
        }

        public TraceReport Report() => new()
        {
            Path = path,
            Case = meta.Case,
            Seed = meta.Seed,
            RowsCompared = _compared,
            Divergence = _divergence,
            Buffers = _buffers,
            Worst = _worst,
            Palette = game.GetPalette().ToArray(),
            EngineReports = game.GetReports(),
        };

        private void Buffers(TraceRow row)
        {
            game.GetLabels(_labels);
            var foreign = ForeignArt.ValuesIn(_labels);
            var mask = foreign.Count == 0 ? null : Mask(row, foreign);
            for (var i = 0; i < _buffers.Length; i++)
            {
                if (row.Hashes[i] is not { } expected)
                {
                    continue;
                }

                // The automap shows no sprites of the view.
                var masked = foreign.Count > 0 && TraceRecorder.BufferKinds[i] != FrameBuffer.AutomapIndices;
                var pixels = game.GetFrame(TraceRecorder.BufferKinds[i]).Pixels;
                Count(_buffers[i], row.Row, TraceRecorder.Hash(pixels) == expected, masked);
                Picture(row.Row, pixels, _buffers[i], masked ? mask : null);
            }
        }

        private static void Count(BufferAgreement agreement, int row, bool equal, bool masked)
        {
            agreement.Rows++;
            if (equal)
            {
                agreement.EqualRows++;
            }
            else if (masked)
            {
                agreement.MaskedRows++;
            }
            else if (agreement.FirstUnequalRow < 0)
            {
                agreement.FirstUnequalRow = row;
            }
        }

        // Pixels of pictures that only the reference has; null where this row's label picture is not stored.
        private bool[]? Mask(TraceRow row, HashSet<byte> values)
        {
            var file = GoldenTrace.PicturePath(path, row.Row, "labels");
            var pixels = game.GetFrame(FrameBuffer.Labels).Pixels;
            return File.Exists(file) ? ForeignArt.Mask(values, Read(file, pixels.Length).Pixels, pixels) : null;
        }

        private static (byte[] Pixels, int Width, int Height) Read(string file, int pixels)
        {
            var (expected, width, height) = GreyPng.Read(file);
            return expected.Length == pixels
                ? (expected, width, height)
                : throw new LoopException($"{file} is {width}x{height} and the buffer has {pixels} pixels.");
        }

        private void Picture(int row, ReadOnlySpan<byte> pixels, BufferAgreement agreement, bool[]? mask)
        {
            var file = GoldenTrace.PicturePath(path, row, agreement.Buffer);
            if (!File.Exists(file))
            {
                return;
            }

            var (expected, width, height) = Read(file, pixels.Length);
            var comparison = PictureComparison.Of(agreement.Buffer, row, width, height, expected, pixels, mask);
            agreement.Pictures++;
            agreement.Pixels += expected.Length - comparison.Masked;
            agreement.EqualPixels += expected.Length - comparison.Masked - comparison.Unequal;
            agreement.MaskedPixels += comparison.Masked;
            if ((comparison.Unequal > 0 || comparison.Masked > 0) && comparison.IsWorseThan(_worst))
            {
                _worst = comparison;
            }
        }
    }
}
