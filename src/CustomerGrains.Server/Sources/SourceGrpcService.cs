using CustomerGrains.Index;
using CustomerGrains.Index.Sources;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Scoring;
using CustomerGrains.Server.Binding;
using CustomerGrains.Server.Errors;
using CustomerGrains.Server.Paging;
using CustomerGrains.V1;
using Grpc.Core;

namespace CustomerGrains.Server.Sources;

/// <summary>The systems that send records, and how their columns are read.</summary>
[BindServiceMethod(typeof(SourceGrpcService), nameof(BindService))]
internal class SourceGrpcService(ICustomerIndex index, PageTokens tokens)
{
    private const int SizeDefault = 100;
    private const int SizeMax = 1000;
    private const int MappingLengthMax = 1 << 20;

    public static void BindService(ServiceBinderBase binder, SourceGrpcService? service)
    {
        var descriptor = SourceService.Descriptor;
        binder.AddMethod(
            ServiceMethods.Unary<RegisterSourceRequest, RegisterSourceResponse>(descriptor, nameof(RegisterSource)),
            service is null ? null : new UnaryServerMethod<RegisterSourceRequest, RegisterSourceResponse>(service.RegisterSource));
        binder.AddMethod(ServiceMethods.Unary<ListSourcesRequest, ListSourcesResponse>(descriptor, nameof(ListSources)), service is null ? null : new UnaryServerMethod<ListSourcesRequest, ListSourcesResponse>(service.ListSources));
        binder.AddMethod(ServiceMethods.Unary<PutMappingRequest, PutMappingResponse>(descriptor, nameof(PutMapping)), service is null ? null : new UnaryServerMethod<PutMappingRequest, PutMappingResponse>(service.PutMapping));
        binder.AddMethod(ServiceMethods.Unary<GetMappingRequest, GetMappingResponse>(descriptor, nameof(GetMapping)), service is null ? null : new UnaryServerMethod<GetMappingRequest, GetMappingResponse>(service.GetMapping));
        binder.AddMethod(ServiceMethods.Unary<DeleteMappingRequest, DeleteMappingResponse>(descriptor, nameof(DeleteMapping)), service is null ? null : new UnaryServerMethod<DeleteMappingRequest, DeleteMappingResponse>(service.DeleteMapping));
    }

    public virtual async Task<RegisterSourceResponse> RegisterSource(RegisterSourceRequest request, ServerCallContext context)
    {
        if (request.Source is not { } wire)
        {
            throw ApiErrors.Exception(ApiErrors.InvalidField("source", "is required."));
        }

        var defaults = new SourceDefaults
        {
            Region = wire.DefaultRegion.Length == 0 ? new SourceDefaults().Region : wire.DefaultRegion,
            DateOrder = wire.DateOrder is >= V1.DateOrder.Unspecified and <= V1.DateOrder.MonthFirst
                ? (Matching.Records.DateOrder)wire.DateOrder
                : throw ApiErrors.Exception(ApiErrors.InvalidField("source.date_order", "is not an order of day and month.")),
        };
        await index.RegisterSourceAsync(new Index.Sources.Source(wire.Name, wire.Title, defaults), context.CancellationToken).ConfigureAwait(false);
        var model = (await index.GetModelAsync(context.CancellationToken).ConfigureAwait(false)).Model;
        return new RegisterSourceResponse { Source = ToSource(await FindAsync(wire.Name, context.CancellationToken).ConfigureAwait(false), model) };
    }

    public virtual async Task<ListSourcesResponse> ListSources(ListSourcesRequest request, ServerCallContext context)
    {
        var size = PageSize.Of(request.PageSize, SizeDefault, SizeMax);
        var after = await tokens.ReadAsync(request, context.CancellationToken).ConfigureAwait(false) ?? "";
        var sources = (await index.ListSourcesAsync(context.CancellationToken).ConfigureAwait(false))
            .Where(source => string.CompareOrdinal(source.Source.Name, after) > 0)
            .OrderBy(source => source.Source.Name, StringComparer.Ordinal)
            .ToArray();
        var model = (await index.GetModelAsync(context.CancellationToken).ConfigureAwait(false)).Model;
        var response = new ListSourcesResponse { Sources = { sources.Take(size).Select(source => ToSource(source, model)) } };
        if (sources.Length > size)
        {
            response.NextPageToken = await tokens.IssueAsync(request, sources[size - 1].Source.Name, context.CancellationToken).ConfigureAwait(false);
        }

        return response;
    }

    public virtual async Task<PutMappingResponse> PutMapping(PutMappingRequest request, ServerCallContext context)
    {
        if (request.MappingJson.Length is 0 or > MappingLengthMax)
        {
            throw ApiErrors.Exception(ApiErrors.InvalidField("mapping_json", $"must have 1 to {MappingLengthMax} characters."));
        }

        if (MappingText.Fault(request.MappingJson) is { } fault)
        {
            throw ApiErrors.Exception(ApiErrors.InvalidField("mapping_json", fault));
        }

        await FindAsync(request.Source, context.CancellationToken).ConfigureAwait(false);
        await index.PutMappingAsync(request.Source, request.MappingJson, context.CancellationToken).ConfigureAwait(false);
        return new PutMappingResponse();
    }

    public virtual async Task<GetMappingResponse> GetMapping(GetMappingRequest request, ServerCallContext context)
    {
        await FindAsync(request.Source, context.CancellationToken).ConfigureAwait(false);
        var mapping = await index.GetMappingAsync(request.Source, context.CancellationToken).ConfigureAwait(false) ?? throw ApiErrors.Exception(ApiErrors.MappingNotFound(request.Source));
        return new GetMappingResponse { MappingJson = mapping };
    }

    public virtual async Task<DeleteMappingResponse> DeleteMapping(DeleteMappingRequest request, ServerCallContext context)
    {
        await FindAsync(request.Source, context.CancellationToken).ConfigureAwait(false);
        return new DeleteMappingResponse { Deleted = await index.DeleteMappingAsync(request.Source, context.CancellationToken).ConfigureAwait(false) };
    }

    private async Task<SourceStatus> FindAsync(string name, CancellationToken cancellationToken) =>
        (await index.ListSourcesAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefault(source => source.Source.Name == name)
        ?? throw ApiErrors.Exception(ApiErrors.UnknownSource(name));

    private static V1.Source ToSource(SourceStatus status, MatchingModel model) => new()
    {
        Name = status.Source.Name,
        Title = status.Source.Title,
        DefaultRegion = status.Source.Defaults.Region,
        DateOrder = (V1.DateOrder)status.Source.Defaults.DateOrder,
        LiveRecords = status.LiveRecords,
        OneToOne = model.OneToOne.Sources.Contains(status.Source.Name),
    };
}
