using CustomerGrains.Index.Hosting;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Orleans.BlockingKeys;
using CustomerGrains.Orleans.Customers;

namespace CustomerGrains.Orleans.Hosting;

/// <summary>Addresses grains in the cluster.</summary>
/// <remarks>A call that fails on its way becomes <see cref="GrainUnavailableException"/> or <see cref="Index.OverloadedException"/>; whoever called repeats it, within bounds, or leaves it to the sweep.</remarks>
internal sealed class OrleansGrainDirectory(IGrainFactory grains, ActiveKeys active, TimeSpan retryAfter) : IGrainDirectory
{
    /// <inheritdoc/>
    public IBlockingKeyGrain GetBlockingKey(BlockingKey key) => new BlockingKeyReference(this, key);

    /// <inheritdoc/>
    public ICustomerGrain GetCustomer(RecordNo owner) => new CustomerReference(this, owner);

    private sealed class BlockingKeyReference(OrleansGrainDirectory directory, BlockingKey key) : IBlockingKeyGrain
    {
        public async ValueTask<RegisterReply> RegisterAsync(RegisterCall call, CancellationToken cancellationToken = default)
        {
            try
            {
                return await directory.Key(key).RegisterAsync(call, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (directory.Translate(exception, cancellationToken) is { } translated)
            {
                throw translated;
            }
        }

        public async ValueTask WithdrawAsync(RecordRevision before, CancellationToken cancellationToken = default)
        {
            // A call would activate the grain. One that is active in another silo keeps an entry that is no longer current, and forgets it when it next looks at it.
            if (!directory.IsActiveHere(key))
            {
                return;
            }

            try
            {
                await directory.Key(key).WithdrawAsync(before, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (directory.Translate(exception, cancellationToken) is { } translated)
            {
                throw translated;
            }
        }
    }

    private sealed class CustomerReference(OrleansGrainDirectory directory, RecordNo owner) : ICustomerGrain
    {
        public async ValueTask<ResolveReply> ResolveAsync(Evidence evidence, CancellationToken cancellationToken = default)
        {
            try
            {
                return await directory.Owner(owner).ResolveAsync(evidence, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (directory.Translate(exception, cancellationToken) is { } translated)
            {
                throw translated;
            }
        }
    }

    private IKeyGrain Key(BlockingKey key) => grains.GetGrain<IKeyGrain>(GrainKeys.Of(key));

    private IOwnerGrain Owner(RecordNo owner) => grains.GetGrain<IOwnerGrain>(GrainKeys.OfOwner(owner));

    private bool IsActiveHere(BlockingKey key) => active.Contains(key);

    private Exception? Translate(Exception exception, CancellationToken cancellationToken) =>
        exception is OperationCanceledException && cancellationToken.IsCancellationRequested ? null : GrainFaults.Translate(exception, retryAfter);
}
