using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Stores.Verifying;

/// <summary>A record's row without its content.</summary>
/// <param name="OperationsFault">What is wrong with the operations it remembers; null: nothing.</param>
internal sealed record StoredRecord(
    RecordNo No, int Source, RecordIdentity Identity, int Revision, bool IsLive, long Position, int ResolvedRevision, RecordNo Component, CustomerNo Customer, UInt128 ContentHash, ModelNo Model,
    string? OperationsFault, int ReadingVersion)
{
    public bool IsResolved => ResolvedRevision == Revision;
}

/// <summary>What several checks look at, read once at one moment.</summary>
internal sealed class StoreContents
{
    private StoreContents()
    {
    }

    public Dictionary<int, SourceDefaults> Sources { get; } = [];

    public Dictionary<RecordNo, StoredRecord> Records { get; } = [];

    public Dictionary<CustomerNo, LedgerEntry> Ledger { get; } = [];

    public List<StoredLink> Links { get; } = [];

    public List<StoredAssertion> Assertions { get; } = [];

    public Dictionary<string, byte[]> Settings { get; } = new(StringComparer.Ordinal);

    public List<StoredModel> Models { get; } = [];

    /// <summary>Number of the model in force; none in a store nobody has opened an index on.</summary>
    public ModelNo InForce => Models.Count == 0 ? default : Models[^1].No;

    /// <summary>Some records may be placed under a former model.</summary>
    public bool IsModelUnderWay { get; private set; }

    /// <summary>Live records that this build would read otherwise, or might: they were read by an older version.</summary>
    public long OlderReadings => Records.Values.Count(record => record.IsLive && record.ReadingVersion < RecordReading.Version);

    /// <summary>How far the store has been read; null when that is lost.</summary>
    public StoreReading? Reading { get; private set; }

    public long Events { get; private set; }

    public IEnumerable<IReadOnlyCollection<RecordIdentity>> Partition => Records.Values
        .Where(record => record.IsLive && !record.Customer.IsNone)
        .GroupBy(record => record.Customer, record => record.Identity)
        .Select(customer => customer.ToArray());

    public static StoreContents Read(IStoreReader store, Findings findings)
    {
        var contents = new StoreContents();
        var names = new Dictionary<int, string>();
        foreach (var source in store.ReadSources())
        {
            names.Add(source.No, source.Name);
            contents.Sources.Add(source.No, source.Defaults);
        }

        foreach (var (name, value) in store.ReadSettings())
        {
            contents.Settings.Add(name, value);
        }

        var total = store.CountRecords();
        var done = 0L;
        foreach (var row in store.ReadRecords())
        {
            findings.Report("reading", ++done, total);
            contents.Records.Add(row.No, new StoredRecord(
                row.No,
                row.Source,
                new RecordIdentity(names.GetValueOrDefault(row.Source, "?"), row.RecordId),
                row.Revision,
                row.IsLive,
                row.Position,
                row.ResolvedRevision,
                row.Component,
                row.Customer,
                row.ContentHash.Length == 16 ? Encodings.ToHash(row.ContentHash) : default,
                row.Model,
                OperationsCheck.FaultOf(row.EarlierOperations),
                row.ReadingVersion));
        }

        foreach (var entry in store.ReadLedger())
        {
            contents.Ledger.Add(entry.No, entry);
        }

        contents.Links.AddRange(store.ReadLinks());
        contents.Assertions.AddRange(store.ReadAssertions());
        contents.Models.AddRange(store.ReadModels());
        contents.IsModelUnderWay = store.ReadIsModelUnderWay();
        contents.Reading = store.ReadReading();
        contents.Events = store.CountEvents();
        return contents;
    }

    /// <summary>Words for a record: its identity when it is there, else its number.</summary>
    public string Name(RecordNo record) => Records.TryGetValue(record, out var stored) ? $"{stored.Identity} (number {record})" : $"number {record}";
}
