using CustomerGrains.Index.Hosting;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Orleans.Hosting;
using Orleans.Placement;

namespace CustomerGrains.Orleans.BlockingKeys;

/// <summary>Gives a blocking key its turn. What it does is <see cref="IBlockingKeyGrain"/>'s, made by <see cref="GrainContext"/>.</summary>
/// <remarks>
/// Runs one call at a time to its end, so the library's awaits may leave the grain's scheduler: nothing else of the grain runs meanwhile, and the library asks nothing of Orleans.
/// Placed where it is first called: that call stays in the process, and most keys are called a few times in their life.
/// </remarks>
[GrainType("key")]
[PreferLocalPlacement]
public sealed class KeyGrain : IGrainBase, IKeyGrain
{
    private readonly BlockingKey _key;
    private readonly ActiveKeys _active;
    private readonly IBlockingKeyGrain _grain;

    public KeyGrain(IGrainContext context, SiloIndex index, ActiveKeys active)
    {
        GrainContext = context;
        _key = GrainKeys.ReadBlockingKey(context.GrainId.Key);
        _active = active;
        _grain = index.Grains.CreateBlockingKey(_key);
    }

    /// <inheritdoc/>
    public IGrainContext GrainContext { get; }

    /// <inheritdoc/>
    public ValueTask<RegisterReply> RegisterAsync(RegisterCall call, CancellationToken cancellationToken) => _grain.RegisterAsync(call, cancellationToken).AsTravellerAsync();

    /// <inheritdoc/>
    public ValueTask WithdrawAsync(RecordRevision before, CancellationToken cancellationToken) => _grain.WithdrawAsync(before, cancellationToken);

    /// <inheritdoc/>
    public Task OnActivateAsync(CancellationToken token)
    {
        _active.Add(_key);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task OnDeactivateAsync(DeactivationReason reason, CancellationToken token)
    {
        _active.Remove(_key);
        return Task.CompletedTask;
    }
}
