using System.Collections.Concurrent;
using CustomerGrains.Cluster.Tests.Running;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Cluster.Tests.Planting;

/// <summary>A bug of a journal, put in on purpose.</summary>
public enum Bug
{
    /// <summary>None: what comes of it must be clean.</summary>
    None,

    /// <summary>A commit no longer compares the epochs and revisions it was computed from.</summary>
    NothingCompared,

    /// <summary>Some changes of records are acknowledged and never written.</summary>
    AcknowledgedLost,

    /// <summary>What was held up somewhere is written in the end and overwrites what came after it.</summary>
    StaleWritten,

    /// <summary>Some commits are said to be done and were not, so their records stay unresolved.</summary>
    LeftUnresolved,

    /// <summary>Some commits change customers and tell nobody.</summary>
    EventsDropped,

    /// <summary>Operation ids are not remembered.</summary>
    OperationsForgotten,

    /// <summary>Of each record the latest operation alone is remembered.</summary>
    EarlierOperationsForgotten,
}

/// <summary>What journals with a bug know of the operations on their store, all of them together.</summary>
internal sealed class PlantedMemory
{
    private readonly ConcurrentDictionary<(RecordIdentity, ulong), bool> _taken = new();
    private readonly ConcurrentDictionary<RecordIdentity, ulong> _latest = new();

    /// <summary>Notes an operation.</summary>
    /// <returns>It was taken before, and another on its record after it.</returns>
    public bool TakesEarlier(AcceptRequest request)
    {
        var isLatest = _latest.TryGetValue(request.Identity, out var latest) && latest == request.Operation;
        _latest[request.Identity] = request.Operation;
        return !_taken.TryAdd((request.Identity, request.Operation), true) && !isLatest;
    }
}

/// <summary>A journal with a bug.</summary>
internal sealed class PlantedJournal(IJournal real, Bug bug, PlantedMemory memory) : ForwardingJournal(real)
{
    private const int OfEvery = 5;

    /// <summary>Milliseconds that reading a component takes longer.</summary>
    private const int SlowReadMax = 6;

    private readonly ConcurrentDictionary<RecordIdentity, AcceptRequest> _held = new();
    private int _reads;

    public override async ValueTask<AcceptReply> AcceptAsync(AcceptRequest request, CancellationToken cancellationToken = default)
    {
        switch (bug)
        {
            case Bug.StaleWritten:
                var reply = await Real.AcceptAsync(request, cancellationToken);
                if (_held.TryRemove(request.Identity, out var late))
                {
                    await Real.AcceptAsync(late with { SourceVersion = 0, Operation = 0 }, cancellationToken);
                }
                else if (request is { IsDelete: false, SourceVersion: OfEvery - 2 })
                {
                    _held[request.Identity] = request;
                }

                return reply;
            case Bug.OperationsForgotten:
                return await Real.AcceptAsync(request with { Operation = 0 }, cancellationToken);
            case Bug.EarlierOperationsForgotten when memory.TakesEarlier(request):
                return await Real.AcceptAsync(request with { Operation = 0 }, cancellationToken);
            case Bug.AcknowledgedLost when request is { IsDelete: false, SourceVersion: var version } && version % OfEvery == OfEvery - 1:
                var held = await Real.FindRecordAsync(request.Identity, cancellationToken);
                return !held.IsNone && (await Real.ReadRecordsAsync([held], cancellationToken))[0] is { IsLive: true } record
                    ? new AcceptReply { Effect = AcceptEffect.Updated, No = held, Revision = record.Revision }
                    : await Real.AcceptAsync(request, cancellationToken);
            default:
                return await Real.AcceptAsync(request, cancellationToken);
        }
    }

    /// <summary>Takes a moment, so that others come in between, as they do when a store is far away.</summary>
    public override async ValueTask<ComponentSnapshot> ReadComponentsAsync(IReadOnlyCollection<RecordNo> records, CancellationToken cancellationToken = default)
    {
        var snapshot = await Real.ReadComponentsAsync(records, cancellationToken);
        await Span.OfAsync(TimeSpan.FromMilliseconds(Interlocked.Increment(ref _reads) % SlowReadMax), cancellationToken);
        return snapshot;
    }

    public override ValueTask<AssertReply> AssertAsync(AssertRequest request, CancellationToken cancellationToken = default) =>
        Real.AssertAsync(bug == Bug.OperationsForgotten ? request with { Operation = 0 } : request, cancellationToken);

    public override async ValueTask<CommitReply> CommitAsync(ResolutionCommit commit, CancellationToken cancellationToken = default)
    {
        var isStruck = commit.Resolved is [var first, ..] && first.No.Value % OfEvery == 0;
        return bug switch
        {
            Bug.NothingCompared => await CommitUncomparedAsync(commit, cancellationToken),
            Bug.LeftUnresolved when isStruck => new CommitReply(true),
            Bug.EventsDropped when isStruck => await Real.CommitAsync(commit with { Events = [] }, cancellationToken),
            _ => await Real.CommitAsync(commit, cancellationToken),
        };
    }

    private async ValueTask<CommitReply> CommitUncomparedAsync(ResolutionCommit commit, CancellationToken cancellationToken)
    {
        RecordNo[] records = [.. commit.ExpectedRecords.Select(expected => expected.Record.No)];
        var now = await Real.ReadComponentsAsync(records, cancellationToken);
        var known = now.Records.Where(record => records.Contains(record.No)).ToDictionary(record => record.No);
        var placed = commit.Components.SelectMany(component => component.Members).ToHashSet();
        if (records.Any(record => !known.TryGetValue(record, out var one) || one.IsLive != placed.Contains(record)))
        {
            // A commit that places deleted records, or leaves live ones out, is refused for another reason.
            return await Real.CommitAsync(commit, cancellationToken);
        }

        var uncompared = commit with
        {
            Expected = [.. now.Epochs.Where(epoch => known.Values.Any(record => record.Component == epoch.Component))],
            ExpectedRecords = [.. known.Values.Select(record => (new RecordRevision(record.No, record.Revision), record.Component))],
        };
        return await Real.CommitAsync(uncompared, cancellationToken);
    }
}
