using Caco.Engine;
using Caco.Policies;

namespace Caco.Parity.Tests;

/// <summary>World and screen hashes after every tic of an episode, or of its part from <see cref="First"/> on.</summary>
internal sealed record Trail(int First, IReadOnlyList<ulong> Worlds, IReadOnlyList<int> Screens)
{
    public const int Start = 0;

    public Trail From(int tic) => new(tic, [.. Worlds.Skip(tic - First)], [.. Screens.Skip(tic - First)]);

    /// <summary>Names the first tic that differs.</summary>
    public static void Equal(Trail expected, Trail actual)
    {
        Assert.Equal(expected.First, actual.First);
        Assert.Equal(expected.Worlds.Count, actual.Worlds.Count);
        for (var i = 0; i < expected.Worlds.Count; i++)
        {
            Assert.True(
                expected.Worlds[i] == actual.Worlds[i],
                $"tic {expected.First + i}: world {actual.Worlds[i]:x16}, expected {expected.Worlds[i]:x16}");
            Assert.True(
                expected.Screens[i] == actual.Screens[i],
                $"tic {expected.First + i}: the world is the same and the screen is not");
        }
    }
}

/// <summary>The built-in Battle scenario under random buttons from a fixed start.</summary>
internal sealed class Arena : IDisposable
{
    private const int ActionCount = 4096;

    private readonly BuiltinScenario _scenario = BuiltinScenario.Get();
    private readonly GameAssets _assets;
    private readonly double[][] _actions;

    private Arena(string iwad)
    {
        _assets = GameAssets.Load([iwad, _scenario.Source]);
        using var settings = _scenario.CreateScenario();
        var random = new DeterministicRandom(7);
        var buttons = settings.Buttons;
        _actions = new double[ActionCount][];
        for (var i = 0; i < ActionCount; i++)
        {
            _actions[i] = [.. buttons.Select(b => Names.IsDelta(b) ? random.Next(21) - 10 : (double)random.Next(2))];
        }
    }

    /// <summary>Skips the test, visibly, where no IWAD is installed.</summary>
    public static Arena OrSkip()
    {
        Assert.SkipUnless(IwadLocator.TryFind(null, out var iwad), "no IWAD is installed (apt install freedoom)");
        return new Arena(iwad);
    }

    public DoomGame CreateGame(uint seed, GameOptions? options = null)
    {
        var game = new DoomGame(_scenario.CreateScenario(), _assets, options);
        game.SetSeed(seed);
        game.Init();
        return game;
    }

    /// <summary>A new game's first episode.</summary>
    public Trail Play(uint seed, int tics)
    {
        using var game = CreateGame(seed);
        return Continue(game, Trail.Start, tics);
    }

    /// <summary>Plays a game on from tic <paramref name="from"/> to tic <paramref name="to"/>.</summary>
    public Trail Continue(DoomGame game, int from, int to)
    {
        var worlds = new List<ulong>();
        var screens = new List<int>();
        for (var tic = from; tic < to; tic++)
        {
            Step(game, tic, worlds, screens);
        }

        return new Trail(from, worlds, screens);
    }

    /// <summary>Plays games in turn, a tic each; their trails go to the places of their seeds.</summary>
    public void PlayInterleaved(IEnumerable<int> seeds, int tics, Trail[] trails)
    {
        var games = seeds.Select(seed => (Seed: seed, Game: CreateGame((uint)seed), Worlds: new List<ulong>(), Screens: new List<int>()))
            .ToList();
        for (var tic = 0; tic < tics; tic++)
        {
            foreach (var (_, game, worlds, screens) in games)
            {
                Step(game, tic, worlds, screens);
            }
        }

        foreach (var (seed, game, worlds, screens) in games)
        {
            trails[seed] = new Trail(Trail.Start, worlds, screens);
            game.Dispose();
        }
    }

    public void Dispose() => _assets.Dispose();

    private void Step(DoomGame game, int tic, List<ulong> worlds, List<int> screens)
    {
        game.MakeAction(_actions[tic % ActionCount]);
        worlds.Add(game.GetStateHash());
        var frame = game.GetFrame(FrameBuffer.Indices);
        var hash = new HashCode();
        if (frame.IsPresent)
        {
            hash.AddBytes(frame.Pixels);
        }

        screens.Add(hash.ToHashCode());
    }
}
