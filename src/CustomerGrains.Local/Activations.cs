using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace CustomerGrains.Local;

/// <summary>The active grains of one kind.</summary>
/// <remarks>Idle ones are dropped by age, counted in rounds of the collection, and sooner when there are more than may be.</remarks>
internal sealed class Activations<TKey, TGrain>(Func<TKey, TGrain> create, int countMax, Counter<long> turns, KeyValuePair<string, object?> kind)
    where TKey : struct, IEquatable<TKey>
    where TGrain : class
{
    private readonly ConcurrentDictionary<TKey, Activation> _active = new();
    private int _round;
    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <summary>More are active than may be.</summary>
    public bool IsCrowded => Count > countMax;

    public bool IsActive(TKey key) => _active.ContainsKey(key);

    /// <summary>Calls a grain, activating it when it is not active.</summary>
    public async ValueTask<TReply> CallAsync<TCall, TReply>(TKey key, TCall call, Func<TGrain, TCall, CancellationToken, ValueTask<TReply>> method, CancellationToken cancellationToken)
    {
        var activation = await EnterAsync(key).ConfigureAwait(false);
        try
        {
            turns.Add(1, kind);
            return await method(activation.Grain, call, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            activation.Turns.Leave();
        }
    }

    /// <summary>Drops grains that were not called for so many rounds; when crowded, all that are idle.</summary>
    public void Collect(int idleRoundsMax)
    {
        var round = Interlocked.Increment(ref _round);
        var crowded = IsCrowded;
        foreach (var (key, activation) in _active)
        {
            if ((crowded || round - activation.LastRound > idleRoundsMax) && activation.Turns.TryClose())
            {
                _active.TryRemove(new KeyValuePair<TKey, Activation>(key, activation));
                Interlocked.Decrement(ref _count);
            }
        }
    }

    private async ValueTask<Activation> EnterAsync(TKey key)
    {
        while (true)
        {
            if (!_active.TryGetValue(key, out var activation))
            {
                var made = new Activation(create(key));
                activation = _active.GetOrAdd(key, made);
                if (ReferenceEquals(activation, made))
                {
                    Interlocked.Increment(ref _count);
                }
            }

            if (await activation.Turns.EnterAsync().ConfigureAwait(false))
            {
                activation.LastRound = Volatile.Read(ref _round);
                return activation;
            }
        }
    }

    private sealed class Activation(TGrain grain)
    {
        public TGrain Grain { get; } = grain;

        public TurnQueue Turns { get; } = new();

        public int LastRound { get; set; }
    }
}
