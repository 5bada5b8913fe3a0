using CustomerGrains.Index.Journal;
using CustomerGrains.Stores.Sqlite.Postings;
using CustomerGrains.Stores.Sqlite.Reading;

namespace CustomerGrains.Stores.Sqlite.Writing;

/// <summary>The journal on one connection, call by call: synchronous, deterministic, for one thread at a time.</summary>
/// <remarks>A write alone is a transaction. Between <see cref="Begin"/> and <see cref="Commit()"/> writes are one transaction together, each seeing those before it; when one
/// throws, the whole batch must be taken back with <see cref="Rollback"/>. What is kept in memory changes when a transaction is durable.</remarks>
public sealed partial class SqliteJournalCore : IDisposable
{
    private readonly SqliteDatabase _database;
    private readonly TimeProvider _time;
    private readonly JournalDirectory _directory = new();
    private readonly PendingBatch _pending;
    private readonly Statement _insertReserved;
    private JournalNumbers _numbers;
    private bool _open;

    private SqliteJournalCore(SqliteDatabase database, TimeProvider time)
    {
        _database = database;
        _time = time;
        _pending = new PendingBatch(_directory);
        SchemaMigrations.Apply(database, time);
        PrepareSources();
        PrepareAccept();
        PrepareCrowding();
        PrepareAssert();
        PrepareCommit();
        PrepareLinks();
        PrepareLedger();
        PrepareModels();
        _insertReserved = database.Prepare("INSERT INTO reserved_number (number) VALUES (?)");
        Reads = new SqliteReads(database, _directory);
        DirectoryLoader.Load(database, _directory);
        _numbers = _directory.Numbers;
    }

    /// <summary>Reads of everything committed, on the same connection. Not to be used inside a batch.</summary>
    public SqliteReads Reads { get; }

    internal JournalDirectory Directory => _directory;

    internal SqliteDatabase Database => _database;

    /// <summary>A journal that lives in memory for as long as the object.</summary>
    public static SqliteJournalCore OpenInMemory(TimeProvider time) => Open(SqliteDatabase.OpenInMemory, time);

    /// <summary>The journal in a file, which is created when it is not there. The caller keeps others out, see <see cref="DataFolder"/>.</summary>
    /// <exception cref="StoreFormatException">The file is of a newer version, or was changed by hand.</exception>
    public static SqliteJournalCore Open(string path, SqliteStoreOptions options, TimeProvider time) =>
        Open(() => SqliteDatabase.OpenForWriting(path, options), time);

    /// <summary>Opens a batch.</summary>
    public void Begin()
    {
        if (_open)
        {
            throw new InvalidOperationException("A batch is open already.");
        }

        _database.BeginWrite();
        _open = true;
    }

    /// <summary>Makes the batch durable, then visible.</summary>
    public void Commit()
    {
        _database.Commit();
        _open = false;
        _pendingSources.Clear();
        _pending.Apply(_numbers);
    }

    /// <summary>Takes the batch back.</summary>
    public void Rollback()
    {
        _open = false;
        _pending.Clear();
        _numbers = _directory.Numbers;
        ForgetPendingSources();
        _database.Rollback();
    }

    /// <summary>See <see cref="IJournal.AcceptAsync"/>.</summary>
    public AcceptReply Accept(AcceptRequest request)
    {
        AcceptRules.Validate(request);
        return Write(request, static (core, request) => core.AcceptInBatch(request));
    }

    /// <summary>See <see cref="IJournal.AssertAsync"/>.</summary>
    public AssertReply Assert(AssertRequest request)
    {
        Validate(request);
        return Write(request, static (core, request) => core.AssertInBatch(request));
    }

    /// <summary>See <see cref="IJournal.CommitAsync"/>.</summary>
    public CommitReply Commit(ResolutionCommit commit)
    {
        Validate(commit);
        return Write(commit, static (core, commit) => core.CommitInBatch(commit));
    }

    /// <summary>See <see cref="IJournal.ReserveCustomerNoAsync"/>.</summary>
    /// <remarks>Taken from the sequence of record numbers, so that no record will ever have it.</remarks>
    public CustomerNo ReserveCustomerNo() => Write(0, static (core, _) =>
    {
        var number = core.NextNumber();
        core._insertReserved.With(number).Run();
        return new CustomerNo(number);
    });

    /// <inheritdoc/>
    public void Dispose() => _database.Dispose();

    private static SqliteJournalCore Open(Func<SqliteDatabase> open, TimeProvider time)
    {
        var database = open();
        try
        {
            return new SqliteJournalCore(database, time);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private TReply Write<TRequest, TReply>(TRequest request, Func<SqliteJournalCore, TRequest, TReply> write)
    {
        if (_open)
        {
            return write(this, request);
        }

        Begin();
        try
        {
            var reply = write(this, request);
            Commit();
            return reply;
        }
        catch
        {
            Rollback();
            throw;
        }
    }

    private long NextNumber()
    {
        var number = _numbers.LastNumber + 1;
        if (number > int.MaxValue)
        {
            throw new InvalidOperationException("The embedded store holds at most 2,147,483,647 record numbers.");
        }

        _numbers = _numbers with { LastNumber = number };
        return number;
    }
}
