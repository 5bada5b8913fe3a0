using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;

namespace CustomerGrains.Server.Json.OpenApi;

/// <summary>The OpenAPI 3.1 document of the JSON door, made from the contracts.</summary>
internal static class OpenApiDocument
{
    public static JsonObject Write(IReadOnlyList<HttpBinding> bindings)
    {
        var comments = ProtoComments.Read();
        var schemas = new MessageSchemas(comments);
        var paths = new JsonObject();
        foreach (var path in bindings.GroupBy(binding => binding.Template))
        {
            paths[path.Key] = new JsonObject(path.Select(binding =>
                KeyValuePair.Create(binding.Verb.ToLowerInvariant(), (JsonNode?)Operation(binding, bindings, schemas))));
        }

        var all = schemas.ToJson();
        all["Problem"] = Problem();
        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "CustomerGrains",
                ["version"] = "v1",
                ["description"] = "Tells which customer a record belongs to. The same calls as gRPC package customergrains.v1, in proto3 JSON form.",
                ["license"] = new JsonObject { ["name"] = "Apache-2.0", ["identifier"] = "Apache-2.0" },
            },
            ["tags"] = new JsonArray([.. bindings.Select(binding => binding.Method.Service).Distinct().Select(service => schemas.Describe(new JsonObject { ["name"] = service.Name }, service.FullName))]),
            ["paths"] = paths,
            ["components"] = new JsonObject { ["schemas"] = all },
        };
    }

    private static JsonObject Operation(HttpBinding binding, IReadOnlyList<HttpBinding> bindings, MessageSchemas schemas)
    {
        var method = binding.Method;
        var form = bindings.Where(other => other.Method == method).ToList().IndexOf(binding);
        var operation = new JsonObject
        {
            ["operationId"] = $"{method.Service.Name}_{method.Name}{(form == 0 ? "" : $"_{form}")}",
            ["tags"] = new JsonArray([method.Service.Name]),
        };
        schemas.Describe(operation, method.FullName);
        if (operation["description"] is null)
        {
            operation["summary"] = method.Name;
        }

        var parameters = new JsonArray([.. PathParameters(binding, schemas), .. QueryParameters(binding, schemas)]);
        if (parameters.Count > 0)
        {
            operation["parameters"] = parameters;
        }

        if (binding.Body.Length > 0)
        {
            var type = binding.Body == "*" ? method.InputType : method.InputType.FindFieldByName(binding.Body).MessageType;
            operation["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Content("application/json", schemas.Refer(type)) };
        }

        operation["responses"] = new JsonObject
        {
            ["200"] = new JsonObject { ["description"] = "Done.", ["content"] = Content("application/json", schemas.Refer(method.OutputType)) },
            ["default"] = new JsonObject
            {
                ["description"] = "Refused or failed; the reason says why.",
                ["content"] = Content(ProblemWriter.ContentType, new JsonObject { ["$ref"] = "#/components/schemas/Problem" }),
            },
        };
        return operation;
    }

    private static IEnumerable<JsonObject> PathParameters(HttpBinding binding, MessageSchemas schemas) => binding.PathFields.Select(path =>
    {
        var field = path.Split('.').Aggregate(
            (Type: binding.Method.InputType, Field: (FieldDescriptor?)null),
            (at, name) => at.Type.FindFieldByName(name) is var field && field.FieldType == FieldType.Message ? (field.MessageType, field) : (at.Type, field)).Field!;
        return Parameter(path, "path", field, schemas);
    });

    private static IEnumerable<JsonObject> QueryParameters(HttpBinding binding, MessageSchemas schemas)
    {
        if (binding.Body == "*")
        {
            return [];
        }

        var inPath = binding.PathFields.Select(path => path.Split('.')[0]).ToHashSet(StringComparer.Ordinal);
        var inQuery = binding.Method.InputType.Fields.InDeclarationOrder().Where(field => field.Name != binding.Body && !inPath.Contains(field.Name) && IsPlain(field));
        return inQuery.Select(field => Parameter(field.JsonName, "query", field, schemas));
    }

    /// <summary>Fields that one text can carry. Records are too much for a query: the form with a body takes them.</summary>
    private static bool IsPlain(FieldDescriptor field) => field.FieldType != FieldType.Message || field.MessageType.FullName is "google.protobuf.FieldMask" or "google.protobuf.Timestamp";

    private static JsonObject Parameter(string name, string place, FieldDescriptor field, MessageSchemas schemas)
    {
        var parameter = new JsonObject { ["name"] = name, ["in"] = place, ["required"] = place == "path", ["schema"] = schemas.OfField(field) };
        return schemas.Describe(parameter, field.FullName);
    }

    private static JsonObject Content(string type, JsonObject schema) => new() { [type] = new JsonObject { ["schema"] = schema } };

    private static JsonObject Problem() => new()
    {
        ["type"] = "object",
        ["description"] = "RFC 9457 problem details.",
        ["required"] = new JsonArray(["type", "title", "status", "detail"]),
        ["properties"] = new JsonObject
        {
            ["type"] = new JsonObject { ["type"] = "string" },
            ["title"] = new JsonObject { ["type"] = "string" },
            ["status"] = new JsonObject { ["type"] = "integer" },
            ["detail"] = new JsonObject { ["type"] = "string" },
            ["code"] = new JsonObject { ["type"] = "string", ["description"] = "gRPC status." },
            ["reason"] = new JsonObject { ["type"] = "string", ["description"] = "Cause, as in errors.proto." },
            ["domain"] = new JsonObject { ["type"] = "string" },
            ["metadata"] = new JsonObject { ["type"] = "object", ["additionalProperties"] = new JsonObject { ["type"] = "string" } },
            ["fieldViolations"] = new JsonObject
            {
                ["type"] = "array",
                ["items"] = new JsonObject
                {
                    ["type"] = "object",
                    ["properties"] = new JsonObject { ["field"] = new JsonObject { ["type"] = "string" }, ["description"] = new JsonObject { ["type"] = "string" } },
                },
            },
            ["retryAfterMilliseconds"] = new JsonObject { ["type"] = "integer" },
        },
    };
}
