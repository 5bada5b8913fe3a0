using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Stores.Writing;

namespace CustomerGrains.Stores.PostgreSql.Writing;

internal sealed partial class PostgresRows
{
    // Null: known not to be there.
    private readonly Dictionary<long, RecordRow?> _records = [];
    private readonly Dictionary<(int Source, string RecordId), RecordRow?> _identities = [];
    private readonly HashSet<RecordRow> _changedRecords = [];

    public IReadOnlyCollection<RecordRow> ChangedRecords => _changedRecords;

    public bool Knows(long record) => _records.ContainsKey(record);

    public bool Knows(int source, string recordId) => _identities.ContainsKey((source, recordId));

    /// <summary>Takes in a row as stored. One that is here already is newer.</summary>
    public void Load(RecordRow row)
    {
        if (_records.TryAdd(row.No, row))
        {
            _identities[(row.Source, row.RecordId)] = row;
        }
    }

    public void LoadAbsent(long record) => _records.TryAdd(record, null);

    public void LoadAbsent(int source, string recordId) => _identities.TryAdd((source, recordId), null);

    public RecordRow? Find(int source, string recordId)
    {
        if (!_identities.TryGetValue((source, recordId), out var row) && !sources.IsPending(source))
        {
            new PostgresPrefetch(Connection, this).Identities([(source, recordId)]).Run();
            row = _identities[(source, recordId)];
        }

        return row;
    }

    public RecordRow? Find(long record)
    {
        if (!_records.TryGetValue(record, out var row))
        {
            new PostgresPrefetch(Connection, this).Records([record]).Run();
            row = _records[record];
        }

        return row;
    }

    public bool TryReadAccepted(int source, string recordId, out AcceptedRow row)
    {
        var stands = Find(source, recordId);
        row = stands is null
            ? default
            : new AcceptedRow(
                new RecordNo(stands.No), stands.SourceVersion, stands.Revision, stands.IsLive, stands.Position, stands.ContentHash, stands.Operations,
                stands.ResolvedRevision, stands.Keys, stands.CrowdedKeys, stands.ReadingVersion);
        return stands is not null;
    }

    public void InsertRecord(AcceptedContent content)
    {
        var no = content.No.Value;
        var row = new RecordRow { No = no, Source = content.Source, RecordId = content.Request.Identity.RecordId, IsNew = true };
        row.Take(content);
        _records[no] = row;
        _identities[(row.Source, row.RecordId)] = row;

        // Its number is new, so nothing can be known of it.
        _linksLoaded.Add(no);
        _decisionsLoaded.Add(no);
        _customers.TryAdd(no, null);
        Change(row);
    }

    public void UpdateRecord(AcceptedContent content)
    {
        var row = Find(content.No.Value)!;
        row.Take(content);
        Change(row);
    }

    public void NoteOperations(RecordNo record, long sourceVersion, in RecordOperations operations)
    {
        var row = Find(record.Value)!;
        row.SourceVersion = sourceVersion;
        row.Operations = operations;
        row.IsChanged = true;
        Change(row);
    }

    public bool TryReadHolder(RecordNo record, out HolderRow row)
    {
        var stands = Find(record.Value);
        row = stands is null ? default : new HolderRow(stands.Source, stands.Revision, stands.Keys, stands.CrowdedKeys);
        return stands is not null;
    }

    public void UpdateCrowded(RecordRevision record, long position, BlockingKey[] crowded)
    {
        var row = Find(record.No.Value)!;
        row.Revision = record.Revision;
        row.Position = position;
        row.CrowdedKeys = crowded;
        row.IsChanged = true;
        Change(row);
    }

    public bool TryReadEpoch(RecordNo component, out long epoch)
    {
        var row = Find(component.Value);
        epoch = row?.Epoch ?? 0;
        return row is not null;
    }

    public bool TryReadPlaced(RecordNo record, out PlacedRow row)
    {
        var stands = Find(record.Value);
        var isThere = stands is { Revision: > 0 };
        row = isThere
            ? new PlacedRow(stands!.Revision, stands.IsLive, stands.ResolvedRevision, new RecordNo(stands.Component), new CustomerNo(stands.Customer), new ModelNo(stands.Model))
            : default;
        return isThere;
    }

    public void Place(RecordNo record, RecordNo component, CustomerNo customer, int resolvedRevision, ModelNo model)
    {
        var row = Find(record.Value)!;
        row.Component = component.Value;
        row.Customer = customer.Value;
        row.ResolvedRevision = resolvedRevision;
        row.Model = model.Value;
        row.IsPlaceChanged = true;
        Change(row);
    }

    public void RaiseEpoch(RecordNo component)
    {
        if (Find(component.Value) is { } row)
        {
            row.Epoch++;
            row.IsPlaceChanged = true;
            Change(row);
        }
    }

    private void Change(RecordRow row)
    {
        ChangeCount++;
        _changedRecords.Add(row);
    }
}
