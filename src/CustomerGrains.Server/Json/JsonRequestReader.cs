using System.Text;
using System.Text.Json.Nodes;
using CustomerGrains.Index;
using CustomerGrains.Server.Errors;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;

namespace CustomerGrains.Server.Json;

/// <summary>Makes a method's request from path, query and body. What stands in the path wins over the body.</summary>
internal static class JsonRequestReader
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default);
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="RpcException">Something in it fits no field.</exception>
    public static async Task<IMessage> ReadAsync(HttpContext http, HttpBinding binding, IReadOnlyList<(string Field, string Value)> pathFields)
    {
        var type = binding.Method.InputType;
        var request = type.Parser.ParseFrom([]);
        if (binding.Body.Length > 0)
        {
            var body = await ReadBodyAsync(http).ConfigureAwait(false);
            var wanted = binding.Body == "*" ? type : type.FindFieldByName(binding.Body).MessageType;
            var message = Parse(body.Length == 0 ? "{}" : body, wanted, "body");
            if (binding.Body == "*")
            {
                request = message;
            }
            else
            {
                type.FindFieldByName(binding.Body).Accessor.SetValue(request, message);
            }
        }

        foreach (var (name, values) in http.Request.Query)
        {
            Merge(request, type, name, [.. values.Select(value => value ?? "")]);
        }

        foreach (var (field, value) in pathFields)
        {
            Merge(request, type, field, [value]);
        }

        return request;
    }

    private static async Task<string> ReadBodyAsync(HttpContext http)
    {
        using var bytes = new MemoryStream();
        try
        {
            await http.Request.Body.CopyToAsync(bytes, http.RequestAborted).ConfigureAwait(false);
            return StrictUtf8.GetString(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            var bytesMax = http.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize ?? bytes.Length;
            throw ApiErrors.Exception(ApiErrors.RecordTooLarge(http.Request.ContentLength ?? bytesMax + 1, bytesMax));
        }
        catch (DecoderFallbackException)
        {
            throw ApiErrors.Exception(ApiErrors.Malformed("The body is not UTF-8."));
        }
    }

    private static void Merge(IMessage request, MessageDescriptor type, string path, string[] values)
    {
        var names = path.Split('.');
        var fields = new List<FieldDescriptor>();
        var at = type;
        foreach (var name in names)
        {
            var field = at?.Fields.InDeclarationOrder().FirstOrDefault(field => field.Name == name || field.JsonName == name)
                ?? throw ApiErrors.Exception(ApiErrors.InvalidField(path, "is no field of this request."));
            fields.Add(field);
            at = field is { FieldType: FieldType.Message, IsMap: false, IsRepeated: false } ? field.MessageType : null;
        }

        var last = fields[^1];
        if (values.Length > 1 && !last.IsRepeated)
        {
            throw ApiErrors.Exception(ApiErrors.InvalidField(path, "is given more than once."));
        }

        JsonNode? node = last.IsRepeated ? new JsonArray([.. values.Select(value => ToNode(last, value, path))]) : ToNode(last, values[0], path);
        foreach (var field in Enumerable.Reverse(fields))
        {
            node = new JsonObject { [field.JsonName] = node };
        }

        request.MergeFrom(Parse(node!.ToJsonString(), type, path).ToByteArray());
    }

    /// <summary>Proto3 JSON takes numbers and enumerations as text; only truth values must be bare.</summary>
    private static JsonValue ToNode(FieldDescriptor field, string value, string path) =>
        field.FieldType != FieldType.Bool ? JsonValue.Create(value)
        : value is "true" or "false" ? JsonValue.Create(value == "true")
        : throw ApiErrors.Exception(ApiErrors.InvalidField(path, "must be true or false."));

    private static IMessage Parse(string json, MessageDescriptor type, string where)
    {
        try
        {
            return Parser.Parse(json, type);
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or InvalidJsonException or InvalidOperationException or FormatException)
        {
            throw ApiErrors.Exception(ApiErrors.InvalidFields([new FieldViolation(where, e.Message)]));
        }
    }
}
