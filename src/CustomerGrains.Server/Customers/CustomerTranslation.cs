using CustomerGrains.Index;
using CustomerGrains.Index.Journal;
using CustomerGrains.Server.Translation;
using Google.Protobuf.WellKnownTypes;

namespace CustomerGrains.Server.Customers;

/// <summary>Puts customers, hits, explanations and events on the wire.</summary>
internal static class CustomerTranslation
{
    public static V1.Customer ToCustomer(CustomerView view)
    {
        var customer = new V1.Customer
        {
            Id = CustomerIds.Print(view.No),
            State = view.State switch
            {
                CustomerState.Live => V1.CustomerState.Live,
                CustomerState.Superseded => V1.CustomerState.Superseded,
                _ => V1.CustomerState.Empty,
            },
            Type = (V1.RecordType)view.Type,
            DisplayName = view.DisplayName,
            Etag = view.ETag,
        };
        customer.Values.AddRange(view.Values.Select(ToValue));
        customer.Records.AddRange(view.Records.Select(ToRecord));
        customer.FormerIds.AddRange(view.FormerNos.Select(CustomerIds.Print));
        customer.SplitInto.AddRange(view.SplitInto.Select(CustomerIds.Print));
        customer.PossibleMatches.AddRange(view.PossibleMatches.Select(match => ToMatch(match, view.No)));
        return customer;
    }

    /// <summary>A possible match as seen from one of its customers: the other one is named.</summary>
    /// <param name="seenFrom">None: from the first.</param>
    public static V1.PossibleMatch ToMatch(ReviewView match, CustomerNo seenFrom)
    {
        var fromB = seenFrom == match.CustomerB;
        var (own, other, otherCustomer, otherName) = fromB
            ? (match.B, match.A, match.CustomerA, match.DisplayNameA)
            : (match.A, match.B, match.CustomerB, match.DisplayNameB);
        return new V1.PossibleMatch
        {
            CustomerId = CustomerIds.Print(otherCustomer),
            DisplayName = otherName,
            Record = RecordKeys.ToKey(own),
            OtherRecord = RecordKeys.ToKey(other),
            Weight = Weights.ToBits(match.Link.Weight),
            Reason = match.Reason,
        };
    }

    public static V1.SearchHit ToHit(SearchHit hit, FieldMask? mask) => new()
    {
        Customer = ReadMask.Apply(mask, ToCustomer(hit.Customer)),
        Weight = Weights.ToBits(hit.Weight),
        Grade = (V1.Grade)hit.Grade,
        Reason = hit.Reason,
        BestRecord = RecordKeys.ToKey(hit.BestRecord),
    };

    public static V1.CustomerEvent ToEvent(EventView change)
    {
        var wire = new V1.CustomerEvent { Sequence = change.Sequence, At = Timestamp.FromDateTimeOffset(change.At), CustomerId = CustomerIds.Print(change.Customer) };
        switch (change.Kind)
        {
            case EventKind.Created:
                wire.Created = new V1.CustomerEvent.Types.Created { Records = { change.Added.Select(RecordKeys.ToKey) } };
                break;
            case EventKind.RecordsChanged:
                wire.RecordsChanged = new V1.CustomerEvent.Types.RecordsChanged
                {
                    Added = { change.Added.Select(RecordKeys.ToKey) },
                    Removed = { change.Removed.Select(RecordKeys.ToKey) },
                    Updated = { change.Updated.Select(RecordKeys.ToKey) },
                };
                break;
            case EventKind.Merged:
                wire.Merged = new V1.CustomerEvent.Types.Merged { SupersededIds = { change.Others.Select(CustomerIds.Print) } };
                break;
            case EventKind.Split:
                wire.Split = new V1.CustomerEvent.Types.Split { IntoIds = { change.Others.Select(CustomerIds.Print) } };
                break;
            default:
                wire.Emptied = new V1.CustomerEvent.Types.Emptied();
                break;
        }

        return wire;
    }

    private static V1.UnifiedValue ToValue(UnifiedValue value) => new()
    {
        Attribute = value.Attribute,
        Value = value.Value,
        Preferred = value.Preferred,
        Provenance = { value.Sources.Select(source => new V1.Provenance { Record = RecordKeys.ToKey(source.Record), AcceptedAt = Timestamp.FromDateTimeOffset(source.AcceptedAt) }) },
    };

    private static V1.CustomerRecord ToRecord(RecordView record) => new()
    {
        Key = RecordKeys.ToKey(record.Identity),
        Record = RecordTranslation.ToRecord(record.Record),
        Version = record.SourceVersion,
        AcceptedAt = Timestamp.FromDateTimeOffset(record.AcceptedAt),
    };
}
