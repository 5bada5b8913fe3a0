using CustomerGrains.Index.Journal;
using CustomerGrains.Stores.Postings;

namespace CustomerGrains.Stores.Sqlite.Reading;

/// <summary>Rebuilds what is kept in memory by one scan of the records at start.</summary>
internal static class DirectoryLoader
{
    public static void Load(SqliteDatabase database, JournalDirectory directory)
    {
        var lastNumber = Math.Max(database.Scalar("SELECT max(number) FROM reserved_number"), database.Scalar("SELECT max(customer_no) FROM customer"));
        var lastPosition = 0L;
        var inOrder = true;
        using var records = database.Prepare("SELECT record_no, revision, position, source_no, live, resolved_revision, keys, search_keys FROM record ORDER BY record_no");
        while (records.Step())
        {
            var no = records.Int64(0);
            lastNumber = Math.Max(lastNumber, no);
            var revision = records.Int32(1);
            if (revision == 0)
            {
                continue;
            }

            var position = records.Int64(2);
            inOrder &= position > lastPosition;
            lastPosition = Math.Max(lastPosition, position);
            directory.Load(
                new RecordRevision(new RecordNo(no), revision),
                position,
                Encodings.ToKeySpan(records.Span(6)),
                Encodings.ToKeySpan(records.Span(7)),
                records.Int32(3),
                records.Boolean(4),
                records.Int32(5) == revision);
        }

        directory.EndLoad(
            new JournalNumbers(
                lastNumber,
                lastPosition,
                database.Scalar("SELECT max(sequence) FROM event"),
                database.Scalar("SELECT count(*) FROM customer WHERE state = 1"),
                database.Scalar("SELECT count(*) FROM link WHERE review <> 0"),
                (int)database.Scalar("SELECT max(model_no) FROM model"),
                database.Scalar("SELECT count(*) FROM record WHERE component <> 0 AND model_no <> (SELECT ifnull(max(model_no), 0) FROM model)"),
                database.Scalar("SELECT count(*) FROM record WHERE component <> 0"),
                database.Scalar("SELECT under_way FROM model ORDER BY model_no DESC LIMIT 1") != 0),
            inOrder);
    }
}
