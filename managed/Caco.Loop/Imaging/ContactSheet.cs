namespace Caco.Loop.Imaging;

/// <summary>Frames in a grid with a caption below each and a title above all.</summary>
public static class ContactSheet
{
    public const int DefaultFrames = 24;

    private const int DefaultColumns = 6;
    private const int Gap = 6;
    private const int LineHeight = PixelFont.Height + 2;
    private const int TitleHeight = PixelFont.Height + 12;

    /// <summary>Wider frames are shrunk by a whole factor.</summary>
    public const int WidestCell = 320;

    private static readonly uint Background = Picture.Color(24, 24, 28);
    private static readonly uint CaptionColor = Picture.Color(200, 200, 200);
    private static readonly uint TraceColor = Picture.Color(150, 190, 230);

    /// <param name="title">One line.</param>
    /// <param name="frames">At least one; all of one size. A caption may have several lines.</param>
    /// <param name="columns">Frames in a row.</param>
    public static Picture Create(string title, IReadOnlyList<(Picture Frame, string Caption)> frames, int columns = DefaultColumns)
    {
        var (width, height) = (frames[0].Frame.Width, frames[0].Frame.Height);
        var shrink = (width + WidestCell - 1) / WidestCell;
        // A caption needs room even under the smallest frames.
        var captions = frames.Select(static f => f.Caption.Split('\n')).ToList();
        var cellWidth = Math.Max(width / shrink, captions.Max(static c => c.Max(static line => line.Length)) * PixelFont.Advance);
        var cellHeight = height / shrink + captions.Max(static c => c.Length) * LineHeight + 4;
        columns = Math.Min(columns, frames.Count);
        var rows = (frames.Count + columns - 1) / columns;
        var sheet = new Picture(
            Gap + columns * (cellWidth + Gap), TitleHeight + rows * (cellHeight + Gap), Background);
        sheet.Write(title, Gap, Gap, Picture.White);
        for (var i = 0; i < frames.Count; i++)
        {
            var x = Gap + i % columns * (cellWidth + Gap);
            var y = TitleHeight + i / columns * (cellHeight + Gap);
            sheet.Place(frames[i].Frame, x, y, shrink);
            for (var line = 0; line < captions[i].Length; line++)
            {
                sheet.Write(captions[i][line], x, y + height / shrink + 3 + line * LineHeight, line == 0 ? CaptionColor : TraceColor);
            }
        }

        return sheet;
    }
}
