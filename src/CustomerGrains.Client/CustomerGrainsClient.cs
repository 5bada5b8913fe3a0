using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;

namespace CustomerGrains.Client;

/// <summary>Typed client of the index: deadlines, retries, operation ids and errors in words. Make one and share it; safe for concurrent use.</summary>
/// <remarks>Calls throw <see cref="CustomerGrainsException"/>, or <see cref="OperationCanceledException"/> when the caller's token fires.</remarks>
public sealed class CustomerGrainsClient : IDisposable
{
    /// <summary>Longest wait before a connection is tried again that could not be made. Short, because one that is refused costs next to nothing.</summary>
    private static readonly TimeSpan ReconnectBackoffMax = TimeSpan.FromSeconds(1);

    private readonly CustomerGrainsClientOptions _options;
    private readonly RetryingCaller _caller;
    private readonly SocketsHttpHandler? _http;
    private readonly GrpcChannel? _channel;
    private readonly IngestService.IngestServiceClient _ingest;
    private readonly CustomerService.CustomerServiceClient _customers;
    private readonly ReviewService.ReviewServiceClient _review;
    private readonly SourceService.SourceServiceClient _sources;
    private readonly StatusService.StatusServiceClient _status;
    private readonly ModelService.ModelServiceClient _models;

    /// <summary>Connects when the first call is made.</summary>
    /// <param name="options">Default: the defaults.</param>
    /// <exception cref="ArgumentException">An option makes no sense.</exception>
    public CustomerGrainsClient(CustomerGrainsClientOptions? options = null)
        : this(options ?? new CustomerGrainsClientOptions(), null)
    {
    }

    /// <summary>Calls over an invoker of the caller's, e.g. one with interceptors; its channel stays the caller's.</summary>
    public CustomerGrainsClient(CallInvoker invoker, CustomerGrainsClientOptions? options = null)
        : this(options ?? new CustomerGrainsClientOptions(), invoker)
    {
    }

    private CustomerGrainsClient(CustomerGrainsClientOptions options, CallInvoker? invoker)
    {
        options.Validate();
        _options = options;
        _caller = new RetryingCaller(options);
        if (invoker is null)
        {
            // Pings notice a server that vanished without a word, so that a stream reconnects instead of waiting for ever.
            _http = new SocketsHttpHandler
            {
                EnableMultipleHttp2Connections = true,
                AllowAutoRedirect = false,
                UseCookies = false,
                UseProxy = options.Address.Scheme == Uri.UriSchemeHttps,
                ConnectTimeout = TimeSpan.FromSeconds(10),
                KeepAlivePingDelay = TimeSpan.FromSeconds(20),
                KeepAlivePingTimeout = TimeSpan.FromSeconds(20),
            };
            _channel = GrpcChannel.ForAddress(
                options.Address,
                new GrpcChannelOptions
                {
                    HttpHandler = _http,
                    MaxReceiveMessageSize = 64 << 20,
                    MaxSendMessageSize = options.MessageBytesMax,

                    // The channel's own waits come on top of those between attempts. By default they grow to two minutes, in which a server that is back is not even asked.
                    InitialReconnectBackoff = options.BackoffMin < ReconnectBackoffMax ? options.BackoffMin : ReconnectBackoffMax,
                    MaxReconnectBackoff = ReconnectBackoffMax,
                });
            invoker = _channel.CreateCallInvoker();
        }

        _ingest = new IngestService.IngestServiceClient(invoker);
        _customers = new CustomerService.CustomerServiceClient(invoker);
        _review = new ReviewService.ReviewServiceClient(invoker);
        _sources = new SourceService.SourceServiceClient(invoker);
        _status = new StatusService.StatusServiceClient(invoker);
        _models = new ModelService.ModelServiceClient(invoker);
    }

