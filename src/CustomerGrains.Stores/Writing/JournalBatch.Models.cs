using CustomerGrains.Index.Journal;

namespace CustomerGrains.Stores.Writing;

internal sealed partial class JournalBatch
{
    /// <summary>See <see cref="IJournal.PutModelAsync"/>. The request is valid.</summary>
    public PutModelReply PutModel(PutModelRequest request)
    {
        var inForce = rows.ReadModel(new ModelNo(Numbers.Model));
        if (inForce?.Version == request.Version && inForce.Content.AsSpan().SequenceEqual(request.Content))
        {
            return new PutModelReply(PutModelOutcome.InForce, inForce);
        }

        if (request.Expected.Value != Numbers.Model)
        {
            return new PutModelReply(PutModelOutcome.Overtaken, inForce);
        }

        if (inForce is { Content.Length: 0 } && inForce.Version == request.Version)
        {
            // A store of before models were kept: whoever brings that version fills it in.
            rows.FillModel(inForce.No, request.Content);
            return new PutModelReply(PutModelOutcome.InForce, rows.ReadModel(inForce.No));
        }

        return rows.IsVersionTaken(request.Version, request.Content) ? new PutModelReply(PutModelOutcome.VersionTaken, inForce) : ApplyModel(request);
    }

    /// <summary>See <see cref="IJournal.FinishModelAsync"/>.</summary>
    public bool FinishModel(ModelNo model)
    {
        if (model.IsNone || model.Value != Numbers.Model || Numbers.FormerRecords > 0)
        {
            return false;
        }

        // Of a batch that is not visible yet nothing counts as resolved.
        rows.FinishModel(model, time.GetUtcNow(), directory.Status.ResolvedThrough);
        var finished = rows.ReadModel(model)!.FinishedAt is not null;
        Numbers = Numbers with { IsModelUnderWay = Numbers.IsModelUnderWay && !finished };
        return finished;
    }

    private PutModelReply ApplyModel(PutModelRequest request)
    {
        // The first model of a store has nothing to do.
        var isFirst = Numbers.Model == 0;
        var no = new ModelNo(Numbers.Model + 1);
        var now = time.GetUtcNow();
        var records = isFirst ? 0 : Numbers.PlacedRecords;
        rows.InsertModel(
            new StoredModel
            {
                No = no,
                Version = request.Version,
                Content = request.Content,
                AppliedBy = request.AppliedBy,
                Reason = request.Reason,
                AppliedAt = now,
                FinishedAt = isFirst ? now : null,
                Records = records,
            },
            Numbers.LastPosition);
        Numbers = Numbers with { Model = no.Value, FormerRecords = records, IsModelUnderWay = !isFirst };
        return new PutModelReply(PutModelOutcome.Applied, rows.ReadModel(no));
    }
}
