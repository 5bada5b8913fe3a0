using CustomerGrains.Index.Journal;
using CustomerGrains.Index.ModelChange;
using CustomerGrains.Matching.Records;
using CustomerGrains.Server.Translation;
using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;

namespace CustomerGrains.Server.Model;

/// <summary>Models and what they would change, as they go over the wire.</summary>
internal static class ModelTranslation
{
    private const int RecordsShownMax = 50;

    public static V1.Model ToModel(StoredModel stored, long recordsLeft) => new()
    {
        Number = stored.No.Value,
        Version = stored.Version,
        AppliedBy = stored.AppliedBy,
        Reason = stored.Reason,
        AppliedAt = Timestamp.FromDateTimeOffset(stored.AppliedAt),
        FinishedAt = stored.FinishedAt is { } finished ? Timestamp.FromDateTimeOffset(finished) : null,
        Records = stored.Records,
        RecordsLeft = recordsLeft,
    };

    public static DiffModelResponse ToResponse(ModelDiffReport report) => new()
    {
        Version = report.Model.Version,
        OtherVersion = report.Other.Version,
        LinkThreshold = Weights.ToBits(report.Model.LinkThreshold),
        OtherLinkThreshold = Weights.ToBits(report.Other.LinkThreshold),
        Records = report.Records,
        CustomersBefore = report.CustomersBefore,
        CustomersAfter = report.CustomersAfter,
        CustomersChanged = report.CustomersChanged,
        Merges = report.Merges,
        Splits = report.Splits,
        Regroupings = report.Regroupings,
        Changes = { report.Changes.Select(ToChange) },
    };

    private static CustomerChange ToChange(ModelDiffChange change) => new()
    {
        Kind = change.Kind switch
        {
            ModelDiffKind.Merge => CustomerChangeKind.Merge,
            ModelDiffKind.Split => CustomerChangeKind.Split,
            _ => CustomerChangeKind.Regrouping,
        },
        Before = { change.Before.Select(customer => ToGroup(customer.Records, CustomerIds.Print(customer.Customer))) },
        After = { change.After.Select(records => ToGroup(records, "")) },
        Reason = change.Reason is not { } reason ? null : new PairChange
        {
            A = RecordKeys.ToKey(reason.A),
            B = RecordKeys.ToKey(reason.B),
            WeightBefore = Weights.ToBits(reason.WeightBefore),
            WeightAfter = Weights.ToBits(reason.WeightAfter),
            Summary = reason.Summary,
        },
    };

    private static RecordGroup ToGroup(IReadOnlyList<RecordIdentity> records, string customer) => new()
    {
        CustomerId = customer,
        Records = { records.Take(RecordsShownMax).Select(RecordKeys.ToKey) },
        RecordCount = records.Count,
    };
}
