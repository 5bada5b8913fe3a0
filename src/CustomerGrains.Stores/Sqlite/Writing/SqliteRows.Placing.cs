using System.Diagnostics.CodeAnalysis;
using CustomerGrains.Index.Journal;
using CustomerGrains.Stores.Writing;

namespace CustomerGrains.Stores.Sqlite.Writing;

internal sealed partial class SqliteRows
{
    private Statement _selectEpoch;
    private Statement _selectPlaced;
    private Statement _updatePlace;
    private Statement _raiseEpoch;

    public bool TryReadEpoch(RecordNo component, out long epoch)
    {
        using var row = _selectEpoch.With(component.Value);
        var isThere = row.Step();
        epoch = isThere ? row.Int64(0) : 0;
        return isThere;
    }

    public bool TryReadPlaced(RecordNo record, out PlacedRow row)
    {
        using var select = _selectPlaced.With(record.Value);
        var isThere = select.Step() && select.Int32(0) > 0;
        row = isThere
            ? new PlacedRow(select.Int32(0), select.Boolean(1), select.Int32(2), new RecordNo(select.Int64(3)), new CustomerNo(select.Int64(4)), new ModelNo(select.Int32(5)))
            : default;
        return isThere;
    }

    public void Place(RecordNo record, RecordNo component, CustomerNo customer, int resolvedRevision, ModelNo model) =>
        _updatePlace.With(component.Value).With(customer.Value).With(resolvedRevision).With(model.Value).With(record.Value).Run();

    public void RaiseEpoch(RecordNo component) => _raiseEpoch.With(component.Value).Run();

    [MemberNotNull(nameof(_selectEpoch), nameof(_selectPlaced), nameof(_updatePlace), nameof(_raiseEpoch))]
    private void PreparePlacing(SqliteDatabase database)
    {
        _selectEpoch = database.Prepare("SELECT epoch FROM record WHERE record_no = ?");
        _selectPlaced = database.Prepare("SELECT revision, live, resolved_revision, component, customer, model_no FROM record WHERE record_no = ?");
        _updatePlace = database.Prepare("UPDATE record SET component = ?, customer = ?, resolved_revision = ?, model_no = ? WHERE record_no = ?");
        _raiseEpoch = database.Prepare("UPDATE record SET epoch = epoch + 1 WHERE record_no = ?");
    }
}
