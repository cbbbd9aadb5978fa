using Caco.Loop.Agents;
using Caco.Loop.Agents.Commands;

namespace Caco.Loop.Tests;

public sealed class AgentOutputTests
{
    [Fact]
    public void One_object_over_several_lines_is_read()
    {
        var output = AgentOutput.Parse("{\n \"total_cost_usd\": 1.5,\n \"usage\": { \"input_tokens\": 3, \"output_tokens\": 4 }, \"result\": \"fine\" }\n");
        Assert.Equal(("fine\n", 7, 1.5m), (output.Text, output.Tokens, output.Cost));
    }

    [Fact]
    public void A_list_of_messages_counts_its_result()
    {
        var output = AgentOutput.Parse("""[{"type":"assistant","message":{"usage":{"input_tokens":3}}},{"type":"result","result":"ok","usage":{"input_tokens":30,"output_tokens":4}}]""");
        Assert.Equal((34, null), (output.Tokens, output.Cost));
    }

    [Fact]
    public void Turns_of_a_stream_add_up()
    {
        var output = AgentOutput.Parse(
            """
            starting
            {"type":"thread.started","thread_id":"x"}
            {"type":"item.completed","item":{"type":"agent_message","text":"All done.\nHYPOTHESIS: strafes"}}
            {"type":"turn.completed","usage":{"input_tokens":100,"cached_input_tokens":90,"output_tokens":10}}
            {"type":"turn.completed","usage":{"input_tokens":200,"cached_input_tokens":90,"output_tokens":20}}
            {"type":"item.completed","item":{"type":"command_execution","text":"HYPOTHESIS: no"}}
            {"type": broken
            """);
        Assert.Equal(330, output.Tokens);
        Assert.Null(output.Cost);
        Assert.Equal("strafes", Hypothesis.InText(output.Text));
        Assert.Contains("starting", output.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[")]
    [InlineData("{\"usage\":7,\"result\":{},\"total_cost_usd\":\"x\"}")]
    [InlineData("{\"usage\":{\"input_tokens\":-5,\"output_tokens\":\"many\"}}")]
    [InlineData("[1,null,[\"a\"]]")]
    public void Nonsense_counts_nothing(string text)
    {
        var output = AgentOutput.Parse(text);
        Assert.Equal((0, null), (output.Tokens, output.Cost));
    }

    [Theory]
    [InlineData("HYPOTHESIS: a\nwords\n  - **Hypothesis**: b c **\n", "b c")]
    [InlineData("> hypothesis :  x", "x")]
    [InlineData("my hypothesis: x", null)]
    [InlineData("HYPOTHESIS:   \n", null)]
    public void The_last_line_with_a_hypothesis_counts(string text, string? expected) => Assert.Equal(expected, Hypothesis.InText(text));
}
