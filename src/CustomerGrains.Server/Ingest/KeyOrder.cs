using CustomerGrains.V1;

namespace CustomerGrains.Server.Ingest;

/// <summary>An operation of a stream, from reading to its answer.</summary>
internal sealed class StreamOperation(IngestMessage message, IngestSession session) : IThreadPoolWorkItem
{
    public StreamRequest Request => message.Request;

    public int Bytes => message.Bytes;

    public bool IsMalformed => message.IsMalformed;

    public RecordKey? Key => Request.Put?.Key ?? Request.Delete?.Key;

    /// <summary>The operation on the same record that was read next and waits for this one.</summary>
    public StreamOperation? Next { get; set; }

    /// <inheritdoc/>
    public void Execute() => _ = session.TakeAsync(this);
}

/// <summary>Keeps the operations of a stream on one record in the order they were sent: the later one must win.</summary>
internal sealed class KeyOrder
{
    private readonly Lock _gate = new();
    private readonly Dictionary<RecordKey, StreamOperation> _last = [];
    private readonly HashSet<string> _operationIds = new(StringComparer.Ordinal);

    /// <summary>Takes an operation up.</summary>
    /// <param name="mayRun">Nobody before it works on its record; otherwise the one before starts it.</param>
    /// <returns>False when its operation id is under way already.</returns>
    public bool TryEnter(StreamOperation operation, out bool mayRun)
    {
        lock (_gate)
        {
            mayRun = true;
            if (!_operationIds.Add(operation.Request.OperationId))
            {
                return false;
            }

            if (operation.Key is { } key)
            {
                if (_last.TryGetValue(key, out var before))
                {
                    before.Next = operation;
                    mayRun = false;
                }

                _last[key] = operation;
            }

            return true;
        }
    }

    /// <summary>Ends an operation.</summary>
    /// <returns>The one that waited for it, or null.</returns>
    public StreamOperation? Leave(StreamOperation operation)
    {
        lock (_gate)
        {
            _operationIds.Remove(operation.Request.OperationId);
            if (operation.Next is null && operation.Key is { } key)
            {
                _last.Remove(key);
            }

            return operation.Next;
        }
    }
}
