using CustomerGrains.Index.Hosting;
using CustomerGrains.Index.Journal;

namespace CustomerGrains.Orleans.BlockingKeys;

/// <summary>A blocking key as the cluster addresses it, see <see cref="IBlockingKeyGrain"/>. Key: <see cref="GrainKeys.Of"/>.</summary>
[Alias("cg.key")]
public interface IKeyGrain : IGrainWithStringKey
{
    /// <inheritdoc cref="IBlockingKeyGrain.RegisterAsync"/>
    [Alias("register")]
    ValueTask<RegisterReply> RegisterAsync([Immutable] RegisterCall call, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="IBlockingKeyGrain.WithdrawAsync"/>
    [Alias("withdraw")]
    ValueTask WithdrawAsync(RecordRevision before, CancellationToken cancellationToken = default);
}
