namespace Caco.Engine;

/// <summary>A player of a game of several.</summary>
public readonly record struct PlayerInfo
{
    /// <summary>As texts of the game call him.</summary>
    public string Name { get; init; }

    public int Frags { get; init; }

    /// <summary>Since the game was made.</summary>
    public int Deaths { get; init; }

    /// <summary>Time of the map at the last button that was not 0.</summary>
    public int LastActionTic { get; init; }

    /// <summary>Time of the map at the last kill of anything; -1 = none.</summary>
    public int LastKillTic { get; init; }

    public bool InGame { get; init; }

    public bool IsDead { get; init; }

    /// <summary>No button for ten seconds.</summary>
    public bool IsAfk { get; init; }
}
