using CustomerGrains.Index.Journal;
using CustomerGrains.Stores.Writing;

namespace CustomerGrains.Stores.Sqlite.Writing;

/// <summary>Rows of the open transaction, statement by statement: SQLite is in this process, so nothing is gained by gathering them.</summary>
internal sealed partial class SqliteRows : IJournalRows
{
    private readonly Statement _insertReserved;

    public SqliteRows(SqliteDatabase database)
    {
        PrepareSources(database);
        PrepareAccepting(database);
        PreparePlacing(database);
        PrepareLinks(database);
        PrepareDecisions(database);
        PrepareLedger(database);
        PrepareModels(database);
        PrepareReading(database);
        _insertReserved = database.Prepare("INSERT INTO reserved_number (number) VALUES (?)");
    }

    public void Announce(IReadOnlyCollection<RecordNo> records)
    {
    }

    public void InsertReserved(long number) => _insertReserved.With(number).Run();

    private static int CountReviews(Statement deleting)
    {
        var reviews = 0;
        using var rows = deleting;
        while (rows.Step())
        {
            reviews += rows.Boolean(0) ? 1 : 0;
        }

        return reviews;
    }
}
