namespace CustomerGrains.Matching.Blocking;

/// <summary>What a record is found by.</summary>
/// <param name="Keys">Blocking keys, ascending and distinct. Two records that share one are compared.</param>
/// <param name="SearchKeys">Keys that only a search asks (partial names and the like), ascending and distinct, none of them in <paramref name="Keys"/>.</param>
public sealed record BlockingKeySet(BlockingKey[] Keys, BlockingKey[] SearchKeys)
{
    /// <summary>Those of <see cref="Keys"/> that are one value by itself (a phone, an e-mail address, an identifier and the like), ascending: when a crowd of records shares one, it brings
    /// nobody together, see <see cref="CrowdedValues"/>. Default: none.</summary>
    public BlockingKey[] ValueKeys { get; init; } = [];
}
