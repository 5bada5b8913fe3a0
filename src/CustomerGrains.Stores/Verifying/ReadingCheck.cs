using CustomerGrains.Matching.Features;

namespace CustomerGrains.Stores.Verifying;

/// <summary>Which version has read the store goes together with which has read each record.</summary>
internal static class ReadingCheck
{
    private const string Name = "reading";

    public static void Run(StoreContents contents, Findings findings)
    {
        if (contents.Reading is not { } reading)
        {
            findings.Add(Name, "How far the store has been read is lost.");
            return;
        }

        findings.Require(reading.Finished <= reading.Version, Name, $"All records are said to be read by version {reading.Finished}, but the latest that has begun is {reading.Version}.");
        foreach (var record in contents.Records.Values.Where(record => record.IsLive))
        {
            findings.Require(
                record.ReadingVersion >= reading.Finished, Name, $"Record {contents.Name(record.No)} was read by version {record.ReadingVersion}, but all are said to be read by {reading.Finished} or later.");
        }

        if (contents.OlderReadings > 0)
        {
            findings.Note($"{contents.OlderReadings} records were read by an older version and wait to be read anew, so their features and keys were not checked, nor crowds and the partition. Let the server finish, and verify again.");
        }

        if (reading.Version > RecordReading.Version)
        {
            findings.Note($"A later version of the program has begun to read this store (reading {reading.Version}; this version reads by {RecordReading.Version}), so what it has read was not checked. Verify it with that version.");
        }
    }

    /// <summary>Features and keys of a record are those that this build reads, so they can be checked.</summary>
    public static bool IsOwn(StoredRecord record) => record.ReadingVersion == RecordReading.Version;
}
