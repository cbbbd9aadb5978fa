using System.Globalization;
using System.Text;

namespace Caco.Loop.Reports;

/// <summary>
/// A chart as SVG text: two axes with round ticks, and marks in the data's own units. Colours and letters are the page's (classes s0,
/// s1 ... and currentColor), so that the picture is readable on light and dark, and text stays text.
/// </summary>
internal sealed class SvgPlot
{
    private const int Bottom = 46;
    private const int Top = 14;
    private const double Padding = 0.04;

    private readonly StringBuilder _body = new();
    private readonly double _width;
    private readonly double _height;
    private readonly int _left;
    private readonly int _right;
    private readonly (double Min, double Max) _x;
    private readonly (double Min, double Max) _y;

    /// <param name="width">Of the whole picture.</param>
    /// <param name="height">Of the whole picture.</param>
    /// <param name="x">Values that the x axis must hold.</param>
    /// <param name="y">Values that the y axis must hold.</param>
    /// <param name="right">Room for labels at the right.</param>
    /// <param name="exact">Whether the axes end exactly at the smallest and largest value.</param>
    /// <param name="left">Room for the y axis.</param>
    public SvgPlot(double width, double height, IEnumerable<double> x, IEnumerable<double> y, int right = 14, bool exact = false, int left = 58)
    {
        (_width, _height, _left, _right) = (width, height, left, right);
        (_x, _y) = (Range(x, exact), Range(y, exact));
    }

    public double MinX => _x.Min;

    public double MaxX => _x.Max;

    /// <summary>Pixels of a value on the y axis.</summary>
    public double PixelY(double y) => _height - Bottom - (y - _y.Min) / (_y.Max - _y.Min) * (_height - Bottom - Top);

    private double PixelX(double x) => _left + (x - _x.Min) / (_x.Max - _x.Min) * (_width - _left - _right);

    /// <param name="labelX">Below the x axis.</param>
    /// <param name="labelY">Beside the y axis.</param>
    /// <param name="format">Of the y axis' ticks; null: <see cref="Short"/>.</param>
    /// <param name="ticksX">Whether the x axis has ticks.</param>
    /// <param name="counts">Whether only whole numbers make sense.</param>
    public void Axes(string labelX, string labelY, Func<double, string>? format = null, bool ticksX = true, bool counts = false)
    {
        format ??= Short;
        foreach (var tick in Ticks(_y.Min, _y.Max).Where(t => !counts || IsWhole(t)))
        {
            var y = PixelY(tick);
            Line("grid", _left, y, _width - _right, y);
            Text("tick", _left - 7, y + 4, format(tick), "end");
        }

        foreach (var tick in ticksX ? Ticks(_x.Min, _x.Max).Where(t => !counts || IsWhole(t)) : [])
        {
            var x = PixelX(tick);
            Line("axis", x, _height - Bottom, x, _height - Bottom + 4);
            Text("tick", x, _height - Bottom + 17, Short(tick), "middle");
        }

        Line("axis", _left, _height - Bottom, _width - _right, _height - Bottom);
        Text("label", (_left + _width - _right) / 2, _height - 8, labelX, "middle");
        var middle = (Top + _height - Bottom) / 2;
        _body.Append(CultureInfo.InvariantCulture, $"<text class=\"label\" text-anchor=\"middle\" transform=\"translate(14 {middle:0.#}) rotate(-90)\">{Html.Escape(labelY)}</text>\n");
    }

    /// <summary>Steps from one value to the next: a value holds until the next begins.</summary>
    public void Steps(string style, IReadOnlyList<(double X, double Y)> points, double end)
    {
        var path = new StringBuilder();
        for (var i = 0; i < points.Count; i++)
        {
            path.Append(i == 0 ? $"M{Number(PixelX(points[i].X))} " : "V").Append(Number(PixelY(points[i].Y)));
            path.Append('H').Append(Number(PixelX(i + 1 < points.Count ? points[i + 1].X : end)));
        }

        _body.Append($"<path class=\"line {style}\" d=\"{path}\"/>\n");
    }

    public void Polyline(string style, IEnumerable<(double X, double Y)> points) => _body.Append(
        $"<polyline class=\"line {style}\" points=\"{string.Join(' ', points.Select(p => $"{Number(PixelX(p.X))},{Number(PixelY(p.Y))}"))}\"/>\n");

    public void Segment(string style, double x1, double y1, double x2, double y2) =>
        Line(style, PixelX(x1), PixelY(y1), PixelX(x2), PixelY(y2));

