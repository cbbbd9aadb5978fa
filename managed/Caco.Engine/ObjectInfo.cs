using System.Runtime.InteropServices;

namespace Caco.Engine;

/// <summary>An object of the game, or a label. Positions and velocities in map units, angles in degrees.</summary>
public readonly record struct ObjectInfo
{
    /// <summary>Stays the same for the object's life.</summary>
    public uint Id { get; init; }

    /// <summary>The value in the label buffer; 0 in object lists.</summary>
    public int Value { get; init; }

    /// <summary>The label box's left edge, pixels; 0 in object lists, as the three below.</summary>
    public int X { get; init; }

    /// <summary>The label box's upper edge, pixels.</summary>
    public int Y { get; init; }

    /// <summary>The label box's width, pixels (largest minus smallest).</summary>
    public int Width { get; init; }

    /// <summary>The label box's height, pixels (largest minus smallest).</summary>
    public int Height { get; init; }

    public double PositionX { get; init; }

    public double PositionY { get; init; }

    public double PositionZ { get; init; }

    public double Angle { get; init; }

    public double Pitch { get; init; }

    public double Roll { get; init; }

    public double VelocityX { get; init; }

    public double VelocityY { get; init; }

    public double VelocityZ { get; init; }

    /// <summary>Name of the class, with "Dead" before it for corpses.</summary>
    public string Name { get; init; }

    /// <summary>The sector it is in: an index into the list of sectors.</summary>
    public int Sector { get; init; }

    /// <summary>Player, Enemy, Item, Weapon, Ammo, Health, Armor, Key, Projectile, Effect, Obstacle or Other.</summary>
    public string Category { get; init; }
}

/// <summary>The exact figures of an object: positions and velocities in 16.16 fixed point, the angle in 2^32 parts of a turn.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct RawObject(uint Id, int X, int Y, int Z, int VelocityX, int VelocityY, int VelocityZ, uint Angle);

/// <summary>A sector. Its lines are <see cref="LineCount"/> entries of the line list from <see cref="FirstLine"/>.</summary>
/// <param name="FloorHeight">The floor plane's constant as ViZDoom reports it: minus the height of a flat floor.</param>
/// <param name="CeilingHeight">The ceiling plane's constant.</param>
/// <param name="FirstLine">Index into the list of lines.</param>
/// <param name="LineCount">Number of lines.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct SectorInfo(double FloorHeight, double CeilingHeight, uint FirstLine, uint LineCount);

/// <summary>A line of a sector, map units.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct LineInfo
{
    private readonly double _x1;
    private readonly double _y1;
    private readonly double _x2;
    private readonly double _y2;
    private readonly byte _blocking;

    public double X1 => _x1;

    public double Y1 => _y1;

    public double X2 => _x2;

    public double Y2 => _y2;

    /// <summary>Whether it stops the player.</summary>
    public bool IsBlocking => _blocking != 0;
}
