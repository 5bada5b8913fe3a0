using System.Diagnostics.CodeAnalysis;
using CustomerGrains.Index.Journal;

namespace CustomerGrains.Stores.Sqlite.Reading;

public sealed partial class SqliteReads
{
    internal const string ModelColumns = "SELECT model_no, version, content, applied_by, reason, applied_at, finished_at, records, under_way FROM model";

    private Statement _selectModelInForce;
    private Statement _selectModel;
    private Statement _selectModels;
    private Statement _selectFormerRecords;
    private Statement _selectLiveAssertions;
    private Statement _selectOlderReadings;

    /// <summary>See <see cref="IJournal.ReadModelAsync"/>.</summary>
    public StoredModel? ReadModel(ModelNo model) => AtOneMoment(model, static (reads, model) =>
    {
        using var row = reads._selectModel.With(model.IsNone ? reads.ReadModelInForce(out _).Value : model.Value);
        return row.Step() ? ModelOf(row) : null;
    });

    /// <summary>See <see cref="IJournal.ReadModelsAsync"/>.</summary>
    public IReadOnlyList<StoredModel> ReadModels(int countMax)
    {
        var models = new List<StoredModel>();
        using var rows = _selectModels.With(countMax);
        while (rows.Step())
        {
            models.Add(ModelOf(rows));
        }

        return models;
    }

    /// <summary>See <see cref="IJournal.ReadFormerRecordsAsync"/>.</summary>
    public IReadOnlyList<RecordNo> ReadFormerRecords(RecordNo after, int countMax) => AtOneMoment((after, countMax), static (reads, page) =>
    {
        var records = new List<RecordNo>();
        using var rows = reads._selectFormerRecords.With(page.after.Value).With(reads.ReadModelInForce(out _).Value).With(page.countMax);
        while (rows.Step())
        {
            records.Add(new RecordNo(rows.Int64(0)));
        }

        return records;
    });

    /// <summary>See <see cref="IJournal.ReadOlderReadingsAsync"/>.</summary>
    public IReadOnlyList<RecordNo> ReadOlderReadings(RecordNo after, int version, int countMax)
    {
        var records = new List<RecordNo>();
        using var rows = _selectOlderReadings.With(after.Value).With(version).With(countMax);
        while (rows.Step())
        {
            records.Add(new RecordNo(rows.Int64(0)));
        }

        return records;
    }

    /// <summary>See <see cref="IJournal.ReadLiveAssertionsAsync"/>.</summary>
    public IReadOnlyList<LiveAssertion> ReadLiveAssertions(long after, int countMax)
    {
        var assertions = new List<LiveAssertion>();
        using var rows = _selectLiveAssertions.With(after).With(countMax);
        while (rows.Step())
        {
            assertions.Add(DecisionOf(rows));
        }

        return assertions;
    }

    internal static StoredModel ModelOf(Statement row) => new()
    {
        No = new ModelNo(row.Int32(0)),
        Version = row.Text(1),
        Content = row.Blob(2),
        AppliedBy = row.Text(3),
        Reason = row.Text(4),
        AppliedAt = Encodings.ToTime(row.Int64(5)),
        FinishedAt = row.Boolean(8) ? null : Encodings.ToTime(row.Int64(6)),
        Records = row.Int64(7),
    };

    [MemberNotNull(nameof(_selectModelInForce), nameof(_selectModel), nameof(_selectModels), nameof(_selectFormerRecords), nameof(_selectLiveAssertions), nameof(_selectOlderReadings))]
    private void PrepareModels()
    {
        _selectModelInForce = _database.Prepare("SELECT model_no, under_way FROM model ORDER BY model_no DESC LIMIT 1");
        _selectModel = _database.Prepare($"{ModelColumns} WHERE model_no = ?");
        _selectModels = _database.Prepare($"{ModelColumns.Replace("content", "x''", StringComparison.Ordinal)} ORDER BY model_no DESC LIMIT ?");
        _selectFormerRecords = _database.Prepare("SELECT record_no FROM record WHERE record_no > ? AND component <> 0 AND live <> 0 AND model_no <> ? ORDER BY record_no LIMIT ?");
        _selectOlderReadings = _database.Prepare("SELECT record_no FROM record WHERE record_no > ? AND live <> 0 AND reading_version < ? ORDER BY record_no LIMIT ?");
        _selectLiveAssertions = _database.Prepare(
            "SELECT assertion_no, a, b, decision FROM assertion WHERE assertion_no > ? AND newest <> 0 AND decision <> 3 ORDER BY assertion_no LIMIT ?");
    }

    /// <param name="isUnderWay">Links of former models may still be there.</param>
    private ModelNo ReadModelInForce(out bool isUnderWay)
    {
        using var row = _selectModelInForce;
        var isThere = row.Step();
        isUnderWay = isThere && row.Boolean(1);
        return isThere ? new ModelNo(row.Int32(0)) : default;
    }
}
