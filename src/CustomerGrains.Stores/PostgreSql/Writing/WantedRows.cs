using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Stores.PostgreSql.Writing;

/// <summary>Which rows a batch is going to ask for, as far as its requests tell.</summary>
internal sealed class WantedRows
{
    private readonly HashSet<(int Source, string RecordId)> _identities = [];
    private readonly HashSet<long> _records = [];
    private readonly HashSet<long> _linked = [];
    private readonly HashSet<long> _customers = [];
    private readonly List<AcceptRequest> _accepts = [];
    private readonly List<RereadRequest> _rereads = [];
    private readonly PostgresSources _sources;

    public WantedRows(IReadOnlyList<object?> requests, PostgresSources sources)
    {
        _sources = sources;
        foreach (var request in requests)
        {
            switch (request)
            {
                case AcceptRequest accept:
                    _accepts.Add(accept);
                    Add(accept.Identity);
                    break;
                case RereadRequest reread:
                    _rereads.Add(reread);
                    Add(reread.Identity);
                    break;
                case AssertRequest assert:
                    Add(assert.A);
                    Add(assert.B);
                    break;
                case ResolutionCommit commit:
                    Add(commit);
                    break;
            }
        }
    }

    /// <summary>All of it.</summary>
    public void AddTo(PostgresPrefetch prefetch) => prefetch.Identities(_identities).Links(_linked).Records(_records).Customers(_customers);

    /// <summary>What else is needed once that is here: links of records that were here without, and what is at the other ends of links that were here.</summary>
    public void AddRestTo(PostgresPrefetch prefetch, PostgresRows rows)
    {
        foreach (var accept in _accepts)
        {
            // Of the same content no links go.
            if (Find(accept.Identity, rows) is { IsLive: true } row && (row.ContentHash != accept.ContentHash || row.ReadingVersion < accept.ReadingVersion))
            {
                _linked.Add(row.No);
            }
        }

        foreach (var reread in _rereads)
        {
            if (Find(reread.Identity, rows) is { } row)
            {
                _linked.Add(row.No);
            }
        }

        prefetch.Links(_linked);
        var neighbours = _linked.Where(rows.KnowsLinksOf).SelectMany(rows.LinksOf).SelectMany(link => new[] { link.A, link.B }).ToHashSet();
        neighbours.UnionWith(_linked);
        prefetch.Records(neighbours).Decisions(neighbours);
    }

    private RecordRow? Find(RecordIdentity identity, PostgresRows rows) =>
        _sources.TryFind(identity.Source, out var source) && rows.Knows(source, identity.RecordId) ? rows.Find(source, identity.RecordId) : null;

    private void Add(RecordIdentity identity)
    {
        if (_sources.TryFind(identity.Source, out var source))
        {
            _identities.Add((source, identity.RecordId));
        }
    }

    private void Add(ResolutionCommit commit)
    {
        foreach (var expected in commit.Expected)
        {
            _records.Add(expected.Component.Value);
        }

        foreach (var (record, component) in commit.ExpectedRecords)
        {
            _records.Add(record.No.Value);
            _linked.Add(record.No.Value);
            if (!component.IsNone)
            {
                _records.Add(component.Value);
            }
        }

        foreach (var link in commit.Links.Concat(commit.UnblockedLinks))
        {
            _records.Add(link.A.No.Value);
            _records.Add(link.B.No.Value);
            _linked.Add(link.A.No.Value);
        }

        foreach (var change in commit.Ledger)
        {
            _customers.Add(change.No.Value);
        }
    }
}
