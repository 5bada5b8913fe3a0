using CustomerGrains.Index.Customers;
using CustomerGrains.Index.Hosting;
using CustomerGrains.Index.Journal;
using CustomerGrains.Index.Sources;
using CustomerGrains.Matching.Explaining;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Index.Search;

/// <summary>Finds customers by what is known of them, without taking anything in.</summary>
/// <remarks>
/// Asks the question's blocking keys and search keys for their postings, rarest first; a record that shares many and rare keys is looked at before one that shares a common one, and at
/// most <see cref="IndexOptions.SearchRecordsMax"/> are scored, by the same function that matches records. What is asked is rarely a whole record, so a hit below the review
/// threshold is shown too, graded weak, as long as more speaks for it than against it. Only the page returned is read in full.
/// </remarks>
public sealed class CustomerSearch(GrainContext context, SourceRegistry sources, CustomerReader customers)
{
    /// <summary>Most customers of one answer.</summary>
    public const int CountMax = 100;

    private const int PageOfRecords = 64;

    /// <summary>Searches.</summary>
    /// <exception cref="InvalidFieldsException">Neither attributes nor a text, or a page that is none.</exception>
    public async Task<SearchReply> SearchAsync(SearchQuery query, CancellationToken cancellationToken)
    {
        Require(query);
        SearchQuestion question;
        if (query.Attributes is { } attributes)
        {
            question = SearchQuestion.Of(attributes, query.Defaults);
        }
        else
        {
            var line = SearchLine.Parse(query.Text!);
            if (await FindByIdAsync(line, cancellationToken).ConfigureAwait(false) is { } named)
            {
                return new SearchReply(query.Skip == 0 ? [named] : [], HasMore: false, Truncated: false);
            }

            question = SearchQuestion.Of(line, query.Defaults);
        }

        var (candidates, truncated) = await FindCandidatesAsync(question, cancellationToken).ConfigureAwait(false);
        var fits = await ScoreAsync(question, candidates, cancellationToken).ConfigureAwait(false);
        var (found, hasMore) = await GroupAsync(fits, query.Skip, query.Count, cancellationToken).ConfigureAwait(false);
        var hits = new List<SearchHit>(found.Count);
        foreach (var (customer, fit) in found)
        {
            var view = await customers.ReadBriefAsync(customer, cancellationToken).ConfigureAwait(false);
            var reason = PairExplainer.Explain(fit.Reading, fit.Entry.AllFeatures, context.Model).Summary;
            hits.Add(new SearchHit(view, fit.Weight, GradeOf(fit.Certainty), reason, fit.Entry.Identity));
        }

        return new SearchReply(hits, hasMore, truncated);
    }

    private static void Require(SearchQuery query)
    {
        var violations = new List<FieldViolation>();
        if (query.Attributes is null && string.IsNullOrWhiteSpace(query.Text))
        {
            violations.Add(new FieldViolation("text", "give a text or attributes to search for."));
        }

        if (query.Skip < 0)
        {
            violations.Add(new FieldViolation("skip", "must not be negative."));
        }

        if (query.Count is < 1 or > CountMax)
        {
            violations.Add(new FieldViolation("count", "must be 1 to 100."));
        }

        if (violations.Count > 0)
        {
            throw new InvalidFieldsException(violations);
        }
    }

    private async ValueTask<SearchHit?> FindByIdAsync(SearchLine line, CancellationToken cancellationToken)
    {
        if (!line.Customer.IsNone)
        {
            var path = await customers.FollowAsync(line.Customer, cancellationToken).ConfigureAwait(false);
            return path.Count == 0 ? null : await NamedAsync(path[^1].No, null, "The customer id that was typed.", cancellationToken).ConfigureAwait(false);
        }

        if (line.Record.Source is not null)
        {
            return await FindRecordAsync(line.Record, cancellationToken).ConfigureAwait(false);
        }

        if (line.Bare is { } bare && bare.Any(char.IsDigit))
        {
            foreach (var source in await sources.ListAsync(cancellationToken).ConfigureAwait(false))
            {
                if (await FindRecordAsync(new RecordIdentity(source.Name, bare), cancellationToken).ConfigureAwait(false) is { } hit)
                {
                    return hit;
                }
            }
        }

        return null;
    }

