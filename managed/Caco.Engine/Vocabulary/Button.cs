namespace Caco.Engine;

/// <summary>What a player can press. Numbers and names as in ViZDoom; the numbers of the five last take an amount, the others are pressed or not.</summary>
public enum Button
{
    Attack = 0,
    Use = 1,
    Jump = 2,
    Crouch = 3,
    Turn180 = 4,
    AltAttack = 5,
    Reload = 6,
    Zoom = 7,
    Speed = 8,
    Strafe = 9,
    MoveRight = 10,
    MoveLeft = 11,
    MoveBackward = 12,
    MoveForward = 13,
    TurnRight = 14,
    TurnLeft = 15,
    LookUp = 16,
    LookDown = 17,
    MoveUp = 18,
    MoveDown = 19,
    Land = 20,
    SelectWeapon1 = 21,
    SelectWeapon2 = 22,
    SelectWeapon3 = 23,
    SelectWeapon4 = 24,
    SelectWeapon5 = 25,
    SelectWeapon6 = 26,
    SelectWeapon7 = 27,
    SelectWeapon8 = 28,
    SelectWeapon9 = 29,
    SelectWeapon0 = 30,
    SelectNextWeapon = 31,
    SelectPrevWeapon = 32,
    DropSelectedWeapon = 33,
    ActivateSelectedItem = 34,
    SelectNextItem = 35,
    SelectPrevItem = 36,
    DropSelectedItem = 37,
    /// <summary>Degrees, positive looks up.</summary>
    LookUpDownDelta = 38,
    /// <summary>Degrees, positive turns right.</summary>
    TurnLeftRightDelta = 39,
    /// <summary>Units of forward speed.</summary>
    MoveForwardBackwardDelta = 40,
    /// <summary>Units of sideways speed, positive moves right.</summary>
    MoveLeftRightDelta = 41,
    /// <summary>Units of vertical speed.</summary>
    MoveUpDownDelta = 42,
}
