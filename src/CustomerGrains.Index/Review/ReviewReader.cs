using CustomerGrains.Index.Customers;
using CustomerGrains.Index.Hosting;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Explaining;

namespace CustomerGrains.Index.Review;

/// <summary>Reads possible matches. They are derived from the links, never kept apart from them.</summary>
public sealed class ReviewReader(GrainContext context)
{
    /// <summary>Possible matches, strongest first.</summary>
    /// <param name="customer">Only those that touch this customer; none for all.</param>
    /// <param name="after">The last pair of the previous page; null for the first page.</param>
    public async Task<IReadOnlyList<ReviewView>> ReadAsync(CustomerNo customer, Link? after, int countMax, CancellationToken cancellationToken)
    {
        var links = await context.Journal.ReadReviewPairsAsync(customer, after, countMax, cancellationToken).ConfigureAwait(false);
        if (links.Count == 0)
        {
            return [];
        }

        var records = await context.Journal.ReadRecordsAsync([.. links.SelectMany(link => new[] { link.A.No, link.B.No })], cancellationToken).ConfigureAwait(false);
        var names = new DisplayNames(context.Journal);
        var views = new List<ReviewView>(links.Count);
        for (var i = 0; i < links.Count; i++)
        {
            // A record may have moved on between the two reads; its pair is then no longer one.
            if (records[2 * i] is not { IsLive: true } a || records[(2 * i) + 1] is not { IsLive: true } b)
            {
                continue;
            }

            var explanation = PairExplainer.Explain(context.Records.Read(a).Features, context.Records.Read(b).Features, context.Model);
            views.Add(new ReviewView(
                links[i],
                a.Identity,
                a.Customer,
                await names.GetAsync(a.Customer, cancellationToken).ConfigureAwait(false),
                b.Identity,
                b.Customer,
                await names.GetAsync(b.Customer, cancellationToken).ConfigureAwait(false),
                explanation.SummaryApart(waits: true)));
        }

        return views;
    }
}
