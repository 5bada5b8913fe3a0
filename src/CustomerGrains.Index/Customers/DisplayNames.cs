using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Index.Customers;

/// <summary>Names of customers for one answer, each read once.</summary>
internal sealed class DisplayNames(IJournal journal)
{
    private readonly Dictionary<CustomerNo, string> _names = [];

    public async ValueTask<string> GetAsync(CustomerNo customer, CancellationToken cancellationToken)
    {
        if (!_names.TryGetValue(customer, out var name))
        {
            var members = await journal.ReadMembersAsync(customer, cancellationToken).ConfigureAwait(false);
            var bodies = await journal.ReadBodiesAsync(members, cancellationToken).ConfigureAwait(false);
            var records = bodies.Where(body => body is { IsLive: true })
                .Select(body => new RecordView(body!.Identity, SourceRecordCodec.Decode(body.Payload), body.SourceVersion, body.AcceptedAt)).ToArray();
            _names[customer] = name = UnifiedCustomer.DisplayName(UnifiedCustomer.Unify(records), records);
        }

        return name;
    }
}
