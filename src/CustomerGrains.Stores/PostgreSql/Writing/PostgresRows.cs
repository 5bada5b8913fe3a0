using CustomerGrains.Index.Journal;
using CustomerGrains.Stores.Writing;
using Npgsql;

namespace CustomerGrains.Stores.PostgreSql.Writing;

/// <summary>Rows of the open batch in memory: fetched many at a time before they are needed (<see cref="PostgresPrefetch"/>), changed here, written in bulk at its end (<see cref="PostgresFlush"/>).</summary>
/// <remarks>A row that was not fetched before is fetched when it is asked for: slower, never wrong. What is rarely written (sources, decisions, models) is written at once, in the same transaction.
/// After a batch rows stay for the next ones, until another process has written.</remarks>
internal sealed partial class PostgresRows(PostgresSources sources) : IJournalRows
{
    private const int RowsKeptMax = 50_000;

    private NpgsqlConnection? _connection;

    /// <summary>Changes so far; a write that throws and has made none leaves nothing to take back.</summary>
    public long ChangeCount { get; private set; }

    /// <summary>Number of the last decision; 0 while there is none, so that none need be looked for.</summary>
    public long LastAssertion { get; private set; }

    public IEnumerable<RecordRow> Records => _records.Values.OfType<RecordRow>();

    public IEnumerable<LinkRow> Links => _links.Values;

    public List<long> ResolvedDecisions { get; } = [];

    private NpgsqlConnection Connection => _connection ?? throw new InvalidOperationException("No batch is open.");

    /// <summary>Begins a batch.</summary>
    public void Begin(NpgsqlConnection connection, long lastAssertion)
    {
        _connection = connection;
        LastAssertion = lastAssertion;
    }

    /// <summary>The batch is durable: rows are as stored.</summary>
    public void Committed()
    {
        sources.Committed();
        foreach (var row in _changedRecords)
        {
            row.HasPlace |= row.IsPlaceChanged;
            row.IsNew = row.IsChanged = row.IsPlaceChanged = false;
            row.Content = null;
            row.Features = null;
        }

        foreach (var link in _changedLinks)
        {
            link.IsStored = !link.IsDeleted;
            link.IsChanged = false;
        }

        _changedRecords.Clear();
        _changedLinks.Clear();
        _changedCustomers.Clear();
        _events.Clear();
        ResolvedDecisions.Clear();
        _connection = null;
        if (_records.Count + _links.Count + _customers.Count > RowsKeptMax)
        {
            Forget();
        }
    }

    /// <summary>The batch was taken back, or may have been.</summary>
    public void RolledBack()
    {
        sources.RolledBack();
        _changedRecords.Clear();
        _changedLinks.Clear();
        _changedCustomers.Clear();
        _events.Clear();
        ResolvedDecisions.Clear();
        _connection = null;
        Forget();
    }

    /// <summary>Forgets rows that another process may have changed.</summary>
    public void Forget()
    {
        ForgetDefaults();
        _records.Clear();
        _identities.Clear();
        _links.Clear();
        _linksOf.Clear();
        _linksLoaded.Clear();
        _decisions.Clear();
        _decisionsLoaded.Clear();
        _customers.Clear();
    }

    public void Announce(IReadOnlyCollection<RecordNo> records)
    {
        long[] numbers = [.. records.Select(record => record.Value)];
        new PostgresPrefetch(Connection, this).Links(numbers).Run();
    }

    public void InsertReserved(long number) => RunNow("INSERT INTO reserved_number (number) VALUES ($1)", command => command.With(number));

    private int RunNow(string sql, Func<NpgsqlCommand, NpgsqlCommand> bind)
    {
        ChangeCount++;
#pragma warning disable CA2100 // Only constants get here.
        using var command = bind(new NpgsqlCommand(sql, Connection));
#pragma warning restore CA2100
        return command.ExecuteNonQuery();
    }

    private T? ReadNow<T>(string sql, Func<NpgsqlCommand, NpgsqlCommand> bind, Func<NpgsqlDataReader, T> read)
    {
#pragma warning disable CA2100 // Only constants get here.
        using var command = bind(new NpgsqlCommand(sql, Connection));
#pragma warning restore CA2100
        using var row = command.ExecuteReader();
        return row.Read() ? read(row) : default;
    }
}
