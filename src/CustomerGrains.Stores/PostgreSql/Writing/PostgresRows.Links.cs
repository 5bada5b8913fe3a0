using CustomerGrains.Index.Journal;

namespace CustomerGrains.Stores.PostgreSql.Writing;

internal sealed partial class PostgresRows
{
    private readonly Dictionary<(long A, long B), LinkRow> _links = [];
    private readonly Dictionary<long, List<LinkRow>> _linksOf = [];

    // Records all of whose links are here.
    private readonly HashSet<long> _linksLoaded = [];
    private readonly HashSet<LinkRow> _changedLinks = [];

    public IReadOnlyCollection<LinkRow> ChangedLinks => _changedLinks;

    public bool KnowsLinksOf(long record) => _linksLoaded.Contains(record);

    /// <summary>Takes in a row as stored. One that is here already is newer.</summary>
    public void Load(LinkRow link)
    {
        if (_links.TryAdd((link.A, link.B), link))
        {
            Of(link.A).Add(link);
            Of(link.B).Add(link);
        }
    }

    public void LoadedLinksOf(long record) => _linksLoaded.Add(record);

    /// <summary>Links of a record that are there.</summary>
    public IEnumerable<LinkRow> LinksOf(long record)
    {
        if (!_linksLoaded.Contains(record))
        {
            new PostgresPrefetch(Connection, this).Links([record]).Run();
        }

        return _linksOf.TryGetValue(record, out var links) ? links.Where(link => !link.IsDeleted) : [];
    }

    public int DeleteLinksOf(RecordNo record) => LinksOf(record.Value).ToArray().Sum(Delete);

    public void PutLink(in Link link)
    {
        var (a, b) = (link.A.No.Value, link.B.No.Value);
        var row = Find(a, b);
        if (row is null)
        {
            row = new LinkRow { A = a, B = b, Kind = link.Kind };
            Load(row);
        }
        else if (row.IsDeleted)
        {
            row.IsDeleted = false;
            row.IsReview = false;
            row.Kind = link.Kind;
        }

        row.ARevision = link.A.Revision;
        row.BRevision = link.B.Revision;
        row.Weight = link.Weight;
        row.Kind = link.Kind == LinkKind.Unblocked ? row.Kind : link.Kind;
        Change(row);
    }

    public IReadOnlyList<RecordNo> UnblockedWith(RecordNo record) =>
        [.. LinksOf(record.Value).Where(link => link.A == record.Value && link.Kind == LinkKind.Unblocked).Select(link => new RecordNo(link.B))];

    public IReadOnlyList<(RecordNo A, RecordNo B)> LinkedWith(RecordNo record) => [.. LinksOf(record.Value).Select(link => (new RecordNo(link.A), new RecordNo(link.B)))];

    public int DeleteLink(RecordNo a, RecordNo b) => Find(a.Value, b.Value) is { IsDeleted: false } link ? Delete(link) : 0;

    public int DeleteFormerLinks(RecordNo record, ModelNo model) =>
        LinksOf(record.Value).Where(link => Find(link.A == record.Value ? link.B : link.A)?.Model != model.Value).ToArray().Sum(Delete);

    public int RefreshReview(RecordNo a, RecordNo b)
    {
        if (Find(a.Value, b.Value) is not { IsDeleted: false } link)
        {
            return 0;
        }

        var (customerOfA, customerOfB) = (Find(a.Value)?.Customer ?? 0, Find(b.Value)?.Customer ?? 0);
        var review = customerOfA != 0 && customerOfB != 0 && customerOfA != customerOfB
            && !(TryReadDecision(a, b, out var decision) && decision.Decision != AssertionDecision.Withdraw);
        if (review == link.IsReview)
        {
            return 0;
        }

        link.IsReview = review;
        Change(link);
        return review ? 1 : -1;
    }

    private LinkRow? Find(long a, long b)
    {
        if (!_links.TryGetValue((a, b), out var link) && !_linksLoaded.Contains(a) && !_linksLoaded.Contains(b))
        {
            new PostgresPrefetch(Connection, this).Links([a]).Run();
            _links.TryGetValue((a, b), out link);
        }

        return link;
    }

    private List<LinkRow> Of(long record)
    {
        if (!_linksOf.TryGetValue(record, out var links))
        {
            _linksOf.Add(record, links = []);
        }

        return links;
    }

    private int Delete(LinkRow link)
    {
        link.IsDeleted = true;
        Change(link);
        var reviews = link.IsReview ? 1 : 0;
        link.IsReview = false;
        return reviews;
    }

    private void Change(LinkRow link)
    {
        ChangeCount++;
        link.IsChanged = true;
        _changedLinks.Add(link);
    }
}
