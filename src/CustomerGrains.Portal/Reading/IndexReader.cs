using CustomerGrains.V1;
using Grpc.Core;

namespace CustomerGrains.Portal.Reading;

/// <summary>The calls the pages make. What is not there is null; any other fault is left to <see cref="Problems"/>.</summary>
internal sealed class IndexReader(CustomerService.CustomerServiceClient customers, StatusService.StatusServiceClient status)
{
    private const int EventsShownMax = 500;

    public async Task<GetStatusResponse> StatusAsync(CancellationToken cancellationToken) =>
        await status.GetStatusAsync(new GetStatusRequest(), cancellationToken: cancellationToken);

    public async Task<SearchResponse> SearchAsync(string text, string pageToken, int pageSize, CancellationToken cancellationToken) =>
        await customers.SearchAsync(new SearchRequest { Text = text, PageToken = pageToken, PageSize = pageSize }, cancellationToken: cancellationToken);

    public Task<GetResponse?> GetAsync(string id, CancellationToken cancellationToken) =>
        FindAsync(customers.GetAsync(new GetRequest { CustomerId = id }, cancellationToken: cancellationToken));

    public Task<GetByRecordResponse?> GetByRecordAsync(RecordKey key, CancellationToken cancellationToken) =>
        FindAsync(customers.GetByRecordAsync(new GetByRecordRequest { Key = key }, cancellationToken: cancellationToken));

    public Task<ExplainResponse?> ExplainAsync(string id, CancellationToken cancellationToken) =>
        FindAsync(customers.ExplainAsync(new ExplainRequest { CustomerId = id }, cancellationToken: cancellationToken));

    public Task<ExplainResponse?> ExplainAsync(string id, string otherId, CancellationToken cancellationToken)
    {
        var pair = new ExplainRequest.Types.CustomerPair { A = id, B = otherId };
        return FindAsync(customers.ExplainAsync(new ExplainRequest { Customers = pair }, cancellationToken: cancellationToken));
    }

    public async Task<HistoryResponse> HistoryAsync(string id, CancellationToken cancellationToken) =>
        await customers.HistoryAsync(new HistoryRequest { CustomerId = id, PageSize = EventsShownMax }, cancellationToken: cancellationToken);

    // An id that cannot be one is not there either.
    private static async Task<T?> FindAsync<T>(AsyncUnaryCall<T> call)
        where T : class
    {
        try
        {
            return await call;
        }
        catch (RpcException fault) when (fault.StatusCode is StatusCode.NotFound or StatusCode.InvalidArgument)
        {
            return null;
        }
    }
}
