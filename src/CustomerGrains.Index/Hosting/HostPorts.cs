using CustomerGrains.Index.Feed;

namespace CustomerGrains.Index.Hosting;

/// <summary>What a host adds where several processes work on one journal.</summary>
public sealed record HostPorts
{
    /// <summary>Tells readers of the feed of new events. Default: heard in this process only.</summary>
    public IFeedDoorbell Doorbell { get; init; } = new LocalDoorbell();

    /// <summary>Which unresolved work this process takes up. Default: all of it.</summary>
    public ISweepShare Sweep { get; init; } = WholeSweep.Instance;
}
