using CustomerGrains.Matching.Resolving;

namespace CustomerGrains.Stores.Verifying;

/// <summary>Checks every invariant of a store, reading nothing but the store.</summary>
/// <remarks>Shares no code with the writer but the layout of columns, and with the grains but the pure matching library, so that a fault in either shows. Reads one moment, also beside running servers.</remarks>
public static partial class StoreVerifier
{
    private static StoreReport Verify(IStoreReader store, StoreVerifierOptions options, Findings findings)
    {
        var contents = StoreContents.Read(store, findings);
        RecordCheck.Run(store, contents, findings);
        ReadingCheck.Run(contents, findings);
        LedgerCheck.Run(contents, findings);
        LinkCheck.Run(contents, findings);
        var model = ModelCheck.Run(contents, findings);
        EventCheck.Run(store, contents, findings);
        NumbersCheck.Run(store, contents, findings);
        var (records, asMatched) = ContentCheck.Run(store, contents, options.OracleRecordsMax, findings);
        if (model is not null)
        {
            ModelCheck.CheckLinks(contents, asMatched, model, findings);
            PartitionCheck.Run(contents, records, model, options, findings);
        }

        return ReportOf(contents, findings);
    }

    private static StoreReport ReportOf(StoreContents? contents, Findings findings) => new()
    {
        Findings = findings.Named,
        FindingCount = findings.Count,
        Notes = findings.Notes,
        Records = contents?.Records.Count ?? 0,
        LiveRecords = contents?.Records.Values.Count(record => record.IsLive) ?? 0,
        LiveCustomers = contents?.Ledger.Values.Count(entry => entry.State == Index.Journal.CustomerState.Live) ?? 0,
        Links = contents?.Links.Count ?? 0,
        Assertions = contents?.Assertions.Count ?? 0,
        Events = contents?.Events ?? 0,
        Unresolved = contents?.Records.Values.Count(record => !record.IsResolved) ?? 0,
        ModelVersion = contents?.Models.LastOrDefault()?.Version ?? "",
        FormerRecords = contents?.Records.Values.Count(record => !record.Component.IsNone && record.Model != contents.InForce) ?? 0,
        OlderReadings = contents?.OlderReadings ?? 0,
        PartitionHash = contents is null ? "" : PartitionHash.Compute(contents.Partition),
    };
}
