namespace CustomerGrains.Orleans.Feed;

/// <summary>How far a subscriber has read the feed. Key: <see cref="GrainKeys.OfSubscriber"/>.</summary>
[Alias("cg.subscription")]
public interface ISubscriptionGrain : IGrainWithStringKey
{
    /// <summary>The last event the subscriber is done with; 0: none.</summary>
    [Alias("position")]
    ValueTask<long> GetPositionAsync();

    /// <summary>Notes that the subscriber is done with everything up to an event. Never goes back, so it may be repeated and come late.</summary>
    /// <returns>The position afterwards.</returns>
    [Alias("advance")]
    ValueTask<long> AdvanceAsync(long position);

    /// <summary>Sets the position, also back, so that events are read again.</summary>
    /// <param name="operationId">A repeat under the same id changes nothing.</param>
    /// <returns>The position it was set to.</returns>
    [Alias("reset")]
    ValueTask<long> ResetAsync(string operationId, long position);
}
