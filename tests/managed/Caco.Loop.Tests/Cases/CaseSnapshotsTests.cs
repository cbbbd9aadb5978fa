using System.Security.Cryptography;
using Caco.Loop.Cases;

namespace Caco.Loop.Tests;

public sealed class CaseSnapshotsTests
{
    private static readonly byte[] State = [.. Enumerable.Range(0, 3000).Select(static i => (byte)(i % 7 * (i % 11)))];

    [Fact]
    public void A_state_survives_packing_and_is_smaller_packed()
    {
        var packed = CaseSnapshots.Pack(State);
        Assert.Equal(State, CaseSnapshots.Unpack(packed, "x"));
        Assert.True(packed.Length < State.Length / 4);
    }

    [Fact]
    public void What_does_not_compress_survives_too()
    {
        var noise = new byte[5000];
        new Random(1).NextBytes(noise);
        Assert.Equal(noise, CaseSnapshots.Unpack(CaseSnapshots.Pack(noise), "x"));
        Assert.Empty(CaseSnapshots.Unpack(CaseSnapshots.Pack([]), "x"));
    }

    [Fact]
    public void Every_cut_and_every_flipped_bit_is_found()
    {
        var packed = CaseSnapshots.Pack(State.AsSpan(0, 200));
        for (var length = 0; length < packed.Length; length++)
        {
            Assert.Throws<LoopException>(() => CaseSnapshots.Unpack(packed.AsSpan(0, length), "cut"));
        }

        for (var bit = 0; bit < packed.Length * 8; bit++)
        {
            var damaged = (byte[])packed.Clone();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                // Two LZ4 blocks can mean the same bytes; nothing else may pass.
                Assert.Equal(SHA256.HashData(State.AsSpan(0, 200)), SHA256.HashData(CaseSnapshots.Unpack(damaged, "flipped")));
            }
            catch (LoopException e)
            {
                Assert.Contains("flipped", e.Message, StringComparison.Ordinal);
            }
        }
    }
}