    private async ValueTask<SearchHit?> FindRecordAsync(RecordIdentity identity, CancellationToken cancellationToken)
    {
        var number = await context.Journal.FindRecordAsync(identity, cancellationToken).ConfigureAwait(false);
        if (number.IsNone)
        {
            return null;
        }

        var record = (await context.Journal.ReadRecordsAsync([number], cancellationToken).ConfigureAwait(false))[0];
        return record is not { IsLive: true } || record.Customer.IsNone
            ? null
            : await NamedAsync(record.Customer, identity, "The record id that was typed.", cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<SearchHit> NamedAsync(CustomerNo customer, RecordIdentity? record, string reason, CancellationToken cancellationToken)
    {
        var view = await customers.ReadBriefAsync(customer, cancellationToken).ConfigureAwait(false);
        var best = record ?? (view.Records.Count > 0 ? view.Records[0].Identity : default);
        return new SearchHit(view, context.Model.LinkThreshold, Grade.Certain, reason, best);
    }

    private async ValueTask<(RecordRevision[] Candidates, bool Truncated)> FindCandidatesAsync(SearchQuestion question, CancellationToken cancellationToken)
    {
        var options = context.Options;
        var postings = await context.Journal.ReadPostingsAsync(question.Keys(context.Hasher), options.SearchRecordsPerKeyMax, cancellationToken).ConfigureAwait(false);
        var truncated = false;
        var rarity = new Dictionary<RecordRevision, double>();
        foreach (var posting in postings.OrderBy(posting => posting.Count).ThenBy(posting => posting.Key))
        {
            truncated |= posting.Count > posting.Records.Count;
            var worth = 1.0 / posting.Count;
            foreach (var record in posting.Records)
            {
                rarity[record] = rarity.GetValueOrDefault(record) + worth;
            }
        }

        if (rarity.Count <= options.SearchRecordsMax)
        {
            return ([.. rarity.Keys], truncated);
        }

        var chosen = rarity.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key.No).Take(options.SearchRecordsMax).Select(pair => pair.Key);
        return ([.. chosen], true);
    }

    private async ValueTask<IReadOnlyList<Fit>> ScoreAsync(SearchQuestion question, RecordRevision[] candidates, CancellationToken cancellationToken)
    {
        var entries = await context.Records.ReadAsync(candidates, cancellationToken).ConfigureAwait(false);
        var fits = new List<Fit>(entries.Length);
        foreach (var entry in entries)
        {
            if (entry is not null && question.Fit(entry.AllFeatures, context.Model) is { } fit)
            {
                fits.Add(new Fit(entry, fit.Reading, fit.Score.Evidence, fit.Score.Weight));
            }
        }

        fits.Sort(static (a, b) => a.Weight != b.Weight ? b.Weight.CompareTo(a.Weight) : a.Entry.Revision.No.CompareTo(b.Entry.Revision.No));
        var favourable = fits.FindIndex(fit => fit.Weight <= 0);
        return favourable > 0 ? fits[..favourable] : fits;
    }

    /// <summary>The customers of the best fits, in the order of their best record.</summary>
    private async ValueTask<(IReadOnlyList<(CustomerNo Customer, Fit Best)> Page, bool HasMore)> GroupAsync(
        IReadOnlyList<Fit> fits, int skip, int count, CancellationToken cancellationToken)
    {
        var found = new List<(CustomerNo Customer, Fit Best)>();
        var seen = new HashSet<CustomerNo>();
        for (var from = 0; from < fits.Count && found.Count <= skip + count; from += PageOfRecords)
        {
            var chunk = fits.Skip(from).Take(PageOfRecords).ToArray();
            var records = await context.Journal.ReadRecordsAsync([.. chunk.Select(fit => fit.Entry.Revision.No)], cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < chunk.Length; i++)
            {
                if (records[i] is { IsLive: true } record && !record.Customer.IsNone && seen.Add(record.Customer))
                {
                    found.Add((record.Customer, chunk[i]));
                }
            }
        }

        // Of equally good fits the smaller customer comes first, whatever the order of their records.
        var ordered = found.OrderByDescending(hit => hit.Best.Weight).ThenBy(hit => hit.Customer).Skip(skip).Take(count).ToArray();
        return (ordered, found.Count > skip + count);
    }

    private Grade GradeOf(int certainty) =>
        certainty >= context.Model.LinkThreshold ? Grade.Certain : certainty >= context.Model.ReviewThreshold ? Grade.Possible : Grade.Weak;

    /// <param name="Weight">What orders the answers: a question seldom says more than a name, so nothing is taken off for what it does not say.</param>
    /// <param name="Certainty">What the pair weighs as two records do; grades the answer.</param>
    private readonly record struct Fit(RecordEntry Entry, RecordFeatures Reading, int Weight, int Certainty);
}
