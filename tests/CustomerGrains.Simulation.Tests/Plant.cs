using CustomerGrains.Index.Hosting;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;

namespace CustomerGrains.Simulation.Tests;

/// <summary>A bug put in on purpose, to see that the simulation finds it.</summary>
public enum Plant
{
    None,

    /// <summary>Keys that others have are taken for fresh.</summary>
    EveryKeyFresh,

    /// <summary>Of the others that have a small key one is not named.</summary>
    NeighbourForgotten,

    /// <summary>A key grain takes it that it knows everything before a registration.</summary>
    PredecessorsIgnored,

    /// <summary>A commit no longer compares what it was computed from.</summary>
    NothingCompared,

    /// <summary>A revision counts as resolved though its links were not stored.</summary>
    LinksForgotten,

    /// <summary>What a crash cut off is never taken up again.</summary>
    NoSweep,

    /// <summary>A commit passes for one that was computed under the model in force.</summary>
    ModelNotCompared,

    /// <summary>Records placed under a former model pass for never placed, so nobody asks for their links under the one in force.</summary>
    FormerTakenForNew,

    /// <summary>Nobody is told which of a record's keys are crowded when it is accepted.</summary>
    CrowdsForgotten,

    /// <summary>Operation ids of records are not remembered, so a late repeat is done again.</summary>
    OperationsForgotten,

    /// <summary>A late repeat passes for the latest operation, so that what is held is resolved as what was sent.</summary>
    LateRepeatsTakenForHeld,

    /// <summary>A record that is read anew has other features and is still found by the keys it had.</summary>
    FormerKeysKept,

    /// <summary>Of evidence that goes together, only the first piece brings its links.</summary>
    OthersEvidenceForgotten,

    /// <summary>A process takes it that nobody else writes: who has a key is what it was when the process last wrote itself.</summary>
    OthersWritesUnseen,

    /// <summary>In a cluster: a key whose process does not answer passes for one that nobody else has.</summary>
    SilentTakenForFresh,

    /// <summary>Withdrawals never arrive. No bug: they only save work.</summary>
    WithdrawalsLost,
}

/// <summary>A journal with a planted bug.</summary>
public sealed class PlantedJournal(
    IJournal journal, ISourceStore store, SimulatedLoop loop, Faults faults, int process, Plant plant) : FaultyJournal(journal, store, loop, faults, process)
{
    private readonly Dictionary<BlockingKey, PostingList> _postings = [];

    public override async ValueTask<AcceptReply> AcceptAsync(AcceptRequest request, CancellationToken cancellationToken = default)
    {
        _postings.Clear();
        var reply = await base.AcceptAsync(plant == Plant.OperationsForgotten ? request with { Operation = 0 } : request, cancellationToken);
        if (plant == Plant.LateRepeatsTakenForHeld)
        {
            return reply with { IsOvertaken = false };
        }

        if (plant == Plant.CrowdsForgotten)
        {
            return reply with { CrowdedKeys = [] };
        }

        if (plant == Plant.NeighbourForgotten)
        {
            return reply with { Neighbours = [.. reply.Neighbours.Skip(1)] };
        }

        return plant == Plant.EveryKeyFresh ? reply with { Keys = [.. reply.Keys.Select(key => key with { Predecessor = default })], Neighbours = [] } : reply;
    }

    public override async ValueTask<IReadOnlyList<PostingList>> ReadPostingsAsync(IReadOnlyList<BlockingKey> keys, int recordsPerKeyMax, CancellationToken cancellationToken = default)
    {
        var lists = await base.ReadPostingsAsync(keys, recordsPerKeyMax, cancellationToken);
        return plant == Plant.OthersWritesUnseen ? [.. lists.Zip(keys, (list, key) => _postings.TryAdd(key, list) ? list : _postings[key])] : lists;
    }

    public override async ValueTask<RereadReply> RereadAsync(RereadRequest request, CancellationToken cancellationToken = default)
    {
        if (plant == Plant.FormerKeysKept)
        {
            var former = (await Inner.ReadRecordsAsync([await Inner.FindRecordAsync(request.Identity, cancellationToken)], cancellationToken))[0]!.Keys;
            request = request with { Keys = request.Keys with { Keys = former, ValueKeys = [.. request.Keys.ValueKeys.Intersect(former)] } };
        }

        return await base.RereadAsync(request, cancellationToken);
    }

    public override async ValueTask<ComponentSnapshot> ReadComponentsAsync(IReadOnlyCollection<RecordNo> records, CancellationToken cancellationToken = default)
    {
        var snapshot = await base.ReadComponentsAsync(records, cancellationToken);
        return plant == Plant.FormerTakenForNew
            ? snapshot with { Records = [.. snapshot.Records.Select(record => record with { Model = record.Model == snapshot.Model ? record.Model : default })] }
            : snapshot;
    }

    public override async ValueTask<CommitReply> CommitAsync(ResolutionCommit commit, CancellationToken cancellationToken = default)
    {
        switch (plant)
        {
            case Plant.ModelNotCompared:
                return await base.CommitAsync(commit with { Model = (await Inner.ReadStatusAsync(cancellationToken)).Model }, cancellationToken);
            case Plant.LinksForgotten:
                return await base.CommitAsync(commit with { Links = [] }, cancellationToken);
            case Plant.NothingCompared:
                var records = commit.ExpectedRecords.Select(expected => expected.Record.No).ToArray();
                var now = await Inner.ReadComponentsAsync(records, cancellationToken);
                var known = now.Records.Where(record => records.Contains(record.No)).ToDictionary(record => record.No);
                return await base.CommitAsync(
                    commit with
                    {
                        Expected = [.. now.Epochs.Where(epoch => known.Values.Any(record => record.Component == epoch.Component))],
                        ExpectedRecords = [.. known.Values.Select(record => (new RecordRevision(record.No, record.Revision), record.Component))],
                    },
                    cancellationToken);
            default:
                return await base.CommitAsync(commit, cancellationToken);
        }
    }
}

