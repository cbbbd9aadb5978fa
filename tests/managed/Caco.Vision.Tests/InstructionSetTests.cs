using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;

namespace Caco.Vision.Tests;

/// <summary>All kernels on fixed inputs, in processes that are not allowed all instructions: one digest.</summary>
public class InstructionSetTests
{
    private const string FileVariable = "CACO_VISION_DIGEST_FILE";

    [Theory]
    [InlineData("EnableAVX512", "AVX512")]
    [InlineData("EnableAVX2", "AVX2")]
    [InlineData("EnableHWIntrinsic", "vectors")]
    public async Task Every_instruction_set_gives_the_same_bits(string setting, string without)
    {
        var file = Path.Combine(Path.GetTempPath(), $"caco-vision-{Guid.NewGuid():N}.txt");
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(typeof(InstructionSetTests).Assembly.Location);
        start.ArgumentList.Add("-method");
        start.ArgumentList.Add($"{typeof(InstructionSetTests).FullName}.{nameof(Kernels_give_a_digest)}");
        start.Environment["DOTNET_" + setting] = "0";

        // The name of the same switch in other versions of the runtime.
        start.Environment["DOTNET_" + setting + "F"] = "0";
        start.Environment[FileVariable] = file;
        try
        {
            using var child = Process.Start(start)!;
            var errors = child.StandardError.ReadToEndAsync();
            var output = await child.StandardOutput.ReadToEndAsync();
            await child.WaitForExitAsync();
            Assert.True(child.ExitCode == 0 && File.Exists(file), $"exit code {child.ExitCode}: {output}{await errors}");
            var lines = await File.ReadAllLinesAsync(file);
            Assert.DoesNotContain(without, lines[1], StringComparison.Ordinal);
            Assert.Equal(Digest(), lines[0]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Kernels_give_a_digest()
    {
        var digest = Digest();
        Assert.Equal(64, digest.Length);
        if (Environment.GetEnvironmentVariable(FileVariable) is { Length: > 0 } file)
        {
            var sets = (Avx512F.IsSupported ? "AVX512 " : "") + (Avx2.IsSupported ? "AVX2 " : "")
                + (Vector128.IsHardwareAccelerated ? "vectors " : "");
            File.WriteAllLines(file, [digest, sets]);
        }
    }

    private static string Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var random = new Random(99);
        foreach (var (width, height) in ((int, int)[])[(1, 1), (17, 5), (63, 9), (64, 8), (65, 33), (130, 70), (320, 24), (641, 12), (128, 3)])
        {
            var pixels = new byte[(width + 3) * height];
            random.NextBytes(pixels);
            var frame = new IndexedFrame(pixels, width, height, width + 3);
            var plane = frame.Plane;
            var colors = new byte[4 * width * height];
            random.NextBytes(colors);
            var workspace = new VisionWorkspace(width, height, 2);
            var threshold = ColorThreshold.Any.Red(20, 240).RedOverGreen(-60).BlueOverRed(-120).GreenOverBlue(-200).Spread(3, 230);
            Add(hash, frame.Where(PaletteMask.OfRange(0, 90), workspace).Image);
            Add(hash, plane.Where(30, 130, workspace).Image);
            Add(hash, new ColorFrame(colors, width, height, PixelOrder.Rgb).Where(threshold, workspace).Image);
            Add(hash, new ColorFrame(colors, width, height, PixelOrder.Argb).Where(threshold, workspace).Image);
            Add(hash, PlanarFrame.FromPlanes(colors, width, height).Where(threshold, workspace).Image);
            foreach (var (w, h) in ((int, int)[])[(2, 2), (3, 1), (8, 8), (1, 5), (17, 3), (33, 12), (64, 64)])
            {
                Add(hash, frame.Where(PaletteMask.OfRange(0, 9), workspace).Close(w, h).Image);
                Add(hash, frame.Where(PaletteMask.OfRange(9, 255), workspace).Open(w, h).Image);
            }

            var bits = frame.Where(PaletteMask.OfRange(0, 140), workspace)
                .Dilate(StructuringElement.Ellipse(5, 3)).Erode(StructuringElement.Cross(3, 3)).FillHoles();
            Add(hash, bits.Image);
            foreach (ref readonly var c in bits.Components().Items)
            {
                // By field: the padding of the struct may hold anything.
                Add<long>(hash, [c.Area, c.Box.X, c.Box.Y, c.Box.Width, c.Box.Height, c.SumX, c.SumY]);
            }

            var other = frame.Where(PaletteMask.OfRange(60, 200), workspace, 1).Image;
            bits.Image.Xor(other);
            bits.Image.AndNot(other);
            Add(hash, bits.Image);
            var bytes = new byte[width * height];
            bits.Image.Expand(bytes);
            Add<byte>(hash, bytes);

            var second = new byte[pixels.Length];
            random.NextBytes(second);
            var table = new byte[256];
            random.NextBytes(table);
            var before = new IndexedFrame(second, width, height, width + 3);
            var shorts = new short[width * height];
            Edges.SobelX(plane, shorts);
            Add<short>(hash, shorts);
            Edges.SobelY(plane, shorts);
            Add<short>(hash, shorts);
            Gray.Apply(frame, table, bytes);
            Add<byte>(hash, bytes);
            var values = bytes.AsSpan().ToArray();
            Add<long>(hash, [Gray.Update(before, table, values)]);
            Add<byte>(hash, values);
            var several = new VisionWorkspace(width, height, 5);
            frame.Where([PaletteMask.OfRange(0, 90), PaletteMask.OfRange(7, 8), PaletteMask.OfRange(99, 255),
                PaletteMask.OfIndices(0, 255), PaletteMask.OfRange(128, 200)], several);
            for (var slot = 0; slot < several.ImageCount; slot++)
            {
                Add(hash, several.Bits(slot, width, height).Image);
            }

            var rows = new int[width];
            if (height > 1)
            {
                ColumnProfile.StrongestEdge(plane, 0, height, rows);
            }

            Add<int>(hash, rows);
            var statistics = RegionStatistics.Of(plane);
            Add<double>(hash,
            [
                statistics.Sum, statistics.SumOfSquares, Gray.Sum(frame, table), FrameDifference.CountChanged(frame, before),
                FrameDifference.SumAbsolute(plane, before.Plane), FrameDifference.MeanAbsolute(frame, before, table),
                Edges.HorizontalDensity(plane, 40), Edges.VerticalDensity(plane, 40), Edges.SobelDensity(plane, 200),
                RegionStatistics.SumOf(plane), bits.Image.Count(new PixelRect(1, 1, width - 2, height - 1)),
                Histogram.DarkFraction(plane, 70), Histogram.Fraction(frame, PaletteMask.OfRange(3, 77)),
            ]);
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static void Add(IncrementalHash hash, BitImage image) => Add<ulong>(hash, image.Storage);

    private static void Add<T>(IncrementalHash hash, ReadOnlySpan<T> values)
        where T : unmanaged => hash.AppendData(MemoryMarshal.AsBytes(values));
}
