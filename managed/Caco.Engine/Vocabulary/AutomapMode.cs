namespace Caco.Engine;

/// <summary>What the automap shows. Numbers and names as in ViZDoom.</summary>
public enum AutomapMode
{
    Normal = 0,
    Whole = 1,
    Objects = 2,
    ObjectsWithSize = 3,
}
