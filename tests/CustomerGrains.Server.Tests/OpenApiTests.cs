using System.Text.Json.Nodes;
using CustomerGrains.Server.Json;
using CustomerGrains.Server.Tests.Running;

namespace CustomerGrains.Server.Tests;

public sealed class OpenApiTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private readonly RunningServer _server = shared.Server;

    [Fact]
    public async Task Document_lists_every_form_of_every_unary_call_with_its_parameters()
    {
        var document = await ReadAsync();
        Assert.Equal("3.1.0", (string?)document["openapi"]);
        var operations = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(operation => (Path: path.Key, Operation: operation.Value!))).ToArray();
        var ids = operations.Select(operation => (string)operation.Operation["operationId"]!).ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());
        foreach (var method in JsonDoor.Services.SelectMany(service => service.Methods).Where(method => !method.IsClientStreaming))
        {
            Assert.Contains($"{method.Service.Name}_{method.Name}", ids);
        }

        foreach (var (path, operation) in operations)
        {
            var inPath = (operation["parameters"]?.AsArray() ?? []).Where(parameter => (string?)parameter!["in"] == "path").Select(parameter => $"{{{parameter!["name"]}}}").ToArray();
            var inTemplate = path.Split('/').Where(segment => segment.StartsWith('{'));
            Assert.Equal(inTemplate, inPath);
            Assert.NotNull(operation["responses"]!["200"]);
            Assert.False(string.IsNullOrEmpty((string?)operation["description"]), $"{path} has no description: the contract's comment was not found.");
        }
    }

    [Fact]
    public async Task References_resolve_and_described_fields_carry_the_contract_comments()
    {
        var document = await ReadAsync();
        var schemas = document["components"]!["schemas"]!.AsObject();
        var references = Nodes(document).OfType<JsonObject>().Where(node => node.ContainsKey("$ref")).Select(node => (string)node["$ref"]!).ToArray();
        Assert.NotEmpty(references);
        Assert.All(references, reference => Assert.Contains(reference["#/components/schemas/".Length..], schemas));
        Assert.Equal("E.g. \"C-0001-2345-K\".", (string?)schemas["Customer"]!["properties"]!["id"]!["description"]);
        Assert.Equal("date-time", (string?)schemas["Provenance"]!["properties"]!["acceptedAt"]!["format"]);
        Assert.Equal("First time this record is seen.", Comments().Find("customergrains.v1.Effect.EFFECT_CREATED"));
    }

    [Fact]
    public async Task Real_answers_fit_their_schemas()
    {
        var document = await ReadAsync();
        await _server.Client.PutRecordAsync(People.Key("housing", "o1"), People.Numbered(1300));
        var put = await _server.Client.PutRecordAsync(People.Key("benefits", "o1"), People.Numbered(1300));
        foreach (var (path, template) in new[]
        {
            ($"/v1/customers/{put.CustomerId}", "/v1/customers/{customer_id}"),
            ("/v1/customers?text=Okafor", "/v1/customers"),
            ($"/v1/customers/{put.CustomerId}/explanation", "/v1/customers/{customer_id}/explanation"),
            ($"/v1/customers/{put.CustomerId}/history", "/v1/customers/{customer_id}/history"),
            ("/v1/sources", "/v1/sources"),
            ("/v1/status", "/v1/status"),
        })
        {
            var answer = JsonNode.Parse(await _server.Http.GetStringAsync(path))!;
            var schema = document["paths"]![template]!["get"]!["responses"]!["200"]!["content"]!["application/json"]!["schema"]!;
            Fits(answer, schema, document, path);
        }

        using var missing = await _server.Http.GetAsync("/v1/sources/housing/records/never/customer");
        Fits(JsonNode.Parse(await missing.Content.ReadAsStringAsync())!, document["components"]!["schemas"]!["Problem"]!, document, "problem");
    }

    private static Json.OpenApi.ProtoComments Comments() => Json.OpenApi.ProtoComments.Read();

    private async Task<JsonNode> ReadAsync() => JsonNode.Parse(await _server.Http.GetStringAsync("/openapi/v1.json"))!;

    private static IEnumerable<JsonNode?> Nodes(JsonNode? node) => node switch
    {
        JsonObject container => container.SelectMany(member => Nodes(member.Value)).Prepend(container),
        JsonArray array => array.SelectMany(Nodes).Prepend(array),
        _ => [node],
    };

    /// <summary>The part of JSON Schema that the document uses.</summary>
    private static void Fits(JsonNode? value, JsonNode schema, JsonNode document, string at)
    {
        if ((string?)schema["$ref"] is { } reference)
        {
            schema = document["components"]!["schemas"]![reference["#/components/schemas/".Length..]]!;
        }

        switch ((string?)schema["type"])
        {
            case "object":
                foreach (var (name, member) in Assert.IsType<JsonObject>(value))
                {
                    var wanted = schema["properties"]?[name] ?? (schema["additionalProperties"] is JsonObject any ? any : null);
                    Assert.True(wanted is not null || schema["additionalProperties"] is null, $"{at}.{name} is not in the schema.");
                    if (wanted is not null)
                    {
                        Fits(member, wanted, document, $"{at}.{name}");
                    }
                }

                break;
            case "array":
                Assert.All(Assert.IsType<JsonArray>(value), element => Fits(element, schema["items"]!, document, $"{at}[]"));
                break;
            case "string":
                Assert.True(value!.GetValueKind() == System.Text.Json.JsonValueKind.String, $"{at} is no text.");
                Assert.True(schema["enum"] is not JsonArray values || values.Any(known => (string?)known == (string?)value), $"{at} is not in the enumeration.");
                break;
            case "boolean":
                Assert.True(value!.GetValueKind() is System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False, $"{at} is no truth value.");
                break;
            case "integer" or "number":
                Assert.True(value!.GetValueKind() == System.Text.Json.JsonValueKind.Number, $"{at} is no number.");
                break;
            default:
                Assert.Fail($"{at} has a schema without a known type: {schema.ToJsonString()}");
                break;
        }
    }
}
