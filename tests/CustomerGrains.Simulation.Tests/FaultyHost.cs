using CustomerGrains.Index.Hosting;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;

namespace CustomerGrains.Simulation.Tests;

/// <summary>Runs the real grains and keeps only what every host promises: one turn at a time for each copy. Calls are late, lost and repeated; grains are dropped and doubled.</summary>
/// <remarks>The hosts of several processes may be one cluster: a grain is then in any of them, or in several, and a call to one whose process is killed fails.</remarks>
public class FaultyHost(GrainContext context, SimulatedLoop loop, Faults faults, int process) : IGrainDirectory
{
    private readonly TaskCompletionSource _killed = new();
    private readonly Grains<BlockingKey, IBlockingKeyGrain> _keys = new(context.CreateBlockingKey);
    private readonly Grains<RecordNo, ICustomerGrain> _customers = new(context.CreateCustomer);

    /// <summary>Hosts that run now and make up a cluster with this one. Default: it is alone.</summary>
    public Func<IReadOnlyList<FaultyHost>>? Cluster { get; init; }

    /// <summary>Its process is gone: whoever waits for an answer of its grains learns that.</summary>
    public void Kill() => _killed.SetResult();

    public virtual IBlockingKeyGrain GetBlockingKey(BlockingKey key) => new KeyReference(this, key);

    public virtual ICustomerGrain GetCustomer(RecordNo owner) => new CustomerReference(this, owner);

    /// <summary>What a caller gets whom another process does not answer.</summary>
    protected virtual TReply Unanswered<TReply>(string why) => throw new GrainUnavailableException(why);

    private async ValueTask<TReply> CallAsync<TKey, TGrain, TReply>(TKey key, Func<FaultyHost, Grains<TKey, TGrain>> grains, Func<TGrain, ValueTask<TReply>> method)
        where TKey : notnull
    {
        await loop.HopAsync(process);
        if (faults.Happens(faults.LostCalls))
        {
            throw new GrainUnavailableException("The call was lost.");
        }

        var host = Cluster?.Invoke() is { Count: > 1 } hosts ? hosts[loop.Random.Next(hosts.Count)] : this;
        if (faults.Happens(faults.RepeatedCalls))
        {
            Forget(host.RepeatAsync(grains(host), key, method));
        }

        var run = host.RunAsync(grains(host), key, method).AsTask();
        if (await Task.WhenAny(run, host._killed.Task) != run)
        {
            await loop.HopAsync(process);
            return Unanswered<TReply>("The process of the grain is gone.");
        }

        var reply = await run;
        await loop.HopAsync(process);
        return !faults.Happens(faults.LostReplies) ? reply : host == this ? throw new GrainUnavailableException("The reply was lost.") : Unanswered<TReply>("The reply was lost on its way from another process.");
    }

    private async Task RepeatAsync<TKey, TGrain, TReply>(Grains<TKey, TGrain> grains, TKey key, Func<TGrain, ValueTask<TReply>> method)
        where TKey : notnull
    {
        for (var late = loop.Random.Next(20); late >= 0; late--)
        {
            await loop.HopAsync(process);
        }

        await RunAsync(grains, key, method);
    }

    private async ValueTask<TReply> RunAsync<TKey, TGrain, TReply>(Grains<TKey, TGrain> grains, TKey key, Func<TGrain, ValueTask<TReply>> method)
        where TKey : notnull
    {
        if (!grains.Copies.TryGetValue(key, out var active))
        {
            grains.Copies[key] = active = [];
        }

        if (active.Count == 0 || faults.Happens(faults.DoubledGrains))
        {
            active.Add(new Copy<TGrain>(grains.Create(key)));
        }

        var copy = active[loop.Random.Next(active.Count)];
        await copy.EnterAsync();
        try
        {
            return await method(copy.Grain);
        }
        finally
        {
            copy.Leave();
            if (faults.Happens(faults.DroppedGrains))
            {
                active.Remove(copy);
            }
        }
    }

    /// <summary>A repeated call has nobody who waits for it.</summary>
    private static void Forget(Task task) => _ = task.ContinueWith(static late => late.Exception, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously);

    private sealed class Copy<TGrain>(TGrain grain)
    {
        private readonly Queue<TaskCompletionSource> _waiting = [];
        private bool _isTaken;

        public TGrain Grain { get; } = grain;

        public Task EnterAsync()
        {
            if (!_isTaken)
            {
                _isTaken = true;
                return Task.CompletedTask;
            }

            var turn = new TaskCompletionSource();
            _waiting.Enqueue(turn);
            return turn.Task;
        }

        public void Leave()
        {
            if (_waiting.TryDequeue(out var next))
            {
                next.SetResult();
            }
            else
            {
                _isTaken = false;
            }
        }
    }

    private sealed record Grains<TKey, TGrain>(Func<TKey, TGrain> Create)
        where TKey : notnull
    {
        public Dictionary<TKey, List<Copy<TGrain>>> Copies { get; } = [];
    }

    private sealed class KeyReference(FaultyHost host, BlockingKey key) : IBlockingKeyGrain
    {
        public ValueTask<RegisterReply> RegisterAsync(RegisterCall call, CancellationToken cancellationToken = default) =>
            host.CallAsync(key, target => target._keys, grain => grain.RegisterAsync(call));

        public async ValueTask WithdrawAsync(RecordRevision before, CancellationToken cancellationToken = default) =>
            await host.CallAsync(key, target => target._keys, async grain =>
            {
                await grain.WithdrawAsync(before);
                return true;
            });
    }

    private sealed class CustomerReference(FaultyHost host, RecordNo owner) : ICustomerGrain
    {
        public ValueTask<ResolveReply> ResolveAsync(Evidence evidence, CancellationToken cancellationToken = default) =>
            host.CallAsync(owner, target => target._customers, grain => grain.ResolveAsync(evidence));
    }
}
