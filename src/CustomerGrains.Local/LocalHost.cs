using System.Diagnostics.Metrics;
using CustomerGrains.Index.Hosting;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;

namespace CustomerGrains.Local;

/// <summary>Runs grains in this process: a queue for each active one, activation on demand, collection of idle ones.</summary>
/// <remarks>Arguments and answers are passed as they are. Metrics: meter "CustomerGrains.Local".</remarks>
public sealed class LocalHost : IGrainDirectory, IDisposable
{
    private readonly Activations<BlockingKey, IBlockingKeyGrain> _keys;
    private readonly Activations<RecordNo, ICustomerGrain> _customers;
    private readonly LocalHostOptions _options;
    private readonly Meter _meter = new("CustomerGrains.Local");
    private readonly ITimer _collection;
    private int _collecting;

    public LocalHost(GrainContext context, LocalHostOptions options)
    {
        options.Validate();
        _options = options;
        var turns = _meter.CreateCounter<long>("customergrains.grain.turns", description: "Calls that grains ran.");
        var keys = new KeyValuePair<string, object?>("grain.kind", "blocking_key");
        var customers = new KeyValuePair<string, object?>("grain.kind", "customer");
        _keys = new Activations<BlockingKey, IBlockingKeyGrain>(context.CreateBlockingKey, options.BlockingKeysMax, turns, keys);
        _customers = new Activations<RecordNo, ICustomerGrain>(context.CreateCustomer, options.CustomersMax, turns, customers);
        _meter.CreateObservableGauge(
            "customergrains.grain.active", () => new[] { new Measurement<int>(_keys.Count, keys), new Measurement<int>(_customers.Count, customers) }, description: "Grains that are active.");
        _collection = context.Time.CreateTimer(_ => CollectIdle(), null, options.CollectionInterval, options.CollectionInterval);
    }

    /// <summary>Grains that are active now.</summary>
    public int ActiveCount => _keys.Count + _customers.Count;

    /// <inheritdoc/>
    public IBlockingKeyGrain GetBlockingKey(BlockingKey key) => new BlockingKeyReference(this, key);

    /// <inheritdoc/>
    public ICustomerGrain GetCustomer(RecordNo owner) => new CustomerReference(this, owner);

    /// <summary>Drops grains that have been idle long enough; the timer calls it.</summary>
    public void CollectIdle()
    {
        if (Interlocked.Exchange(ref _collecting, 1) == 0)
        {
            _keys.Collect(_options.IdleRoundsMax);
            _customers.Collect(_options.IdleRoundsMax);
            Volatile.Write(ref _collecting, 0);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _collection.Dispose();
        _meter.Dispose();
    }

    private void CollectWhenCrowded()
    {
        if (_keys.IsCrowded || _customers.IsCrowded)
        {
            CollectIdle();
        }
    }

    private sealed class BlockingKeyReference(LocalHost host, BlockingKey key) : IBlockingKeyGrain
    {
        public ValueTask<RegisterReply> RegisterAsync(RegisterCall call, CancellationToken cancellationToken = default)
        {
            host.CollectWhenCrowded();
            return host._keys.CallAsync(key, call, static (grain, call, token) => grain.RegisterAsync(call, token), cancellationToken);
        }

        public async ValueTask WithdrawAsync(RecordRevision before, CancellationToken cancellationToken = default)
        {
            // A grain that is not active remembers nothing that could be forgotten.
            if (host._keys.IsActive(key))
            {
                await host._keys.CallAsync(key, before, WithdrawAsync, cancellationToken).ConfigureAwait(false);
            }
        }

        private static async ValueTask<bool> WithdrawAsync(IBlockingKeyGrain grain, RecordRevision before, CancellationToken cancellationToken)
        {
            await grain.WithdrawAsync(before, cancellationToken).ConfigureAwait(false);
            return true;
        }
    }

    private sealed class CustomerReference(LocalHost host, RecordNo owner) : ICustomerGrain
    {
        public ValueTask<ResolveReply> ResolveAsync(Evidence evidence, CancellationToken cancellationToken = default)
        {
            host.CollectWhenCrowded();
            return host._customers.CallAsync(owner, evidence, static (grain, evidence, token) => grain.ResolveAsync(evidence, token), cancellationToken);
        }
    }
}
