using Orleans.Concurrency;

namespace CustomerGrains.Orleans.Feed;

/// <summary>Passes rings of the feed's doorbell on to all silos. One for the cluster; remembers who listens for a while, nothing else.</summary>
[Alias("cg.doorbell")]
public interface IDoorbellGrain : IGrainWithStringKey
{
    /// <summary>Listens, until a few renewals have failed to come.</summary>
    [Alias("listen")]
    ValueTask ListenAsync(IDoorbellListener listener);

    /// <summary>Rings at all who listen. Nobody waits for it.</summary>
    [Alias("ring"), OneWay]
    ValueTask RingAsync();
}

/// <summary>Hears the feed's doorbell.</summary>
[Alias("cg.doorbell-listener")]
public interface IDoorbellListener : IGrainObserver
{
    /// <summary>There may be new events.</summary>
    [Alias("rang"), OneWay]
    ValueTask RangAsync();
}
