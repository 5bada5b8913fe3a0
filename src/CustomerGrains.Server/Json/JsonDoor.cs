using CustomerGrains.Server.Customers;
using CustomerGrains.Server.Errors;
using CustomerGrains.Server.Health;
using CustomerGrains.Server.Ingest;
using CustomerGrains.Server.Json.OpenApi;
using CustomerGrains.Server.Model;
using CustomerGrains.Server.Review;
using CustomerGrains.Server.Sources;
using CustomerGrains.V1;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;

namespace CustomerGrains.Server.Json;

/// <summary>The HTTP/JSON twins of the unary calls. Paths, verbs and bodies are read off the contract; messages have their proto3 JSON form.</summary>
internal sealed class JsonDoor
{
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default);

    /// <summary>Services with HTTP forms.</summary>
    public static IReadOnlyList<Google.Protobuf.Reflection.ServiceDescriptor> Services { get; } =
        [CustomerService.Descriptor, IngestService.Descriptor, ModelService.Descriptor, ReviewService.Descriptor, SourceService.Descriptor, StatusService.Descriptor];

    private readonly HttpBinding[] _bindings = [.. HttpBinding.Of(Services)];
    private readonly UnaryCalls _calls = new();
    private readonly CallGuard _guard;
    private readonly string _openApi;

    public JsonDoor(
        CallGuard guard, CustomerGrpcService customers, IngestGrpcService ingest, ModelGrpcService models, ReviewGrpcService review, SourceGrpcService sources, StatusGrpcService status)
    {
        _guard = guard;
        CustomerGrpcService.BindService(_calls, customers);
        IngestGrpcService.BindService(_calls, ingest);
        ModelGrpcService.BindService(_calls, models);
        ReviewGrpcService.BindService(_calls, review);
        SourceGrpcService.BindService(_calls, sources);
        StatusGrpcService.BindService(_calls, status);
        _openApi = OpenApiDocument.Write(_bindings).ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true });
    }

    public static void Map(WebApplication application)
    {
        application.MapGet("/openapi/v1.json", static (HttpContext http, JsonDoor door) => door.WriteOpenApiAsync(http));
        application.Map("/v1/{**path}", static (HttpContext http, JsonDoor door) => door.AnswerAsync(http));
    }

    private Task WriteOpenApiAsync(HttpContext http)
    {
        http.Response.ContentType = "application/json; charset=utf-8";
        return http.Response.WriteAsync(_openApi, http.RequestAborted);
    }

    private async Task AnswerAsync(HttpContext http)
    {
        var path = RawPath(http);
        var matches = _bindings.Select(binding => (Binding: binding, Fields: binding.Match(path))).Where(match => match.Fields is not null).ToArray();
        if (matches.Length == 0)
        {
            await ProblemWriter.WriteAsync(http, StatusCodes.Status404NotFound, "Not found", "There is no such path; /openapi/v1.json lists them all.").ConfigureAwait(false);
            return;
        }

        var (binding, fields) = matches.FirstOrDefault(match => match.Binding.Verb == http.Request.Method);
        if (binding is null)
        {
            var verbs = string.Join(", ", matches.Select(match => match.Binding.Verb).Distinct());
            http.Response.Headers.Allow = verbs;
            await ProblemWriter.WriteAsync(http, StatusCodes.Status405MethodNotAllowed, "Method not allowed", $"This path takes {verbs}.").ConfigureAwait(false);
            return;
        }

        // Also without a type: a page of another site may send such a body unasked, but one of this type only with leave.
        if (binding.Body.Length > 0 && http.Request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true)
        {
            await ProblemWriter.WriteAsync(http, StatusCodes.Status415UnsupportedMediaType, "Unsupported media type", "The body must be application/json.").ConfigureAwait(false);
            return;
        }

        await CallAsync(http, binding, fields!).ConfigureAwait(false);
    }

    private async Task CallAsync(HttpContext http, HttpBinding binding, IReadOnlyList<(string Field, string Value)> fields)
    {
        var context = new JsonCallContext(http, $"/{binding.Method.Service.FullName}/{binding.Method.Name}");
        try
        {
            var response = await _guard.RunAsync(
                "json",
                context,
                async () => await _calls.Find(binding.Method.FullName)(await JsonRequestReader.ReadAsync(http, binding, fields).ConfigureAwait(false), context).ConfigureAwait(false)).ConfigureAwait(false);
            http.Response.ContentType = "application/json; charset=utf-8";
            await http.Response.WriteAsync(Formatter.Format(response), http.RequestAborted).ConfigureAwait(false);
        }
        catch (RpcException e)
        {
            await ProblemWriter.WriteAsync(http, ApiErrors.Of(e)!).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to answer.
        }
    }

    private static string[] RawPath(HttpContext http)
    {
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        return target.Split('?')[0].TrimStart('/').Split('/');
    }
}
