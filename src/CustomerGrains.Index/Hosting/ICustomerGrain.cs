using CustomerGrains.Index.Journal;

namespace CustomerGrains.Index.Hosting;

/// <summary>Owner of a component: resolves it into customers.</summary>
/// <remarks>Addressed by the component's smallest record. That one grain resolves one component at a time saves lost commits; that nothing is
/// lost when two do is the journal's compare-and-set.</remarks>
public interface ICustomerGrain
{
    /// <summary>Resolves the components that the evidence touches and commits the result, or hands the evidence back when another grain owns them.</summary>
    ValueTask<ResolveReply> ResolveAsync(Evidence evidence, CancellationToken cancellationToken = default);
}

/// <summary>What is new about some records.</summary>
public sealed record Evidence
{
    /// <summary>The model that <see cref="Links"/> were scored under. When another is in force it counts for nothing.</summary>
    public required ModelNo Model { get; init; }

    /// <summary>Revisions whose links are all in <see cref="Links"/> or already in the journal: they are resolved by the commit.</summary>
    public required IReadOnlyList<RecordRevision> Subjects { get; init; }

    /// <summary>Pairs found for the subjects, at or above the review threshold.</summary>
    public IReadOnlyList<Link> Links { get; init; } = [];

    /// <summary>Further records whose components are resolved anew, e.g. both of an assertion.</summary>
    public IReadOnlyList<RecordNo> Touched { get; init; } = [];

    /// <summary>Decisions whose effect is resolved by the commit.</summary>
    public IReadOnlyList<long> Assertions { get; init; } = [];

    /// <summary>Whoever is asked decides. Set after the evidence was handed on too often: ownership saves work, it is not needed to be right.</summary>
    public bool Final { get; init; }

    /// <summary>The records whose components the evidence touches. Pairs that are no edges connect nothing.</summary>
    public IReadOnlySet<RecordNo> Concerned()
    {
        var concerned = new HashSet<RecordNo>(Touched);
        foreach (var subject in Subjects)
        {
            concerned.Add(subject.No);
        }

        foreach (var link in Links)
        {
            if (link.IsEdge)
            {
                concerned.Add(link.A.No);
                concerned.Add(link.B.No);
            }
        }

        return concerned;
    }
}

/// <summary>What came of evidence.</summary>
public sealed record ResolveReply
{
    /// <summary>What was done.</summary>
    public required ResolveOutcome Outcome { get; init; }

    /// <summary>Owner to send the evidence to instead, when <see cref="ResolveOutcome.OwnedElsewhere"/>.</summary>
    public RecordNo Owner { get; init; }

    /// <summary>Where the live ones of the subjects and touched records are now, when <see cref="ResolveOutcome.Resolved"/>.</summary>
    public IReadOnlyList<Placement> Placements { get; init; } = [];

    /// <summary>Customers that subjects and touched records were in and are in no longer.</summary>
    public IReadOnlyList<(RecordNo Record, CustomerNo Customer)> Left { get; init; } = [];

    /// <summary>Customers that were superseded by this.</summary>
    public IReadOnlyList<(CustomerNo From, CustomerNo Into)> Merged { get; init; } = [];

    /// <summary>Records whose own links under the model in force are needed, when <see cref="ResolveOutcome.Unprobed"/>.</summary>
    public IReadOnlyList<RecordRevision> Unprobed { get; init; } = [];

    /// <summary>Customers that came about because records left another.</summary>
    public IReadOnlyList<(CustomerNo From, CustomerNo Into)> Split { get; init; } = [];
}

/// <summary>Where a record is.</summary>
public readonly record struct Placement(RecordNo Record, RecordNo Component, CustomerNo Customer);

/// <summary>What was done with evidence.</summary>
public enum ResolveOutcome : byte
{
    /// <summary>It is in the journal.</summary>
    Resolved = 1,

    /// <summary>Another grain owns the component.</summary>
    OwnedElsewhere = 2,

    /// <summary>Others changed the component every time. Nothing is lost; try again.</summary>
    Contended = 3,

    /// <summary>Another model came into force since the evidence was computed. Compute it anew.</summary>
    ModelChanged = 4,

    /// <summary>The evidence touches records that were last placed under a former model. Their links under the model in force are needed, too: send the evidence again with them among its subjects.</summary>
    Unprobed = 5,
}
