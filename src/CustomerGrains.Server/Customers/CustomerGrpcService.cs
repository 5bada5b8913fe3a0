using System.Globalization;
using CustomerGrains.Index;
using CustomerGrains.Matching.Records;
using CustomerGrains.Server.Binding;
using CustomerGrains.Server.Errors;
using CustomerGrains.Server.Paging;
using CustomerGrains.Server.Translation;
using CustomerGrains.V1;
using Grpc.Core;

namespace CustomerGrains.Server.Customers;

/// <summary>Looks customers up and says why they are as they are.</summary>
[BindServiceMethod(typeof(CustomerGrpcService), nameof(BindService))]
internal class CustomerGrpcService(ICustomerIndex index, PageTokens tokens)
{
    private const int SearchSizeDefault = 10;
    private const int SearchSizeMax = 100;
    private const int SearchDepthMax = 1000;
    private const int HistorySizeDefault = 100;
    private const int HistorySizeMax = 1000;
    private const int TextLengthMax = 500;

    public static void BindService(ServiceBinderBase binder, CustomerGrpcService? service)
    {
        var descriptor = CustomerService.Descriptor;
        binder.AddMethod(ServiceMethods.Unary<GetRequest, GetResponse>(descriptor, nameof(Get)), service is null ? null : new UnaryServerMethod<GetRequest, GetResponse>(service.Get));
        binder.AddMethod(ServiceMethods.Unary<GetByRecordRequest, GetByRecordResponse>(descriptor, nameof(GetByRecord)), service is null ? null : new UnaryServerMethod<GetByRecordRequest, GetByRecordResponse>(service.GetByRecord));
        binder.AddMethod(ServiceMethods.Unary<SearchRequest, SearchResponse>(descriptor, nameof(Search)), service is null ? null : new UnaryServerMethod<SearchRequest, SearchResponse>(service.Search));
        binder.AddMethod(ServiceMethods.Unary<ExplainRequest, ExplainResponse>(descriptor, nameof(Explain)), service is null ? null : new UnaryServerMethod<ExplainRequest, ExplainResponse>(service.Explain));
        binder.AddMethod(ServiceMethods.Unary<HistoryRequest, HistoryResponse>(descriptor, nameof(History)), service is null ? null : new UnaryServerMethod<HistoryRequest, HistoryResponse>(service.History));
    }

    public virtual async Task<GetResponse> Get(GetRequest request, ServerCallContext context)
    {
        ReadMask.Require(request.ReadMask);
        var number = CustomerIds.Parse(request.CustomerId, "customer_id");
        var view = await index.GetAsync(number, context.CancellationToken).ConfigureAwait(false) ?? throw CustomerNotFound(request.CustomerId);
        return new GetResponse
        {
            Customer = ReadMask.Apply(request.ReadMask, CustomerTranslation.ToCustomer(view)),
            Redirects = { view.Redirects.Select(CustomerIds.Print) },
        };
    }

    public virtual async Task<GetByRecordResponse> GetByRecord(GetByRecordRequest request, ServerCallContext context)
    {
        ReadMask.Require(request.ReadMask);
        var record = Require(request.Key, "key");
        var view = await index.GetByRecordAsync(record, context.CancellationToken).ConfigureAwait(false) ?? throw RecordNotFound(record);
        return new GetByRecordResponse { Customer = ReadMask.Apply(request.ReadMask, CustomerTranslation.ToCustomer(view)) };
    }

