using CustomerGrains.Client;
using CustomerGrains.V1;
using Grpc.Core;

namespace CustomerGrains.Portal.Reading;

/// <summary>The calls the pages make. What is not there is null; any other fault is left to <see cref="Problems"/>.</summary>
internal sealed class IndexReader(CustomerGrainsClient index)
{
    private const int EventsShownMax = 500;

    public Task<GetStatusResponse> StatusAsync(CancellationToken cancellationToken) => index.GetStatusAsync(cancellationToken);

    public Task<SearchResponse> SearchAsync(string text, string pageToken, int pageSize, CancellationToken cancellationToken) =>
        index.SearchAsync(new SearchRequest { Text = text, PageToken = pageToken, PageSize = pageSize }, cancellationToken);

    public Task<GetResponse?> GetAsync(string id, CancellationToken cancellationToken) =>
        FindAsync(index.GetAsync(new GetRequest { CustomerId = id }, cancellationToken));

    /// <summary>Id of the customer a record belongs to.</summary>
    public async Task<string?> GetIdByRecordAsync(RecordKey key, CancellationToken cancellationToken) =>
        (await FindAsync(index.GetByRecordAsync(key, ["id"], cancellationToken)))?.Id;

    public Task<ExplainResponse?> ExplainAsync(string id, CancellationToken cancellationToken) =>
        FindAsync(index.ExplainAsync(new ExplainRequest { CustomerId = id }, cancellationToken));

    public Task<ExplainResponse?> ExplainAsync(string id, string otherId, CancellationToken cancellationToken)
    {
        var pair = new ExplainRequest.Types.CustomerPair { A = id, B = otherId };
        return FindAsync(index.ExplainAsync(new ExplainRequest { Customers = pair }, cancellationToken));
    }

    public Task<HistoryResponse> HistoryAsync(string id, CancellationToken cancellationToken) =>
        index.GetHistoryAsync(new HistoryRequest { CustomerId = id, PageSize = EventsShownMax }, cancellationToken);

    // What cannot be an id is not there either.
    private static async Task<T?> FindAsync<T>(Task<T> call)
        where T : class
    {
        try
        {
            return await call;
        }
        catch (CustomerGrainsException fault) when (fault.StatusCode is StatusCode.NotFound or StatusCode.InvalidArgument)
        {
            return null;
        }
    }
}
