using System.Threading.Channels;
using CustomerGrains.V1;

namespace CustomerGrains.Client;

/// <summary>Sends many records over one call and keeps going when connections break.</summary>
/// <remarks>
/// Sending waits while too many records are unacknowledged. When the connection breaks or the server restarts, the stream connects again and sends
/// what was not acknowledged once more, in order and under the same operation ids, which the index recognises. Two records with one key are
/// never under way together, so the later one always wins. Safe for concurrent senders.
/// </remarks>
public sealed partial class IngestStream : IAsyncDisposable
{
    /// <summary>Room that the operation id takes in a message.</summary>
    private const int OperationIdBytes = 64;

    private readonly IngestService.IngestServiceClient _service;
    private readonly CustomerGrainsClientOptions _client;
    private readonly IngestStreamOptions _options;
    private readonly string _prefix = Guid.NewGuid().ToString("N")[..16];
    private readonly SemaphoreSlim _window;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly Lock _telling = new();
    private readonly Dictionary<string, PendingRecord> _underWay = new(StringComparer.Ordinal);
    private readonly Dictionary<RecordKey, PendingRecord> _byKey = [];
    private readonly long[] _byEffect = new long[(int)Effect.Absent + 1];
    private readonly Task _running;
    private Channel<PendingRecord> _queue = NewQueue();
    private Exception? _failure;
    private bool _completing;
    private long _sequence;
    private long _acknowledged;
    private long _failed;
    private long _resent;
    private long _reconnects;

    internal IngestStream(IngestService.IngestServiceClient service, CustomerGrainsClientOptions client, IngestStreamOptions options)
    {
        options.Validate();
        _service = service;
        _client = client;
        _options = options;
        _window = new SemaphoreSlim(options.InFlightMax);
        _kept = options.KeepAcknowledgements ? Channel.CreateUnbounded<IngestAcknowledgement>() : null;
        _running = RunAsync();
    }

    /// <summary>What the stream has done so far.</summary>
    public IngestTotals Totals
    {
        get
        {
            lock (_gate)
            {
                var byEffect = Enumerable.Range(0, _byEffect.Length).Where(effect => _byEffect[effect] > 0).ToDictionary(effect => (Effect)effect, effect => _byEffect[effect]);
                return new IngestTotals(_acknowledged, _failed, _resent, _reconnects, byEffect);
            }
        }
    }

    /// <summary>Sends a record to be created or replaced. Returns when it is on its way, not when it is acknowledged.</summary>
    /// <param name="state">Comes back with the acknowledgement.</param>
    /// <exception cref="CustomerGrainsException">The stream has failed for good.</exception>
    public ValueTask PutAsync(RecordKey key, Record record, long version = 0, object? state = null, CancellationToken cancellationToken = default) =>
        SendAsync(new StreamRequest { Put = new StreamRequest.Types.Put { Key = key, Record = record, Version = version } }, state, cancellationToken);

    /// <summary>Sends a record to be taken out.</summary>
    /// <inheritdoc cref="PutAsync"/>
    public ValueTask DeleteAsync(RecordKey key, long version = 0, object? state = null, CancellationToken cancellationToken = default) =>
        SendAsync(new StreamRequest { Delete = new StreamRequest.Types.Delete { Key = key, Version = version } }, state, cancellationToken);

