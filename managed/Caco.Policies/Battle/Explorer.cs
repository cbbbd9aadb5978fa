using Caco.Vision;

namespace Caco.Policies.Battle;

/// <summary>
/// Walks about where nothing is to be done: towards the most open part of the view, away from where it is stuck, and now
/// and then right round to see what is behind.
/// </summary>
public sealed class Explorer
{
    private const double StuckShare = 0.06;
    private const int StuckDecisions = 3;
    private const int EscapeDecisions = 8;
    private const int LookAroundDecisions = 45;

    private readonly byte[] _previous;
    private readonly int _width;
    private readonly int _height;
    private DeterministicRandom _random = new(0x57414E44);
    private bool _hasPrevious;
    private int _still;
    private int _escape;
    private double _escapeTurn;
    private int _sinceLook;
    private double _lookLeft;

    public Explorer(EpisodeInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);
        _width = info.ScreenWidth;

        // The upper part only: the pistol sways in the lower one even where the player stands still.
        _height = info.ViewHeight * 45 / 100;
        _previous = new byte[_width * _height];
    }

    /// <summary>Whether it has been walking without getting anywhere.</summary>
    public bool IsStuck => _still >= StuckDecisions;

    /// <summary>Compares the frame with the last one.</summary>
    /// <param name="screen">The whole frame.</param>
    /// <param name="walking">Whether the last decision walked without turning: only then a still picture means a wall.</param>
    public void Observe(IndexedFrame screen, bool walking)
    {
        var view = screen.Region(new PixelRect(0, 0, _width, _height));
        if (_hasPrevious && walking)
        {
            var changed = FrameDifference.CountChanged(view, new IndexedFrame(_previous, _width, _height));
            _still = changed < StuckShare * _width * _height ? _still + 1 : 0;
        }

        for (var y = 0; y < _height; y++)
        {
            view.Row(y).CopyTo(_previous.AsSpan(y * _width, _width));
        }

        _hasPrevious = true;
    }

    /// <summary>Forgets a look-around in progress: there is something better to do.</summary>
    public void Interrupt()
    {
        _lookLeft = 0;
        _sinceLook = 0;
    }

    /// <summary>Turns right round, beginning with the next decision.</summary>
    public void LookAround() => _lookLeft = 360;

    /// <summary>One decision of wandering.</summary>
    /// <returns>Whether it walked straight ahead.</returns>
    public bool Wander(BattleEye eye, Steering steering, Span<float> buttons)
    {
        if (IsStuck && _escape == 0)
        {
            BeginEscape(eye);
        }

        if (_escape > 0)
        {
            return Escape(steering, buttons);
        }

        if (++_sinceLook > LookAroundDecisions && steering.IsExact)
        {
            _sinceLook = 0;
            _lookLeft = 360;
        }

        if (_lookLeft > 0)
        {
            // Quarter by quarter where any angle is one decision away: the view is a quarter wide.
            _lookLeft -= Math.Abs(steering.Turn(buttons, Math.Min(_lookLeft, 90)));
            return false;
        }

        var turn = MostOpen(eye);
        steering.Move(buttons, 1, run: true);
        return Math.Abs(steering.Turn(buttons, Math.Clamp(turn * 0.35, -12, 12))) < 2;
    }

    private void BeginEscape(BattleEye eye)
    {
        _still = 0;
        _escape = EscapeDecisions;
        var side = SideBalance(eye.Openness);
        var sign = Math.Abs(side) > 1 ? Math.Sign(side) : _random.Next(2) * 2 - 1;
        _escapeTurn = sign * (80 + _random.Next(80));
    }

    private bool Escape(Steering steering, Span<float> buttons)
    {
        _escape--;
        if (Math.Abs(_escapeTurn) > 3)
        {
            steering.Move(buttons, -1, run: false);
            _escapeTurn -= steering.Turn(buttons, _escapeTurn);
            return false;
        }

        _escape = 0;
        steering.Move(buttons, 1, run: true);
        return true;
    }

    /// <summary>The bearing that looks furthest, each strip helped by its neighbours.</summary>
    private static double MostOpen(BattleEye eye)
    {
        var openness = eye.Openness;
        var best = double.NegativeInfinity;
        var bearing = 0.0;
        for (var strip = 0; strip < openness.Length; strip++)
        {
            var left = openness[Math.Max(0, strip - 1)];
            var right = openness[Math.Min(openness.Length - 1, strip + 1)];
            var score = openness[strip] * 2 + left + right - Math.Abs(eye.StripBearing(strip)) * 0.15;
            if (score > best)
            {
                best = score;
                bearing = eye.StripBearing(strip);
            }
        }

        return bearing;
    }

    /// <summary>Positive where the right half is more open.</summary>
    private static double SideBalance(ReadOnlySpan<double> openness)
    {
        var sum = 0.0;
        for (var i = 0; i < openness.Length / 2; i++)
        {
            sum += openness[^(i + 1)] - openness[i];
        }

        return sum / (openness.Length / 2.0);
    }
}
