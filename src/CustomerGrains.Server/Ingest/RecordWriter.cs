using CustomerGrains.Index;
using CustomerGrains.Index.Customers;
using CustomerGrains.Index.Journal;
using CustomerGrains.Server.Errors;
using CustomerGrains.Server.Telemetry;
using CustomerGrains.Server.Translation;
using CustomerGrains.V1;
using Grpc.Core;

namespace CustomerGrains.Server.Ingest;

/// <summary>Hands records of the doors to the index and says what became of them. The stream and its unary twins share it.</summary>
internal sealed class RecordWriter(ICustomerIndex index, ServerMetrics metrics, FaultTranslator faults, TimeProvider time)
{
    /// <exception cref="RpcException">The record was refused.</exception>
    public async Task<Outcome> PutAsync(RecordKey? key, Record? record, long version, string operationId, CancellationToken cancellationToken)
    {
        if (record is null)
        {
            throw ApiErrors.Exception(ApiErrors.InvalidField("record", "is required."));
        }

        var command = new PutCommand(RecordKeys.ToIdentity(key), RecordTranslation.ToSourceRecord(record), version, Optional(operationId));
        return ToOutcome(await index.PutAsync(command, cancellationToken).ConfigureAwait(false), operationId);
    }

    /// <exception cref="RpcException">The delete was refused.</exception>
    public async Task<Outcome> DeleteAsync(RecordKey? key, long version, string operationId, CancellationToken cancellationToken)
    {
        var command = new DeleteCommand(RecordKeys.ToIdentity(key), version, Optional(operationId));
        return ToOutcome(await index.DeleteAsync(command, cancellationToken).ConfigureAwait(false), operationId);
    }

    /// <summary>Measures one record and turns what it throws into a status.</summary>
    /// <returns>Either what became of it or why it was refused.</returns>
    public async Task<(Outcome? Outcome, Google.Rpc.Status? Error)> MeasureAsync<TState>(string operation, TState state, Func<RecordWriter, TState, Task<Outcome>> write)
    {
        var started = time.GetTimestamp();
        metrics.RecordBegan();
        try
        {
            var outcome = await write(this, state).ConfigureAwait(false);
            metrics.RecordTaken(outcome.Effect, time.GetElapsedTime(started));
            return (outcome, null);
        }
        catch (Exception e)
        {
            var error = faults.Translate(e, operation);
            metrics.RecordRefused((StatusCode)error.Code);
            return (null, error);
        }
    }

    /// <summary>Counts a record that was refused before it was looked at.</summary>
    public void CountRefused(Google.Rpc.Status error)
    {
        metrics.RecordBegan();
        metrics.RecordRefused((StatusCode)error.Code);
    }

    private static string? Optional(string operationId) => operationId.Length == 0 ? null : operationId;

    private static Outcome ToOutcome(PutReply reply, string operationId)
    {
        if (reply.Effect == AcceptEffect.OperationReused)
        {
            throw ApiErrors.Exception(ApiErrors.OperationIdReused(operationId));
        }

        var outcome = new Outcome
        {
            Key = RecordKeys.ToKey(reply.Identity),
            Effect = ToEffect(reply.Effect),
            CustomerId = new CustomerId(reply.Customer).ToString(),
            Position = reply.Position,
        };
        foreach (var merged in reply.Merged)
        {
            outcome.MergedCustomerIds.Add(new CustomerId(merged).ToString());
        }

        foreach (var split in reply.Split)
        {
            outcome.SplitCustomerIds.Add(new CustomerId(split).ToString());
        }

        foreach (var review in reply.Review)
        {
            outcome.Review.Add(new ReviewCandidate { Key = RecordKeys.ToKey(review.Other), CustomerId = new CustomerId(review.Customer).ToString(), Weight = Weights.ToBits(review.Weight) });
        }

        return outcome;
    }

    private static Effect ToEffect(AcceptEffect effect) => effect switch
    {
        AcceptEffect.Created => Effect.Created,
        AcceptEffect.Updated => Effect.Updated,
        AcceptEffect.Unchanged => Effect.Unchanged,
        AcceptEffect.Stale => Effect.Stale,
        AcceptEffect.Deleted => Effect.Deleted,
        AcceptEffect.Restored => Effect.Restored,
        AcceptEffect.Absent => Effect.Absent,
        _ => throw new InvalidOperationException($"Effect {effect} has no form at the doors."),
    };
}
