using CustomerGrains.Index.Customers;
using CustomerGrains.Index.Journal;

namespace CustomerGrains.Index.Tests.Customers;

public sealed class EventWriterTests
{
    [Fact]
    public void A_new_customer_is_created_with_its_records() =>
        Assert.Equal(["Created 1 +1,2"], Write(before: [], after: [(1, 1), (2, 1)], Live(1)));

    [Fact]
    public void A_merge_is_one_event_of_the_survivor() =>
        Assert.Equal(["Merged 1 +2 others 2"], Write([(1, 1), (2, 2)], [(1, 1), (2, 1)], Superseded(2, 1)));

    [Fact]
    public void A_split_is_told_by_both_sides_and_the_loser_first() =>
        Assert.Equal(["Split 1 -2 others 2", "Created 2 +2"], Write([(1, 1), (2, 1)], [(1, 1), (2, 2)], Live(2)));

    [Fact]
    public void A_deleted_record_leaves_its_customer() =>
        Assert.Equal(["RecordsChanged 1 -2"], Write([(1, 1), (2, 1)], [(1, 1)]));

    [Fact]
    public void The_last_record_deleted_empties_its_customer() =>
        Assert.Equal(["Emptied 1 -1"], Write([(1, 1)], [], new LedgerChange(new CustomerNo(1), CustomerState.Empty, new RecordNo(1), default)));

    [Fact]
    public void New_content_of_a_record_that_stays_is_an_update() =>
        Assert.Equal(["RecordsChanged 1 ~2"], Write([(1, 1), (2, 1)], [(1, 1), (2, 1)], updated: [2]));

    [Fact]
    public void A_customer_that_is_superseded_tells_itself_what_did_not_go_to_its_survivor() =>
        Assert.Equal(
            ["Split 2 -3 others 3", "Merged 1 +2 others 2", "Created 3 +3"],
            Write([(1, 1), (2, 2), (3, 2)], [(1, 1), (2, 1), (3, 3)], Superseded(2, 1), Live(3)));

    [Fact]
    public void A_customer_that_splits_and_merges_at_once_tells_the_split_first() =>
        Assert.Equal(
            ["Split 1 -4 others 4", "Merged 1 +2 others 2", "Created 4 +4"],
            Write([(1, 1), (4, 1), (2, 2)], [(1, 1), (2, 1), (4, 4)], Superseded(2, 1), Live(4)));

    [Fact]
    public void Nothing_changed_is_no_event() =>
        Assert.Empty(Write([(1, 1), (2, 1)], [(1, 1), (2, 1)]));

    private static LedgerChange Live(long no) => new(new CustomerNo(no), CustomerState.Live, new RecordNo(no), default);

    private static LedgerChange Superseded(long no, long by) => new(new CustomerNo(no), CustomerState.Superseded, new RecordNo(no), new CustomerNo(by));

    private static IReadOnlyList<string> Write((long Record, long Customer)[] before, (long Record, long Customer)[] after, params LedgerChange[] ledger) =>
        Write(before, after, [], ledger);

    private static IReadOnlyList<string> Write((long Record, long Customer)[] before, (long Record, long Customer)[] after, long[] updated, params LedgerChange[] ledger)
    {
        var events = EventWriter.Write(Map(before), Map(after), ledger, updated.Select(no => new RecordNo(no)).ToHashSet());
        return [.. events.Select(change => $"{change.Kind} {change.Customer}{List(" +", change.Added)}{List(" -", change.Removed)}{List(" ~", change.Updated)}{List(" others ", change.Others)}")];
    }

    private static string List<T>(string sign, IReadOnlyCollection<T> values) => values.Count == 0 ? "" : sign + string.Join(',', values);

    private static Dictionary<RecordNo, CustomerNo> Map((long Record, long Customer)[] pairs) =>
        pairs.ToDictionary(pair => new RecordNo(pair.Record), pair => new CustomerNo(pair.Customer));
}
