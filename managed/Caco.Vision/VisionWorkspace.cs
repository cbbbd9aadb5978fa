using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Caco.Vision;

/// <summary>
/// The memory of a pipeline, allocated once for the largest frame that it will see: bit images, morphology scratch and a
/// component buffer. Used by one thread at a time.
/// </summary>
public sealed class VisionWorkspace
{
    private readonly Memory<ulong>[] _images;
    private readonly Memory<ulong> _scratch;

    /// <param name="width">Columns of the largest frame.</param>
    /// <param name="height">Rows of the largest frame.</param>
    /// <param name="images">Bit images that are alive at the same time, at least 1.</param>
    public VisionWorkspace(int width, int height, int images = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(images, 1);
        _images = new Memory<ulong>[images];
        for (var i = 0; i < images; i++)
        {
            _images[i] = Allocate(BitImage.WordsNeeded(width, height));
        }

        _scratch = Allocate(Math.Max(
            Morphology.ScratchWords(width, height), Morphology.ElementScratchWords(width, height)));
        Components = new ComponentBuffer();
    }

    /// <summary>Number of bit images.</summary>
    public int ImageCount => _images.Length;

    /// <summary>Where <see cref="BitPipeline.Components(Connectivity)"/> puts its result.</summary>
    public ComponentBuffer Components { get; }

    /// <summary>Scratch for <see cref="Morphology"/>.</summary>
    public Span<ulong> Scratch => _scratch.Span;

    internal Span<ulong> ElementScratch => _scratch.Span;

    internal HoleFill Holes { get; } = new();

    /// <summary>An empty bit image over the storage of slot <paramref name="slot"/>, whose content is lost.</summary>
    public BitImage Image(int slot, int width, int height) => new(_images[slot].Span, width, height);

    /// <summary>The bits that a slot holds of an image of this shape, for more steps.</summary>
    public BitPipeline Bits(int slot, int width, int height) =>
        new(BitImage.Over(_images[slot].Span, width, height), this);

    /// <summary>An image with the rows as they are, and the guards behind them, for a kernel that writes all of them.</summary>
    internal BitImage Dirty(int slot, int width, int height)
    {
        var image = BitImage.Over(_images[slot].Span, width, height);
        image.Storage[0] = 0;
        return image;
    }

    /// <summary>Words that stay where they are, the second one at the start of a cache line: there the first row begins.</summary>
    private static unsafe Memory<ulong> Allocate(int words)
    {
        const int lineBytes = 64;
        const int lineWords = lineBytes / sizeof(ulong);
        var array = GC.AllocateArray<ulong>(words + lineWords, pinned: true);
        var address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array));
        var skip = (lineBytes - (int)((address + sizeof(ulong)) % lineBytes)) % lineBytes / sizeof(ulong);
        return array.AsMemory(skip, words);
    }
}

/// <summary>
/// Reads as a sentence and allocates nothing:
/// <c>frame.Where(imps, workspace).Band(40, 205).Close(4, 4).Dilate(3, 4).Components().Best(score)</c>.
/// Every step changes the same bit image of the workspace.
/// </summary>
public readonly ref struct BitPipeline
{
    private readonly VisionWorkspace _workspace;

    internal BitPipeline(BitImage image, VisionWorkspace workspace)
    {
        Image = image;
        _workspace = workspace;
    }

    /// <summary>The bits as they are now.</summary>
    public BitImage Image { get; }

    /// <summary>Keeps the rows top .. bottom - 1.</summary>
    public BitPipeline Band(int top, int bottom)
    {
        Image.KeepBand(top, bottom);
        return this;
    }

    /// <summary>Keeps a rectangle.</summary>
    public BitPipeline Keep(PixelRect rect)
    {
        Image.Keep(rect);
        return this;
    }

    /// <summary>Takes a rectangle out.</summary>
    public BitPipeline Without(PixelRect rect)
    {
        Image.Clear(rect);
        return this;
    }

    /// <summary>Keeps what is also in the other image.</summary>
    public BitPipeline And(BitImage other)
    {
        Image.And(other);
        return this;
    }

    /// <summary>Adds what is in the other image.</summary>
    public BitPipeline Or(BitImage other)
    {
        Image.Or(other);
        return this;
    }

    /// <summary>Takes out what is in the other image.</summary>
    public BitPipeline AndNot(BitImage other)
    {
        Image.AndNot(other);
        return this;
    }

    /// <summary><see cref="Morphology.Dilate(BitImage, int, int, Span{ulong})"/>.</summary>
    public BitPipeline Dilate(int width, int height)
    {
        Morphology.Dilate(Image, width, height, _workspace.Scratch);
        return this;
    }

    /// <summary><see cref="Morphology.Erode(BitImage, int, int, Span{ulong})"/>.</summary>
    public BitPipeline Erode(int width, int height)
    {
        Morphology.Erode(Image, width, height, _workspace.Scratch);
        return this;
    }

    /// <summary><see cref="Morphology.Open(BitImage, int, int, Span{ulong})"/>.</summary>
    public BitPipeline Open(int width, int height)
    {
        Morphology.Open(Image, width, height, _workspace.Scratch);
        return this;
    }

    /// <summary><see cref="Morphology.Close(BitImage, int, int, Span{ulong})"/>.</summary>
    public BitPipeline Close(int width, int height)
    {
        Morphology.Close(Image, width, height, _workspace.Scratch);
        return this;
    }

    /// <summary>Dilates with a shape that is no rectangle.</summary>
    public BitPipeline Dilate(StructuringElement element)
    {
        Morphology.Dilate(Image, element, _workspace.ElementScratch);
        return this;
    }

    /// <summary>Erodes with a shape that is no rectangle.</summary>
    public BitPipeline Erode(StructuringElement element)
    {
        Morphology.Erode(Image, element, _workspace.ElementScratch);
        return this;
    }

    /// <summary>Fills what the ones enclose, see <see cref="HoleFill.Apply"/>.</summary>
    public BitPipeline FillHoles(Connectivity background = Connectivity.Four)
    {
        _workspace.Holes.Apply(Image, background);
        return this;
    }

    /// <summary>Takes out the components that the filter refuses.</summary>
    public BitPipeline Keep(in ComponentFilter filter, Connectivity connectivity = Connectivity.Eight)
    {
        _workspace.Components.Keep(Image, connectivity, filter);
        return this;
    }

    /// <summary>Number of ones.</summary>
    public int Count() => Image.Count();

    /// <summary>The components; valid until the workspace's next components are asked for.</summary>
    public ComponentList Components(Connectivity connectivity = Connectivity.Eight) =>
        new(_workspace.Components.Find(Image, connectivity));

    /// <summary>The components that the filter accepts; valid until the workspace's next components are asked for.</summary>
    public ComponentList Components(in ComponentFilter filter, Connectivity connectivity = Connectivity.Eight)
    {
        _workspace.Components.Find(Image, connectivity);
        return new ComponentList(_workspace.Components.Filter(filter));
    }
}