    public virtual async Task<SearchResponse> Search(SearchRequest request, ServerCallContext context)
    {
        ReadMask.Require(request.ReadMask);
        var size = PageSize.Of(request.PageSize, SearchSizeDefault, SearchSizeMax);
        var hasAttributes = request.Attributes is { } attributes && attributes.CalculateSize() > 0;
        if (!hasAttributes && string.IsNullOrWhiteSpace(request.Text))
        {
            throw ApiErrors.Exception(ApiErrors.InvalidField("text", "or attributes must say what to search for."));
        }

        if (request.Text.Length > TextLengthMax)
        {
            throw ApiErrors.Exception(ApiErrors.InvalidField("text", $"has {request.Text.Length} characters, at most {TextLengthMax} are taken."));
        }

        var skip = await tokens.ReadAsync(request, context.CancellationToken).ConfigureAwait(false) is { } cursor ? int.Parse(cursor, CultureInfo.InvariantCulture) : 0;
        var query = new SearchQuery(
            hasAttributes ? RecordTranslation.ToSourceRecord(request.Attributes!) : null, new SourceDefaults(), hasAttributes ? null : request.Text, skip, size);
        var reply = await index.SearchAsync(query, context.CancellationToken).ConfigureAwait(false);
        var response = new SearchResponse { Truncated = reply.Truncated, Hits = { reply.Hits.Select(hit => CustomerTranslation.ToHit(hit, request.ReadMask)) } };
        if (reply.HasMore && skip + size < SearchDepthMax)
        {
            response.NextPageToken = await tokens.IssueAsync(request, (skip + size).ToString(CultureInfo.InvariantCulture), context.CancellationToken).ConfigureAwait(false);
        }

        return response;
    }

    public virtual async Task<ExplainResponse> Explain(ExplainRequest request, ServerCallContext context)
    {
        var cancellation = context.CancellationToken;
        switch (request.SubjectCase)
        {
            case ExplainRequest.SubjectOneofCase.Records:
                var (a, b) = (Require(request.Records.A, "records.a"), Require(request.Records.B, "records.b"));
                return ExplanationTranslation.ToResponse(await index.ExplainRecordsAsync(a, b, cancellation).ConfigureAwait(false)
                    ?? throw RecordNotFound(await index.GetByRecordAsync(a, cancellation).ConfigureAwait(false) is null ? a : b));
            case ExplainRequest.SubjectOneofCase.Customers:
                var first = CustomerIds.Parse(request.Customers.A, "customers.a");
                var second = CustomerIds.Parse(request.Customers.B, "customers.b");
                return ExplanationTranslation.ToResponse(await index.ExplainCustomersAsync(first, second, cancellation).ConfigureAwait(false)
                    ?? throw CustomerNotFound(await index.GetAsync(first, cancellation).ConfigureAwait(false) is null ? request.Customers.A : request.Customers.B));
            case ExplainRequest.SubjectOneofCase.CustomerId:
                var customer = CustomerIds.Parse(request.CustomerId, "customer_id");
                return ExplanationTranslation.ToResponse(await index.ExplainCustomerAsync(customer, cancellation).ConfigureAwait(false) ?? throw CustomerNotFound(request.CustomerId));
            default:
                throw ApiErrors.Exception(ApiErrors.InvalidField("subject", "must be records, customers or customer_id."));
        }
    }

    public virtual async Task<HistoryResponse> History(HistoryRequest request, ServerCallContext context)
    {
        var customer = CustomerIds.Parse(request.CustomerId, "customer_id");
        var size = PageSize.Of(request.PageSize, HistorySizeDefault, HistorySizeMax);
        var after = await tokens.ReadAsync(request, context.CancellationToken).ConfigureAwait(false) is { } cursor ? long.Parse(cursor, CultureInfo.InvariantCulture) : 0;
        var events = await index.HistoryAsync(customer, after, size + 1, context.CancellationToken).ConfigureAwait(false) ?? throw CustomerNotFound(request.CustomerId);
        var response = new HistoryResponse { Events = { events.Take(size).Select(CustomerTranslation.ToEvent) } };
        if (events.Count > size)
        {
            response.NextPageToken = await tokens.IssueAsync(request, events[size - 1].Sequence.ToString(CultureInfo.InvariantCulture), context.CancellationToken).ConfigureAwait(false);
        }

        return response;
    }

    private static RecordIdentity Require(RecordKey? key, string field) => key is { Source.Length: > 0, RecordId.Length: > 0 }
        ? RecordKeys.ToIdentity(key)
        : throw ApiErrors.Exception(ApiErrors.InvalidField(field, "must name a source and a record id."));

    private static RpcException CustomerNotFound(string id) => ApiErrors.Exception(ApiErrors.CustomerNotFound(id));

    private static RpcException RecordNotFound(RecordIdentity record) => ApiErrors.Exception(ApiErrors.RecordNotFound(record));
}
