using CustomerGrains.Index.Feed;

namespace CustomerGrains.Index.Hosting;

/// <summary>What a host adds where several processes work on one journal.</summary>
public sealed record HostPorts
{
    /// <summary>Tells readers of the feed of new events. Default: heard in this process only.</summary>
    public IFeedDoorbell Doorbell { get; init; } = new LocalDoorbell();

    /// <summary>Which unresolved work this process takes up. Default: all of it.</summary>
    public ISweepShare Sweep { get; init; } = WholeSweep.Instance;

    /// <summary>Who waited goes on at once on the thread that ended the wait, as a host of one thread needs it. Default: false, on a thread of the pool.</summary>
    public bool ContinuesInPlace { get; init; }
}
