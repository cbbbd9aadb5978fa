namespace Caco.Policies;

/// <summary>Names of the buttons that the reference policies press, as cfg files spell them.</summary>
public static class ButtonNames
{
    public const string Attack = "ATTACK";
    public const string Use = "USE";
    public const string Speed = "SPEED";
    public const string Strafe = "STRAFE";
    public const string Turn180 = "TURN180";
    public const string MoveRight = "MOVE_RIGHT";
    public const string MoveLeft = "MOVE_LEFT";
    public const string MoveBackward = "MOVE_BACKWARD";
    public const string MoveForward = "MOVE_FORWARD";
    public const string TurnRight = "TURN_RIGHT";
    public const string TurnLeft = "TURN_LEFT";
    public const string TurnLeftRightDelta = "TURN_LEFT_RIGHT_DELTA";

    /// <summary>Whether the button takes an amount instead of pressed or not.</summary>
    public static bool IsDelta(string name) => name.EndsWith("_DELTA", StringComparison.OrdinalIgnoreCase);
}

/// <summary>Names of the public game variables that the reference policies read, as cfg files spell them.</summary>
public static class VariableNames
{
    public const string Health = "HEALTH";
    public const string Ammo2 = "AMMO2";
    public const string SelectedWeaponAmmo = "SELECTED_WEAPON_AMMO";
    public const string KillCount = "KILLCOUNT";
    public const string DamageCount = "DAMAGECOUNT";
    public const string HitCount = "HITCOUNT";

    /// <summary>The variables that a policy may be shown whatever the scenario's own list says.</summary>
    public static IReadOnlyList<string> Public { get; } = [Health, Ammo2, HitCount, DamageCount, KillCount];
}