    /// <summary>Connects to an address, e.g. "http://127.0.0.1:7400", when the first call is made.</summary>
    /// <exception cref="ArgumentException">It is not an http or https address.</exception>
    public static CustomerGrainsClient Connect(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
            ? new CustomerGrainsClient(new CustomerGrainsClientOptions { Address = uri })
            : throw new ArgumentException($"'{address}' is not an address; it should look like http://127.0.0.1:7400.", nameof(address));

    /// <summary>Opens a stream that takes many records in and survives broken connections.</summary>
    /// <param name="options">Default: the defaults.</param>
    public IngestStream OpenIngestStream(IngestStreamOptions? options = null) => new(_ingest, _options, options ?? new IngestStreamOptions());

    /// <summary>Creates or replaces one record.</summary>
    public async Task<Outcome> PutRecordAsync(PutRecordRequest request, CancellationToken cancellationToken = default)
    {
        var sent = request.OperationId.Length > 0 ? request : new PutRecordRequest(request) { OperationId = NewOperationId() };
        return (await _caller.CallAsync(_ingest.PutRecordAsync, sent, cancellationToken).ConfigureAwait(false)).Outcome;
    }

    /// <summary>Creates or replaces one record.</summary>
    /// <param name="version">Version the source gives, larger is newer; 0: arrival decides.</param>
    public Task<Outcome> PutRecordAsync(RecordKey key, Record record, long version = 0, CancellationToken cancellationToken = default) =>
        PutRecordAsync(new PutRecordRequest { Key = key, Record = record, Version = version }, cancellationToken);

    /// <summary>Takes one record out.</summary>
    public async Task<Outcome> DeleteRecordAsync(DeleteRecordRequest request, CancellationToken cancellationToken = default)
    {
        var sent = request.OperationId.Length > 0 ? request : new DeleteRecordRequest(request) { OperationId = NewOperationId() };
        return (await _caller.CallAsync(_ingest.DeleteRecordAsync, sent, cancellationToken).ConfigureAwait(false)).Outcome;
    }

    /// <summary>The customer of an id; a superseded id gives the customer that took its place, with the redirects followed.</summary>
    /// <param name="parts">Parts of the customer to return, e.g. "display_name"; none: all.</param>
    public Task<GetResponse> GetAsync(string customerId, IEnumerable<string>? parts = null, CancellationToken cancellationToken = default) =>
        GetAsync(new GetRequest { CustomerId = customerId, ReadMask = Mask(parts) }, cancellationToken);

    /// <inheritdoc cref="GetAsync(string, IEnumerable{string}?, CancellationToken)"/>
    public Task<GetResponse> GetAsync(GetRequest request, CancellationToken cancellationToken = default) =>
        _caller.CallAsync(_customers.GetAsync, request, cancellationToken);

    /// <summary>The customer a record belongs to.</summary>
    public async Task<Customer> GetByRecordAsync(RecordKey key, IEnumerable<string>? parts = null, CancellationToken cancellationToken = default) =>
        (await _caller.CallAsync(_customers.GetByRecordAsync, new GetByRecordRequest { Key = key, ReadMask = Mask(parts) }, cancellationToken).ConfigureAwait(false)).Customer;

    /// <summary>Customers that fit, most likely first.</summary>
    public Task<SearchResponse> SearchAsync(SearchRequest request, CancellationToken cancellationToken = default) =>
        _caller.CallAsync(_customers.SearchAsync, request, cancellationToken);

    /// <summary>Customers that fit a line as staff type it: a name, a birth date, a postcode, a phone, an id, in any mix.</summary>
    public Task<SearchResponse> SearchAsync(string text, int countMax = 10, CancellationToken cancellationToken = default) =>
        SearchAsync(new SearchRequest { Text = text, PageSize = countMax }, cancellationToken);

    /// <summary>Why records or customers are, or are not, one.</summary>
    public Task<ExplainResponse> ExplainAsync(ExplainRequest request, CancellationToken cancellationToken = default) =>
        _caller.CallAsync(_customers.ExplainAsync, request, cancellationToken);

    /// <summary>How a customer came to be, record by record, and what keeps others apart from it.</summary>
    public Task<ExplainResponse> HowAsync(string customerId, CancellationToken cancellationToken = default) =>
        ExplainAsync(new ExplainRequest { CustomerId = customerId }, cancellationToken);

    /// <summary>One page of what happened to a customer.</summary>
    public Task<HistoryResponse> GetHistoryAsync(HistoryRequest request, CancellationToken cancellationToken = default) =>
        _caller.CallAsync(_customers.HistoryAsync, request, cancellationToken);

    /// <summary>One page of possible matches.</summary>
    public Task<ListResponse> ListReviewAsync(ListRequest request, CancellationToken cancellationToken = default) =>
        _caller.CallAsync(_review.ListAsync, request, cancellationToken);

    /// <summary>Records a person's decision on two records.</summary>
    public Task<DecideResponse> DecideAsync(DecideRequest request, CancellationToken cancellationToken = default)
    {
        var sent = request.OperationId.Length > 0 ? request : new DecideRequest(request) { OperationId = NewOperationId() };
        return _caller.CallAsync(_review.DecideAsync, sent, cancellationToken);
    }

    /// <summary>Registers a source, or changes what is said of it.</summary>
    public async Task<Source> RegisterSourceAsync(Source source, CancellationToken cancellationToken = default) =>
        (await _caller.CallAsync(_sources.RegisterSourceAsync, new RegisterSourceRequest { Source = source }, cancellationToken).ConfigureAwait(false)).Source;

    /// <summary>One page of the sources by name.</summary>
    public Task<ListSourcesResponse> ListSourcesAsync(ListSourcesRequest? request = null, CancellationToken cancellationToken = default) =>
        _caller.CallAsync(_sources.ListSourcesAsync, request ?? new ListSourcesRequest(), cancellationToken);

    /// <summary>Stores the mapping of a source's files.</summary>
    public Task PutMappingAsync(string source, string mappingJson, CancellationToken cancellationToken = default) =>
        _caller.CallAsync(_sources.PutMappingAsync, new PutMappingRequest { Source = source, MappingJson = mappingJson }, cancellationToken);

    /// <summary>The mapping of a source's files.</summary>
    public async Task<string> GetMappingAsync(string source, CancellationToken cancellationToken = default) =>
        (await _caller.CallAsync(_sources.GetMappingAsync, new GetMappingRequest { Source = source }, cancellationToken).ConfigureAwait(false)).MappingJson;

    /// <summary>Takes the mapping of a source's files away.</summary>
    /// <returns>One was stored.</returns>
    public async Task<bool> DeleteMappingAsync(string source, CancellationToken cancellationToken = default) =>
        (await _caller.CallAsync(_sources.DeleteMappingAsync, new DeleteMappingRequest { Source = source }, cancellationToken).ConfigureAwait(false)).Deleted;

    /// <summary>How the index is doing.</summary>
    public Task<GetStatusResponse> GetStatusAsync(CancellationToken cancellationToken = default) =>
        _caller.CallAsync(_status.GetStatusAsync, new GetStatusRequest(), cancellationToken);

    /// <summary>One page of the hot keys.</summary>
    public Task<ListHotKeysResponse> ListHotKeysAsync(ListHotKeysRequest? request = null, CancellationToken cancellationToken = default) =>
        _caller.CallAsync(_status.ListHotKeysAsync, request ?? new ListHotKeysRequest(), cancellationToken);

    /// <summary>The matching model in force.</summary>
    public Task<GetModelResponse> GetModelAsync(CancellationToken cancellationToken = default) =>
        _caller.CallAsync(_models.GetModelAsync, new GetModelRequest(), cancellationToken);

    /// <summary>The model in force and those before it, newest first.</summary>
    public async Task<IReadOnlyList<Model>> ListModelsAsync(int countMax = 20, CancellationToken cancellationToken = default) =>
        (await _caller.CallAsync(_models.ListModelsAsync, new ListModelsRequest { PageSize = countMax }, cancellationToken).ConfigureAwait(false)).Models;

    /// <summary>Which customers another model would merge and split. Changes nothing.</summary>
    /// <param name="mostTime">How long it may take: minutes, for hundreds of thousands of records.</param>
    public Task<DiffModelResponse> DiffModelAsync(DiffModelRequest request, TimeSpan mostTime, CancellationToken cancellationToken = default) =>
        _caller.CallAsync(_models.DiffModelAsync, request, mostTime, cancellationToken);

    /// <summary>Puts the index under another model. Returns when that is durable; <see cref="GetModelProgressAsync"/> tells how far the records are placed anew.</summary>
    public Task<ApplyModelResponse> ApplyModelAsync(ApplyModelRequest request, CancellationToken cancellationToken = default) =>
        _caller.CallAsync(_models.ApplyModelAsync, request, cancellationToken);

    /// <summary>How far the last change of model is, and the comparison that is under way.</summary>
    public Task<GetModelProgressResponse> GetModelProgressAsync(CancellationToken cancellationToken = default) =>
        _caller.CallAsync(_models.GetModelProgressAsync, new GetModelProgressRequest(), cancellationToken);

    /// <summary>Closes the connections. Streams that are open end with an error.</summary>
    public void Dispose()
    {
        _channel?.Dispose();
        _http?.Dispose();
    }

    private static string NewOperationId() => Guid.CreateVersion7().ToString("N");

    private static FieldMask? Mask(IEnumerable<string>? parts) => parts is null ? null : new FieldMask { Paths = { parts } };
}
