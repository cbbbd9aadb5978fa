namespace Caco.Engine;

/// <summary>Who plays. Numbers and names as in ViZDoom.</summary>
public enum Mode
{
    Player = 0,
    Spectator = 1,
    AsyncPlayer = 2,
    AsyncSpectator = 3,
}
