namespace Caco.Vision;

/// <summary>Fills what a shape encloses. Used by one thread at a time; grows to the largest image and then stays.</summary>
public sealed class HoleFill
{
    private readonly RunLabeler _labeler = new();
    private bool[] _open = new bool[256];

    /// <summary>
    /// Makes every 0 a 1 from which no way of zeros leads to the image's border. Zeros touch by
    /// <paramref name="background"/>: with <see cref="Connectivity.Four"/> a diagonal line of ones is a wall.
    /// </summary>
    public void Apply(BitImage image, Connectivity background = Connectivity.Four)
    {
        image.Not();
        _labeler.Label(image, background);
        if (_open.Length < _labeler.LabelCount)
        {
            _open = new bool[Math.Max(2 * _open.Length, _labeler.LabelCount)];
        }

        _open.AsSpan(0, _labeler.LabelCount).Clear();
        for (var y = 0; y < image.Height; y++)
        {
            var atEdge = y == 0 || y == image.Height - 1;
            foreach (ref readonly var run in _labeler.RunsOfRow(y))
            {
                if (atEdge || run.Begin == 0 || run.End == image.Width)
                {
                    _open[_labeler.Root(run.Label)] = true;
                }
            }
        }

        // What is now left of the opposite is what lies outside.
        for (var y = 0; y < image.Height; y++)
        {
            foreach (ref readonly var run in _labeler.RunsOfRow(y))
            {
                if (!_open[_labeler.Root(run.Label)])
                {
                    image.Clear(new PixelRect(run.Begin, y, run.End - run.Begin, 1));
                }
            }
        }

        image.Not();
    }
}
