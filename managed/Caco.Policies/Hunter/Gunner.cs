namespace Caco.Policies.Hunter;

/// <summary>
/// Chooses the imp to shoot, pulls the trigger ahead of time, and turns so that the sights are on the imp in the very tic
/// in which the bullet leaves.
/// </summary>
/// <param name="decisionTics">Tics of a decision.</param>
public sealed class Gunner(int decisionTics)
{
    // Up to here a shot that strays is worth more than a straight one later.
    [Tunable(50, 900)]
    private const double StrayDistance = 420;

    [Tunable(100, 1500)]
    private const double FurthestTarget = 1300;

    /// <summary>What was not seen for longer may be anywhere.</summary>
    [Tunable(2, 40)]
    private const int FreshTics = 12;

    // What makes an imp the next one, in units of UnitsAway map units.
    [Tunable(50, 1000)]
    private const double UnitsAway = 300;

    [Tunable(0, 1)]
    private const double TicUnseen = 0.15;

    [Tunable(0, 3)]
    private const double KeptTarget = 0.5;

    [Tunable(0, 3)]
    private const double OneLook = 0.5;

    private const double UnseenAtShot = 5;

    private Pistol _pistol = new();
    private int _targetId;

    /// <summary>Whether the trigger is to be held through the decision.</summary>
    public bool Trigger { get; private set; }

    /// <summary>Degrees to turn every tic; null where the gun does not mind.</summary>
    public double? Turn { get; private set; }

    /// <summary>An episode begins.</summary>
    public void Clear()
    {
        _pistol = new Pistol();
        _targetId = 0;
        Trigger = false;
    }

    /// <summary>A tic of the last decision has passed.</summary>
    public void Step() => _pistol.Step(Trigger);

    /// <summary>Decides trigger and turn.</summary>
    public void Decide(Surroundings world, double ammo, int tic, DecisionLog log)
    {
        _pistol.Observe(ammo);
        Trigger = false;
        Turn = null;
        if (ammo <= 0 || !ChooseTarget(world, tic, out var target))
        {
            return;
        }

        _targetId = target.Id;
        var shot = _pistol.TicsToShot;
        if (shot > 0 && shot <= decisionTics)
        {
            // The game turns, then shoots, then moves: until the shot there is one tic of way less than there are turns.
            Turn = world.Odometer.To(target.X, target.Y, shot - 1).Bearing / shot;
            log.Trace($"fires at imp {target.Id} in tic {shot}, turning {Turn.Value:0.0} deg");
            return;
        }

        var (bearing, distance) = world.Odometer.To(target.X, target.Y, decisionTics);
        if (shot == 0 && _pistol.TicsToTrigger <= decisionTics)
        {
            Trigger = !_pistol.WouldStray || distance < StrayDistance;
            if (!Trigger)
            {
                return;
            }
        }

        if (shot > 0 || _pistol.TicsToTrigger <= 2 * decisionTics)
        {
            Turn = bearing / decisionTics;
            log.Trace($"{(Trigger ? "pulls the trigger for" : "faces")} imp {target.Id} at {bearing:0.0} deg, {distance:0} units");
        }
    }

    private bool ChooseTarget(Surroundings world, int tic, out Track target)
    {
        target = default;
        var lowest = double.PositiveInfinity;
        var isShot = _pistol.TicsToShot > 0 && _pistol.TicsToShot <= decisionTics;
        foreach (ref readonly var track in world.Imps.Items)
        {
            var unseen = tic - track.SeenTic;
            var distance = world.Odometer.To(track.X, track.Y).Distance;
            if (distance > FurthestTarget || unseen > FreshTics)
            {
                continue;
            }

            var cost = distance / UnitsAway + unseen * TicUnseen - (track.Id == _targetId ? KeptTarget : 0)
                + (track.Looks < 2 ? OneLook : 0) + (isShot && unseen > 0 ? UnseenAtShot : 0);
            if (cost < lowest)
            {
                lowest = cost;
                target = track;
            }
        }

        return lowest < double.PositiveInfinity;
    }
}
