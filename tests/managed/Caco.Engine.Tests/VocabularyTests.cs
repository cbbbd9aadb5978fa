namespace Caco.Engine.Tests;

public sealed class VocabularyTests
{
    private static string Fold(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();

    private static void Check<T>(Func<T, string> nameOf, int count)
        where T : struct, Enum
    {
        T[] values = Enum.GetValues<T>();
        Assert.Equal(Enumerable.Range(0, count), values.Select(v => Convert.ToInt32(v)));
        foreach (T value in values)
        {
            Assert.Equal(Fold(nameOf(value)), Fold(value.ToString()));
        }

        Assert.Throws<CacoArgumentException>(() => nameOf((T)Enum.ToObject(typeof(T), count)));
        Assert.Throws<CacoArgumentException>(() => nameOf((T)Enum.ToObject(typeof(T), -1)));
    }

    [Fact]
    public void Numbers_and_names_are_those_of_the_library()
    {
        Check<Button>(Names.Of, 43);
        Check<GameVariable>(Names.Of, 132);
        Check<Mode>(Names.Of, 4);
        Check<ScreenFormat>(Names.Of, 10);
        Check<ScreenResolution>(Names.Of, 36);
        Check<AutomapMode>(Names.Of, 4);
        Check<SamplingRate>(Names.Of, 3);
    }

    [Fact]
    public void Names_are_read_without_regard_to_case_and_underscores()
    {
        Assert.True(Names.TryParse("turnLeft_right_DELTA", out Button button));
        Assert.Equal(Button.TurnLeftRightDelta, button);
        Assert.True(Names.TryParse("damagecount", out GameVariable variable));
        Assert.Equal(GameVariable.DamageCount, variable);
        Assert.True(Names.TryParse("GRAY8", out ScreenFormat format));
        Assert.Equal(ScreenFormat.Gray8, format);
        Assert.True(Names.TryParse("res_320x240", out ScreenResolution resolution));
        Assert.Equal(ScreenResolution.Res320x240, resolution);
        Assert.False(Names.TryParse("FLY", out button));
        Assert.False(Names.TryParse("AT\0TACK", out button));
        Assert.Same(Names.Of(Button.Attack), Names.Of(Button.Attack));
    }

    [Fact]
    public void The_last_five_buttons_take_amounts()
    {
        Assert.Equal(38, Enum.GetValues<Button>().Count(Names.IsBinary));
        Assert.Equal(
            [Button.LookUpDownDelta, Button.TurnLeftRightDelta, Button.MoveForwardBackwardDelta, Button.MoveLeftRightDelta, Button.MoveUpDownDelta],
            Enum.GetValues<Button>().Where(Names.IsDelta));
    }
}
