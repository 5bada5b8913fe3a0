using System.Diagnostics.CodeAnalysis;
using CustomerGrains.Index.Journal;
using CustomerGrains.Stores.Sqlite.Reading;

namespace CustomerGrains.Stores.Sqlite.Writing;

public sealed partial class SqliteJournalCore
{
    private Statement _selectModel;
    private Statement _selectVersionTaken;
    private Statement _insertModel;
    private Statement _fillModel;
    private Statement _finishModel;
    private Statement _deleteFormerLinksOfA;
    private Statement _deleteFormerLinksOfB;

    /// <summary>See <see cref="IJournal.PutModelAsync"/>.</summary>
    public PutModelReply PutModel(PutModelRequest request)
    {
        Validate(request);
        return Write(request, static (core, request) => core.PutModelInBatch(request));
    }

    /// <summary>See <see cref="IJournal.FinishModelAsync"/>.</summary>
    public bool FinishModel(ModelNo model) => Write(model, static (core, model) => core.FinishModelInBatch(model));

    internal static void Validate(PutModelRequest request)
    {
        if (string.IsNullOrWhiteSpace(request.Version) || request.Content.Length == 0)
        {
            throw new ArgumentException("A model has a version and content.");
        }
    }

    [MemberNotNull(
        nameof(_selectModel),
        nameof(_selectVersionTaken),
        nameof(_insertModel),
        nameof(_fillModel),
        nameof(_finishModel),
        nameof(_deleteFormerLinksOfA),
        nameof(_deleteFormerLinksOfB))]
    private void PrepareModels()
    {
        _selectModel = _database.Prepare($"{SqliteReads.ModelColumns} WHERE model_no = ?");
        _selectVersionTaken = _database.Prepare("SELECT 1 FROM model WHERE version = ? AND content <> ? AND length(content) > 0");
        _insertModel = _database.Prepare(
            "INSERT INTO model (model_no, version, content, applied_by, reason, applied_at, finished_at, position, records, under_way) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        _fillModel = _database.Prepare("UPDATE model SET content = ? WHERE model_no = ?");
        _finishModel = _database.Prepare("UPDATE model SET under_way = 0, finished_at = ? WHERE model_no = ? AND under_way <> 0 AND position <= ?");

        // What the other record is placed under as of before this commit: rows are read before they are written.
        _deleteFormerLinksOfA = _database.Prepare("DELETE FROM link WHERE a = ? AND (SELECT model_no FROM record WHERE record_no = b) <> ? RETURNING review");
        _deleteFormerLinksOfB = _database.Prepare("DELETE FROM link WHERE b = ? AND (SELECT model_no FROM record WHERE record_no = a) <> ? RETURNING review");
    }

    private PutModelReply PutModelInBatch(PutModelRequest request)
    {
        var inForce = ReadModel(new ModelNo(_numbers.Model));
        if (inForce?.Version == request.Version && inForce.Content.AsSpan().SequenceEqual(request.Content))
        {
            return new PutModelReply(PutModelOutcome.InForce, inForce);
        }

        if (request.Expected.Value != _numbers.Model)
        {
            return new PutModelReply(PutModelOutcome.Overtaken, inForce);
        }

        if (inForce is { Content.Length: 0 } && inForce.Version == request.Version)
        {
            // A store of before models were kept: whoever brings that version fills it in.
            _fillModel.With(request.Content).With(inForce.No.Value).Run();
            return new PutModelReply(PutModelOutcome.InForce, ReadModel(inForce.No));
        }

        using (var taken = _selectVersionTaken.With(request.Version).With(request.Content))
        {
            if (taken.Step())
            {
                return new PutModelReply(PutModelOutcome.VersionTaken, inForce);
            }
        }

        return ApplyModel(request);
    }

    private PutModelReply ApplyModel(PutModelRequest request)
    {
        var no = new ModelNo(_numbers.Model + 1);
        var now = Encodings.ToColumn(_time.GetUtcNow());

        // The first model of a store has nothing to do.
        var isFirst = _numbers.Model == 0;
        var records = isFirst ? 0 : _database.Scalar("SELECT count(*) FROM record WHERE component <> 0");
        _insertModel.With(no.Value).With(request.Version).With(request.Content).With(request.AppliedBy).With(request.Reason)
            .With(now).With(isFirst ? now : 0).With(_numbers.LastPosition).With(records).With(!isFirst).Run();
        _numbers = _numbers with { Model = no.Value, FormerRecords = records, IsModelUnderWay = !isFirst };
        return new PutModelReply(PutModelOutcome.Applied, ReadModel(no));
    }

    private bool FinishModelInBatch(ModelNo model)
    {
        if (model.IsNone || model.Value != _numbers.Model || _numbers.FormerRecords > 0)
        {
            return false;
        }

        // Of a batch that is not visible yet nothing counts as resolved.
        _finishModel.With(Encodings.ToColumn(_time.GetUtcNow())).With(model.Value).With(_directory.Status.ResolvedThrough).Run();
        var finished = ReadModel(model)!.FinishedAt is not null;
        _numbers = _numbers with { IsModelUnderWay = _numbers.IsModelUnderWay && !finished };
        return finished;
    }

    private StoredModel? ReadModel(ModelNo model)
    {
        using var row = _selectModel.With(model.Value);
        return row.Step() ? SqliteReads.ModelOf(row) : null;
    }

    /// <summary>Takes out the links that were scored under a former model: those of records which this commit places under the model in force for the first time, with records
    /// that were not placed under it either.</summary>
    /// <remarks>So a link with at least one end under the model in force was always scored under it.</remarks>
    private void DeleteFormerLinks(ResolutionCommit commit, Dictionary<RecordNo, CommitRow> rows)
    {
        if (!_numbers.IsModelUnderWay)
        {
            return;
        }

        foreach (var (record, row) in rows)
        {
            if (row.Model == commit.Model)
            {
                continue;
            }

            foreach (var delete in (ReadOnlySpan<Statement>)[_deleteFormerLinksOfA, _deleteFormerLinksOfB])
            {
                using var gone = delete.With(record.Value).With(commit.Model.Value);
                while (gone.Step())
                {
                    CountReviewPairs(gone.Boolean(0) ? -1 : 0);
                }
            }
        }
    }
}
