using System.Diagnostics.CodeAnalysis;
using CustomerGrains.Index.Journal;
using CustomerGrains.Stores.Sqlite.Postings;

namespace CustomerGrains.Stores.Sqlite.Writing;

public sealed partial class SqliteJournalCore
{
    private Statement _selectEpoch;
    private Statement _selectCommitRow;
    private Statement _updateResolution;
    private Statement _raiseEpoch;
    private Statement _resolveAssertion;

    [MemberNotNull(nameof(_selectEpoch), nameof(_selectCommitRow), nameof(_updateResolution), nameof(_raiseEpoch), nameof(_resolveAssertion))]
    private void PrepareCommit()
    {
        _selectEpoch = _database.Prepare("SELECT epoch FROM record WHERE record_no = ?");
        _selectCommitRow = _database.Prepare("SELECT revision, live, resolved_revision, component, customer, model_no FROM record WHERE record_no = ?");
        _updateResolution = _database.Prepare("UPDATE record SET component = ?, customer = ?, resolved_revision = ?, model_no = ? WHERE record_no = ?");
        _raiseEpoch = _database.Prepare("UPDATE record SET epoch = epoch + 1 WHERE record_no = ?");
        _resolveAssertion = _database.Prepare("UPDATE assertion SET resolved = 1 WHERE assertion_no = ? AND resolved = 0");
    }

    private CommitReply CommitInBatch(ResolutionCommit commit)
    {
        if (commit.Model.Value != _numbers.Model)
        {
            return new CommitReply(Committed: false);
        }

        foreach (var expected in commit.Expected)
        {
            if (!HasEpoch(expected))
            {
                return new CommitReply(Committed: false);
            }
        }

        var rows = new Dictionary<RecordNo, CommitRow>(commit.ExpectedRecords.Count);
        foreach (var (record, component) in commit.ExpectedRecords)
        {
            var row = ReadCommitRow(record.No);
            if (row is null || row.Revision != record.Revision || row.Component != component)
            {
                return new CommitReply(Committed: false);
            }

            rows.Add(record.No, row);
        }

        Place(commit, rows);
        var touched = new HashSet<(RecordNo A, RecordNo B)>();
        DeleteFormerLinks(commit, rows);
        StoreLinks(commit, rows, touched);
        StoreRows(commit, rows);
        RefreshReviews(rows, touched);
        var sequence = AppendEvents(commit.Events, out var eventOf);
        foreach (var change in commit.Ledger)
        {
            StoreLedger(change, eventOf.GetValueOrDefault(change.No, sequence));
        }

        foreach (var assertion in commit.ResolvedAssertions)
        {
            _resolveAssertion.With(assertion).Run();
        }

        return new CommitReply(Committed: true);
    }

    /// <summary>Works out where every record ends and checks that the commit says so of exactly the records it was computed from.</summary>
    private static void Place(ResolutionCommit commit, Dictionary<RecordNo, CommitRow> rows)
    {
        foreach (var component in commit.Components)
        {
            foreach (var member in component.Members)
            {
                if (!rows.TryGetValue(member, out var row) || !row.IsLive || !row.NewComponent.IsNone)
                {
                    throw new ArgumentException($"Record {member} is placed in a component, but is not an expected live record or is placed twice.");
                }

                row.NewComponent = component.Members[0];
            }
        }

        foreach (var (record, customer) in commit.Customers)
        {
            if (!rows.TryGetValue(record, out var row) || row.NewComponent.IsNone || customer.IsNone || !row.NewCustomer.IsNone)
            {
                throw new ArgumentException($"Record {record} is given a customer, but is in no component or is given two.");
            }

            row.NewCustomer = customer;
        }

        foreach (var (record, row) in rows)
        {
            if (row.IsLive && (row.NewComponent.IsNone || row.NewCustomer.IsNone))
            {
                throw new ArgumentException($"Live record {record} is expected, but is left without component or customer.");
            }
        }
    }

