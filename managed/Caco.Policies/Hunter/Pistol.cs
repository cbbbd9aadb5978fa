namespace Caco.Policies.Hunter;

/// <summary>
/// The pistol's clock, tic by tic. A bullet leaves 4 tics after the trigger is seen. 10 tics later a trigger that is held
/// begins the next shot, which strays by up to 5.6 degrees; else the pistol is ready for a straight one after 5 more.
/// </summary>
public sealed class Pistol
{
    private const int RaiseTics = 16;
    private const int FireTics = 4;
    private const int RecoilTics = 10;
    private const int SettleTics = 5;

    private Phase _phase = Phase.Settle;
    private int _left = RaiseTics;
    private double _ammo = double.NaN;
    private bool _isShotExpected;

    private enum Phase
    {
        Ready,
        Fire,
        Recoil,
        Settle,
    }

    /// <summary>Tics until the bullet leaves that is on its way, 1 for the next tic; 0 for none.</summary>
    public int TicsToShot => _phase == Phase.Fire ? _left : 0;

    /// <summary>Tics until the trigger is looked at, 1 for the next tic; 0 while a bullet is on its way.</summary>
    public int TicsToTrigger => _phase switch
    {
        Phase.Ready => 1,
        Phase.Recoil or Phase.Settle => _left,
        _ => 0,
    };

    /// <summary>Whether the next pull of the trigger makes a shot that strays.</summary>
    public bool WouldStray => _phase == Phase.Recoil;

    /// <summary>One tic.</summary>
    /// <param name="trigger">Whether ATTACK is held.</param>
    public void Step(bool trigger)
    {
        if (_phase != Phase.Ready && --_left > 0)
        {
            return;
        }

        switch (_phase)
        {
            case Phase.Fire:
                Enter(Phase.Recoil, RecoilTics);
                _isShotExpected = true;
                break;
            case Phase.Recoil when !trigger:
                Enter(Phase.Settle, SettleTics);
                break;
            default:
                Enter(trigger ? Phase.Fire : Phase.Ready, FireTics);
                break;
        }
    }

    /// <summary>Sets the clock right where the ammunition tells another story. Once before each decision.</summary>
    public void Observe(double ammo)
    {
        if (ammo < _ammo && !_isShotExpected)
        {
            Enter(Phase.Recoil, RecoilTics);
        }
        else if (ammo == _ammo && _isShotExpected)
        {
            Enter(Phase.Ready, 0);
        }

        _isShotExpected = false;
        _ammo = ammo;
    }

    private void Enter(Phase phase, int tics)
    {
        _phase = phase;
        _left = tics;
    }
}
