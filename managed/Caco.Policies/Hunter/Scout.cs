namespace Caco.Policies.Hunter;

/// <summary>
/// Finds the way to where much was not seen lately: the shortest ways over a chart to all cells, then the cell whose
/// surroundings are worth its way. Imps appear anywhere, so what was not seen for long is likely to hold one.
/// </summary>
public sealed class Scout
{
    private const int Count = Chart.Size * Chart.Size;
    private const int StraightCost = 5;
    private const int DiagonalCost = 7;
    private const int Reach = 4;
    private const int WindowArea = (2 * Reach + 1) * (2 * Reach + 1);
    private const double FullSpeed = 20;

    /// <summary>Cells beyond what is known that a way may cross.</summary>
    private const int UnknownSteps = 1;

    /// <summary>What was not seen for so long counts whole.</summary>
    [Tunable(50, 1500)]
    private const int OldTics = 1000;

    [Tunable(0, 20)]
    private const int NearWallCost = 8;

    // Worth of a goal: 1 is a window of cells that are all old. What a cell of way, turning back at full speed, and leaving
    // the goal of the last plan cost.
    [Tunable(0.002, 0.1)]
    private const double WayWeight = 0.005;

    [Tunable(0, 0.5)]
    private const double TurnBack = 0.25;

    [Tunable(0, 0.5)]
    private const double KeptGoal = 0.1;

    // An unknown cell is the edge of many more.
    [Tunable(1, 10)]
    private const double UnknownWorth = 4;

    /// <summary>Cells not seen lately that make a goal.</summary>
    [Tunable(0, 40)]
    private const double LeastStale = 16;

    private static readonly (int X, int Y)[] Steps = [(1, 0), (0, 1), (-1, 0), (0, -1), (1, 1), (-1, 1), (-1, -1), (1, -1)];

    private readonly int[] _cost = new int[Count];
    private readonly int[] _from = new int[Count];
    private readonly byte[] _firstStep = new byte[Count];
    private readonly byte[] _unknown = new byte[Count];
    private readonly float[] _stale = new float[Count];
    private readonly float[] _rowSums = new float[Count];
    private readonly double[] _turns = new double[8];
    private readonly PriorityQueue<int, int> _open = new(Count);
    private int _goal = -1;

    /// <summary>Whether there is anything to explore.</summary>
    public bool HasGoal => _goal >= 0;

    /// <summary>The furthest place on the way that can be run to straight.</summary>
    public (double X, double Y) Waypoint { get; private set; }

    /// <summary>Known cells that a way leads to; few when drift has closed a door.</summary>
    public int Reached { get; private set; }

    /// <summary>Forgets the goal.</summary>
    public void Clear() => _goal = -1;

    /// <summary>Plans anew.</summary>
    public void Plan(Chart chart, Odometer odometer)
    {
        FindWays(chart, Chart.CellAt(odometer.X, odometer.Y));
        SumStale(chart);
        WeighTurns(odometer);
        var best = -1;
        var highest = double.NegativeInfinity;
        for (var cell = 0; cell < Count; cell++)
        {
            if (_cost[cell] is > 0 and < int.MaxValue && _stale[cell] >= LeastStale)
            {
                var score = _stale[cell] / WindowArea - WayWeight * _cost[cell] / StraightCost + _turns[_firstStep[cell]]
                    + (IsNearGoal(cell) ? KeptGoal : 0);
                if (score > highest)
                {
                    highest = score;
                    best = cell;
                }
            }
        }

        _goal = best;
        if (HasGoal)
        {
            Waypoint = FindWaypoint(chart, odometer);
        }
    }

    private void FindWays(Chart chart, int start)
    {
        Array.Fill(_cost, int.MaxValue);
        _open.Clear();
        _cost[start] = 0;
        _from[start] = -1;
        _unknown[start] = 0;
        _open.Enqueue(start, 0);
        Reached = 0;
        while (_open.TryDequeue(out var here, out var cost))
        {
            if (cost == _cost[here] && _unknown[here] <= UnknownSteps)
            {
                Reached++;
                for (var step = 0; step < Steps.Length; step++)
                {
                    Go(chart, here, step, cost, isFirst: here == start);
                }
            }
        }
    }

    private void Go(Chart chart, int here, int step, int cost, bool isFirst)
    {
        var (dx, dy) = Steps[step];
        var (x, y) = (here % Chart.Size, here / Chart.Size);
        var next = Chart.Index(x + dx, y + dy);
        var isDiagonal = dx != 0 && dy != 0;
        if (chart.IsWall(next) || (isDiagonal && (chart.IsWall(Chart.Index(x + dx, y)) || chart.IsWall(Chart.Index(x, y + dy)))))
        {
            return;
        }

        var total = cost + (isDiagonal ? DiagonalCost : StraightCost) + (chart.IsByWall(next) ? NearWallCost : 0);
        if (total < _cost[next])
        {
            _cost[next] = total;
            _from[next] = here;
            _firstStep[next] = isFirst ? (byte)step : _firstStep[here];
            _unknown[next] = (byte)(_unknown[here] + (chart.IsKnown(next) ? 0 : 1));
            _open.Enqueue(next, total);
        }
    }

    /// <summary>For each cell how many of the window about it can be reached and were not seen lately.</summary>
    private void SumStale(Chart chart)
    {
        for (var cell = 0; cell < Count; cell++)
        {
            _stale[cell] = _cost[cell] == int.MaxValue ? 0 : chart.IsKnown(cell) ? (float)chart.Age(cell, OldTics) / OldTics : (float)UnknownWorth;
        }

        for (var cell = 0; cell < Count; cell++)
        {
            var (x, y) = (cell % Chart.Size, cell / Chart.Size);
            var sum = 0f;
            for (var d = -Reach; d <= Reach; d++)
            {
                sum += _stale[Chart.Index(x + d, y)];
            }

            _rowSums[cell] = sum;
        }

        for (var cell = 0; cell < Count; cell++)
        {
            var (x, y) = (cell % Chart.Size, cell / Chart.Size);
            var sum = 0f;
            for (var d = -Reach; d <= Reach; d++)
            {
                sum += _rowSums[Chart.Index(x, y + d)];
            }

            _stale[cell] = sum;
        }
    }

    private void WeighTurns(Odometer odometer)
    {
        for (var i = 0; i < Steps.Length; i++)
        {
            var (x, y) = Steps[i];
            var along = (odometer.SpeedX * x + odometer.SpeedY * y) / Math.Sqrt(x * x + y * y);
            _turns[i] = along / FullSpeed * TurnBack;
        }
    }

    private bool IsNearGoal(int cell) =>
        HasGoal && Math.Abs(cell % Chart.Size - _goal % Chart.Size) <= 2 && Math.Abs(cell / Chart.Size - _goal / Chart.Size) <= 2;

    private (double X, double Y) FindWaypoint(Chart chart, Odometer odometer)
    {
        var place = default((double X, double Y));
        for (var at = _goal; at >= 0 && _from[at] >= 0; at = _from[at])
        {
            place = Chart.Middle(at, odometer.X, odometer.Y);
            if (chart.IsFreeWay(odometer.X, odometer.Y, place.X, place.Y))
            {
                break;
            }
        }

        return place;
    }
}
