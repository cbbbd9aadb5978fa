using Caco.Engine;

namespace Caco.Loop.Play;

/// <summary>Counts what a policy does in an episode, decision by decision. Allocates nothing once warm; one thread at a time.</summary>
internal sealed class BehaviourMeter
{
    private const int SquareShift = 7;
    private const double StandingStill = 1;

    private readonly DoomGame _game;
    private readonly bool[] _isMove;
    private readonly HashSet<long> _squares = new(256);
    private double _health;
    private double _ammo;
    private double _x;
    private double _y;
    private int _decisions;
    private int _starved;
    private int _stuck;
    private double _shots;
    private double _damageTaken;

    /// <param name="game">The game that is measured.</param>
    /// <param name="buttons">Names of the action's buttons in order.</param>
    public BehaviourMeter(DoomGame game, IEnumerable<string> buttons)
    {
        _game = game;
        _isMove = [.. buttons.Select(static b => b.StartsWith("MOVE_", StringComparison.OrdinalIgnoreCase))];
    }

    /// <summary>At the start of an episode or of a stretch.</summary>
    public void Begin()
    {
        _squares.Clear();
        _decisions = _starved = _stuck = 0;
        _shots = _damageTaken = 0;
        _health = _game.GetGameVariable(GameVariable.Health);
        _ammo = _game.GetGameVariable(GameVariable.SelectedWeaponAmmo);
        _x = _game.GetGameVariable(GameVariable.PositionX);
        _y = _game.GetGameVariable(GameVariable.PositionY);
    }

    /// <summary>After a decision was played.</summary>
    public void Count(ReadOnlySpan<float> action)
    {
        _decisions++;
        var ammo = _game.GetGameVariable(GameVariable.SelectedWeaponAmmo);

        // Before the first tic no weapon is ready.
        _starved += _ammo <= 0 && ammo <= 0 ? 1 : 0;
        _shots += Math.Max(0, _ammo - ammo);
        _ammo = ammo;
        var health = _game.GetGameVariable(GameVariable.Health);
        _damageTaken += Math.Max(0, _health - health);
        _health = health;
        Move(action);
    }

    /// <summary>The figures up to now.</summary>
    public Behaviour Result() => new()
    {
        Shots = (int)_shots,
        Accuracy = _shots > 0 ? _game.GetGameVariable(GameVariable.HitCount) / _shots : 0,
        StarvedShare = Share(_starved),
        StuckShare = Share(_stuck),
        Explored = _squares.Count,
        DamageTaken = _damageTaken,
        Killer = _game.IsPlayerDead() ? Killer() : "",
    };

    private void Move(ReadOnlySpan<float> action)
    {
        var x = _game.GetGameVariable(GameVariable.PositionX);
        var y = _game.GetGameVariable(GameVariable.PositionY);
        if (Math.Abs(x - _x) + Math.Abs(y - _y) < StandingStill && WantsToMove(action))
        {
            _stuck++;
        }

        _x = x;
        _y = y;
        Visit();
    }

    private bool WantsToMove(ReadOnlySpan<float> action)
    {
        for (var i = 0; i < action.Length; i++)
        {
            if (_isMove[i] && action[i] != 0)
            {
                return true;
            }
        }

        return false;
    }

    private void Visit() => _squares.Add(((long)Math.Floor(_x) >> SquareShift << 32) ^ (uint)((int)Math.Floor(_y) >> SquareShift));

    private double Share(int count) => _decisions == 0 ? 0 : (double)count / _decisions;

    // Plain damage has the type None, which names nobody: then what touched the player says more.
    private string Killer() => _game.GetLastAttacker() is { Length: > 0 } attacker ? attacker
        : _game.GetLastDamageType() is { Length: > 0 } type and not "None" ? type
        : _game.GetLastInflictor() is { Length: > 0 } inflictor ? inflictor
        : "unknown";
}
