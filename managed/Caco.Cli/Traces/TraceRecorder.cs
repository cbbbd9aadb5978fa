using System.Security.Cryptography;
using Caco.Engine;

namespace Caco.Cli.Traces;

/// <summary>Reads rows off a game. One thread at a time, the game's.</summary>
/// <param name="game">The game; its buffers must be those that a trace hashes, its objects listed.</param>
/// <param name="meta">Names the variables.</param>
public sealed class TraceRecorder(DoomGame game, TraceMeta meta)
{
    /// <summary>What the buffers of a trace are called here, in the order of <see cref="GoldenTrace.Buffers"/>.</summary>
    public static IReadOnlyList<FrameBuffer> BufferKinds { get; } =
        [FrameBuffer.Indices, FrameBuffer.Depth, FrameBuffer.Labels, FrameBuffer.AutomapIndices];

    private readonly double[] _variables = new double[meta.Variables.Count];
    private readonly List<ObjectInfo> _objects = [];
    private readonly List<RawObject> _raw = [];

    /// <summary>The game as it is now, as a row.</summary>
    /// <param name="row">Its number.</param>
    /// <param name="reset">Whether no action led here.</param>
    /// <param name="action">The action that led here.</param>
    /// <param name="hashed">Whether buffers are hashed and the world as well, which is slow.</param>
    public TraceRow Read(int row, bool reset, double[] action, bool hashed)
    {
        game.GetGameVariables(_variables);
        var finished = game.IsEpisodeFinished();
        return new TraceRow
        {
            Row = row,
            Reset = reset,
            Tic = game.GetEpisodeTime(),
            Action = action,
            Reward = game.GetLastReward(),
            Total = game.GetTotalReward(),
            Finished = finished,
            Dead = game.IsPlayerDead(),
            Variables = [.. _variables],
            Objects = finished ? null : Objects(),
            Hashes = [.. BufferKinds.Select(kind => hashed && !finished ? Hash(kind) : null)],
            Draws = game.GetDrawCount(),
            Streams = game.GetLastDraws(),
            World = hashed ? game.GetStateHash().ToString("x16", System.Globalization.CultureInfo.InvariantCulture) : null,
        };
    }

    /// <summary>First 16 hex digits of the SHA-1 of a buffer's bytes.</summary>
    public static string Hash(ReadOnlySpan<byte> pixels)
    {
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
#pragma warning disable CA5350 // The traces identify buffers by SHA-1; nothing secret is at stake.
        SHA1.HashData(pixels, hash);
#pragma warning restore CA5350
        return Convert.ToHexStringLower(hash[..8]);
    }

    private string? Hash(FrameBuffer kind) => game.GetFrame(kind) is { IsPresent: true } frame ? Hash(frame.Pixels) : null;

    private TraceObject[] Objects()
    {
        game.GetObjects(_objects);
        game.GetRawObjects(_raw);
        var rows = new TraceObject[_objects.Count];
        for (var i = 0; i < rows.Length; i++)
        {
            var raw = _raw[i];
            rows[i] = new TraceObject(
                _objects[i].Name, _objects[i].Id, raw.X, raw.Y, raw.Z, _objects[i].Angle, raw.VelocityX, raw.VelocityY, raw.VelocityZ);
        }

        return rows;
    }
}
