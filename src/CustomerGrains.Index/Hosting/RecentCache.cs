using System.Collections.Concurrent;

namespace CustomerGrains.Index.Hosting;

/// <summary>What was used lately, up to a bound; may be used from many threads.</summary>
/// <remarks>Two generations: what is used moves to the young one, and when that holds half of what may be kept the old one is dropped whole.
/// Without locks, and about as good as least-recently-used. Only for what can be found again: anything may be gone at any time.</remarks>
public sealed class RecentCache<TKey, TValue>(int countMax)
    where TKey : notnull
    where TValue : notnull
{
    private ConcurrentDictionary<TKey, TValue> _young = new();
    private ConcurrentDictionary<TKey, TValue> _old = new();
    private int _youngCount;

    /// <summary>The value kept for a key.</summary>
    public bool TryGet(TKey key, out TValue value)
    {
        if (_young.TryGetValue(key, out value!))
        {
            return true;
        }

        if (_old.TryGetValue(key, out value!))
        {
            Set(key, value);
            return true;
        }

        return false;
    }

    /// <summary>Keeps a value.</summary>
    public void Set(TKey key, TValue value)
    {
        if (!_young.TryAdd(key, value))
        {
            _young[key] = value;
        }
        else if (Interlocked.Increment(ref _youngCount) > countMax / 2)
        {
            Interlocked.Exchange(ref _youngCount, 0);
            _old = Interlocked.Exchange(ref _young, new ConcurrentDictionary<TKey, TValue>());
        }
    }
}
