using CustomerGrains.Matching.Blocking;

namespace CustomerGrains.Stores.Postings;

/// <summary>The postings of all keys, in tables that have nothing in common, so that a scan at start can fill them side by side.</summary>
/// <remarks>A key is in one table for ever. Filling waits for memory most of the time, so two threads are done sooner than one; the cores are shared with whoever reads the rows and, on PostgreSQL, with the database.</remarks>
internal sealed class PostingShards(RecordTable records)
{
    /// <summary>How many tables there are, and threads that fill them; two were measured, on two cores.</summary>
    public const int Count = 2;

    private readonly PostingTable[] _tables = [.. Enumerable.Range(0, Count).Select(_ => new PostingTable(records))];

    /// <summary>The number of the table that has a key.</summary>
    public static int NumberOf(BlockingKey key) => (int)(key.Value % Count);

    /// <summary>The table that has a key.</summary>
    public PostingTable Of(BlockingKey key) => _tables[NumberOf(key)];

    /// <summary>The table of a number, from 0.</summary>
    public PostingTable this[int number] => _tables[number];

    /// <inheritdoc cref="PostingTable.Expect"/>
    public void Expect(long expected)
    {
        foreach (var table in _tables)
        {
            table.Expect(expected / Count);
        }
    }

    /// <inheritdoc cref="PostingTable.Largest"/>
    public IEnumerable<(BlockingKey Key, int Count)> Largest(int countMin) => _tables.SelectMany(table => table.Largest(countMin));

    /// <inheritdoc cref="PostingTable.Sort"/>
    public void Sort() => Parallel.ForEach(_tables, table => table.Sort());
}
