using Caco.Policies.Parts;

namespace Caco.Policies.Hunter;

/// <summary>
/// A grid in the odometer's plane in which the episode's looks are drawn: when each cell was last seen, and where walls are.
/// It wraps around, so that no place lies outside.
/// </summary>
public sealed class Chart
{
    /// <summary>Cells of a side.</summary>
    public const int Size = 96;

    /// <summary>Map units of a cell's side.</summary>
    public const double Cell = 48;

    private const int NeverSeen = -100000;
    private const int SureWall = 6;
    private const int SureFree = -8;

    [Tunable(70, 2100)]
    private const int WallMemory = 1000;

    private readonly int[] _seenTic = new int[Size * Size];
    private readonly int[] _wallTic = new int[Size * Size];
    private readonly sbyte[] _wall = new sbyte[Size * Size];
    private int _tic;

    /// <summary>Number of the cell that holds a place.</summary>
    public static int CellAt(double x, double y) => Line(y) * Size + Line(x);

    /// <summary>Number of the cell in a column and a row of any sign.</summary>
    public static int Index(int column, int row) => Wrapped(row) * Size + Wrapped(column);

    /// <summary>Middle of a cell: of all places that wrap to it, the nearest to a given one.</summary>
    public static (double X, double Y) Middle(int cell, double x, double y) =>
        (Unwrapped((cell % Size + 0.5) * Cell, x), Unwrapped((cell / Size + 0.5) * Cell, y));

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        Array.Fill(_seenTic, NeverSeen);
        Array.Clear(_wallTic);
        ForgetWalls();
        _tic = 0;
    }

    /// <summary>Forgets the walls only: the place has drifted too far from where it was when they were drawn.</summary>
    public void ForgetWalls() => Array.Clear(_wall);

    /// <summary>Tells the time, and that the player stands here.</summary>
    public void Visit(double x, double y, int tic)
    {
        _tic = tic;
        var cell = CellAt(x, y);
        _seenTic[cell] = tic;
        _wall[cell] = SureFree;
    }

    /// <summary>Draws a ray: free up to <paramref name="free"/>; a wall at <paramref name="wall"/> unless that is not positive.</summary>
    public void Draw(double x, double y, double heading, double free, double wall)
    {
        var (ax, ay) = Angles.Along(heading);
        var last = -1;
        for (var r = 0.0; r < free; r += Cell / 2)
        {
            var cell = CellAt(x + ax * r, y + ay * r);
            if (cell != last)
            {
                _seenTic[cell] = _tic;
                _wall[cell] = (sbyte)Math.Max(SureFree, _wall[cell] - 1);
                last = cell;
            }
        }

        if (wall > 0)
        {
            var cell = CellAt(x + ax * wall, y + ay * wall);
            _wall[cell] = (sbyte)Math.Min(SureWall, _wall[cell] + 2);
            _wallTic[cell] = _tic;

            // What lies within the wall is no secret either.
            _seenTic[cell] = _tic;
            _seenTic[CellAt(x + ax * (wall + Cell / 2), y + ay * (wall + Cell / 2))] = _tic;
        }
    }

    public bool IsWall(int cell) => _wall[cell] > 0 && _tic - _wallTic[cell] < WallMemory;

    public bool IsKnown(int cell) => _seenTic[cell] != NeverSeen;

    /// <summary>Whether one of the four neighbours is a wall.</summary>
    public bool IsByWall(int cell)
    {
        var (x, y) = (cell % Size, cell / Size);
        return IsWall(Index(x + 1, y)) || IsWall(Index(x - 1, y)) || IsWall(Index(x, y + 1)) || IsWall(Index(x, y - 1));
    }

    /// <summary>Tics since a cell was last seen, at most <paramref name="most"/>.</summary>
    public int Age(int cell, int most) => Math.Min(most, _tic - _seenTic[cell]);

    /// <summary>Whether no wall is known on the straight way between two places, as wide as a player.</summary>
    public bool IsFreeWay(double x, double y, double toX, double toY)
    {
        const double half = 20;
        var (dx, dy) = (toX - x, toY - y);
        var length = Math.Sqrt(dx * dx + dy * dy) + 1e-6;
        var (sideX, sideY) = (-dy / length * half, dx / length * half);
        var steps = (int)(length / (Cell / 2)) + 1;
        for (var i = 1; i <= steps; i++)
        {
            var (px, py) = (x + dx * i / steps, y + dy * i / steps);
            if (IsWall(CellAt(px + sideX, py + sideY)) || IsWall(CellAt(px - sideX, py - sideY)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>How much along a heading was not seen lately, up to the first wall: cells, the further the more, as a sector widens.</summary>
    public double Staleness(double x, double y, double heading, double reach, int most)
    {
        var (ax, ay) = Angles.Along(heading);
        var sum = 0.0;
        for (var r = Cell; r < reach; r += Cell)
        {
            var cell = CellAt(x + ax * r, y + ay * r);
            if (IsWall(cell))
            {
                break;
            }

            sum += r * Age(cell, most);
        }

        return sum / (most * Cell);
    }

    private static int Line(double value) => Wrapped((int)Math.Floor(value / Cell));

    private static int Wrapped(int value) => (value % Size + Size) % Size;

    private static double Unwrapped(double value, double near) => value + Math.Round((near - value) / (Size * Cell)) * Size * Cell;
}
