using CustomerGrains.Index.Journal;
using CustomerGrains.Stores.Postings;

namespace CustomerGrains.Stores.Sqlite.Reading;

/// <summary>Rebuilds what is kept in memory by one scan of the records at start.</summary>
internal static class DirectoryLoader
{
    // Each page is read once: keeping them costs memory that must be found, and brings nothing.
    private const int ScanCacheKibibytes = 2_048;

    public static void Load(SqliteDatabase database, JournalDirectory directory)
    {
        var lastNumber = Math.Max(database.Scalar("SELECT max(number) FROM reserved_number"), database.Scalar("SELECT max(customer_no) FROM customer"));
        var filling = new DirectoryFilling(directory, database.Scalar("SELECT max(record_no) FROM record"));
        var model = (int)database.Scalar("SELECT max(model_no) FROM model");
        var placed = 0L;
        var former = 0L;
        var reading = (int)database.Scalar("SELECT version FROM reading");
        var older = 0L;

        // Counted on the way: a scan for each count reads all keys once more.
        using var records = database.Prepare("SELECT record_no, revision, position, source_no, live, resolved_revision, keys, search_keys, component, model_no, reading_version FROM record ORDER BY record_no");
        var cache = database.Scalar("PRAGMA cache_size");
        database.Execute($"PRAGMA cache_size = -{ScanCacheKibibytes}");
        while (records.Step())
        {
            var no = records.Int64(0);
            lastNumber = Math.Max(lastNumber, no);
            if (records.Int64(8) != 0)
            {
                placed++;
                former += records.Int32(9) == model ? 0 : 1;
            }

            var revision = records.Int32(1);
            if (revision == 0)
            {
                continue;
            }

            older += records.Boolean(4) && records.Int32(10) < reading ? 1 : 0;
            filling.Add(
                new RecordRevision(new RecordNo(no), revision),
                records.Int64(2),
                Encodings.ToKeySpan(records.Span(6)),
                Encodings.ToKeySpan(records.Span(7)),
                records.Int32(3),
                records.Boolean(4),
                records.Int32(5) == revision);
        }

        database.Execute($"PRAGMA cache_size = {cache}");
        filling.End(
            new JournalNumbers(
                lastNumber,
                filling.LastPosition,
                database.Scalar("SELECT max(sequence) FROM event"),
                database.Scalar("SELECT count(*) FROM customer WHERE state = 1"),
                database.Scalar("SELECT count(*) FROM link WHERE review <> 0"),
                model,
                former,
                placed,
                database.Scalar("SELECT under_way FROM model ORDER BY model_no DESC LIMIT 1") != 0,
                reading,
                (int)database.Scalar("SELECT finished FROM reading"),
                older));
    }
}
