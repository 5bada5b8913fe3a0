using CustomerGrains.Client;
using CustomerGrains.Cluster.Tests.Histories;
using CustomerGrains.Cluster.Tests.Planning;
using CustomerGrains.Matching.Records;
using CustomerGrains.V1;
using Grpc.Core;

namespace CustomerGrains.Cluster.Tests.Clients;

/// <summary>What one client does after an answer, through another server than the one that gave it: sends the operation, or one that came before it on the same record, once more under its id, or asks for the
/// record's customer.</summary>
internal sealed class EchoLane(int client, Doors doors, Surroundings run)
{
    private const int ReadsOfEvery = 6;
    private const int LateOfEvery = 3;

    private readonly Lock _gate = new();
    private readonly List<Task> _echoes = [];
    private readonly LateRepeats<RecordIdentity, (RecordOperation Operation, StreamRequest Request)> _done = new(LateOfEvery);

    /// <summary>An operation was acknowledged.</summary>
    public void Note(RecordOperation operation, StreamRequest request)
    {
        lock (_gate)
        {
            if (_done.TryNext(operation.Identity, operation.Number, (operation, request), out var late))
            {
                _echoes.Add(RepeatAsync(late.Operation, late.Request));
            }

            if (operation.IsRepeated)
            {
                _echoes.Add(RepeatAsync(operation, request));
            }
            else if (operation.Number % ReadsOfEvery == 0)
            {
                _echoes.Add(ReadAsync(operation));
            }
        }
    }

    /// <summary>Waits for everything that was begun.</summary>
    public Task EndAsync()
    {
        lock (_gate)
        {
            return Task.WhenAll(_echoes);
        }
    }

    /// <summary>Sends an operation again under its id.</summary>
    public async Task RepeatAsync(RecordOperation operation, StreamRequest request)
    {
        await Task.Yield();
        var entry = Messages.ToEntry(operation, client, request.OperationId, HistoryKind.Sent);
        run.History.Add(entry with { Since = run.History.Now() });
        try
        {
            var outcome = request.Put is { } put
                ? await doors.Other.PutRecordAsync(new PutRecordRequest { OperationId = request.OperationId, Key = put.Key, Record = put.Record, Version = put.Version })
                : await doors.Other.DeleteRecordAsync(new DeleteRecordRequest { OperationId = request.OperationId, Key = request.Delete.Key, Version = request.Delete.Version });
            run.History.Add(Messages.With(entry, outcome));
        }
        catch (CustomerGrainsException error)
        {
            if (Answers.ToEntry(entry, error) is { } said)
            {
                run.History.Add(said);
            }
        }
    }

    private async Task ReadAsync(RecordOperation operation)
    {
        await Task.Yield();
        var read = new HistoryEntry { At = 0, Client = client, Kind = HistoryKind.Read, Record = $"{operation.Identity}", Since = run.History.Now() };
        try
        {
            var customer = (await doors.Other.GetByRecordAsync(Messages.KeyOf(operation.Identity), ["id"])).Id;
            run.History.Add(read with { Customer = customer, Customers = [customer] });
        }
        catch (CustomerGrainsException error) when (error.StatusCode == StatusCode.NotFound)
        {
            run.History.Add(read with { Customer = "" });
        }
        catch (CustomerGrainsException)
        {
            // The server was away; there is nothing to be learnt.
        }
    }
}