    /// <summary>Sends a put or a delete; the stream sets its operation id. The request must not be changed or sent again before it is acknowledged.</summary>
    /// <inheritdoc cref="PutAsync"/>
    public async ValueTask SendAsync(StreamRequest request, object? state = null, CancellationToken cancellationToken = default)
    {
        if ((request.Put?.Key ?? request.Delete?.Key) is not { } key)
        {
            throw new ArgumentException("A put or a delete with a key is needed.", nameof(request));
        }

        await _window.WaitAsync(cancellationToken).ConfigureAwait(false);
        IngestAcknowledgement? refused = null;
        try
        {
            if (request.CalculateSize() > _client.MessageBytesMax - OperationIdBytes)
            {
                refused = Refuse(request, state);
            }
            else
            {
                while (Enqueue(request, key, state) is { } earlier)
                {
                    await earlier.WaitAsync(cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch
        {
            _window.Release();
            throw;
        }

        if (refused is { } acknowledgement)
        {
            Tell(acknowledgement);
        }
    }

    /// <summary>Waits until everything sent is acknowledged and ends the stream.</summary>
    /// <exception cref="CustomerGrainsException">The stream has failed for good; records without an acknowledgement may or may not have been taken.</exception>
    public async Task<IngestTotals> CompleteAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            _completing = true;
            CompleteWhenEmpty();
        }

        await _running.WaitAsync(cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            ThrowIfFailed();
        }

        return Totals;
    }

    /// <summary>Ends the stream at once. Records without an acknowledgement may or may not have been taken.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _stop.Dispose();
        _window.Dispose();
    }

    /// <summary>Puts a record in the queue, or gives the end of an earlier one with the same key to wait for.</summary>
    private Task? Enqueue(StreamRequest request, RecordKey key, object? state)
    {
        lock (_gate)
        {
            ThrowIfEnded();
            if (_byKey.TryGetValue(key, out var earlier))
            {
                return earlier.WhenDone();
            }

            var pending = new PendingRecord(++_sequence, request, state, _client.TimeProvider.GetTimestamp());
            request.OperationId = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{_prefix}-{pending.Sequence}");
            _underWay.Add(request.OperationId, pending);
            _byKey.Add(key, pending);
            _queue.Writer.TryWrite(pending);
            return null;
        }
    }

    /// <summary>A message over the limit would end the call, so it is answered here instead of there.</summary>
    private IngestAcknowledgement Refuse(StreamRequest request, object? state)
    {
        var error = new CustomerGrainsException(
            $"The record is larger than the {_client.MessageBytesMax} bytes that a message may have.", Grpc.Core.StatusCode.ResourceExhausted, ErrorReason.RecordTooLarge);
        var acknowledgement = new IngestAcknowledgement(request, state, null, error, TimeSpan.Zero);
        lock (_gate)
        {
            ThrowIfEnded();
            _acknowledged++;
            _failed++;
            Keep(acknowledgement);
        }

        return acknowledgement;
    }

    private void Tell(IngestAcknowledgement acknowledgement)
    {
        lock (_telling)
        {
            _options.Acknowledged?.Invoke(acknowledgement);
        }
    }

    private void Take(StreamResponse response)
    {
        PendingRecord? pending;
        CustomerGrainsException? error = null;
        lock (_gate)
        {
            if (!_underWay.TryGetValue(response.OperationId, out pending) || pending.IsHeldBack)
            {
                // An answer that came twice, or to nothing we sent.
                return;
            }

            if (response.Error is { } status)
            {
                error = ErrorReader.Read(status);
                if (error.IsRetriable && ++pending.Refusals < _options.RecordAttemptsMax)
                {
                    pending.IsHeldBack = true;
                    _ = SendAgainLaterAsync(pending, Backoff.Of(_client, pending.Refusals, error.RetryAfter));
                    return;
                }

                _failed++;
            }
            else
            {
                _byEffect[Math.Clamp((int)response.Outcome.Effect, 0, _byEffect.Length - 1)]++;
            }

            _acknowledged++;
        }

        // Told before the record counts as done: whoever waits for the end has then heard of every record.
        var latency = _client.TimeProvider.GetElapsedTime(pending.StartedAt);
        var acknowledgement = new IngestAcknowledgement(pending.Request, pending.State, response.Outcome, error, latency);
        Tell(acknowledgement);
        lock (_gate)
        {
            Keep(acknowledgement);
            _underWay.Remove(response.OperationId);
            _byKey.Remove(pending.Key);
            pending.MarkDone();
            CompleteWhenEmpty();
        }
    }

    private async Task SendAgainLaterAsync(PendingRecord pending, TimeSpan delay)
    {
        try
        {
            await Task.Delay(delay, _client.TimeProvider, _stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        lock (_gate)
        {
            pending.IsHeldBack = false;
            _resent++;
            _queue.Writer.TryWrite(pending);
        }
    }

    private void CompleteWhenEmpty()
    {
        if (_completing && _underWay.Count == 0)
        {
            _queue.Writer.TryComplete();
        }
    }

    private void ThrowIfEnded()
    {
        ThrowIfFailed();
        if (_completing)
        {
            throw new InvalidOperationException("The stream was completed; nothing more can be sent on it.");
        }
    }

    private void ThrowIfFailed()
    {
        if (_failure is not null)
        {
            throw _failure is CustomerGrainsException error
                ? new CustomerGrainsException(error.Message, error.StatusCode, error.Reason, error) { Violations = error.Violations, Details = error.Details, RetryAfter = error.RetryAfter }
                : new ObjectDisposedException(nameof(IngestStream), _failure.Message);
        }
    }

    private static Channel<PendingRecord> NewQueue() => Channel.CreateUnbounded<PendingRecord>(new UnboundedChannelOptions { SingleReader = true });
}
