using System.Globalization;
using System.IO.Hashing;
using System.Text;
using CustomerGrains.Index.Hosting;
using CustomerGrains.Index.Journal;
using CustomerGrains.Index.Review;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Index.Customers;

/// <summary>Reads customers as people see them.</summary>
public sealed class CustomerReader(GrainContext context, ReviewReader review)
{
    /// <summary>Former ids and split-off customers named at most.</summary>
    private const int RelatedMax = 1000;

    /// <summary>A customer with everything about it, following redirects; null when the id was never issued.</summary>
    public async Task<CustomerView?> ReadAsync(CustomerNo customer, CancellationToken cancellationToken)
    {
        var path = await FollowAsync(customer, cancellationToken).ConfigureAwait(false);
        if (path.Count == 0)
        {
            return null;
        }

        var entry = path[^1];
        var members = await context.Journal.ReadMembersAsync(entry.No, cancellationToken).ConfigureAwait(false);
        var view = await ViewAsync(entry.No, entry.State, members, cancellationToken).ConfigureAwait(false);
        return view with
        {
            FormerNos = await FormerAsync(entry.No, cancellationToken).ConfigureAwait(false),
            SplitInto = await SplitIntoAsync(entry.No, cancellationToken).ConfigureAwait(false),
            PossibleMatches = entry.State == CustomerState.Live
                ? await review.ReadAsync(entry.No, null, context.Options.ReviewShownMax, cancellationToken).ConfigureAwait(false)
                : [],
            Redirects = path.Count > 1 ? [.. path.Select(step => step.No)] : [],
        };
    }

    /// <summary>A live customer with its records and values only, as lists of customers show it.</summary>
    public async Task<CustomerView> ReadBriefAsync(CustomerNo customer, CancellationToken cancellationToken)
    {
        var members = await context.Journal.ReadMembersAsync(customer, cancellationToken).ConfigureAwait(false);
        return await ViewAsync(customer, members.Count > 0 ? CustomerState.Live : CustomerState.Empty, members, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The ledger entries from an id to the customer it stands for now; empty when it was never issued.</summary>
    public async ValueTask<IReadOnlyList<LedgerEntry>> FollowAsync(CustomerNo customer, CancellationToken cancellationToken)
    {
        var path = new List<LedgerEntry>();
        while (await context.Journal.ReadLedgerAsync(customer, cancellationToken).ConfigureAwait(false) is { } entry)
        {
            path.Add(entry);
            if (entry.State != CustomerState.Superseded)
            {
                break;
            }

            customer = entry.SupersededBy;
        }

        return path;
    }

    private async ValueTask<CustomerView> ViewAsync(CustomerNo customer, CustomerState state, IReadOnlyList<RecordNo> members, CancellationToken cancellationToken)
    {
        var bodies = await context.Journal.ReadBodiesAsync(members, cancellationToken).ConfigureAwait(false);
        var records = new List<RecordView>(bodies.Count);
        var etag = new XxHash64();
        etag.Append(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{customer}/{state}")));
        foreach (var body in bodies)
        {
            if (body is { IsLive: true })
            {
                records.Add(new RecordView(body.Identity, SourceRecordCodec.Decode(body.Payload), body.SourceVersion, body.AcceptedAt));
                etag.Append(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"/{body.No}.{body.Revision}")));
            }
        }

        var values = UnifiedCustomer.Unify(records);
        return new CustomerView(
            customer, state, UnifiedCustomer.TypeOf(records), UnifiedCustomer.DisplayName(values, records), values, records,
            [], [], [], [], etag.GetCurrentHashAsUInt64().ToString("x16", CultureInfo.InvariantCulture));
    }

    private async ValueTask<IReadOnlyList<CustomerNo>> FormerAsync(CustomerNo customer, CancellationToken cancellationToken)
    {
        var former = new List<CustomerNo>();
        var open = new Queue<CustomerNo>([customer]);
        while (former.Count < RelatedMax && open.TryDequeue(out var next))
        {
            var superseded = await context.Journal.ReadSupersededAsync(next, cancellationToken).ConfigureAwait(false);
            former.AddRange(superseded);
            foreach (var other in superseded)
            {
                open.Enqueue(other);
            }
        }

        former.Sort();
        return former;
    }

    private async ValueTask<IReadOnlyList<CustomerNo>> SplitIntoAsync(CustomerNo customer, CancellationToken cancellationToken)
    {
        var events = await context.Journal.ReadCustomerEventsAsync(customer, 0, RelatedMax, cancellationToken).ConfigureAwait(false);
        return [.. events.Where(step => step.Change.Kind == EventKind.Split && step.Change.Customer == customer)
            .SelectMany(step => step.Change.Others).Distinct().Order()];
    }
}
