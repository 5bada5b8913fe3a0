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
/// <remarks>
/// Members are put into an order of their own (the hash of their identity, then the identity), so nothing depends on arrival. Then:
/// <list type="number">
/// <item><description><em>Same</em> assertions join, in that order. One that would bring a <em>different</em> pair together is passed over: the <em>different</em> wins.</description></item>
/// <item><description>The two groups with the largest average weight over all their pairs are joined while that average is at or above the join threshold, at least one
/// pair of them is a link, and no pair of them is asserted <em>different</em>, conflicts or is of one one-to-one source. Equal averages go to the group that comes first.</description></item>
/// <item><description>Of what is left, two groups with a weaker pair across two one-to-one sources are joined, the strongest first, if neither fits another group nearly as well that it cannot be
/// joined with, too.</description></item>
/// </list>
/// </remarks>
public static partial class ComponentResolver
{
    /// <summary>Most members that are resolved pair by pair; beyond it the rule for large components is used.</summary>
    public const int MembersMax = 400;

    /// <summary>Resolves a component. The order of <paramref name="members"/> does not matter to the grouping.</summary>
    /// <param name="memory">What a component beyond <see cref="MembersMax"/> came to last: of one that is much the same only what can have changed is compared, and the outcome is the same as without. Takes note
    /// of what it comes to now. Not for use by two threads at once. Default: null, everything is compared.</param>
    public static Resolution Resolve(IReadOnlyList<ComponentMember> members, IReadOnlyList<MemberAssertion> assertions, MatchingModel model, ResolutionMemory? memory = null)
    {
        var order = CanonicalOrder(members);
        var decisions = new Decisions(members.Count, order, assertions);
        var resolution = members.Count <= MembersMax
            ? Agglomeration.Resolve(members, order, decisions, model)
            : LargeComponent.Resolve(members, order, decisions, model, memory);
        return resolution;
    }

    /// <summary>Resolves a component and says how one member's customer came to be; null beyond <see cref="MembersMax"/>, where customers are not made step by step.</summary>
    /// <param name="focus">Position of the member in <paramref name="members"/>.</param>
    public static ResolutionTrace? Trace(IReadOnlyList<ComponentMember> members, IReadOnlyList<MemberAssertion> assertions, MatchingModel model, int focus)
    {
        if (members.Count > MembersMax)
        {
            return null;
        }

        var order = CanonicalOrder(members);
        return Agglomeration.Trace(members, order, new Decisions(members.Count, order, assertions), model, focus);
    }

    /// <summary>Position in the list of members, per canonical position.</summary>
    private static int[] CanonicalOrder(IReadOnlyList<ComponentMember> members)
    {
        var keys = new (ulong TieBreaker, RecordIdentity Identity)[members.Count];
        var order = new int[members.Count];
        for (var i = 0; i < members.Count; i++)
        {
            keys[i] = (members[i].Identity.TieBreaker, members[i].Identity);
            order[i] = i;
        }

        Array.Sort(keys, order);
        return order;
    }
}
