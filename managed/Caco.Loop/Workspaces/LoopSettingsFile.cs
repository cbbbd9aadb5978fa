using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Caco.Loop.Workspaces;

/// <summary>Reads and writes loop.json. Any thread.</summary>
/// <remarks>
/// Comments and trailing commas may stand in it, absent keys have their defaults; an unknown key, a wrong type and a value
/// out of range are errors that name file, key, value and what is allowed.
/// </remarks>
public static class LoopSettingsFile
{
    private static readonly JsonDocumentOptions Reading = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        AllowDuplicateProperties = false,
    };

    private static readonly JsonSerializerOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads and checks a file.</summary>
    /// <exception cref="LoopException">There is no such file, or it cannot be read.</exception>
    /// <exception cref="RequestException">Something in it makes no sense.</exception>
    public static LoopSettings Load(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new LoopException($"{path} does not exist. Make a workspace with: caco new NAME", e);
        }
        catch (Exception e) when (Disk.IsDiskFailure(e))
        {
            throw Disk.Failure("reading", path, e);
        }
    }

    /// <summary>Reads and checks a text.</summary>
    /// <param name="text">The document.</param>
    /// <param name="file">What messages call it.</param>
    /// <exception cref="RequestException">Something in it makes no sense.</exception>
    public static LoopSettings Parse(string text, string file = "loop.json")
    {
        try
        {
            using var document = JsonDocument.Parse(text, Reading);
            var settings = (LoopSettings)ReadObject(typeof(LoopSettings), document.RootElement, "", file);
            CheckTogether(settings, file);
            return settings;
        }
        catch (JsonException e)
        {
            var place = e.LineNumber is { } line ? $" line {line + 1}, column {e.BytePositionInLine + 1}" : "";
            throw new RequestException($"{file}{place}: this is not JSON: {e.Message}", e);
        }
    }

    /// <summary>Writes a file in one piece, with a comment beside every key.</summary>
    /// <exception cref="LoopException">The disk is full or read-only; an old file is untouched.</exception>
    public static void Save(string path, LoopSettings settings) => Disk.Replace(path, Write(settings));

    /// <summary>The text of a file, with a comment beside every key.</summary>
    public static string Write(LoopSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var text = new StringBuilder();
        WriteObject(text, settings, "", 1);
        return text.Append('\n').ToString();
    }

    /// <summary>What an agent may know of the settings: everything but the hold-out seeds.</summary>
    public static LoopSettings ForAgents(LoopSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings with { Seeds = settings.Seeds with { HoldOut = "" } };
    }

    private static object ReadObject(Type type, JsonElement element, string prefix, string file)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Wrong(file, prefix, element, "a block in braces");
        }

        var target = Activator.CreateInstance(type)!;
        var properties = Properties(type).ToDictionary(static p => Key(p), StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
        {
            var key = prefix.Length == 0 ? member.Name : $"{prefix}.{member.Name}";
            if (!properties.TryGetValue(member.Name, out var property))
            {
                throw Unknown(file, key, prefix, member, properties.Keys);
            }

            property.SetValue(target, ReadValue(property, member.Value, key, file));
        }

        return target;
    }

    private static object? ReadValue(PropertyInfo property, JsonElement element, string key, string file)
    {
        var rule = SettingRules.All.GetValueOrDefault(key);
        var type = property.PropertyType;
        if (IsBlock(type))
        {
            return ReadObject(type, element, key, file);
        }

        object? value;
        if (element.ValueKind == JsonValueKind.Null)
        {
            if (!IsNullable(property))
            {
                throw Wrong(file, key, element, Allowed(rule, type));
            }

            value = null;
        }
        else if (!TryRead(Nullable.GetUnderlyingType(type) ?? type, element, out value))
        {
            throw Wrong(file, key, element, Allowed(rule, type));
        }

        return rule is null || rule.IsAllowed(value) ? value : throw Wrong(file, key, element, rule.Allowed);
    }

    private static bool TryRead(Type type, JsonElement element, out object? value)
    {
        value = element.ValueKind switch
        {
            JsonValueKind.String when type == typeof(string) => element.GetString(),
            JsonValueKind.String when type.IsEnum => ReadEnum(type, element.GetString()!),
            JsonValueKind.True or JsonValueKind.False when type == typeof(bool) => element.GetBoolean(),
            JsonValueKind.Number when type == typeof(int) => element.TryGetInt32(out var number) ? number : null,
            JsonValueKind.Number when type == typeof(long) => element.TryGetInt64(out var number) ? number : null,
            JsonValueKind.Number when type == typeof(double) =>
                element.TryGetDouble(out var number) && double.IsFinite(number) ? number : null,
            JsonValueKind.Number when type == typeof(decimal) => element.TryGetDecimal(out var number) ? number : null,
            JsonValueKind.Array when type == typeof(IReadOnlyList<string>) => ReadList<string>(element),
            JsonValueKind.Array when type == typeof(IReadOnlyList<int>) => ReadList<int>(element),
            _ => null,
        };
        return value is not null;
    }

    private static List<T>? ReadList<T>(JsonElement element)
    {
        var items = new List<T>();
        foreach (var item in element.EnumerateArray())
        {
            if (!TryRead(typeof(T), item, out var value))
            {
                return null;
            }

            items.Add((T)value!);
        }

        return items;
    }

    private static object? ReadEnum(Type type, string text)
    {
        // Names only: numbers would pass for values too.
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        var isFlags = type.IsDefined(typeof(FlagsAttribute));
        return (isFlags || parts.Length == 1)
            && parts.All(part => Enum.GetNames(type).Contains(part, StringComparer.OrdinalIgnoreCase))
            && Enum.TryParse(type, text, ignoreCase: true, out var value)
            ? value
            : null;
    }

    // What no key can be asked alone.
    private static void CheckTogether(LoopSettings settings, string file)
    {
        var splits = SeedSplits.Of(settings.Seeds, file);
        var trained = settings.Cascade.Train.Count > 0 ? settings.Cascade.Train[^1] : 0;
        NotMore(trained, "cascade.train", splits.Train, "seeds.train");
        NotMore(settings.Cascade.Looks[^1], "cascade.looks", splits.Validate, "seeds.validate");
        NotMore(settings.Agent.Tuner.Episodes, "agent.tuner.episodes", splits.Train, "seeds.train");

        void NotMore(int episodes, string key, IReadOnlyList<uint> seeds, string of)
        {
            if (episodes > seeds.Count)
            {
                throw new RequestException(
                    $"{file}: {key} asks for {episodes} episodes, but {of} has {seeds.Count} seeds only. "
                    + $"Allowed: at most {seeds.Count}, or a longer {of}.");
            }
        }
    }

    private static void WriteObject(StringBuilder text, object value, string prefix, int depth)
    {
        var indent = new string(' ', 2 * depth);
        text.Append("{\n");
        var properties = Properties(value.GetType()).ToList();
        for (var i = 0; i < properties.Count; i++)
        {
            var property = properties[i];
            var key = prefix.Length == 0 ? Key(property) : $"{prefix}.{Key(property)}";
            var about = SettingRules.All.GetValueOrDefault(key)?.About ?? "";
            var comma = i + 1 < properties.Count ? "," : "";
            var content = property.GetValue(value);
            if (IsBlock(property.PropertyType))
            {
                text.Append(about.Length > 0 ? $"{indent}// {about}\n" : "").Append(indent).Append('"').Append(Key(property)).Append("\": ");
                WriteObject(text, content!, key, depth + 1);
                text.Append(comma).Append('\n');
            }
            else
            {
                text.Append(indent).Append('"').Append(Key(property)).Append("\": ").Append(Literal(content)).Append(comma)
                    .Append(about.Length > 0 ? $" // {about}" : "").Append('\n');
            }
        }

        text.Append(new string(' ', 2 * (depth - 1))).Append('}');
    }

    private static string Literal(object? value) => value switch
    {
        null => "null",
        Enum name => JsonSerializer.Serialize(
            string.Join(", ", name.ToString().Split(", ").Select(JsonNamingPolicy.CamelCase.ConvertName)), Writing),
        IReadOnlyList<string> texts => $"[{string.Join(", ", texts.Select(static t => JsonSerializer.Serialize(t, Writing)))}]",
        IReadOnlyList<int> numbers => $"[{string.Join(", ", numbers)}]",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        _ => JsonSerializer.Serialize(value, value.GetType(), Writing),
    };

    private static RequestException Wrong(string file, string key, JsonElement value, string allowed) =>
        new($"{file}: {(key.Length == 0 ? "the document" : key)} is {Shown(value)}. Allowed: {allowed}.");

    private static RequestException Unknown(string file, string key, string prefix, JsonProperty member, IReadOnlyCollection<string> known)
    {
        var near = known.MinBy(name => Distance(name.ToUpperInvariant(), member.Name.ToUpperInvariant()))!;
        var isNear = Distance(near.ToUpperInvariant(), member.Name.ToUpperInvariant()) <= Math.Max(1, member.Name.Length / 3);
        var guess = isNear ? $" Did you mean \"{near}\"?" : "";
        var where = prefix.Length == 0 ? "here" : $"in {prefix}";
        return new RequestException(
            $"{file}: unknown key {key} (its value is {Shown(member.Value)}).{guess} Allowed {where}: {string.Join(", ", known)}.");
    }

    private static string Shown(JsonElement value)
    {
        const int most = 80;
        var text = value.GetRawText().ReplaceLineEndings(" ");
        return text.Length > most ? text[..most] + "..." : text;
    }

    private static string Allowed(SettingRule? rule, Type type) => rule?.Allowed ?? type switch
    {
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(string) => "a text in quotes",
        _ when type == typeof(int) || type == typeof(long) || type == typeof(int?) || type == typeof(long?) => "a whole number",
        _ when type.IsEnum => string.Join(", ", Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName)),
        _ when type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) => "a list in brackets",
        _ => "a number",
    };

    private static IEnumerable<PropertyInfo> Properties(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(static p => p.CanWrite).OrderBy(static p => p.MetadataToken);

    private static string Key(PropertyInfo property) => JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    private static bool IsBlock(Type type) => type.IsClass && type != typeof(string) && !typeof(System.Collections.IEnumerable).IsAssignableFrom(type);

    private static bool IsNullable(PropertyInfo property) =>
        property.PropertyType.IsValueType
            ? Nullable.GetUnderlyingType(property.PropertyType) is not null
            : new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable;

    // Levenshtein's.
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var corner = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = Math.Min(Math.Min(row[j], row[j - 1]) + 1, corner + (a[i - 1] == b[j - 1] ? 0 : 1));
                corner = row[j];
                row[j] = cost;
            }
        }

        return row[b.Length];
    }
}
