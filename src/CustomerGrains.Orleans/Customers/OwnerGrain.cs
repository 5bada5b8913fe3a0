using CustomerGrains.Index.Hosting;
using CustomerGrains.Orleans.Hosting;
using Orleans.Placement;

namespace CustomerGrains.Orleans.Customers;

/// <summary>Gives the owner of a component its turn. What it does is <see cref="ICustomerGrain"/>'s, made by <see cref="GrainContext"/>.</summary>
/// <remarks>See the remarks of <see cref="BlockingKeys.KeyGrain"/>. It calls no other grain: evidence for another owner goes back to the caller.</remarks>
[GrainType("owner")]
[PreferLocalPlacement]
public sealed class OwnerGrain(IGrainContext context, SiloIndex index) : IGrainBase, IOwnerGrain
{
    private readonly ICustomerGrain _grain = index.Grains.CreateCustomer(GrainKeys.ReadOwner(context.GrainId.Key));

    /// <inheritdoc/>
    public IGrainContext GrainContext { get; } = context;

    /// <inheritdoc/>
    public ValueTask<ResolveReply> ResolveAsync(Evidence evidence, CancellationToken cancellationToken) => _grain.ResolveAsync(evidence, cancellationToken).AsTravellerAsync();
}
