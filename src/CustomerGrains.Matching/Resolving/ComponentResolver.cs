using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Matching.Resolving;

/// <summary>A record as resolution sees it.</summary>
public readonly record struct ComponentMember(RecordIdentity Identity, RecordFeatures Features);

/// <summary>A person's decision on two members, by their positions in the list of members.</summary>
public readonly record struct MemberAssertion(int A, int B, bool Same);

/// <summary>Two members at or above the review threshold that ended in different customers, by position.</summary>
public readonly record struct ReviewPair(int A, int B, int Weight);

/// <summary>What a component resolves to.</summary>
/// <param name="ClusterOf">Per member the number of its cluster, from 0, in canonical order.</param>
/// <param name="ClusterCount">Number of clusters.</param>
/// <param name="ReviewPairs">Pairs for people to look at; pairs with a decision are not among them.</param>
/// <param name="Oversize">The component was beyond the size that is resolved pair by pair, so the canonical rule for large ones was used.</param>
public sealed record Resolution(int[] ClusterOf, int ClusterCount, IReadOnlyList<ReviewPair> ReviewPairs, bool Oversize);

/// <summary>Resolves a component into customers: a pure function of the set of members, the assertions and the model.</summary>
public static partial class ComponentResolver
{
    /// <summary>Resolves a component. The order of <paramref name="members"/> does not matter to the grouping.</summary>
    public static Resolution Resolve(IReadOnlyList<ComponentMember> members, IReadOnlyList<MemberAssertion> assertions, MatchingModel model) =>
        throw new NotImplementedException();
}
