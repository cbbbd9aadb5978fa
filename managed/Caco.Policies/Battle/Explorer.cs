using Caco.Policies.Parts;

namespace Caco.Policies.Battle;

/// <summary>
/// Walks about where nothing is to be done: towards the most open part of the view, round in one direction where a wall
/// closes it, and now and then right round to see what is behind.
/// </summary>
public sealed class Explorer
{
    // Of BattleEye.Openness: measured on recorded play, walls within about 100 units lie below the first, walls further
    // than about 300 above the second.
    [Tunable(-80, -35)]
    private const double Closed = -50;

    [Tunable(-75, -30)]
    private const double Open = -44;

    [Tunable(1, 12)]
    private const int StuckDecisions = 3;

    // Degrees that one decision turns at most: away from a wall, and towards the open while walking.
    [Tunable(10, 90)]
    private const double FastTurn = 45;

    [Tunable(2, 45)]
    private const double WalkingTurn = 12;

    [Tunable(0.05, 1)]
    private const double WalkingTurnShare = 0.35;

    [Tunable(8, 250)]
    private const int LookAroundDecisions = 45;

    private DeterministicRandom _random = new(0x57414E44);
    private double _turnLeft;
    private int _turnSign;
    private int _sinceLook;
    private double _lookLeft;

    /// <summary>Forgets a look-around or a turn in progress: there is something better to do.</summary>
    public void Interrupt()
    {
        _lookLeft = 0;
        _sinceLook = 0;
        _turnSign = 0;
        _turnLeft = 0;
    }

    /// <summary>Turns right round, beginning with the next decision.</summary>
    public void LookAround() => _lookLeft = 360;

    /// <summary>One decision of wandering.</summary>
    /// <returns>Whether it walked straight ahead.</returns>
    public bool Wander(BattleEye eye, MotionSense motion, Steering steering, Span<float> buttons)
    {
        var (bearing, openness) = MostOpen(eye);
        if (motion.Still >= StuckDecisions)
        {
            // Whatever the view says, this way is none.
            motion.Forgive();
            _turnSign = SideSign(eye);
            _turnLeft = 80 + _random.Next(80);
        }
        else if (_turnSign == 0 && openness < Closed)
        {
            _turnSign = SideSign(eye);
            _turnLeft = 0;
        }

        if (_turnSign != 0)
        {
            if (_turnLeft > 0 || openness < Open)
            {
                _turnLeft -= Math.Abs(steering.Turn(buttons, _turnSign * FastTurn));
                return false;
            }

            _turnSign = 0;
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

        steering.Move(buttons, 1, run: true);
        return Math.Abs(steering.Turn(buttons, Math.Clamp(bearing * WalkingTurnShare, -WalkingTurn, WalkingTurn))) < 2;
    }

    /// <summary>The bearing that looks furthest, each strip helped by its neighbours, and how far it looks.</summary>
    private static (double Bearing, double Openness) MostOpen(BattleEye eye)
    {
        var openness = eye.Openness;
        var best = double.NegativeInfinity;
        var bearing = 0.0;
        for (var strip = 0; strip < openness.Length; strip++)
        {
            var left = openness[Math.Max(0, strip - 1)];
            var right = openness[Math.Min(openness.Length - 1, strip + 1)];
            var score = (openness[strip] * 2 + left + right) / 4 - Math.Abs(eye.StripBearing(strip)) * 0.04;
            if (score > best)
            {
                best = score;
                bearing = eye.StripBearing(strip);
            }
        }

        return (bearing, best);
    }

    /// <summary>The side that is more open; by chance where none is.</summary>
    private int SideSign(BattleEye eye)
    {
        var openness = eye.Openness;
        var sum = 0.0;
        for (var i = 0; i < openness.Length / 2; i++)
        {
            sum += openness[^(i + 1)] - openness[i];
        }

        return Math.Abs(sum) > openness.Length / 2 ? Math.Sign(sum) : _random.Next(2) * 2 - 1;
    }
}
