using CustomerGrains.Index.Journal;
using CustomerGrains.Stores.Postings;
using CustomerGrains.Stores.Sqlite.Reading;
using CustomerGrains.Stores.Writing;

namespace CustomerGrains.Stores.Sqlite.Writing;

/// <summary>The journal on one connection, call by call: synchronous, deterministic, for one thread at a time.</summary>
/// <remarks>A write alone is a transaction. Between <see cref="Begin"/> and <see cref="Commit()"/> writes are one transaction together, each seeing those before it; when one
/// throws, the whole batch must be taken back with <see cref="Rollback"/>. What is kept in memory changes when a transaction is durable.</remarks>
public sealed class SqliteJournalCore : IDisposable
{
    private readonly SqliteDatabase _database;
    private readonly JournalDirectory _directory = new();
    private readonly SqliteRows _rows;
    private readonly JournalBatch _batch;
    private bool _open;

    private SqliteJournalCore(SqliteDatabase database, TimeProvider time)
    {
        _database = database;
        SchemaMigrations.Apply(database, time);
        _rows = new SqliteRows(database);
        Reads = new SqliteReads(database, _directory);
        DirectoryLoader.Load(database, _directory);
        _batch = new JournalBatch(_directory, _rows, time);
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
        _rows.Committed();
        _batch.MakeVisible();
    }

    /// <summary>Takes the batch back.</summary>
    public void Rollback()
    {
        _open = false;
        _batch.Forget();
        _rows.RolledBack();
        _database.Rollback();
    }

    /// <summary>See <see cref="IJournal.AcceptAsync"/>.</summary>
    public AcceptReply Accept(AcceptRequest request)
    {
        AcceptRules.Validate(request);
        return Write(request, static (batch, request) => batch.Accept(request));
    }

    /// <summary>See <see cref="IJournal.AssertAsync"/>.</summary>
    public AssertReply Assert(AssertRequest request)
    {
        RequestRules.Validate(request);
        return Write(request, static (batch, request) => batch.Assert(request));
    }

    /// <summary>See <see cref="IJournal.CommitAsync"/>.</summary>
    public CommitReply Commit(ResolutionCommit commit)
    {
        RequestRules.Validate(commit);
        return Write(commit, static (batch, commit) => batch.Commit(commit));
    }

    /// <summary>See <see cref="IJournal.ReserveCustomerNoAsync"/>.</summary>
    public CustomerNo ReserveCustomerNo() => Write(0, static (batch, _) => batch.ReserveCustomerNo());

    /// <summary>See <see cref="IJournal.PutModelAsync"/>.</summary>
    public PutModelReply PutModel(PutModelRequest request)
    {
        RequestRules.Validate(request);
        return Write(request, static (batch, request) => batch.PutModel(request));
    }

    /// <summary>See <see cref="IJournal.FinishModelAsync"/>.</summary>
    public bool FinishModel(ModelNo model) => Write(model, static (batch, model) => batch.FinishModel(model));

    /// <summary>See <see cref="IJournal.BeginReadingAsync"/>.</summary>
    public StoreReading BeginReading(int version)
    {
        AcceptRules.ValidateReading(version);
        return Write(version, static (batch, version) => batch.BeginReading(version));
    }

    /// <summary>See <see cref="IJournal.RereadAsync"/>.</summary>
    public RereadReply Reread(RereadRequest request)
    {
        RequestRules.Validate(request);
        return Write(request, static (batch, request) => batch.Reread(request));
    }

    /// <summary>See <see cref="IJournal.FinishReadingAsync"/>.</summary>
    public bool FinishReading(int version, long through) => Write((version, through), static (batch, reading) => batch.FinishReading(reading.version, reading.through));

    /// <summary>See <see cref="ISourceStore.PutSourceAsync"/>.</summary>
    public void PutSource(Index.Sources.Source source) => Write(source, static (batch, source) => batch.PutSource(source));

    /// <summary>See <see cref="ISourceStore.PutMappingAsync"/>.</summary>
    public void PutMapping(string source, string mappingJson) => Write((source, mappingJson), static (batch, mapping) => batch.PutMapping(mapping.source, mapping.mappingJson));

    /// <summary>See <see cref="ISourceStore.DeleteMappingAsync"/>.</summary>
    public bool DeleteMapping(string source) => Write(source, static (batch, source) => batch.DeleteMapping(source));

    /// <summary>See <see cref="ISourceStore.GetOrAddSettingAsync"/>.</summary>
    public byte[] GetOrAddSetting(string name, byte[] initial) => Write((name, initial), static (batch, setting) => batch.GetOrAddSetting(setting.name, setting.initial));

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

    private TReply Write<TRequest, TReply>(TRequest request, Func<JournalBatch, TRequest, TReply> write)
    {
        if (_open)
        {
            return write(_batch, request);
        }

        Begin();
        try
        {
            var reply = write(_batch, request);
            Commit();
            return reply;
        }
        catch
        {
            Rollback();
            throw;
        }
    }
}
