using Caco.Loop.Replays;

namespace Caco.Loop.Tests;

public sealed class ReplayFileTests
{
    private static readonly Replay Sample = new()
    {
        Scenario = "arena",
        Settings = "doom_map = map01\n",
        Content =
        [
            new ReplayContent("freedoom2.wad", "/somewhere/freedoom2.wad", new string('a', 64)),
            new ReplayContent("builtin:battle", "", new string('b', 64)),
        ],
        Policy = "battle",
        Seed = 4294967295,
        Decision = 2,
        Width = 320,
        Height = 240,
        Reward = 12.25,
        Actions = [[0, 1, -7.5f], [0, 1, -7.5f], [1, 0, 3], [0, 1, -7.5f]],
        Commands = [new SentCommand(0, "give Shotgun"), new SentCommand(3, "kill; god")],
        Checkpoints = [new ReplayCheckpoint(0, 1), new ReplayCheckpoint(8, ulong.MaxValue)],
    };

    [Fact]
    public void A_replay_survives_writing_and_reading()
    {
        var read = ReplayFile.Decode(ReplayFile.Encode(Sample), "x");
        Assert.Equal(Sample with { Content = read.Content, Actions = read.Actions, Commands = read.Commands, Checkpoints = read.Checkpoints }, read);
        Assert.Equal(Sample.Content, read.Content);
        Assert.Equal(Sample.Actions, read.Actions);
        Assert.Equal(Sample.Commands, read.Commands);
        Assert.Equal(Sample.Checkpoints, read.Checkpoints);
    }

    [Fact]
    public void An_episode_without_decisions_survives_too()
    {
        var read = ReplayFile.Decode(ReplayFile.Encode(Sample with { Actions = [] }), "x");
        Assert.Empty(read.Actions);
    }

    [Fact]
    public void Held_actions_cost_next_to_nothing()
    {
        var held = Enumerable.Repeat(Sample.Actions[0], 10_000).ToArray();
        Assert.True(
            ReplayFile.Encode(Sample with { Actions = held }).Length <= ReplayFile.Encode(Sample).Length + 16);
    }

    [Fact]
    public void Every_cut_and_every_flipped_bit_is_found()
    {
        var file = ReplayFile.Encode(Sample);
        for (var length = 0; length < file.Length; length++)
        {
            Assert.Throws<ReplayException>(() => ReplayFile.Decode(file.AsSpan(0, length), "cut.caco"));
        }

        for (var bit = 0; bit < file.Length * 8; bit++)
        {
            var damaged = (byte[])file.Clone();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                // Two LZ4 blocks can mean the same bytes; nothing else may pass.
                Assert.Equal(file, ReplayFile.Encode(ReplayFile.Decode(damaged, "flipped.caco")));
            }
            catch (ReplayException e)
            {
                Assert.Contains("flipped.caco", e.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_file_of_another_kind_is_named()
    {
        var failure = Assert.Throws<ReplayException>(() => ReplayFile.Decode(new byte[100], "picture.png"));
        Assert.Equal("picture.png is not a Caco replay.", failure.Message);
    }

    [Fact]
    public void Another_version_is_refused_by_number()
    {
        var file = ReplayFile.Encode(Sample);
        file[8] = 9;
        var failure = Assert.Throws<ReplayException>(() => ReplayFile.Decode(file, "new.caco"));
        Assert.Contains("version 9", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_asks_for_too_much_memory_is_refused()
    {
        var file = ReplayFile.Encode(Sample);
        file[15] = 0xFF;
        Assert.Contains(
            "damaged", Assert.Throws<ReplayException>(() => ReplayFile.Decode(file, "x")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var failure = Assert.Throws<ReplayException>(() => ReplayFile.Load("no/such/file.caco"));
        Assert.StartsWith("no/such/file.caco cannot be read", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_chain_depends_on_order_and_every_link()
    {
        static ulong Chain(params ulong[] hashes) => hashes.Aggregate(HashChain.Start, HashChain.Next);
        ulong[] chains = [Chain(), Chain(0), Chain(0, 0), Chain(1, 2), Chain(2, 1), Chain(1, 3), Chain(2, 2)];
        Assert.Distinct(chains);
    }
}
