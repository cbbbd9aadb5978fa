using Caco.Interop;

namespace Caco.Engine;

/// <summary>Names of the vocabulary as cfg files spell them. Any thread.</summary>
public static unsafe class Names
{
    private static readonly string[] Buttons = Load(CacoNative.CACO_NAMES_BUTTON, CacoNative.CACO_BUTTON_COUNT);
    private static readonly string[] Variables = Load(CacoNative.CACO_NAMES_VARIABLE, CacoNative.CACO_VARIABLE_COUNT);

    /// <summary>How many buttons there are; numbers are 0 up to this.</summary>
    public static int ButtonCount => CacoNative.CACO_BUTTON_COUNT;

    /// <summary>How many game variables there are; numbers are 0 up to this.</summary>
    public static int VariableCount => CacoNative.CACO_VARIABLE_COUNT;

    /// <summary>For example "TURN_LEFT". The same string object every time.</summary>
    public static string Of(Button button) => Pick(Buttons, (int)button, "button");

    /// <summary>For example "DAMAGECOUNT". The same string object every time.</summary>
    public static string Of(GameVariable variable) => Pick(Variables, (int)variable, "game variable");

    public static string Of(Mode mode) => Native(CacoNative.CACO_NAMES_MODE, (int)mode, "mode");

    public static string Of(ScreenFormat format) => Native(CacoNative.CACO_NAMES_SCREEN_FORMAT, (int)format, "screen format");

    public static string Of(ScreenResolution resolution) => Native(CacoNative.CACO_NAMES_SCREEN_RESOLUTION, (int)resolution, "screen resolution");

    public static string Of(AutomapMode mode) => Native(CacoNative.CACO_NAMES_AUTOMAP_MODE, (int)mode, "automap mode");

    public static string Of(SamplingRate rate) => Native(CacoNative.CACO_NAMES_SAMPLING_RATE, (int)rate, "sampling rate");

    /// <summary>The button of a name; case does not matter and underscores are optional.</summary>
    public static bool TryParse(string name, out Button button)
    {
        int number = Number(CacoNative.CACO_NAMES_BUTTON, name);
        button = (Button)Math.Max(0, number);
        return number >= 0;
    }

    /// <summary>The game variable of a name; case does not matter and underscores are optional.</summary>
    public static bool TryParse(string name, out GameVariable variable)
    {
        int number = Number(CacoNative.CACO_NAMES_VARIABLE, name);
        variable = (GameVariable)Math.Max(0, number);
        return number >= 0;
    }

    /// <summary>The screen format of a name.</summary>
    public static bool TryParse(string name, out ScreenFormat format)
    {
        int number = Number(CacoNative.CACO_NAMES_SCREEN_FORMAT, name);
        format = (ScreenFormat)Math.Max(0, number);
        return number >= 0;
    }

    /// <summary>The screen resolution of a name ("RES_320X240").</summary>
    public static bool TryParse(string name, out ScreenResolution resolution)
    {
        int number = Number(CacoNative.CACO_NAMES_SCREEN_RESOLUTION, name);
        resolution = (ScreenResolution)Math.Max(0, number);
        return number >= 0;
    }

    /// <summary>Whether a button is pressed or not, nothing between.</summary>
    public static bool IsBinary(Button button) => (uint)button < CacoNative.CACO_BINARY_BUTTON_COUNT;

    /// <summary>Whether a button takes an amount.</summary>
    public static bool IsDelta(Button button) => (int)button is >= CacoNative.CACO_BINARY_BUTTON_COUNT and < CacoNative.CACO_BUTTON_COUNT;

    private static string[] Load(int names, int count)
    {
        string[] result = new string[count];
        for (int i = 0; i < count; i++)
        {
            result[i] = NativeCall.Text(CacoNative.caco_name(names, i));
        }

        return result;
    }

    private static string Pick(string[] names, int number, string what) =>
        (uint)number < (uint)names.Length ? names[number] : throw new CacoArgumentException($"there is no {what} {number}");

    private static string Native(int names, int number, string what)
    {
        sbyte* name = CacoNative.caco_name(names, number);
        return name != null ? NativeCall.Text(name) : throw new CacoArgumentException($"there is no {what} {number}");
    }

    private static int Number(int names, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Contains('\0', StringComparison.Ordinal))
        {
            return -1;
        }

        fixed (byte* text = NativeCall.Utf8(name))
        {
            return CacoNative.caco_number(names, (sbyte*)text);
        }
    }
}
