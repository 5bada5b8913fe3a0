namespace CustomerGrains.Matching.Resolving;

/// <summary>How the customer of one member came to be. Positions are those in the list of members; nothing depends on their order.</summary>
/// <param name="Resolution">What the component resolves to.</param>
/// <param name="Start">The customer's first record in canonical order: the one that it starts from.</param>
/// <param name="Steps">Joins in the order they are made; also those that make up a group before it joins.</param>
/// <param name="Apart">The component's other customers and what keeps each apart, in canonical order.</param>
public sealed record ResolutionTrace(Resolution Resolution, int Start, IReadOnlyList<JoinStep> Steps, IReadOnlyList<GroupApart> Apart);

/// <summary>Two groups become one.</summary>
/// <param name="Into">Records already together.</param>
/// <param name="Joined">Records that join them.</param>
/// <param name="A">Of the pair that joins them (the one decided on, the strongest, or the strongest across one-to-one sources), the record of <paramref name="Into"/>.</param>
/// <param name="B">The record of <paramref name="Joined"/>.</param>
/// <param name="Average">Evidence per pair between the two groups, in hundredths of a bit; what contradicts counts more than once.</param>
/// <param name="Reason">What joined them.</param>
public sealed record JoinStep(IReadOnlyList<int> Into, IReadOnlyList<int> Joined, int A, int B, int Average, JoinReason Reason);

/// <summary>What joins two groups of records.</summary>
public enum JoinReason : byte
{
    /// <summary>A link, and an average over all pairs at or above the join threshold.</summary>
    Evidence = 1,

    /// <summary>A person, whatever the evidence.</summary>
    Decision = 2,

    /// <summary>No link, but a pair across two one-to-one sources that fits best for both.</summary>
    OneToOne = 3,
}

/// <summary>Another customer of the same component.</summary>
/// <param name="Members">Its records.</param>
/// <param name="A">Of the strongest pair, the record of the customer asked about.</param>
/// <param name="B">The record of the other.</param>
/// <param name="Average">Evidence per pair between the two, in hundredths of a bit; what contradicts counts more than once.</param>
/// <param name="Reason">What keeps them apart.</param>
/// <param name="Against">The pair that keeps them apart, first the record of the customer asked about: the one decided on, the one that forbids it, or the one that speaks most against it.
/// Null where that is not a pair.</param>
/// <param name="Rival">Records of the customer that one of the two fits as well; empty unless that is the reason.</param>
public sealed record GroupApart(IReadOnlyList<int> Members, int A, int B, int Average, ApartReason Reason, (int A, int B)? Against, IReadOnlyList<int> Rival);

/// <summary>What keeps two groups of records apart; the first that applies.</summary>
public enum ApartReason : byte
{
    /// <summary>A person decided that they are different.</summary>
    Decision = 1,

    /// <summary>Two exclusive identifiers that differ, or records of different types.</summary>
    Conflict = 2,

    /// <summary>Both have a record of one source that holds nobody twice.</summary>
    OneToOne = 3,

    /// <summary>No pair reaches the link threshold.</summary>
    NoLink = 4,

    /// <summary>A pair does, but the average over all pairs stays below the join threshold.</summary>
    Average = 5,

    /// <summary>They differ in birth date, generation or an identifier and agree in it nowhere.</summary>
    Contradiction = 6,

    /// <summary>One of the two fits another customer as well, so it joins neither.</summary>
    Ambiguity = 7,
}
