using Caco.Loop.Workspaces;
using Caco.Policies;

namespace Caco.Loop.Tests;

public sealed class LoopSettingsFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_read_again()
    {
        var settings = new LoopSettings
        {
            Scenario = new ScenarioSettings { Config = "maps/\"odd\" näme.cfg", Wads = ["a.wad", "b c.wad"], Tics = 350, Resolution = "160x120" },
            Sight = Sight.Objects | Sight.Depth,
            Score = ScoreRule.Reward,
            Cascade = new CascadeSettings { Train = [2, 4], Looks = [8, 100], Alpha = 0.01 },
            Agent = new AgentSettings { Kind = "command", Command = new CommandAgentSettings { Command = ["codex", "exec", "-"], CostPerCall = 0.25m } },
            Budget = new BudgetSettings { Tics = 5_000_000_000, Minutes = 2.5, Cost = 1.5m, Tokens = 7, Trials = 9 },
            Compress = true,
        };
        LoopSettingsFile.Save(_folder.File("loop.json"), settings);
        Assert.Equivalent(settings, LoopSettingsFile.Load(_folder.File("loop.json")), strict: true);
        Assert.Equal(["loop.json"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Absent_keys_have_their_defaults_and_comments_and_trailing_commas_may_stand()
    {
        Assert.Equivalent(new LoopSettings(), LoopSettingsFile.Parse("{}"), strict: true);
        var settings = LoopSettingsFile.Parse(
            """
            {
              // a person's note
              "budget": { "minutes": 5, /* or more */ },
              "sight": "labels, depth",
            }
            """);
        Assert.Equal(5, settings.Budget.Minutes);
        Assert.Equal(Sight.Labels | Sight.Depth, settings.Sight);
        Assert.Equal("tuner", settings.Agent.Kind);
    }

    [Theory]
    [InlineData("""{"budget":{"minuts":5}}""", "unknown key budget.minuts", "5", "Did you mean \"minutes\"?")]
    [InlineData("""{"Budget":{}}""", "unknown key Budget", "{}", "Did you mean \"budget\"?")]
    [InlineData("""{"budget":{"minutes":"five"}}""", "budget.minutes", "\"five\"", "a number above 0, or null")]
    [InlineData("""{"budget":{"minutes":0}}""", "budget.minutes", "0", "a number above 0, or null")]
    [InlineData("""{"budget":{"tics":1.5}}""", "budget.tics", "1.5", "a whole number from 1, or null")]
    [InlineData("""{"budget":[]}""", "budget", "[]", "a block in braces")]
    [InlineData("""{"scenario":{"decisionTics":0}}""", "scenario.decisionTics", "0", "a whole number 1 to 1000")]
    [InlineData("""{"scenario":{"decisionTics":null}}""", "scenario.decisionTics", "null", "a whole number 1 to 1000")]
    [InlineData("""{"scenario":{"resolution":"wide"}}""", "scenario.resolution", "\"wide\"", "WIDTHxHEIGHT")]
    [InlineData("""{"scenario":{"wads":["a",1]}}""", "scenario.wads", "[\"a\",1]", "a list of paths")]
    [InlineData("""{"sight":"everything"}""", "sight", "\"everything\"", "objects, labels, depth")]
    [InlineData("""{"sight":"7"}""", "sight", "\"7\"", "objects, labels, depth")]
    [InlineData("""{"score":"reward, damageAndKills"}""", "score", "reward", "\"damageAndKills\" or \"reward\"")]
    [InlineData("""{"cascade":{"looks":[]}}""", "cascade.looks", "[]", "a growing list")]
    [InlineData("""{"cascade":{"looks":[16,16]}}""", "cascade.looks", "[16,16]", "a growing list")]
    [InlineData("""{"cascade":{"looks":[16,256]}}""", "cascade.looks", "256", "seeds.validate has 128 seeds")]
    [InlineData("""{"cascade":{"alpha":0.5}}""", "cascade.alpha", "0.5", "a number above 0 and below 0.5")]
    [InlineData("""{"agent":{"command":{"sandbox":"maybe"}}}""", "agent.command.sandbox", "\"maybe\"", "\"auto\", \"always\" or \"never\"")]
    [InlineData("""{"agent":{"openAi":{"endpoint":"ftp://x"}}}""", "agent.openAi.endpoint", "ftp://x", "http or https")]
    [InlineData("""{"compress":1}""", "compress", "1", "true or false")]
    [InlineData("""{"schema":"caco.loop/2"}""", "schema", "caco.loop/2", "\"caco.loop/1\"")]
    [InlineData("""{"seeds":{"train":"9-1"}}""", "seeds.train", "9-1", "runs backwards")]
    [InlineData("[1]", "the document", "[1]", "a block in braces")]
    public void A_mistake_names_file_key_value_and_what_is_allowed(string text, string key, string value, string allowed)
    {
        var path = _folder.File("loop.json");
        File.WriteAllText(path, text);
        var message = Assert.Throws<RequestException>(() => LoopSettingsFile.Load(path)).Message;
        Assert.All([path, key, value, allowed], part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{\n  \"compress\": tru\n}", "line 2")]
    [InlineData("", "line 1")]
    [InlineData("""{"compress":true,"compress":false}""", "compress")]
    public void What_is_not_json_is_named_with_its_place(string text, string place) =>
        Assert.Contains(place, Assert.Throws<RequestException>(() => LoopSettingsFile.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_missing_file_says_what_to_do() =>
        Assert.Contains("caco new", Assert.Throws<LoopException>(() => LoopSettingsFile.Load(_folder.File("loop.json"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Every_rule_belongs_to_a_key_that_is_written_and_takes_its_default()
    {
        var text = LoopSettingsFile.Write(new LoopSettings());
        foreach (var (key, rule) in SettingRules.All)
        {
            Assert.Contains($"\"{key.Split('.')[^1]}\": ", text, StringComparison.Ordinal);
            Assert.Contains(rule.About, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Agents_are_not_told_of_the_hold_out_seeds()
    {
        var settings = new LoopSettings { Seeds = new SeedSettings { HoldOut = "777000-777099" } };
        var shown = LoopSettingsFile.ForAgents(settings);
        Assert.DoesNotContain("777", LoopSettingsFile.Write(shown), StringComparison.Ordinal);
        Assert.Empty(SeedSplits.Of(LoopSettingsFile.Parse(LoopSettingsFile.Write(shown)).Seeds).HoldOut);
    }
}