    private void StoreRows(ResolutionCommit commit, Dictionary<RecordNo, CommitRow> rows)
    {
        var owners = new HashSet<RecordNo>();
        foreach (var expected in commit.Expected)
        {
            owners.Add(expected.Component);
        }

        foreach (var row in rows.Values)
        {
            owners.Add(row.Component);
            owners.Add(row.NewComponent);
        }

        owners.Remove(default);
        foreach (var resolved in commit.Resolved)
        {
            if (rows.TryGetValue(resolved.No, out var row) && resolved.Revision == row.Revision)
            {
                row.NewResolvedRevision = row.Revision;
            }
            else if (row is null || resolved.Revision > row.Revision)
            {
                throw new ArgumentException($"Record {resolved.No} is said to be resolved at a revision the commit was not computed from.");
            }
        }

        var former = _numbers.FormerRecords;
        foreach (var (record, row) in rows)
        {
            var model = row.NewComponent.IsNone ? default : commit.Model;
            former -= !row.Component.IsNone && row.Model != commit.Model ? 1 : 0;
            if (row.NewComponent != row.Component || row.NewCustomer != row.Customer || row.NewResolvedRevision != row.ResolvedRevision || row.Model != model)
            {
                _updateResolution.With(row.NewComponent.Value).With(row.NewCustomer.Value).With(row.NewResolvedRevision).With(model.Value).With(record.Value).Run();
            }

            if (row.ResolvedRevision != row.Revision && row.NewResolvedRevision == row.Revision)
            {
                _pending.Add(new ResolvedChange(record));
            }
        }

        _numbers = _numbers with { FormerRecords = former };
        foreach (var owner in owners)
        {
            _raiseEpoch.With(owner.Value).Run();
        }
    }

    private bool HasEpoch(ComponentEpoch expected)
    {
        using var row = _selectEpoch.With(expected.Component.Value);
        return row.Step() && row.Int64(0) == expected.Epoch;
    }

    private CommitRow? ReadCommitRow(RecordNo record)
    {
        using var row = _selectCommitRow.With(record.Value);
        return row.Step() && row.Int32(0) > 0
            ? new CommitRow(row.Int32(0), row.Boolean(1), row.Int32(2), new RecordNo(row.Int64(3)), new CustomerNo(row.Int64(4)), new ModelNo(row.Int32(5)))
            : null;
    }

    internal static void Validate(ResolutionCommit commit)
    {
        foreach (var component in commit.Components)
        {
            if (component.Members.Count == 0)
            {
                throw new ArgumentException("A component has at least one member.");
            }

            for (var i = 1; i < component.Members.Count; i++)
            {
                if (component.Members[i - 1].CompareTo(component.Members[i]) >= 0)
                {
                    throw new ArgumentException("Members of a component are ascending and distinct.");
                }
            }
        }

        ValidateLinks(commit.Links, blocked: true);
        ValidateLinks(commit.UnblockedLinks, blocked: false);
        if (commit.ExpectedRecords.Count > 1 && commit.ExpectedRecords.DistinctBy(expected => expected.Record.No).Count() != commit.ExpectedRecords.Count)
        {
            throw new ArgumentException("Expected records are distinct.");
        }
    }

    private static void ValidateLinks(IReadOnlyList<Link> links, bool blocked)
    {
        foreach (var link in links)
        {
            if (link.A.No.CompareTo(link.B.No) >= 0)
            {
                throw new ArgumentException("The smaller record of a link comes first.");
            }

            if (link.IsBlocked != blocked)
            {
                throw new ArgumentException("Blocked and unblocked links are given apart.");
            }
        }
    }

    /// <summary>A record of a commit: as it stands, and as it shall be.</summary>
    private sealed class CommitRow(int revision, bool isLive, int resolvedRevision, RecordNo component, CustomerNo customer, ModelNo model)
    {
        public int Revision { get; } = revision;
        public bool IsLive { get; } = isLive;
        public int ResolvedRevision { get; } = resolvedRevision;
        public RecordNo Component { get; } = component;
        public CustomerNo Customer { get; } = customer;
        public ModelNo Model { get; } = model;
        public RecordNo NewComponent { get; set; }
        public CustomerNo NewCustomer { get; set; }
        public int NewResolvedRevision { get; set; } = resolvedRevision;
    }
}
