using System.Collections.Concurrent;
using CustomerGrains.Cli.Generating;
using CustomerGrains.Client;
using CustomerGrains.Server.Translation;
using CustomerGrains.V1;
using Record = CustomerGrains.V1.Record;

namespace CustomerGrains.Cluster.Tests.Recovering;

/// <summary>Sends a made-up town, a part of it at a time, and knows of each record whether it was acknowledged. What had no answer when a part ended is sent first in the next, as a sender would do.</summary>
/// <param name="records">Most records that are ever sent.</param>
internal sealed class TownStream(IReadOnlyList<ServedAddress> servers, long records, ulong seed, int inFlight) : IDisposable
{
    private readonly IEnumerator<TownRecord> _town = new Town(records, seed).Records().GetEnumerator();
    private readonly Town _reader = new(records, seed);
    private readonly bool[] _acknowledged = new bool[records];
    private readonly ConcurrentDictionary<long, (RecordKey Key, Record Record)> _unanswered = new();
    private long _sent;
    private long _count;
    private string? _refusal;

    /// <summary>Records acknowledged so far.</summary>
    public long Acknowledged => Volatile.Read(ref _count);

    /// <summary>Records sent and not acknowledged: they may be in the store or not.</summary>
    public long Unanswered => _unanswered.Count;

    /// <summary>How things end with each record that was sent, in the order of the town.</summary>
    public IEnumerable<(TownRecord Record, bool IsAcknowledged)> Sent() => new Town(records, seed).Records().Take((int)_sent).Select((record, number) => (record, _acknowledged[number]));

    /// <summary>Content of a record as it was sent.</summary>
    public Matching.Records.SourceRecord Read(TownRecord record) => _reader.Read(record);

    /// <summary>Makes the town's sources known.</summary>
    public async Task RegisterAsync()
    {
        using var client = new CustomerGrainsClient(new CustomerGrainsClientOptions { Address = servers[0].Grpc });
        foreach (var source in TownSource.All)
        {
            await client.RegisterSourceAsync(new Source { Name = source.Name, Title = source.Title, DateOrder = DateOrder.DayFirst });
        }
    }

    /// <summary>Sends until so many records of the whole town are acknowledged and goes on sending until <paramref name="reached"/> has ended.</summary>
    /// <param name="reached">What happens at that moment, e.g. the servers are killed.</param>
    /// <exception cref="InvalidOperationException">A record was refused.</exception>
    public async Task SendUntilAsync(long acknowledged, Func<Task> reached)
    {
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        CustomerGrainsClient[] clients = [.. servers.Select(server => new CustomerGrainsClient(new CustomerGrainsClientOptions { Address = server.Grpc }))];
        IngestStream[] streams =
        [
            .. clients.Select(client => client.OpenIngestStream(new IngestStreamOptions
            {
                InFlightMax = inFlight,
                Acknowledged = answer =>
                {
                    Take((long)answer.State!, answer.Error);
                    if (Acknowledged >= acknowledged || _refusal is not null)
                    {
                        enough.TrySetResult();
                    }
                },
            })),
        ];
        using var stop = new CancellationTokenSource();
        var sending = SendAsync(streams, stop.Token);
        await Task.WhenAny(enough.Task, sending);
        await reached();
        await stop.CancelAsync();
        foreach (var stream in streams)
        {
            await stream.DisposeAsync();
        }

        try
        {
            await sending;
        }
        catch (Exception end) when (end is OperationCanceledException or CustomerGrainsException or ObjectDisposedException && enough.Task.IsCompleted)
        {
            // It was told to.
        }

        foreach (var client in clients)
        {
            client.Dispose();
        }

        if (_refusal is not null)
        {
            throw new InvalidOperationException($"A record was refused: {_refusal}");
        }
    }

    /// <summary>Takes the next record of the town out of the stream: somebody else sends it.</summary>
    public (long Number, TownRecord Record) Next() => _town.MoveNext() ? (_sent++, _town.Current) : throw new InvalidOperationException("The town has no more records.");

    /// <summary>Somebody else has sent it.</summary>
    public void Acknowledge(long number) => Take(number, null);

    public void Dispose() => _town.Dispose();

    private async Task SendAsync(IngestStream[] streams, CancellationToken cancellationToken)
    {
        foreach (var (number, record) in _unanswered)
        {
            await streams[number % streams.Length].PutAsync(record.Key, record.Record, state: number, cancellationToken: cancellationToken);
        }

        while (true)
        {
            var (number, record) = Next();
            var sent = (Key: RecordKeys.ToKey(record.Identity), Record: RecordTranslation.ToRecord(_reader.Read(record)));
            _unanswered[number] = sent;
            await streams[number % streams.Length].PutAsync(sent.Key, sent.Record, state: number, cancellationToken: cancellationToken);
        }
    }

    private void Take(long number, CustomerGrainsException? error)
    {
        if (error is not null)
        {
            _refusal = error.Message;
            return;
        }

        _unanswered.TryRemove(number, out _);
        _acknowledged[number] = true;
        Interlocked.Increment(ref _count);
    }
}
