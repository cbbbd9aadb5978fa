namespace Caco.Policies.Parts;

/// <summary>
/// When to hold the pistol's trigger. A shot leaves 4 tics after the trigger is pulled and the weapon is ready again 15
/// tics after the shot; a trigger still held 10 tics after it fires again 14 tics after the first, but not straight. Far
/// targets therefore want single shots, near ones a held burst.
/// </summary>
public sealed class Trigger
{
    private const int RefireCheck = 10;
    private const int ReleaseFrom = RefireCheck - 4;
    private const int ReleaseTo = RefireCheck + 3;

    private double _ammo = double.NaN;
    private int _shotTic = int.MinValue / 2;

    /// <summary>Shots seen so far.</summary>
    public int Shots { get; private set; }

    /// <summary>Tics since the last shot; very many before the first.</summary>
    public int TicsSinceShot { get; private set; } = int.MaxValue / 2;

    /// <summary>Takes note of a decision's ammunition.</summary>
    public void Observe(double ammo, int tic)
    {
        if (ammo < _ammo)
        {
            Shots++;
            _shotTic = tic;
        }

        _ammo = ammo;
        TicsSinceShot = tic - _shotTic;
    }

    /// <summary>Whether a pull makes a straight shot, or belongs to one that is on its way.</summary>
    public bool WantsSingleShot => TicsSinceShot is < ReleaseFrom or > ReleaseTo;
}
