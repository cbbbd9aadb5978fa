using System.Globalization;
using Caco.Loop.Imaging;

namespace Caco.Loop.Reports;

/// <summary>The score over environment steps as a picture, for pages that show no HTML: the stairs of the accepted trials.</summary>
public static class ScorePicture
{
    private const int Width = 800;
    private const int Height = 400;
    private const int Left = 70;
    private const int Right = 170;
    private const int Top = 20;
    private const int Bottom = 50;
    private const int Rows = 5;
    private const int DotRadius = 3;
    private const int LabelGap = 10;

    private static readonly uint Ink = Picture.Color(40, 40, 40);
    private static readonly uint Grid = Picture.Color(225, 225, 225);
    private static readonly uint Stairs = Picture.Color(30, 90, 180);
    private static readonly uint Refused = Picture.Color(200, 120, 40);
    private static readonly uint Baseline = Picture.Color(150, 150, 150);

    public static Picture Draw(ReportData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var picture = new Picture(Width, Height, Picture.White);
        var own = data.Incumbents.Concat(data.Others).ToList();
        if (own.Count == 0)
        {
            picture.Write("nothing was scored yet", Left, Height / 2, Ink);
            return picture;
        }

        var all = own.Concat(data.Baselines).ToList();
        var scale = Scale.Of(all.Min(static p => p.Low), all.Max(static p => p.High), own.Max(static p => p.Steps));
        DrawGrid(picture, scale);
        DrawBaselines(picture, scale, data.Baselines);
        foreach (var point in data.Others)
        {
            Dot(picture, scale, point, Refused);
        }

        DrawStairs(picture, scale, data.Incumbents);
        return picture;
    }

    private static void DrawGrid(Picture picture, Scale scale)
    {
        for (var i = 0; i <= Rows; i++)
        {
            var value = scale.Low + (scale.High - scale.Low) * i / Rows;
            picture.Outline(Left, scale.Y(value), Width - Right, scale.Y(value), Grid);
            picture.Write(string.Create(CultureInfo.InvariantCulture, $"{value,8:0}"), 12, scale.Y(value) - 3, Ink);
            var steps = scale.Steps * i / Rows;
            picture.Write(string.Create(CultureInfo.InvariantCulture, $"{steps:N0}"), scale.X(steps) - 18, Height - Bottom + 10, Ink);
        }

        picture.Write("score on validation seeds over environment steps, rejected trials included", Left, Height - 16, Ink);
    }

    private static void DrawBaselines(Picture picture, Scale scale, IReadOnlyList<ScorePoint> baselines)
    {
        // Labels of lines that lie close together move apart.
        var nextFree = int.MinValue;
        foreach (var line in baselines.OrderByDescending(static b => b.Mean))
        {
            var y = scale.Y(line.Mean);
            picture.Outline(Left, y, Width - Right, y, Baseline);
            var at = Math.Max(y - 3, nextFree);
            picture.Write(Label(line), Width - Right + 6, at, Baseline);
            nextFree = at + LabelGap;
        }
    }

    private static void DrawStairs(Picture picture, Scale scale, IReadOnlyList<ScorePoint> incumbents)
    {
        for (var i = 0; i < incumbents.Count; i++)
        {
            var (x, y) = (scale.X(incumbents[i].Steps), scale.Y(incumbents[i].Mean));
            var end = i + 1 < incumbents.Count ? scale.X(incumbents[i + 1].Steps) : Width - Right;
            picture.Outline(x, y, end, y + 1, Stairs);
            if (i > 0)
            {
                var before = scale.Y(incumbents[i - 1].Mean);
                picture.Outline(x, Math.Min(y, before), x + 1, Math.Max(y, before), Stairs);
            }

            picture.Outline(x, scale.Y(incumbents[i].High), x, scale.Y(incumbents[i].Low), Stairs);
            Dot(picture, scale, incumbents[i], Stairs);
        }

        if (incumbents.Count > 0)
        {
            picture.Write(Label(incumbents[^1]), Width - Right + 6, scale.Y(incumbents[^1].Mean) - 3, Stairs);
        }
    }

    private static void Dot(Picture picture, Scale scale, ScorePoint point, uint color)
    {
        var (x, y) = (scale.X(point.Steps), scale.Y(point.Mean));
        for (var r = 0; r <= DotRadius; r++)
        {
            picture.Outline(x - r, y - r, x + r, y + r, color);
        }
    }

    private static string Label(ScorePoint point) => string.Create(CultureInfo.InvariantCulture, $"{point.Name} {point.Mean:0.#}");

    private readonly record struct Scale(double Low, double High, long Steps)
    {
        public static Scale Of(double low, double high, long steps)
        {
            var margin = Math.Max(1, (high - low) * 0.05);
            return new Scale(Math.Min(0, low - margin), high + margin, Math.Max(1, steps));
        }

        public int X(double steps) => Left + (int)((Width - Right - Left) * steps / Steps);

        public int Y(double score) => Height - Bottom - (int)((Height - Bottom - Top) * (score - Low) / (High - Low));
    }
}
