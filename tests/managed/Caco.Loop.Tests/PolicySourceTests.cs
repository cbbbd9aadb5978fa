using Caco.Loop.Play;

namespace Caco.Loop.Tests;

public sealed class PolicySourceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("caco-policy-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_name_of_the_catalogue_gives_a_fresh_policy_each_time()
    {
        var source = PolicySource.Find("random");
        Assert.Equal("random", source.Name);
        Assert.NotSame(source.Create(), source.Create());
    }

    [Fact]
    public void A_file_is_compiled()
    {
        var source = PolicySource.Find(Write(
            """
            sealed class Trigger : IPolicy
            {
                private int _attack;
                public Trigger() { }
                public void Reset(EpisodeInfo info) => _attack = info.ButtonSlot("ATTACK");
                public void Act(in Observation observation, Span<float> buttons) => buttons[_attack] = 1;
            }
            """));
        Assert.Equal("mine.cs", source.Name);
        Assert.Equal("Trigger", source.Create().GetType().Name);
    }

    [Theory]
    [InlineData("class Broken : IPolicy {", "mine.cs(1,")]
    [InlineData("class Nothing;", "no class in it implements IPolicy")]
    public void A_file_that_is_no_policy_is_refused_with_the_reason(string text, string reason)
    {
        var error = Assert.Throws<RequestException>(() => PolicySource.Find(Write(text)));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nobody", "there is no such policy")]
    [InlineData("nowhere.cs", "does not exist")]
    public void Unknown_names_are_refused(string name, string reason) =>
        Assert.Contains(reason, Assert.Throws<RequestException>(() => PolicySource.Find(name)).Message, StringComparison.Ordinal);

    private string Write(string text)
    {
        var path = Path.Combine(_folder, "mine.cs");
        File.WriteAllText(path, text);
        return path;
    }
}
