using CustomerGrains.Index.Hosting;

namespace CustomerGrains.Orleans.Customers;

/// <summary>The owner of a component as the cluster addresses it, see <see cref="ICustomerGrain"/>. Key: <see cref="GrainKeys.OfOwner"/>.</summary>
[Alias("cg.owner")]
public interface IOwnerGrain : IGrainWithStringKey
{
    /// <inheritdoc cref="ICustomerGrain.ResolveAsync"/>
    [Alias("resolve")]
    ValueTask<ResolveReply> ResolveAsync([Immutable] Evidence evidence, CancellationToken cancellationToken = default);
}
