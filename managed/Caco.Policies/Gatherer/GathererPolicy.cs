using Caco.Policies.Parts;

namespace Caco.Policies.Gatherer;

/// <summary>
/// Lives on medikits where the floor hurts (D1 Basic): walks to the nearest that is seen, and on to the next; where none is
/// seen it turns round, then walks on.
/// </summary>
/// <remarks>Needs a way to turn; walks with MOVE_FORWARD, faster with SPEED.</remarks>
public sealed class GathererPolicy : IPolicy
{
    // A degree to turn weighs as much as so many map units to walk; so much nearer another kit must be to be preferred.
    [Tunable(0, 20)]
    private const double UnitsPerDegree = 3;

    [Tunable(0, 500)]
    private const double KeptChoice = 200;

    // Sightings this near to where the kit is thought to be are the same kit.
    [Tunable(2, 30)]
    private const double SameKit = 8;

    [Tunable(1, 40)]
    private const int MemoryDecisions = 8;

    // Walks while the kit is within so many degrees; a kit at one's feet is at any.
    [Tunable(5, 90)]
    private const double WalkingAngle = 25;

    // Decisions of turning round, then of walking on, where none is seen.
    private const int TurnDecisions = 70;
    private const int WalkDecisions = 30;

    private EpisodeInfo? _info;
    private DecisionLog _log = DecisionLog.Off;
    private KitEye _eye = null!;
    private Steering _steering = null!;
    private int _memory;
    private double _bearing;
    private int _search;

    /// <inheritdoc/>
    public void Reset(EpisodeInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);
        _steering = new Steering(info);
        _steering.Require("gatherer", info, shoots: false);
        if (!ReferenceEquals(info, _info))
        {
            _eye = new KitEye(info);
            _info = info;
        }

        _log = info.Log;
        _memory = 0;
        _search = 0;
    }

    /// <inheritdoc/>
    public void Act(in Observation observation, Span<float> buttons)
    {
        buttons.Clear();
        using (_log.Look())
        {
            _eye.Look(observation.Screen);
        }

        ChooseKit();
        if (_memory > 0)
        {
            Fetch(buttons);
        }
        else
        {
            Search(buttons);
        }
    }

    private void ChooseKit()
    {
        var lowest = double.PositiveInfinity;
        var chosen = 0.0;
        foreach (ref readonly var kit in _eye.Kits.Items)
        {
            _log.Trace($"sees {kit.Kind} at {kit.Bearing:0} deg, {kit.Distance:0} units");
            var isKept = _memory > 0 && Math.Abs(kit.Bearing - _bearing) < SameKit;
            var cost = kit.Distance + UnitsPerDegree * Math.Abs(kit.Bearing) - (isKept ? KeptChoice : 0);
            if (cost < lowest)
            {
                lowest = cost;
                chosen = kit.Bearing;
            }
        }

        _memory = Math.Max(0, _memory - 1);
        if (lowest < double.PositiveInfinity)
        {
            _bearing = chosen;
            _memory = MemoryDecisions;
        }
    }

    private void Fetch(Span<float> buttons)
    {
        _log.Trace($"fetches the medikit at {_bearing:0} deg");
        _search = 0;
        _steering.Move(buttons, Math.Abs(_bearing) < WalkingAngle ? 1 : 0, run: true);
        _bearing -= _steering.Turn(buttons, _bearing);
    }

    private void Search(Span<float> buttons)
    {
        if (_search++ % (TurnDecisions + WalkDecisions) < TurnDecisions)
        {
            _log.Trace($"looks round");
            _steering.Turn(buttons, 14);
        }
        else
        {
            _log.Trace($"walks on");
            _steering.Move(buttons, 1, run: true);
        }
    }
}
