using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CustomerGrains.Cli.Importing.Mapping;

/// <summary>The text a mapping was read from, for errors that name the place.</summary>
/// <param name="Name">What the text is called, e.g. the path of its file.</param>
/// <param name="Json">The text.</param>
/// <param name="Remedy">A sentence on how to mend it; empty where the name tells.</param>
internal sealed record WrittenMapping(string Name, string Json, string Remedy = "")
{
    /// <summary>How mappings are written: JSON in which comments and trailing commas are allowed.</summary>
    public static readonly JsonDocumentOptions Form = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>A fault with the name of the mapping and the line and column of its key before it.</summary>
    public MappingException Fault(string message, string? key)
    {
        var place = key is null ? default : Places().FirstOrDefault(place => place.Key == key);
        return Fault(message, place.Key is null ? null : place.Offset);
    }

    /// <summary>A fault of the JSON itself.</summary>
    public MappingException Fault(JsonException fault)
    {
        var utf8 = Encoding.UTF8.GetBytes(Json);
        var start = 0;
        for (var line = 0L; line < (fault.LineNumber ?? 0); line++)
        {
            start += utf8.AsSpan(start).IndexOf((byte)'\n') + 1;
        }

        // The framework's sentence ends with the place in a form of its own.
        var what = fault.Message.Split(" LineNumber", 2)[0];
        return Fault($"this is not JSON: {what}", (int)Math.Min(start + (fault.BytePositionInLine ?? 0), utf8.Length));
    }

    /// <summary>Refuses a key that stands twice in one object: one of them would be passed over without a word.</summary>
    public void RefuseRepeatedKeys()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, offset) in Places())
        {
            if (!seen.Add(key))
            {
                throw Fault($"\"{key}\" comes twice; put both into one.", offset);
            }
        }
    }

    private MappingException Fault(string message, int? offset)
    {
        var place = "";
        if (offset is { } at)
        {
            var before = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(Json).AsSpan(0, at));
            var line = before.Count(character => character == '\n') + 1;
            place = string.Create(CultureInfo.InvariantCulture, $", line {line}, column {before.Length - before.LastIndexOf('\n')}");
        }

        return new MappingException($"Mapping {Name}{place}: {message}{(Remedy.Length > 0 ? " " + Remedy : "")}");
    }

    /// <summary>Where every key and list entry stands, in bytes of UTF-8, under the name that errors give it: "names[0].given".</summary>
    private List<(string Key, int Offset)> Places()
    {
        var places = new List<(string Key, int Offset)>();
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(Json), new JsonReaderOptions { CommentHandling = Form.CommentHandling, AllowTrailingCommas = Form.AllowTrailingCommas });
        var open = new Stack<(string Key, int Entries)>();
        var key = "";
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                key = open.Peek().Key is { Length: > 0 } parent ? $"{parent}.{reader.GetString()}" : reader.GetString()!;
                places.Add((key, (int)reader.TokenStartIndex));
                continue;
            }

            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                open.Pop();
                continue;
            }

            if (open.TryPeek(out var list) && list.Entries >= 0)
            {
                key = $"{list.Key}[{list.Entries}]";
                open.Push(open.Pop() with { Entries = list.Entries + 1 });
                places.Add((key, (int)reader.TokenStartIndex));
            }

            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                open.Push((key, reader.TokenType == JsonTokenType.StartArray ? 0 : -1));
            }
        }

        return places;
    }
}