/// <summary>Components of one image, in the order of their first pixels.</summary>
public readonly ref struct ComponentList(ReadOnlySpan<Component> items)
{
    /// <summary>All of them.</summary>
    public ReadOnlySpan<Component> Items { get; } = items;

    /// <summary>How many.</summary>
    public int Count => Items.Length;

    /// <summary>
    /// The component with the highest score, the first of equals; negative infinity and not-a-number rule one out. A static
    /// lambda keeps this free of allocation.
    /// </summary>
    /// <returns>Whether there is one.</returns>
    public bool TryBest(Func<Component, double> score, out Component best)
    {
        ArgumentNullException.ThrowIfNull(score);
        var highest = double.NegativeInfinity;
        best = default;
        foreach (ref readonly var item in Items)
        {
            var value = score(item);
            if (value > highest)
            {
                highest = value;
                best = item;
            }
        }

        return highest > double.NegativeInfinity;
    }

    /// <summary>The same with a score that keeps what it needs in a struct.</summary>
    public bool TryBest<TScore>(TScore score, out Component best)
        where TScore : struct, IComponentScore
    {
        var highest = double.NegativeInfinity;
        best = default;
        foreach (ref readonly var item in Items)
        {
            var value = score.Of(item);
            if (value > highest)
            {
                highest = value;
                best = item;
            }
        }

        return highest > double.NegativeInfinity;
    }

    /// <summary>The component with the highest score, or null where none has one.</summary>
    public Component? Best(Func<Component, double> score) => TryBest(score, out var best) ? best : null;
}

/// <summary>Ways into a pipeline.</summary>
public static class FramePipelineExtensions
{
    /// <summary>The pixels whose index is in the mask, in slot <paramref name="slot"/> of the workspace.</summary>
    public static BitPipeline Where(
        this IndexedFrame frame, PaletteMask mask, VisionWorkspace workspace, int slot = 0)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        var image = workspace.Dirty(slot, frame.Width, frame.Height);
        Threshold.Apply(frame, mask, image);
        image.RestoreGuards();
        return new BitPipeline(image, workspace);
    }

    /// <summary>
    /// The pixels of several masks, mask i in slot i of the workspace, where <see cref="VisionWorkspace.Bits"/> takes it up:
    /// the frame is read once for every four of them.
    /// </summary>
    /// <exception cref="ArgumentException">The workspace has fewer slots than there are masks.</exception>
    public static void Where(this IndexedFrame frame, ReadOnlySpan<PaletteMask> masks, VisionWorkspace workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        if (masks.Length > workspace.ImageCount)
        {
            throw new ArgumentException(
                $"{masks.Length} masks do not fit into {workspace.ImageCount} slots.", nameof(workspace));
        }

        const int together = 4;
        var (width, height) = (frame.Width, frame.Height);
        for (var i = 0; i < masks.Length;)
        {
            if (i + together <= masks.Length && Threshold.TryApply(
                frame, masks.Slice(i, together), workspace.Dirty(i, width, height), workspace.Dirty(i + 1, width, height),
                workspace.Dirty(i + 2, width, height), workspace.Dirty(i + 3, width, height)))
            {
                for (var end = i + together; i < end; i++)
                {
                    workspace.Dirty(i, width, height).RestoreGuards();
                }
            }
            else
            {
                frame.Where(masks[i], workspace, i++);
            }
        }
    }

    /// <summary>The pixels of a plane whose value lies between two bounds, both included.</summary>
    public static BitPipeline Where(this PixelPlane plane, byte low, byte high, VisionWorkspace workspace, int slot = 0)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        var image = workspace.Image(slot, plane.Width, plane.Height);
        Threshold.Apply(plane, low, high, image);
        return new BitPipeline(image, workspace);
    }

    /// <summary>The pixels of a planar colour frame that the threshold accepts.</summary>
    public static BitPipeline Where(
        this PlanarFrame frame, ColorThreshold threshold, VisionWorkspace workspace, int slot = 0)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        var image = workspace.Image(slot, frame.Width, frame.Height);
        ColorMask.Apply(frame, threshold, image);
        return new BitPipeline(image, workspace);
    }

    /// <summary>The pixels of an interleaved colour frame that the threshold accepts.</summary>
    public static BitPipeline Where(
        this ColorFrame frame, ColorThreshold threshold, VisionWorkspace workspace, int slot = 0)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        var image = workspace.Image(slot, frame.Width, frame.Height);
        ColorMask.Apply(frame, threshold, image);
        return new BitPipeline(image, workspace);
    }
}
