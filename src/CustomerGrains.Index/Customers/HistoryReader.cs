using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Index.Customers;

/// <summary>Reads what happened to a customer.</summary>
public sealed class HistoryReader(IJournal journal)
{
    /// <summary>Events of a customer after a sequence, oldest first; null when the number was never issued.</summary>
    public async Task<IReadOnlyList<EventView>?> ReadAsync(CustomerNo customer, long after, int countMax, CancellationToken cancellationToken)
    {
        if (await journal.ReadLedgerAsync(customer, cancellationToken).ConfigureAwait(false) is null)
        {
            return null;
        }

        var events = await journal.ReadCustomerEventsAsync(customer, after, countMax, cancellationToken).ConfigureAwait(false);
        var numbers = events.SelectMany(step => step.Change.Added.Concat(step.Change.Removed).Concat(step.Change.Updated)).Distinct().ToArray();
        var records = await journal.ReadRecordsAsync(numbers, cancellationToken).ConfigureAwait(false);
        var identities = new Dictionary<RecordNo, RecordIdentity>(numbers.Length);
        for (var i = 0; i < numbers.Length; i++)
        {
            if (records[i] is { } record)
            {
                identities[numbers[i]] = record.Identity;
            }
        }

        IReadOnlyList<RecordIdentity> Named(IEnumerable<RecordNo> numbers) => [.. numbers.Where(identities.ContainsKey).Select(number => identities[number])];
        return [.. events.Select(step => new EventView(
            step.Sequence, step.At, step.Change.Kind, step.Change.Customer, Named(step.Change.Added), Named(step.Change.Removed), Named(step.Change.Updated), step.Change.Others))];
    }
}
