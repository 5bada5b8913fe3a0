using CustomerGrains.Matching.Blocking;
using CustomerGrains.Stores.Postings;

namespace CustomerGrains.Stores.Tests.Postings;

/// <summary>The postings in memory say what a plain list for each key would say.</summary>
public sealed class PostingTableTests
{
    private const int Keys = 40;
    private const int Operations = 60_000;
    private const int Seed = 20_261_126;

    /// <summary>Goal: lists that grow, shrink, end and begin again keep their records in order. Method: a random history in which some keys are common, beside plain lists.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100_000)]
    public void A_random_history_of_records_leaves_what_plain_lists_hold(long recordsExpected)
    {
        var random = new Random(Seed);
        var records = new RecordTable();
        var table = new PostingTable(records);
        table.Expect(recordsExpected);
        var lists = Enumerable.Range(0, Keys).Select(_ => new List<int>()).ToArray();
        var positions = 0L;
        var next = 1;
        var longest = 0;
        for (var operation = 0; operation < Operations; operation++)
        {
            // The first keys get most of the records. For a while more go than come, so that long lists become short ones.
            var key = (int)(Keys * Math.Pow(random.NextDouble(), 4));
            var list = lists[key];
            var shrinking = operation / 10_000 % 2 == 1;
            if (list.Count == 0 || random.Next(10) < (shrinking ? 3 : 7))
            {
                var record = next++;
                records[record] = new RecordTable.Row(++positions, 1);
                table.Add(KeyOf(key), record, IsSearch(key));
                list.Add(record);
            }
            else
            {
                var place = random.Next(list.Count);
                table.Remove(KeyOf(key), list[place]);
                list.RemoveAt(place);
            }

            AssertSame(table, lists, key);
            longest = Math.Max(longest, list.Count);
        }

        Assert.True(longest > 1_024, "No list outgrew the blocks, so the run shows little.");
        Assert.Equal(lists.Count(list => list.Count > 0), table.Count);
        for (var key = 0; key < Keys; key++)
        {
            AssertSame(table, lists, key);
            Assert.Equal(lists[key], table.RecordsOf(KeyOf(key)));
        }

        var largest = lists.Select((list, key) => (Key: KeyOf(key), list.Count, Search: IsSearch(key))).Where(key => !key.Search && key.Count >= 2).Select(key => (key.Key, key.Count));
        Assert.Equal(largest.OrderBy(key => key.Key), table.Largest(2).OrderBy(key => key.Key));
    }

    /// <summary>Goal: a scan in any order ends in lists in order of position. Method: lists of every length up to beyond the largest block, added in a shuffled order.</summary>
    [Fact]
    public void Sorted_after_a_scan_in_another_order_each_list_is_in_order_of_position()
    {
        var random = new Random(Seed);
        var records = new RecordTable();
        var table = new PostingTable(records);
        int[] lengths = [1, 2, 3, 4, 5, 8, 9, 17, 100, 1_023, 1_024, 1_025, 3_000];
        var places = lengths.SelectMany((length, key) => Enumerable.Repeat(key, length)).Select((key, number) => (Key: key, Record: number + 1)).ToArray();
        foreach (var (_, record) in places)
        {
            records[record] = new RecordTable.Row(record, 1);
        }

        random.Shuffle(places);
        foreach (var (key, record) in places)
        {
            table.Add(KeyOf(key), record, isSearch: false);
        }

        table.Sort();
        for (var key = 0; key < lengths.Length; key++)
        {
            Assert.Equal(places.Where(place => place.Key == key).Select(place => place.Record).Order(), table.RecordsOf(KeyOf(key)));
        }
    }

    private static void AssertSame(PostingTable table, List<int>[] lists, int key)
    {
        var list = lists[key];
        Assert.Equal(list.Count, table.CountOf(KeyOf(key)));
        Assert.Equal(list.Count == 0 ? 0 : list[^1], table.Latest(KeyOf(key), 0, (_, _) => true));
        Assert.Equal(list.LastOrDefault(record => record % 3 == 0), table.Latest(KeyOf(key), 3, (divisor, record) => record % divisor == 0));
    }

    private static BlockingKey KeyOf(int key) => new((ulong)(key + 1) * 0x9E3779B97F4A7C15UL);

    private static bool IsSearch(int key) => key % 3 == 1;
}
