using System.Text;
using System.Text.Json;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Cli.Importing.Mapping;

/// <summary>Reads mapping files, see <c>deploy/mappings/README.md</c>.</summary>
internal static class MappingFile
{
    // Strict: bytes that are no text must not become column names with replacement characters.
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly string[] NameTypes = ["primary", "former", "maiden", "alias", "native"];

    /// <exception cref="MappingException">The file is not a mapping.</exception>
    public static ColumnMapping Read(string path)
    {
        try
        {
            return Parse(new WrittenMapping(path, File.ReadAllText(path, Utf8)));
        }
        catch (DecoderFallbackException)
        {
            throw new MappingException($"Mapping {path} is not written in UTF-8; save it as UTF-8.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new MappingException($"Mapping {path} cannot be read: {fault.Message}");
        }
    }

    /// <exception cref="MappingException">The text is not a mapping; the message names line and column.</exception>
    public static ColumnMapping Parse(WrittenMapping written)
    {
        if (string.IsNullOrWhiteSpace(written.Json))
        {
            throw written.Fault("it is empty; a mapping is one JSON object: { … }.", key: null);
        }

        ColumnMapping mapping;
        try
        {
            using var document = JsonDocument.Parse(written.Json, WrittenMapping.Form);
            mapping = Whole(document.RootElement);
        }
        catch (JsonException fault)
        {
            throw written.Fault(fault);
        }
        catch (MappingException fault)
        {
            throw written.Fault(fault.Message, fault.Key);
        }

        written.RefuseRepeatedKeys();
        return mapping with { Written = written };
    }

    private static ColumnMapping Whole(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new MappingException("it must be one JSON object: { … }.");
        }

        var attributes = new List<AttributeMap>();
        foreach (var property in root.EnumerateObject())
        {
            if (MappingShape.Attributes.TryGetValue(property.Name, out var shape))
            {
                attributes.AddRange(Entries(property, shape.Many).Select(entry => Attribute(entry.Key, entry.Value, shape.Kind, shape.Fields)));
            }
            else if (!MappingShape.Whole.Contains(property.Name))
            {
                throw Unknown(property.Name, property.Name, MappingShape.Attributes.Keys.Concat(MappingShape.Whole));
            }
        }

        if (attributes.Count == 0)
        {
            throw new MappingException("it maps no attribute: nothing could ever match. Name at least \"names\" or \"organisationNames\".");
        }

        return new ColumnMapping
        {
            Source = Find(root, "source", Word),
            RecordId = Find(root, "recordId", Text),
            Version = Find(root, "version", Text),
            RecordType = Find(root, "recordType", Word) is { } type ? OneOf(type, ["person", "organisation", "property"]) : null,
            DefaultCountry = Find(root, "defaultCountry", Plain),
            Defaults = Defaults(root),
            Attributes = attributes,
            Ignored = root.TryGetProperty("ignore", out var ignored) ? Strings("ignore", ignored) : [],
        };
    }

    private static SaidDefaults Defaults(JsonElement root)
    {
        var region = Find(root, "defaultRegion", Plain);
        if (region is not null && (region.Length != 2 || !region.All(char.IsAsciiLetter)))
        {
            throw new MappingException($"\"defaultRegion\" must be a two-letter region such as \"GB\", not \"{region}\".", "defaultRegion");
        }

        return new SaidDefaults(region?.ToUpperInvariant(), Find(root, "dateOrder", Plain) switch
        {
            null => null,
            "dayFirst" => DateOrder.DayFirst,
            "monthFirst" => DateOrder.MonthFirst,
            var order => throw new MappingException($"\"dateOrder\" must be \"dayFirst\" or \"monthFirst\", not \"{order}\".", "dateOrder"),
        });
    }

    private static IEnumerable<KeyValuePair<string, JsonElement>> Entries(JsonProperty property, bool many)
    {
        if (!many)
        {
            return [new(property.Name, property.Value)];
        }

        return property.Value.ValueKind == JsonValueKind.Array
            ? property.Value.EnumerateArray().Select((entry, i) => KeyValuePair.Create($"{property.Name}[{i}]", entry))
            : throw new MappingException($"\"{property.Name}\" must be a list: [ … ].", property.Name);
    }

