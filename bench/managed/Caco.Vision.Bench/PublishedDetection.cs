namespace Caco.Vision.Bench;

/// <summary>What one look at a frame gives; both ways of looking must give the same.</summary>
internal readonly record struct Detection(
    PixelRect Enemy, int Enemies, PixelRect Item, int Items, PixelRect Threat, int Threats,
    double LeftMean, double MiddleMean, double RightMean, double LeftDark, double MiddleDark, double RightDark,
    double LeftEdges, double MiddleEdges, double RightEdges, double Change);

/// <summary>The numbers of the detection, at 480 rows; smaller frames take them in proportion.</summary>
internal sealed record DetectionPlan(int Width, int Height)
{
    public const byte DarkBelow = 48;
    public const byte EdgeFrom = 20;
    public const double LeastDark = 0.02;

    public int Top => Height / 6;

    public int Bottom => Height * 5 / 6;

    public int LeastEnemy => Height * Height / 4000;

    public int LeastItem => Height * Height / 8000;

    public PixelRect Region(int third) => new(Width * third / 3, Height / 4, Width / 3, Height / 2);

    public int Size(int at480) => Math.Max(1, at480 * Height / 480);

    /// <summary>Near the middle and large.</summary>
    public double Score(double centerX, int area) => area - Math.Abs(centerX - Width / 2.0);
}

/// <summary>
/// The detection of a published heuristic policy for D3 Battle, step by step: enemies, items and threats by colour with
/// margins between channels, bands blanked, close / open / dilate, components, dark fractions of boxes; means, dark
/// fractions and edge densities of three regions for navigation; the mean difference to the last frame.
/// </summary>
internal sealed class PublishedDetection
{
    private const int Enemy = 0;
    private const int Item = 1;
    private const int Threat = 2;
    private const int Dark = 3;

    private readonly DetectionPlan _plan;
    private readonly VisionWorkspace _workspace;
    private readonly PaletteMask[] _masks;
    private readonly byte[] _table;
    private readonly byte[] _gray;
    private bool _hasPrevious;

    public PublishedDetection(DetectionPlan plan, Palette palette)
    {
        _plan = plan;
        _masks =
        [
            PaletteMask.Compile(palette, static c => c.R > 55 && c.R - c.G > 8 && c.R - c.B > 16),
            PaletteMask.Compile(palette, static c => c.R > 90 && c.G > 90 && c.B > 90 && c.Max - c.Min < 9),
            PaletteMask.Compile(palette, static c => c.R > 190 && c.G > 120 && c.R - c.B > 40),
            PaletteMask.Compile(palette, static c => Gray.Of(c) < DetectionPlan.DarkBelow),
        ];
        _workspace = new VisionWorkspace(plan.Width, plan.Height, _masks.Length);
        _table = Gray.Table(palette);
        _gray = new byte[plan.Width * plan.Height];
    }

    public void Forget() => _hasPrevious = false;

    public Detection Look(IndexedFrame frame)
    {
        var difference = Gray.Update(frame, _table, _gray);
        var gray = new PixelPlane(_gray, _plan.Width, _plan.Height);
        frame.Where(_masks, _workspace);
        var dark = Bits(Dark).Image;

        var enemies = Bits(Enemy).Band(_plan.Top, _plan.Bottom)
            .Close(_plan.Size(8), _plan.Size(8)).Dilate(_plan.Size(8), _plan.Size(6)).Components();
        var (enemy, enemyCount) = Best(enemies, _plan.LeastEnemy, dark);

        var items = Bits(Item).Band(_plan.Height / 2, _plan.Bottom)
            .Open(2, 2).Close(_plan.Size(6), _plan.Size(6)).Components();
        var (item, itemCount) = Best(items, _plan.LeastItem, default);

        var threats = Bits(Threat).Band(_plan.Top, _plan.Bottom)
            .Close(_plan.Size(4), _plan.Size(4)).Components();
        var (threat, threatCount) = Best(threats, _plan.LeastItem, default);

        var (left, middle, right) = (_plan.Region(0), _plan.Region(1), _plan.Region(2));
        var change = _hasPrevious ? (double)difference / gray.Area : 0;
        _hasPrevious = true;
        return new Detection(
            enemy, enemyCount, item, itemCount, threat, threatCount,
            Mean(gray, left), Mean(gray, middle), Mean(gray, right),
            DarkOf(dark, left), DarkOf(dark, middle), DarkOf(dark, right),
            Edge(gray, left), Edge(gray, middle), Edge(gray, right), change);
    }

    private (PixelRect Box, int Count) Best(ComponentList list, int leastArea, BitImage dark)
    {
        var best = double.NegativeInfinity;
        var box = default(PixelRect);
        var count = 0;
        foreach (ref readonly var component in list.Items)
        {
            if (component.Area < leastArea
                || (dark.Width > 0 && DarkOf(dark, component.Box) < DetectionPlan.LeastDark))
            {
                continue;
            }

            count++;
            var score = _plan.Score(component.CenterX, component.Area);
            if (score > best)
            {
                best = score;
                box = component.Box;
            }
        }

        return (box, count);
    }

    private BitPipeline Bits(int mask) => _workspace.Bits(mask, _plan.Width, _plan.Height);

    private static double Mean(PixelPlane gray, PixelRect region) =>
        (double)RegionStatistics.SumOf(gray.Region(region)) / region.Area;

    private static double DarkOf(BitImage dark, PixelRect region) => (double)dark.Count(region) / region.Area;

    private static double Edge(PixelPlane gray, PixelRect region) =>
        Edges.HorizontalDensity(gray.Region(region), DetectionPlan.EdgeFrom);
}
