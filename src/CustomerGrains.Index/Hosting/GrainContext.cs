using CustomerGrains.Index.BlockingKeys;
using CustomerGrains.Index.Customers;
using CustomerGrains.Index.Feed;
using CustomerGrains.Index.Journal;
using CustomerGrains.Index.ModelChange;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Index.Hosting;

/// <summary>What the grains of one process share, and how a host makes a grain.</summary>
public sealed class GrainContext(IJournal journal, NumberedModel model, KeyHasher hasher, int crowdLimit, IndexOptions options, TimeProvider time, HostPorts? ports = null)
{
    public IJournal Journal { get; } = journal;
    public ModelInForce Models { get; } = new(journal, model);

    /// <summary>The model in force, as this process knows it.</summary>
    public MatchingModel Model => Models.Current.Model;
    public KeyHasher Hasher { get; } = hasher;

    /// <summary>Most live records that may share a value before it is crowded, see <see cref="CrowdedValues"/>.</summary>
    public int CrowdLimit { get; } = crowdLimit;
    public IndexOptions Options { get; } = options;
    public TimeProvider Time { get; } = time;

    /// <summary>Rung after every commit that appended events.</summary>
    public IFeedDoorbell Doorbell => Ports.Doorbell;
    public HostPorts Ports { get; } = ports ?? new HostPorts();
    public RecordCache Records { get; } = new(journal, hasher, options.CachedRecordsMax);

    /// <summary>Commits a resolution and rings for the events that came of it.</summary>
    public async ValueTask<CommitReply> CommitAsync(ResolutionCommit commit, CancellationToken cancellationToken = default)
    {
        var reply = await Journal.CommitAsync(commit, cancellationToken).ConfigureAwait(false);
        if (reply.Committed && commit.Events.Count > 0)
        {
            Doorbell.Ring();
        }

        return reply;
    }

    /// <summary>Makes the grain of a key.</summary>
    public IBlockingKeyGrain CreateBlockingKey(BlockingKey key) => new BlockingKeyGrain(key, this);

    /// <summary>Makes the grain that owns a component.</summary>
    public ICustomerGrain CreateCustomer(RecordNo owner) => new CustomerGrain(owner, this);
}