    /// <summary>A stroke from low to high with short bars at its ends.</summary>
    public void Whisker(string style, double x, double low, double high)
    {
        var (at, from, to) = (PixelX(x), PixelY(low), PixelY(high));
        _body.Append($"<path class=\"whisker {style}\" d=\"M{Number(at)} {Number(from)}V{Number(to)}M{Number(at - 4)} {Number(from)}h8M{Number(at - 4)} {Number(to)}h8\"/>\n");
    }

    public void Dot(string style, double x, double y, double radius, string tip) => _body.Append(
        $"<circle class=\"{style}\" cx=\"{Number(PixelX(x))}\" cy=\"{Number(PixelY(y))}\" r=\"{Number(radius)}\"><title>{Html.Escape(tip)}</title></circle>\n");

    public void Bar(string style, double x1, double x2, double y1, double y2, string tip)
    {
        var (left, right, top, bottom) = (PixelX(x1), PixelX(x2), PixelY(y2), PixelY(y1));
        _body.Append($"<rect class=\"{style}\" x=\"{Number(left)}\" y=\"{Number(top)}\" width=\"{Number(right - left)}\" height=\"{Number(bottom - top)}\"><title>{Html.Escape(tip)}</title></rect>\n");
    }

    /// <summary>A label at the right edge, at a height in pixels.</summary>
    public void EdgeLabel(string style, double pixelY, string text) => Text(style, _width - _right + 6, pixelY + 4, text, "start");

    public void LabelX(double x, string text) => Text("tick", PixelX(x), _height - Bottom + 17, text, "middle");

    /// <param name="title">What the picture shows, for those who do not see it.</param>
    public string ToSvg(string title) => string.Create(
        CultureInfo.InvariantCulture,
        $"<svg viewBox=\"0 0 {_width:0} {_height:0}\" role=\"img\" aria-label=\"{Html.Escape(title)}\" style=\"max-width:{_width:0}px\">\n{_body}</svg>\n");

    /// <summary>"950", "12k", "3.4M".</summary>
    public static string Short(double value) => Math.Abs(value) switch
    {
        >= 1e9 => (value / 1e9).ToString("0.##", CultureInfo.InvariantCulture) + "G",
        >= 1e6 => (value / 1e6).ToString("0.##", CultureInfo.InvariantCulture) + "M",
        >= 1e4 => (value / 1e3).ToString("0.#", CultureInfo.InvariantCulture) + "k",
        _ => value.ToString("0.##", CultureInfo.InvariantCulture),
    };

    /// <summary>Round values within a range, about five.</summary>
    internal static IReadOnlyList<double> Ticks(double min, double max)
    {
        var rough = (max - min) / 5;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = (rough / power) switch { < 1.5 => 1, < 3 => 2, < 7 => 5, _ => 10 } * power;
        var first = (long)Math.Ceiling(min / step - 1e-9);
        var last = (long)Math.Floor(max / step + 1e-9);
        return [.. Enumerable.Range(0, (int)(last - first + 1)).Select(i => (first + i) * step)];
    }

    private static bool IsWhole(double value) => Math.Abs(value - Math.Round(value)) < 1e-9;

    private static (double Min, double Max) Range(IEnumerable<double> values, bool exact)
    {
        var all = values.Where(double.IsFinite).DefaultIfEmpty(0).ToList();
        var (min, max) = (all.Min(), all.Max());
        if (max - min < 1e-9)
        {
            return (min - Math.Max(0.5, Math.Abs(min) * 0.1), max + Math.Max(0.5, Math.Abs(max) * 0.1));
        }

        var margin = exact ? 0 : (max - min) * Padding;

        // Scores and counts begin at nought where that is not far away.
        var low = min >= 0 && min < 0.4 * max ? 0 : min - margin;
        return (exact ? min : low, max + margin);
    }

    private void Line(string style, double x1, double y1, double x2, double y2) => _body.Append(
        $"<line class=\"{style}\" x1=\"{Number(x1)}\" y1=\"{Number(y1)}\" x2=\"{Number(x2)}\" y2=\"{Number(y2)}\"/>\n");

    private void Text(string style, double x, double y, string text, string anchor) => _body.Append(
        $"<text class=\"{style}\" x=\"{Number(x)}\" y=\"{Number(y)}\" text-anchor=\"{anchor}\">{Html.Escape(text)}</text>\n");

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
