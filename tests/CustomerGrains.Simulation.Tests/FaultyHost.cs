using CustomerGrains.Index.Hosting;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;

namespace CustomerGrains.Simulation.Tests;

/// <summary>Runs the real grains and keeps only what every host promises: one turn at a time for each copy. Calls are late, lost and repeated; grains are dropped and doubled.</summary>
public class FaultyHost(GrainContext context, SimulatedLoop loop, Faults faults, int process) : IGrainDirectory
{
    private readonly Dictionary<BlockingKey, List<Copy<IBlockingKeyGrain>>> _keys = [];
    private readonly Dictionary<RecordNo, List<Copy<ICustomerGrain>>> _customers = [];

    public virtual IBlockingKeyGrain GetBlockingKey(BlockingKey key) => new KeyReference(this, key);

    public virtual ICustomerGrain GetCustomer(RecordNo owner) => new CustomerReference(this, owner);

    private async ValueTask<TReply> CallAsync<TKey, TGrain, TReply>(
        Dictionary<TKey, List<Copy<TGrain>>> copies, TKey key, Func<TKey, TGrain> create, Func<TGrain, ValueTask<TReply>> method)
        where TKey : notnull
    {
        await loop.HopAsync(process);
        if (faults.Happens(faults.LostCalls))
        {
            throw new GrainUnavailableException("The call was lost.");
        }

        if (faults.Happens(faults.RepeatedCalls))
        {
            Forget(RepeatAsync(copies, key, create, method));
        }

        var reply = await RunAsync(copies, key, create, method);
        await loop.HopAsync(process);
        return faults.Happens(faults.LostReplies) ? throw new GrainUnavailableException("The reply was lost.") : reply;
    }

    private async Task RepeatAsync<TKey, TGrain, TReply>(
        Dictionary<TKey, List<Copy<TGrain>>> copies, TKey key, Func<TKey, TGrain> create, Func<TGrain, ValueTask<TReply>> method)
        where TKey : notnull
    {
        for (var late = loop.Random.Next(20); late >= 0; late--)
        {
            await loop.HopAsync(process);
        }

        await RunAsync(copies, key, create, method);
    }

    private async ValueTask<TReply> RunAsync<TKey, TGrain, TReply>(
        Dictionary<TKey, List<Copy<TGrain>>> copies, TKey key, Func<TKey, TGrain> create, Func<TGrain, ValueTask<TReply>> method)
        where TKey : notnull
    {
        if (!copies.TryGetValue(key, out var active))
        {
            copies[key] = active = [];
        }

        if (active.Count == 0 || faults.Happens(faults.DoubledGrains))
        {
            active.Add(new Copy<TGrain>(create(key)));
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

    private sealed class KeyReference(FaultyHost host, BlockingKey key) : IBlockingKeyGrain
    {
        public ValueTask<RegisterReply> RegisterAsync(RegisterCall call, CancellationToken cancellationToken = default) =>
            host.CallAsync(host._keys, key, host.Context.CreateBlockingKey, grain => grain.RegisterAsync(call));

        public async ValueTask WithdrawAsync(RecordRevision before, CancellationToken cancellationToken = default) =>
            await host.CallAsync(host._keys, key, host.Context.CreateBlockingKey, async grain =>
            {
                await grain.WithdrawAsync(before);
                return true;
            });
    }

    private sealed class CustomerReference(FaultyHost host, RecordNo owner) : ICustomerGrain
    {
        public ValueTask<ResolveReply> ResolveAsync(Evidence evidence, CancellationToken cancellationToken = default) =>
            host.CallAsync(host._customers, owner, host.Context.CreateCustomer, grain => grain.ResolveAsync(evidence));
    }

    private GrainContext Context => context;
}
