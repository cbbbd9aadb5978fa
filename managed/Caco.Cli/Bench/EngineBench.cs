using System.Diagnostics;
using Caco.Engine;
using Caco.Policies;

namespace Caco.Cli.Bench;

/// <summary>One line of the throughput table.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="TicsPerSecond">Every tic is updated and drawn; the best of the repeats.</param>
/// <param name="SkippedTicsPerSecond">An update and a frame every four tics; the best of the repeats.</param>
/// <param name="Hash">World hash after the tics of one repeat, 16 hex digits: the same work everywhere.</param>
public sealed record BenchLine(string Name, double TicsPerSecond, double SkippedTicsPerSecond, string Hash);

/// <summary>What a bench run gave.</summary>
/// <param name="Lines">Throughput by screen.</param>
/// <param name="NewEpisodeMilliseconds">Start of an episode; the best of the repeats.</param>
/// <param name="NewEpisodeHash">World hash right after it.</param>
/// <param name="Tics">Tics of one repeat.</param>
/// <param name="Repeats">Repeats.</param>
public sealed record BenchReport(
    IReadOnlyList<BenchLine> Lines, double NewEpisodeMilliseconds, string NewEpisodeHash, int Tics, int Repeats)
{
    /// <summary>Edits of a policy, where they were measured.</summary>
    public CompileReport? Compile { get; init; }
}

/// <summary>Throughput of the engine on one core: the built-in Battle scenario under random buttons from a fixed start.</summary>
internal static class EngineBench
{
    public const int SkippedTics = 4;

    private const uint Seed = 1;
    private const int WarmUpTics = 70;
    private const ulong ActionStart = 0x62656E6368;

    private static readonly (string Name, ScreenFormat Format, int Width, int Height)[] Screens =
    [
        ("160x120 GRAY8", ScreenFormat.Gray8, 160, 120),
        ("320x240 CRCGCB", ScreenFormat.Crcgcb, 320, 240),
        ("640x480 CRCGCB", ScreenFormat.Crcgcb, 640, 480),
        ("no screen", ScreenFormat.Doom256Colors8, 0, 0),
    ];

    public static BenchReport Run(string? iwad, int tics, int repeats)
    {
        var builtin = BuiltinScenario.Get();
        using var assets = GameAssets.Load([IwadLocator.Find(iwad), builtin.Source]);
        var lines = new List<BenchLine>();
        foreach (var (name, format, width, height) in Screens)
        {
            using var game = Create(builtin, assets, format, width, height);
            lines.Add(Measure(game, name, tics, repeats));
        }

        using var bare = Create(builtin, assets, ScreenFormat.Doom256Colors8, 0, 0);
        var (milliseconds, hash) = NewEpisodes(bare, Math.Max(20, repeats));
        return new BenchReport(lines, milliseconds, hash, tics, repeats);
    }

    private static DoomGame Create(BuiltinScenario builtin, GameAssets assets, ScreenFormat format, int width, int height)
    {
        var settings = builtin.CreateScenario();
        settings.ScreenFormat = format;
        settings.EpisodeTimeout = 0;
        var game = new DoomGame(
            settings, assets, new GameOptions { Width = width, Height = height, NoScreen = width == 0 });
        try
        {
            game.SetSeed(Seed);
            game.Init();
            return game;
        }
        catch
        {
            game.Dispose();
            throw;
        }
    }

    private static BenchLine Measure(DoomGame game, string name, int tics, int repeats)
    {
        var actions = Actions(game, WarmUpTics + tics);
        Play(game, actions.AsSpan(0, WarmUpTics), 1);
        var snapshot = game.Save();
        var hash = 0UL;
        var every = double.MaxValue;
        var skipped = double.MaxValue;
        for (var i = 0; i < repeats; i++)
        {
            game.Restore(snapshot);
            every = Math.Min(every, Play(game, actions.AsSpan(WarmUpTics), 1).TotalSeconds);
            hash = game.GetStateHash();
            game.Restore(snapshot);
            skipped = Math.Min(skipped, Play(game, actions.AsSpan(WarmUpTics), SkippedTics).TotalSeconds);
        }

        return new BenchLine(name, tics / every, tics / skipped, hash.ToString("x16"));
    }

    // The screen is asked for after every update, as a learner would: conversion to its format is part of the time.
    private static TimeSpan Play(DoomGame game, ReadOnlySpan<double[]> actions, int skip)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < actions.Length; i += skip)
        {
            game.MakeAction(actions[i], Math.Min(skip, actions.Length - i));
            _ = game.GetFrame();
            if (game.IsEpisodeFinished())
            {
                game.NewEpisode();
            }
        }

        return Stopwatch.GetElapsedTime(start);
    }

    private static double[][] Actions(DoomGame game, int count)
    {
        var random = new DeterministicRandom(ActionStart);
        var buttons = game.Settings.Buttons;
        var actions = new double[count][];
        for (var i = 0; i < count; i++)
        {
            actions[i] = [.. buttons.Select(b => Names.IsDelta(b) ? random.Next(21) - 10 : random.Next(2))];
        }

        return actions;
    }

    private static (double Milliseconds, string Hash) NewEpisodes(DoomGame game, int repeats)
    {
        var best = double.MaxValue;
        for (var i = 0; i < repeats; i++)
        {
            game.SetSeed(Seed);
            var start = Stopwatch.GetTimestamp();
            game.NewEpisode();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return (best, game.GetStateHash().ToString("x16"));
    }
}
