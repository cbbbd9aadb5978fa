using System.Globalization;
using Caco.Interop;

namespace Caco.Engine;

/// <summary>
/// What a ViZDoom cfg says: buttons, variables, rewards, rendering, limits. A new one has ViZDoom's defaults.
/// Thread contract: one thread at a time; a game copies what it needs when it starts.
/// </summary>
public sealed unsafe partial class Scenario : IDisposable
{
    private readonly ScenarioHandle _handle;

    public Scenario()
    {
        caco_scenario* scenario;
        NativeCall.Check(CacoNative.caco_scenario_create(&scenario));
        _handle = new ScenarioHandle(scenario);
    }

    private Scenario(ScenarioHandle handle) => _handle = handle;

    /// <summary>A scenario from a cfg file; the caller owns it.</summary>
    public static Scenario FromFile(string path, bool lenient = false)
    {
        var scenario = new Scenario();
        try
        {
            scenario.Load(path, lenient);
            return scenario;
        }
        catch
        {
            scenario.Dispose();
            throw;
        }
    }

    internal ScenarioHandle Handle => _handle;

    /// <summary>A copy that the caller owns.</summary>
    public Scenario Clone()
    {
        using var lease = new HandleLease(_handle);
        caco_scenario* copy;
        NativeCall.Check(CacoNative.caco_scenario_clone((caco_scenario*)lease.Pointer, &copy));
        return new Scenario(new ScenarioHandle(copy));
    }

    /// <summary>Reads a cfg file over the current settings. Paths in it are taken relative to the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="lenient">Skips bad lines and collects them in <see cref="Warnings"/>, as ViZDoom does.</param>
    /// <exception cref="CacoBadDataException">A key or value is unknown; the message names the line, and nothing was applied.</exception>
    public void Load(string path, bool lenient = false)
    {
        using var lease = new HandleLease(_handle);
        fixed (byte* text = NativeCall.Utf8(path))
        {
            NativeCall.Check(CacoNative.caco_scenario_load_file((caco_scenario*)lease.Pointer, (sbyte*)text, lenient ? (byte)1 : (byte)0));
        }
    }

    /// <summary>Reads the text of a cfg over the current settings.</summary>
    /// <param name="text">Lines of the cfg language.</param>
    /// <param name="label">What messages call the text.</param>
    /// <param name="baseDirectory">The folder that relative paths start from; null: they stay as they are.</param>
    /// <param name="lenient">Skips bad lines and collects them in <see cref="Warnings"/>.</param>
    /// <exception cref="CacoBadDataException">A key or value is unknown; the message names the line, and nothing was applied.</exception>
    public void LoadText(string text, string label = "text", string? baseDirectory = null, bool lenient = false)
    {
        using var lease = new HandleLease(_handle);
        byte[]? folder = baseDirectory == null ? null : NativeCall.Utf8(baseDirectory);
        fixed (byte* textPointer = NativeCall.Utf8(text), labelPointer = NativeCall.Utf8(label), folderPointer = folder)
        {
            NativeCall.Check(CacoNative.caco_scenario_load_text(
                (caco_scenario*)lease.Pointer, (sbyte*)textPointer, (sbyte*)labelPointer, (sbyte*)folderPointer, lenient ? (byte)1 : (byte)0));
        }
    }

    /// <summary>What lenient loads skipped, one a line; "" when nothing.</summary>
    public string Warnings
    {
        get
        {
            using var lease = new HandleLease(_handle);
            return NativeCall.Text(CacoNative.caco_scenario_warnings((caco_scenario*)lease.Pointer));
        }
    }

    /// <summary>Sets a key to a value as the cfg language writes it ("living_reward", "-1"; lists as "{ A B }").</summary>
    /// <exception cref="CacoBadDataException">The key is unknown or the value does not fit it.</exception>
    public void Set(string key, string value)
    {
        using var lease = new HandleLease(_handle);
        fixed (byte* keyPointer = NativeCall.Utf8(key), valuePointer = NativeCall.Utf8(value))
        {
            NativeCall.Check(CacoNative.caco_scenario_set((caco_scenario*)lease.Pointer, (sbyte*)keyPointer, (sbyte*)valuePointer));
        }
    }

    /// <summary>The value of a key in the cfg language.</summary>
    /// <exception cref="CacoArgumentException">The key is unknown.</exception>
    public string Get(string key)
    {
        using var lease = new HandleLease(_handle);
        fixed (byte* keyPointer = NativeCall.Utf8(key))
        {
            sbyte* value = CacoNative.caco_scenario_get((caco_scenario*)lease.Pointer, (sbyte*)keyPointer);
            return value != null ? NativeCall.Text(value) : throw new CacoArgumentException($"unknown key \"{key}\"");
        }
    }

    /// <summary>The buttons in the order of actions. Each get makes a new array.</summary>
    public IReadOnlyList<Button> Buttons
    {
        get
        {
            using var lease = new HandleLease(_handle);
            var scenario = (caco_scenario*)lease.Pointer;
            var list = new Button[CacoNative.caco_scenario_buttons(scenario, null, 0)];
            fixed (Button* first = list)
            {
                _ = CacoNative.caco_scenario_buttons(scenario, (int*)first, (uint)list.Length);
            }

            return list;
        }
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            Set("available_buttons", List(value.Select(Names.Of)));
        }
    }

    /// <summary>The game variables in the order of <see cref="GameState.Variables"/>. Each get makes a new array.</summary>
    public IReadOnlyList<GameVariable> Variables
    {
        get
        {
            using var lease = new HandleLease(_handle);
            var scenario = (caco_scenario*)lease.Pointer;
            var list = new GameVariable[CacoNative.caco_scenario_variables(scenario, null, 0)];
            fixed (GameVariable* first = list)
            {
                _ = CacoNative.caco_scenario_variables(scenario, (int*)first, (uint)list.Length);
            }

            return list;
        }
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            Set("available_game_variables", List(value.Select(Names.Of)));
        }
    }

    /// <summary>The limit of a button's amount; 0 = none.</summary>
    public double GetButtonMaxValue(Button button)
    {
        string[] words = Get("button_max_value").Split([' ', '{', '}'], StringSplitOptions.RemoveEmptyEntries);
        int at = Array.IndexOf(words, Names.Of(button));
        return at < 0 ? 0 : double.Parse(words[at + 1], CultureInfo.InvariantCulture);
    }

    /// <summary>Limits a button's amount; 0 = no limit. Degrees for turning and looking, units for moving.</summary>
    public void SetButtonMaxValue(Button button, double value) => Set("button_max_value", $"{{ {Names.Of(button)} {Text(value)} }}");

    public void Dispose() => _handle.Dispose();

    private static string List(IEnumerable<string> names) => "{ " + string.Join(' ', names) + " }";

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private bool Flag(string key) => Get(key) == "true";

    private void SetFlag(string key, bool value) => Set(key, value ? "true" : "false");

    private int Whole(string key) => int.Parse(Get(key), CultureInfo.InvariantCulture);

    private void SetWhole(string key, int value) => Set(key, value.ToString(CultureInfo.InvariantCulture));

    private double Number(string key) => double.Parse(Get(key), CultureInfo.InvariantCulture);

    private void SetNumber(string key, double value) => Set(key, Text(value));

    private T Word<T>(string key, int names)
        where T : struct, Enum
    {
        fixed (byte* text = NativeCall.Utf8(Get(key)))
        {
            return (T)Enum.ToObject(typeof(T), CacoNative.caco_number(names, (sbyte*)text));
        }
    }
}
