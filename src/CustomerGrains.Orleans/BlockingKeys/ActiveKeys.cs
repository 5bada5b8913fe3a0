using System.Collections.Concurrent;
using CustomerGrains.Matching.Blocking;

namespace CustomerGrains.Orleans.BlockingKeys;

/// <summary>The blocking keys whose grains are active in this silo.</summary>
/// <remarks>Orleans can only call a grain by activating it. A withdrawal is worth nothing to a grain that is not active, so who withdraws looks here first.</remarks>
public sealed class ActiveKeys
{
    private readonly ConcurrentDictionary<BlockingKey, byte> _active = new();
    private long _activations;

    /// <summary>How many are active.</summary>
    public int Count => _active.Count;

    /// <summary>How many were activated since the silo started.</summary>
    public long Activations => Interlocked.Read(ref _activations);

    public bool Contains(BlockingKey key) => _active.ContainsKey(key);

    internal void Add(BlockingKey key)
    {
        _active[key] = 0;
        Interlocked.Increment(ref _activations);
    }

    internal void Remove(BlockingKey key) => _active.TryRemove(key, out _);
}
