namespace CustomerGrains.Cluster.Tests.Clients;

/// <summary>What one client knows to be done to each record, or pair: now and then something of it is delivered again after a later operation, as a proxy or a retry may do.</summary>
/// <param name="ofEvery">One of so many operations is followed by a late repeat, by its number.</param>
internal sealed class LateRepeats<TKey, TSent>(int ofEvery)
    where TKey : notnull
{
    /// <summary>How far back a repeat goes: what the index remembers, but for the operation that was done last.</summary>
    private const int BackMax = 7;

    private readonly Dictionary<TKey, List<TSent>> _done = [];

    /// <summary>Notes what was done.</summary>
    /// <param name="number">Number of the operation in the plan.</param>
    /// <param name="late">What is to be delivered again now.</param>
    /// <returns>False: nothing is.</returns>
    public bool TryNext(TKey key, int number, TSent sent, out TSent late)
    {
        if (!_done.TryGetValue(key, out var done))
        {
            _done[key] = done = [];
        }

        var isDue = done.Count > 0 && number % ofEvery == 0;
        late = isDue ? done[^(1 + (number / ofEvery % Math.Min(done.Count, BackMax)))] : sent;
        done.Add(sent);
        return isDue;
    }
}