/// <summary>A host with a planted bug.</summary>
public sealed class PlantedHost(GrainContext context, SimulatedLoop loop, Faults faults, int process, Plant plant) : FaultyHost(context, loop, faults, process)
{
    private readonly Dictionary<BlockingKey, RecordRevision> _lastRegistered = [];

    public override IBlockingKeyGrain GetBlockingKey(BlockingKey key) => new Reference(base.GetBlockingKey(key), this, key);

    public override ICustomerGrain GetCustomer(RecordNo owner) => Plant == Plant.OthersEvidenceForgotten ? new OwnerReference(base.GetCustomer(owner)) : base.GetCustomer(owner);

    protected override TReply Unanswered<TReply>(string why) => Plant == Plant.SilentTakenForFresh && RegisterReply.Nobody is TReply nobody ? nobody : base.Unanswered<TReply>(why);

    private sealed class Reference(IBlockingKeyGrain grain, PlantedHost host, BlockingKey key) : IBlockingKeyGrain
    {
        public ValueTask<RegisterReply> RegisterAsync(RegisterCall call, CancellationToken cancellationToken = default)
        {
            if (host.Plant == Plant.PredecessorsIgnored)
            {
                var known = host._lastRegistered.GetValueOrDefault(key);
                host._lastRegistered[key] = call.Entry.Revision;
                call = known.No.IsNone ? call : call with { Predecessor = known };
            }

            return grain.RegisterAsync(call, cancellationToken);
        }

        public ValueTask WithdrawAsync(RecordRevision before, CancellationToken cancellationToken = default) =>
            host.Plant == Plant.WithdrawalsLost ? ValueTask.CompletedTask : grain.WithdrawAsync(before, cancellationToken);
    }

    private sealed class OwnerReference(ICustomerGrain grain) : ICustomerGrain
    {
        public ValueTask<ResolveReply> ResolveAsync(Evidence evidence, CancellationToken cancellationToken = default) => grain.ResolveAsync(
            evidence.Subjects is [var first, _, ..] ? evidence with { Links = [.. evidence.Links.Where(link => link.A == first || link.B == first)] } : evidence, cancellationToken);
    }

    private Plant Plant => plant;
}
