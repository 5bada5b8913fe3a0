using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Index.ModelChange;

/// <summary>What another model would make of the customers as they are.</summary>
/// <param name="Model">The model in force.</param>
/// <param name="Other">The other.</param>
/// <param name="Records">Live records that were compared.</param>
/// <param name="CustomersBefore">Customers they are in.</param>
/// <param name="CustomersAfter">Customers they would be in.</param>
/// <param name="CustomersChanged">Customers whose records would not stay together, or would get company.</param>
/// <param name="Merges">Changes of several customers into one.</param>
/// <param name="Splits">Changes of one customer into several.</param>
/// <param name="Regroupings">Changes of several customers into several others.</param>
/// <param name="Changes">Some of the changes of each kind, the largest first.</param>
public sealed record ModelDiffReport(
    MatchingModel Model, MatchingModel Other, long Records, long CustomersBefore, long CustomersAfter, long CustomersChanged, long Merges, long Splits, long Regroupings,
    IReadOnlyList<ModelDiffChange> Changes);

/// <summary>What would happen to some customers.</summary>
public enum ModelDiffKind : byte
{
    Merge = 1,
    Split = 2,
    Regrouping = 3,
}

/// <summary>A set of customers whose records the other model would put together in another way: the smallest set that no record enters or leaves.</summary>
/// <param name="Before">The customers, by number, with their records.</param>
/// <param name="After">The groups their records would be in.</param>
/// <param name="Reason">The pair that decides it, or null when there is none: the strongest that would come together, of a split the strongest that would come apart.</param>
public sealed record ModelDiffChange(
    ModelDiffKind Kind, IReadOnlyList<(CustomerNo Customer, IReadOnlyList<RecordIdentity> Records)> Before, IReadOnlyList<IReadOnlyList<RecordIdentity>> After, ModelDiffReason? Reason);

/// <summary>A pair of records under both models. Weights in hundredths of a bit.</summary>
/// <param name="Summary">What the other model says of the pair, in words.</param>
public sealed record ModelDiffReason(RecordIdentity A, RecordIdentity B, int WeightBefore, int WeightAfter, string Summary);
