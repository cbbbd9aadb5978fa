using System.Runtime.CompilerServices;

namespace Caco.Engine;

/// <summary>The buffers that an update draws.</summary>
public enum FrameBuffer
{
    /// <summary>The screen in the scenario's format; shape and stride as <see cref="ScreenFormat"/> says.</summary>
    Screen = 0,

    /// <summary>The palette indices of the screen, shape (height x width), stride: width.</summary>
    Indices = 1,

    /// <summary>Distance, 0 near, shape (height x width), stride: width.</summary>
    Depth = 2,

    /// <summary>0 nothing, 1 floor or ceiling, else a label's value; shape (height x width), stride: width.</summary>
    Labels = 3,

    /// <summary>The automap in the scenario's format; shape and stride as <see cref="ScreenFormat"/> says.</summary>
    Automap = 4,

    /// <summary>The palette indices of the automap, shape (height x width), stride: width.</summary>
    AutomapIndices = 5,
}

/// <summary>
/// A view of a frame buffer in the game's own memory, nothing copied. It is good until the game is stepped, restored, closed or disposed:
/// after that every access throws. A span taken from it must not be used longer than the view, and the game must stay referenced.
/// </summary>
public readonly unsafe ref struct Frame
{
    private readonly DoomGame? _game;
    private readonly byte* _data;
    private readonly int _size;
    private readonly uint _epoch;

    internal Frame(DoomGame game, uint epoch, scoped in Interop.caco_buffer buffer)
    {
        _game = game;
        _epoch = epoch;
        _data = buffer.data;
        _size = checked((int)buffer.size);
        Width = buffer.width;
        Height = buffer.height;
        Channels = buffer.channels;
        Pitch = buffer.pitch;
        Format = (ScreenFormat)buffer.format;
        Number = buffer.frame;
    }

    /// <summary>False when the buffer is switched off; then all sizes are 0.</summary>
    public bool IsPresent => _data != null;

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>1, 3 or 4.</summary>
    public int Channels { get; }

    /// <summary>Bytes from one row to the next.</summary>
    public int Pitch { get; }

    /// <summary>The layout: planar formats are (Channels x Height x Width), others (Height x Width x Channels).</summary>
    public ScreenFormat Format { get; }

    /// <summary>Frames drawn so far.</summary>
    public uint Number { get; }

    /// <summary>True when the game has gone on and the pixels can no longer be had.</summary>
    public bool IsStale => _game == null || !_game.IsCurrent(_epoch);

    /// <summary>All bytes, in the shape that <see cref="Format"/> says.</summary>
    /// <exception cref="CacoInvalidStateException">The view is stale, or the buffer is switched off.</exception>
    /// <exception cref="ObjectDisposedException">The game is disposed.</exception>
    public ReadOnlySpan<byte> Pixels
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            DoomGame.CheckView(_game, _epoch, _data);
            return new ReadOnlySpan<byte>(_data, _size);
        }
    }

    /// <summary>One row of an interleaved or one-byte format, <see cref="Pitch"/> bytes.</summary>
    public ReadOnlySpan<byte> Row(int y) => Pixels.Slice(checked(y * Pitch), Pitch);

    /// <summary>One plane of a planar format, (Height x Width) bytes.</summary>
    public ReadOnlySpan<byte> Plane(int channel) => Pixels.Slice(checked(channel * Height * Pitch), Height * Pitch);
}
