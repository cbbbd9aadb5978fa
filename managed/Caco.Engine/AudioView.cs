using System.Runtime.CompilerServices;

namespace Caco.Engine;

/// <summary>
/// A view of the audio buffer in the game's own memory, nothing copied. It is good until the game is stepped, restored, closed or
/// disposed: after that every access throws. A span taken from it must not be used longer than the view.
/// </summary>
public readonly unsafe ref struct AudioView
{
    private readonly DoomGame? _game;
    private readonly short* _data;
    private readonly uint _epoch;

    internal AudioView(DoomGame game, uint epoch, scoped in Interop.caco_audio audio)
    {
        _game = game;
        _epoch = epoch;
        _data = audio.data;
        Length = audio.samples;
        Channels = audio.channels;
        Rate = audio.rate;
        Tics = audio.tics;
    }

    /// <summary>False unless the scenario asks for the audio buffer; then all sizes are 0.</summary>
    public bool IsPresent => _data != null;

    /// <summary>Pairs of samples: <see cref="Tics"/> * <see cref="Rate"/> / 35.</summary>
    public int Length { get; }

    /// <summary>2: left and right.</summary>
    public int Channels { get; }

    /// <summary>Pairs a second: 11025, 22050 or 44100.</summary>
    public int Rate { get; }

    /// <summary>Tics that the buffer holds.</summary>
    public int Tics { get; }

    /// <summary>The samples, shape (Length x 2), left and right in turn, oldest first.</summary>
    /// <exception cref="CacoInvalidStateException">The view is stale, or the buffer is switched off.</exception>
    /// <exception cref="ObjectDisposedException">The game is disposed.</exception>
    public ReadOnlySpan<short> Samples
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            DoomGame.CheckView(_game, _epoch, (byte*)_data);
            return new ReadOnlySpan<short>(_data, Length * Channels);
        }
    }
}
