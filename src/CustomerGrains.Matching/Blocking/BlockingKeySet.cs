namespace CustomerGrains.Matching.Blocking;

/// <summary>What a record is found by.</summary>
/// <param name="Keys">Blocking keys, ascending and distinct. Two records that share one are compared.</param>
/// <param name="SearchKeys">Keys that only a search asks (partial names and the like), ascending and distinct, none of them in <paramref name="Keys"/>.</param>
public sealed record BlockingKeySet(BlockingKey[] Keys, BlockingKey[] SearchKeys);
