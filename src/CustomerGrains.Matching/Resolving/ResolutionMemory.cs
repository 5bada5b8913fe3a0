using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Matching.Resolving;

/// <summary>What a large component came to when it was last resolved, see <see cref="ComponentResolver.Resolve"/>.</summary>
/// <remarks>Of another component or model it is of no use, and does no harm.</remarks>
public sealed class ResolutionMemory
{
    internal MatchingModel? Model { get; private set; }

    internal Dictionary<RecordIdentity, PlacedMember> Members { get; private set; } = [];

    /// <summary>Members that were not compared the last time.</summary>
    internal int RepeatedCount { get; private set; }

    /// <summary>Takes out what is remembered: should resolving fail half-way, nothing is remembered.</summary>
    internal Dictionary<RecordIdentity, PlacedMember> Take(MatchingModel model)
    {
        var members = ReferenceEquals(Model, model) ? Members : [];
        (Model, Members) = (null, []);
        return members;
    }

    internal void Put(MatchingModel model, Dictionary<RecordIdentity, PlacedMember> members, int repeatedCount) => (Model, Members, RepeatedCount) = (model, members, repeatedCount);
}

/// <summary>A member of a large component and what became of it.</summary>
internal sealed class PlacedMember(RecordFeatures features)
{
    /// <summary>What it said. Features never change, so the same object says the same.</summary>
    public RecordFeatures Features { get; } = features;

    public BlockingKey[] Keys { get; set; } = [];

    /// <summary>Others may join it.</summary>
    public bool IsPivot { get; set; }

    /// <summary>The pivot it joined; null when it is one.</summary>
    public PlacedMember? Joined { get; set; }

    /// <summary>Nobody has decided on it, so it was placed by what it says alone.</summary>
    public bool IsFree { get; set; }

    /// <summary>Of a pivot: earlier ones that are a possible match.</summary>
    public (PlacedMember Pivot, int Weight)[] Review { get; set; } = [];

    /// <summary>Canonical position when it was last placed.</summary>
    public int Position { get; set; }
}
