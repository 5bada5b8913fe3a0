using CustomerGrains.Index.Journal;

namespace CustomerGrains.Stores.Writing;

/// <summary>The records of a commit: as they stand, and as they shall be.</summary>
internal sealed class CommitPlan
{
    private readonly Dictionary<RecordNo, CommitRow> _rows;

    private CommitPlan(Dictionary<RecordNo, CommitRow> rows) => _rows = rows;

    public IReadOnlyDictionary<RecordNo, CommitRow> Rows => _rows;

    /// <summary>Works out where every record ends and checks that the commit says so of exactly the records it was computed from.</summary>
    /// <param name="stands">Every expected record as it stands.</param>
    /// <exception cref="ArgumentException">The commit contradicts itself or what it was computed from.</exception>
    public static CommitPlan Of(ResolutionCommit commit, Dictionary<RecordNo, PlacedRow> stands)
    {
        var plan = new CommitPlan(stands.ToDictionary(row => row.Key, row => new CommitRow(row.Value)));
        plan.Place(commit);
        plan.Resolve(commit);
        return plan;
    }

    private void Place(ResolutionCommit commit)
    {
        foreach (var component in commit.Components)
        {
            foreach (var member in component.Members)
            {
                if (!_rows.TryGetValue(member, out var row) || !row.Before.IsLive || !row.NewComponent.IsNone)
                {
                    throw new ArgumentException($"Record {member} is placed in a component, but is not an expected live record or is placed twice.");
                }

                row.NewComponent = component.Members[0];
                row.NewModel = commit.Model;
            }
        }

        foreach (var (record, customer) in commit.Customers)
        {
            if (!_rows.TryGetValue(record, out var row) || row.NewComponent.IsNone || customer.IsNone || !row.NewCustomer.IsNone)
            {
                throw new ArgumentException($"Record {record} is given a customer, but is in no component or is given two.");
            }

            row.NewCustomer = customer;
        }

        foreach (var (record, row) in _rows)
        {
            if (row.Before.IsLive && (row.NewComponent.IsNone || row.NewCustomer.IsNone))
            {
                throw new ArgumentException($"Live record {record} is expected, but is left without component or customer.");
            }
        }
    }

    private void Resolve(ResolutionCommit commit)
    {
        foreach (var resolved in commit.Resolved)
        {
            if (_rows.TryGetValue(resolved.No, out var row) && resolved.Revision == row.Before.Revision)
            {
                row.NewResolvedRevision = row.Before.Revision;
            }
            else if (row is null || resolved.Revision > row.Before.Revision)
            {
                throw new ArgumentException($"Record {resolved.No} is said to be resolved at a revision the commit was not computed from.");
            }
        }
    }
}

/// <summary>A record of a commit.</summary>
internal sealed class CommitRow(PlacedRow before)
{
    public PlacedRow Before { get; } = before;
    public RecordNo NewComponent { get; set; }
    public CustomerNo NewCustomer { get; set; }
    public ModelNo NewModel { get; set; }
    public int NewResolvedRevision { get; set; } = before.ResolvedRevision;

    /// <summary>The row is not as it was.</summary>
    public bool IsChanged => NewComponent != Before.Component || NewCustomer != Before.Customer || NewResolvedRevision != Before.ResolvedRevision || NewModel != Before.Model;
}
