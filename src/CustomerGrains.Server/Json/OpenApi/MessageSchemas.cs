using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;

namespace CustomerGrains.Server.Json.OpenApi;

/// <summary>JSON Schemas of messages in their proto3 JSON form. Each message met becomes a named schema once.</summary>
internal sealed class MessageSchemas(ProtoComments comments)
{
    private readonly SortedDictionary<string, JsonObject> _schemas = new(StringComparer.Ordinal);

    /// <summary>All schemas that were referred to.</summary>
    public JsonObject ToJson() => new(_schemas.Select(schema => KeyValuePair.Create(schema.Key, (JsonNode?)schema.Value)));

    /// <summary>A reference to a message's schema.</summary>
    public JsonObject Refer(MessageDescriptor message)
    {
        var name = NameOf(message.FullName);
        if (!_schemas.ContainsKey(name))
        {
            // Held before it is filled, because messages may hold themselves.
            var schema = new JsonObject();
            _schemas.Add(name, schema);
            schema["type"] = "object";
            Describe(schema, message.FullName);
            var properties = new JsonObject();
            schema["properties"] = properties;
            schema["additionalProperties"] = false;
            foreach (var field in message.Fields.InDeclarationOrder())
            {
                properties[field.JsonName] = Describe(OfField(field), field.FullName);
            }
        }

        return new JsonObject { ["$ref"] = $"#/components/schemas/{name}" };
    }

    /// <summary>The schema of a field.</summary>
    public JsonObject OfField(FieldDescriptor field)
    {
        if (field.IsMap)
        {
            return new JsonObject { ["type"] = "object", ["additionalProperties"] = OfValue(field.MessageType.FindFieldByName("value")) };
        }

        return field.IsRepeated ? new JsonObject { ["type"] = "array", ["items"] = OfValue(field) } : OfValue(field);
    }

    /// <summary>Puts the comment of the contract into a schema.</summary>
    public JsonObject Describe(JsonObject schema, string fullName)
    {
        if (comments.Find(fullName) is { } comment)
        {
            schema["description"] = comment;
        }

        return schema;
    }

    private static string NameOf(string fullName) => fullName[(fullName.IndexOf(".v1.", StringComparison.Ordinal) is var at and >= 0 ? at + 4 : 0)..];

    private JsonObject OfValue(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.String => new JsonObject { ["type"] = "string" },
        FieldType.Bool => new JsonObject { ["type"] = "boolean" },
        FieldType.Bytes => new JsonObject { ["type"] = "string", ["contentEncoding"] = "base64" },
        FieldType.Double => new JsonObject { ["type"] = "number", ["format"] = "double" },
        FieldType.Float => new JsonObject { ["type"] = "number", ["format"] = "float" },
        FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => new JsonObject { ["type"] = "integer", ["format"] = "int32" },
        FieldType.UInt32 or FieldType.Fixed32 => new JsonObject { ["type"] = "integer", ["minimum"] = 0 },

        // JSON numbers lose digits beyond 2^53, so proto3 JSON writes these as text.
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => new JsonObject { ["type"] = "string", ["format"] = "int64" },
        FieldType.UInt64 or FieldType.Fixed64 => new JsonObject { ["type"] = "string", ["format"] = "uint64" },
        FieldType.Enum => Refer(field.EnumType),
        _ => field.MessageType.FullName switch
        {
            "google.protobuf.Timestamp" => new JsonObject { ["type"] = "string", ["format"] = "date-time" },
            "google.protobuf.Duration" => new JsonObject { ["type"] = "string" },
            "google.protobuf.FieldMask" => new JsonObject { ["type"] = "string", ["description"] = "Names of fields, separated by commas." },
            _ => Refer(field.MessageType),
        },
    };

    private JsonObject Refer(EnumDescriptor type)
    {
        var name = NameOf(type.FullName);
        if (!_schemas.ContainsKey(name))
        {
            var schema = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. type.Values.Select(value => JsonValue.Create(value.Name))]) };
            _schemas.Add(name, Describe(schema, type.FullName));
        }

        return new JsonObject { ["$ref"] = $"#/components/schemas/{name}" };
    }
}
