namespace Caco.Vision;

/// <summary>
/// Bounds on components, all inclusive. Start from <see cref="Any"/> and narrow:
/// <c>ComponentFilter.Any with { MinArea = 12, MaxWidth = 80, MinFill = 0.3 }</c>.
/// </summary>
public readonly record struct ComponentFilter
{
    /// <summary>Accepts every component.</summary>
    public static ComponentFilter Any { get; } = new()
    {
        MaxArea = int.MaxValue,
        MaxWidth = int.MaxValue,
        MaxHeight = int.MaxValue,
        MaxFill = 1,
        MaxAspect = double.PositiveInfinity,
        Within = new PixelRect(0, 0, int.MaxValue, int.MaxValue),
    };

    /// <summary>Fewest pixels.</summary>
    public int MinArea { get; init; }

    /// <summary>Most pixels.</summary>
    public int MaxArea { get; init; }

    /// <summary>Narrowest box.</summary>
    public int MinWidth { get; init; }

    /// <summary>Widest box.</summary>
    public int MaxWidth { get; init; }

    /// <summary>Lowest box.</summary>
    public int MinHeight { get; init; }

    /// <summary>Highest box.</summary>
    public int MaxHeight { get; init; }

    /// <summary>Smallest filled share of the box.</summary>
    public double MinFill { get; init; }

    /// <summary>Largest filled share of the box.</summary>
    public double MaxFill { get; init; }

    /// <summary>Smallest width over height.</summary>
    public double MinAspect { get; init; }

    /// <summary>Largest width over height.</summary>
    public double MaxAspect { get; init; }

    /// <summary>Where the centre must lie: X &lt;= centre &lt; Right, Y &lt;= centre &lt; Bottom.</summary>
    public PixelRect Within { get; init; }

    /// <summary>Whether a component lies within all bounds.</summary>
    public bool Accepts(in Component component)
    {
        var box = component.Box;
        if (component.Area < MinArea || component.Area > MaxArea || box.Width < MinWidth || box.Width > MaxWidth
            || box.Height < MinHeight || box.Height > MaxHeight)
        {
            return false;
        }

        var fill = component.Fill;
        var aspect = (double)box.Width / box.Height;
        return fill >= MinFill && fill <= MaxFill && aspect >= MinAspect && aspect <= MaxAspect
            && component.CenterX >= Within.X && component.CenterX < Within.Right
            && component.CenterY >= Within.Y && component.CenterY < Within.Bottom;
    }
}

/// <summary>
/// A score for components that a struct keeps: what a lambda would capture lies in its fields, so that a search with it
/// allocates nothing.
/// </summary>
public interface IComponentScore
{
    /// <summary>Higher is better; negative infinity and not-a-number rule the component out.</summary>
    double Of(in Component component);
}
