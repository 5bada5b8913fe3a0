using System.Collections.Concurrent;
using System.IO.Hashing;
using System.Text;
using CustomerGrains.Index.Hosting;
using CustomerGrains.Index.Journal;
using CustomerGrains.Index.Sources;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Standardising;

namespace CustomerGrains.Index.Intake;

/// <summary>Takes records in: standardise, accept, probe, link, answer.</summary>
/// <remarks>From acceptance on the record is durable and nothing is called off when the caller gives up. Whatever is cut off after that is found unresolved by the sweep; every step
/// may be repeated.</remarks>
public sealed class RecordIntake(GrainContext context, SourceRegistry sources, Prober prober, EvidenceRouter router)
{
    private readonly ConcurrentDictionary<RecordNo, int> _underWay = new();
    private readonly ReopenedRecords _reopened = new(context, prober, router);
    private int _inFlight;

    /// <summary>The record is being resolved by a caller right now, so the sweep may leave it.</summary>
    public bool IsUnderWay(RecordNo record) => _underWay.ContainsKey(record);

    /// <summary>Takes a record in.</summary>
    public async Task<PutReply> PutAsync(PutCommand command, CancellationToken cancellationToken)
    {
        RecordValidator.Require(command);
        Enter();
        try
        {
            var source = await sources.GetAsync(command.Identity.Source, cancellationToken).ConfigureAwait(false);
            var payload = SourceRecordCodec.Encode(command.Record);
            if (payload.Length > RecordValidator.RecordBytesMax)
            {
                throw new RecordTooLargeException(payload.Length, RecordValidator.RecordBytesMax);
            }

            var (accepted, features, keys) = await AcceptAsync(command, source, payload, cancellationToken).ConfigureAwait(false);
            var reply = await ResolveAsync(command.Identity, accepted, features, keys.Keys).ConfigureAwait(false);
            await _reopened.ResolveAsync(accepted.Reopened).ConfigureAwait(false);
            return reply;
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    /// <summary>Reads the record as its source is registered and makes it durable; again when the source has been registered anew meanwhile, by whichever process.</summary>
    private async ValueTask<(AcceptReply Accepted, RecordFeatures Features, BlockingKeySet Keys)> AcceptAsync(PutCommand command, Source source, byte[] payload, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < context.Options.CallAttemptsMax; attempt++)
        {
            var features = Standardiser.Standardise(command.Record, source.Defaults);
            var keys = BlockingSchemes.Derive(features, context.Hasher);
            var accepted = await context.Journal.AcceptAsync(
                new AcceptRequest
                {
                    Identity = command.Identity,
                    SourceVersion = command.SourceVersion,
                    Payload = payload,
                    ReadAs = source.Defaults,
                    Features = FeaturesCodec.Encode(features),
                    ContentHash = XxHash128.HashToUInt128(payload),
                    Keys = keys,
                    CrowdLimit = context.CrowdLimit,
                    SmallKeyOthersMax = context.Options.SmallKeyOthersMax,
                    Operation = OperationOf(command.OperationId),
                },
                cancellationToken).ConfigureAwait(false);
            if (accepted.Effect == AcceptEffect.ReadingOutdated)
            {
                throw new ServerOutdatedException();
            }

            if (accepted.Effect != AcceptEffect.SourceChanged)
            {
                return (accepted, features, keys);
            }

            source = await sources.RefreshAsync(command.Identity.Source, cancellationToken).ConfigureAwait(false);
        }

        throw new OverloadedException(context.Options.RetryAfter);
    }

    /// <summary>Takes a record out.</summary>
    public async Task<PutReply> DeleteAsync(DeleteCommand command, CancellationToken cancellationToken)
    {
        RecordValidator.Require(command);
        Enter();
        try
        {
            await sources.GetAsync(command.Identity.Source, cancellationToken).ConfigureAwait(false);
            var accepted = await context.Journal.AcceptAsync(
                new AcceptRequest { Identity = command.Identity, SourceVersion = command.SourceVersion, IsDelete = true, CrowdLimit = context.CrowdLimit, Operation = OperationOf(command.OperationId) },
                cancellationToken).ConfigureAwait(false);
            var reply = await ResolveAsync(command.Identity, accepted, null, []).ConfigureAwait(false);
            await _reopened.ResolveAsync(accepted.Reopened).ConfigureAwait(false);
            return reply;
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    /// <summary>Resolves a record whose resolution was cut off. Does nothing when it is resolved or under way.</summary>
    public async Task ResolveAgainAsync(RecordNo record, CancellationToken cancellationToken)
    {
        if (!IsUnderWay(record))
        {
            await ResolveHeldAsync(record, cancellationToken).ConfigureAwait(false);
        }
    }

    private void Enter()
    {
        if (Interlocked.Increment(ref _inFlight) > context.Options.InFlightMax)
        {
            Interlocked.Decrement(ref _inFlight);
            throw new OverloadedException(context.Options.RetryAfter);
        }
    }

    /// <summary>What the journal keeps of an operation id; 0 for none.</summary>
    public ulong OperationOf(string? id) => id is null ? 0 : context.Hasher.Hash(Encoding.UTF8.GetBytes(id)) | 1;

    private async ValueTask<PutReply> ResolveAsync(RecordIdentity identity, AcceptReply accepted, RecordFeatures? features, BlockingKey[] keys)
    {
        if (!accepted.NeedsResolution)
        {
            return await AnswerKnownAsync(identity, accepted).ConfigureAwait(false);
        }

        var subject = new RecordRevision(accepted.No, accepted.Revision);
        _underWay.AddOrUpdate(accepted.No, 1, static (_, callers) => callers + 1);
        try
        {
            var isWhatIsHeld = accepted is { IsOvertaken: false, IsReadOtherwise: false } && (features is null
                ? accepted.Effect == AcceptEffect.Deleted
                : accepted.Effect is AcceptEffect.Created or AcceptEffect.Updated or AcceptEffect.Restored or AcceptEffect.Unchanged);
            if (!isWhatIsHeld)
            {
                // A stale request, a late repeat, or one read by another version than what is held, met a revision whose own resolution was cut off: what is held is resolved, not what was sent.
                await ResolveHeldAsync(accepted.No, default).ConfigureAwait(false);
                return await AnswerKnownAsync(identity, accepted).ConfigureAwait(false);
            }

            await prober.WithdrawAsync(subject, accepted.WithdrawnKeys).ConfigureAwait(false);
            var evidence = new Evidence { Model = context.Models.Current.No, Subjects = [subject] };
            if (features is not null)
            {
                var entry = RecordEntry.Of(subject, identity, features, keys, accepted.CrowdedKeys, context.Hasher);
                context.Records.Keep(entry);
                evidence = evidence with { Links = await prober.ProbeAsync(entry, accepted, evidence.Model).ConfigureAwait(false) };
            }

            return await LinkAsync(identity, accepted, subject, evidence).ConfigureAwait(false);
        }
        finally
        {
            Leave(accepted.No);
        }
    }

    private async ValueTask<PutReply> LinkAsync(RecordIdentity identity, AcceptReply accepted, RecordRevision subject, Evidence evidence)
    {
        if (accepted is { Effect: AcceptEffect.Created, Revision: 1 } && !evidence.Links.Any(link => link.IsEdge))
        {
            var commit = FirstOfItsComponent.CommitOf(subject, evidence.Links, evidence.Model);
            if ((await context.CommitAsync(commit).ConfigureAwait(false)).Committed)
            {
                return await AnswerAsync(identity, accepted, FirstOfItsComponent.CustomerOf(subject), [], [], evidence.Links).ConfigureAwait(false);
            }
        }

        var (reply, resolved) = await router.SendAsync(evidence).ConfigureAwait(false);
        var customer = reply.Placements.FirstOrDefault(placement => placement.Record == subject.No).Customer;
        var former = reply.Left.FirstOrDefault(left => left.Record == subject.No).Customer;

        // Those it went together with are no possible matches, and need not be read to find that out.
        var together = reply.Placements.Where(placement => placement.Customer == customer).Select(placement => placement.Record).ToHashSet();
        return await AnswerAsync(
            identity,
            accepted,
            customer,
            [.. reply.Merged.Where(merge => merge.Into == customer).Select(merge => merge.From)],
            [.. reply.Split.Where(split => split.From == former || split.From == customer).Select(split => split.Into).Distinct()],
            [.. resolved.Links.Where(link => (link.A.No == subject.No && !together.Contains(link.B.No)) || (link.B.No == subject.No && !together.Contains(link.A.No)))]).ConfigureAwait(false);
    }

    private async ValueTask ResolveHeldAsync(RecordNo no, CancellationToken cancellationToken)
    {
        if ((await context.Journal.ReadRecordsAsync([no], cancellationToken).ConfigureAwait(false))[0] is { } known && known.ResolvedRevision < known.Revision)
        {
            await router.SendAsync(await prober.ProbeAgainAsync([new RecordRevision(no, known.Revision)], context.Models.Current.No).ConfigureAwait(false)).ConfigureAwait(false);
        }
    }

    private async ValueTask<PutReply> AnswerKnownAsync(RecordIdentity identity, AcceptReply accepted)
    {
        var customer = default(CustomerNo);
        IReadOnlyList<Link> links = [];
        if (!accepted.No.IsNone && (await context.Journal.ReadRecordsAsync([accepted.No]).ConfigureAwait(false))[0] is { IsLive: true } record)
        {
            customer = record.Customer;
            if (!customer.IsNone)
            {
                var open = await context.Journal.ReadReviewPairsAsync(customer, null, context.Options.ReviewShownMax).ConfigureAwait(false);
                links = [.. open.Where(link => link.A.No == record.No || link.B.No == record.No)];
            }
        }

        return await AnswerAsync(identity, accepted, customer, [], [], links).ConfigureAwait(false);
    }

    private async ValueTask<PutReply> AnswerAsync(RecordIdentity identity, AcceptReply accepted, CustomerNo customer,
        IReadOnlyList<CustomerNo> merged, IReadOnlyList<CustomerNo> split, IReadOnlyList<Link> links)
    {
        List<PutReview>? review = null;
        if (links.Count > 0 && !customer.IsNone)
        {
            var strongest = links.OrderByDescending(link => link.Weight).Take(context.Options.ReviewShownMax).ToArray();
            var others = await context.Journal.ReadRecordsAsync([.. strongest.Select(link => link.A.No == accepted.No ? link.B.No : link.A.No)]).ConfigureAwait(false);
            for (var i = 0; i < strongest.Length; i++)
            {
                if (others[i] is { IsLive: true } other && !other.Customer.IsNone && other.Customer != customer)
                {
                    (review ??= []).Add(new PutReview(other.Identity, other.Customer, strongest[i].Weight));
                }
            }
        }

        return new PutReply(identity, accepted.Effect, customer, merged, split, (IReadOnlyList<PutReview>?)review ?? [], accepted.Position);
    }

    private void Leave(RecordNo no)
    {
        while (_underWay.TryGetValue(no, out var callers))
        {
            if (callers > 1 ? _underWay.TryUpdate(no, callers - 1, callers) : _underWay.TryRemove(new KeyValuePair<RecordNo, int>(no, callers)))
            {
                return;
            }
        }
    }
}