    private static AttributeMap Attribute(string key, JsonElement value, AttributeKind kind, IReadOnlyDictionary<string, FieldUse> shape)
    {
        if (shape.Count == 0)
        {
            return new AttributeMap(kind, [new("value", Text(key, value))]);
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            throw new MappingException($"\"{key}\" must be an object with some of: {string.Join(", ", shape.Keys)}.", key);
        }

        var fields = new List<KeyValuePair<string, ColumnText>>();
        foreach (var field in value.EnumerateObject())
        {
            if (!shape.TryGetValue(field.Name, out var use))
            {
                throw Unknown($"{key}.{field.Name}", field.Name, shape.Keys);
            }

            fields.AddRange(Field($"{key}.{field.Name}", field.Value, use).Select(text => KeyValuePair.Create(field.Name, text)));
        }

        Check(key, kind, fields);
        return new AttributeMap(kind, fields);
    }

    private static IEnumerable<ColumnText> Field(string key, JsonElement value, FieldUse use) => use switch
    {
        FieldUse.Columns when value.ValueKind == JsonValueKind.Array => value.EnumerateArray().Select((line, i) => Text($"{key}[{i}]", line)).ToArray(),
        FieldUse.Word => [Word(key, value)],
        FieldUse.Flag => value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? [ColumnText.Same(value.GetBoolean() ? "true" : "false") with { Key = key }]
            : throw new MappingException($"\"{key}\" must be true or false.", key),
        _ => [Text(key, value)],
    };

    private static void Check(string key, AttributeKind kind, List<KeyValuePair<string, ColumnText>> fields)
    {
        string[] needed = kind switch
        {
            AttributeKind.Identifier => ["type", "value"],
            AttributeKind.Trait => ["name", "value"],
            AttributeKind.Phone or AttributeKind.Account => ["number"],
            AttributeKind.OrganisationName => ["name"],
            _ => [],
        };
        foreach (var field in needed.Where(field => fields.All(given => given.Key != field)))
        {
            throw new MappingException($"\"{key}\" needs \"{field}\".", key);
        }

        foreach (var (field, text) in fields)
        {
            if (field == "type" && (kind is AttributeKind.Name or AttributeKind.OrganisationName))
            {
                OneOf(text, NameTypes);
            }
            else if (field == "kind")
            {
                OneOf(text, ["exact", "text", "number", "date"]);
            }
        }
    }

    private static ColumnText OneOf(ColumnText text, IReadOnlyList<string> words) =>
        text.Constant is not { } word || words.Contains(word)
            ? text
            : throw new MappingException($"\"{text.Key}\" must be one of {string.Join(", ", words)}, not \"{word}\"."
                + (NearestName.Find(word, words) is { } near ? $" Did you mean \"{near}\"?" : ""), text.Key);

    private static ColumnText Word(string key, JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? ColumnText.Same(value.GetString()!) with { Key = key } : Text(key, value);

    private static ColumnText Text(string key, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                return ColumnText.Of(value.GetString()!) with { Key = key };
            case JsonValueKind.Array:
                return new ColumnText { Columns = Strings(key, value), Key = key };
            case JsonValueKind.Object:
                break;
            default:
                throw new MappingException($"\"{key}\" must be the name of a column, or an object with \"column\", \"columns\" or \"constant\".", key);
        }

        var text = new ColumnText { Key = key };
        foreach (var part in value.EnumerateObject())
        {
            text = part.Name switch
            {
                "column" => text with { Columns = [Plain($"{key}.column", part.Value)] },
                "columns" => text with { Columns = Strings($"{key}.columns", part.Value) },
                "join" => text with { Join = Plain($"{key}.join", part.Value) },
                "constant" => text with { Constant = Plain($"{key}.constant", part.Value) },
                "dateFormat" => text with { DateFormat = Plain($"{key}.dateFormat", part.Value) },
                _ => throw Unknown($"{key}.{part.Name}", part.Name, ["column", "columns", "join", "constant", "dateFormat"]),
            };
        }

        return (text.Columns.Count > 0) ^ (text.Constant is not null)
            ? text
            : throw new MappingException($"\"{key}\" must name either \"column\" (or \"columns\") or \"constant\".", key);
    }

    private static T? Find<T>(JsonElement root, string key, Func<string, JsonElement, T> read)
        where T : class => root.TryGetProperty(key, out var value) ? read(key, value) : null;

    private static string Plain(string key, JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : throw new MappingException($"\"{key}\" must be text in quotes.", key);

    private static string[] Strings(string key, JsonElement value) =>
        value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select((entry, i) => Plain($"{key}[{i}]", entry))]
            : throw new MappingException($"\"{key}\" must be a list of column names.", key);

    private static MappingException Unknown(string key, string name, IEnumerable<string> known)
    {
        var keys = known.ToArray();
        var near = NearestName.Find(name, keys);
        return new MappingException($"\"{key}\" is not a key. " + (near is null ? $"Known are: {string.Join(", ", keys)}." : $"Did you mean \"{near}\"?"), key);
    }
}
