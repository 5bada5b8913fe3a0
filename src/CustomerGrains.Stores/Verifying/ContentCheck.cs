using System.IO.Hashing;
using CustomerGrains.Index;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Evaluating;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Standardising;

namespace CustomerGrains.Stores.Verifying;

/// <summary>Features and keys of every live record are what its payload gives when it is standardised anew, and its crowded keys what all of them give; of deleted ones nothing is left.</summary>
internal static class ContentCheck
{
    private const string Name = "content";

    /// <returns>The live records with their features, for resolving them anew, and as matching reads them, without what their rows say to be crowded; empty when there are more than
    /// <paramref name="keptMax"/>.</returns>
    public static (List<BatchRecord> Records, Dictionary<RecordIdentity, RecordFeatures> AsMatched) Run(IStoreReader store, StoreContents contents, int keptMax, Findings findings)
    {
        var kept = new List<BatchRecord>();
        var asMatched = new Dictionary<RecordIdentity, RecordFeatures>();
        if (!TryReadHasher(contents, findings, out var hasher))
        {
            return (kept, asMatched);
        }

        var live = contents.Records.Values.Count(record => record.IsLive);
        var done = 0L;
        var valueKeys = new List<(RecordNo Record, BlockingKey[] Keys, BlockingKey[] Crowded)>();
        foreach (var row in store.ReadContents())
        {
            findings.Report(Name, ++done, contents.Records.Count);
            var record = contents.Records[row.No];
            if (!record.IsLive)
            {
                findings.Require(row.IsEmpty, Name, $"Deleted record {contents.Name(record.No)} still has content or keys.");
            }
            else if (Recompute(row.Payload, record, contents, findings) is { } features)
            {
                if (!ReadingCheck.IsOwn(record))
                {
                    continue;
                }

                var keys = BlockingSchemes.Derive(features, hasher);
                Compare(row, record, features, keys, contents, findings);
                var crowded = Encodings.ToKeys(row.CrowdedKeys);
                valueKeys.Add((record.No, keys.ValueKeys, crowded));
                if (live <= keptMax)
                {
                    kept.Add(new BatchRecord(record.Identity, features));
                    asMatched[record.Identity] = CrowdedValues.Without(features, crowded, hasher);
                }
            }
        }

        if (contents.Records.Values.All(record => !record.IsLive || ReadingCheck.IsOwn(record)))
        {
            CompareCrowds(valueKeys, contents, findings);
        }

        return (kept, asMatched);
    }

    /// <summary>Written when an index first opens the store; in one that none has opened nothing is crowded.</summary>
    public static int CrowdLimitOf(StoreContents contents) =>
        contents.Settings.TryGetValue(IndexSettings.CrowdLimit, out var setting) && IndexSettings.TryReadCrowdLimit(setting, out var limit) ? limit : int.MaxValue;

    /// <summary>The deployment's secret of blocking keys.</summary>
    public static bool TryReadHasher(StoreContents contents, Findings findings, out KeyHasher hasher)
    {
        hasher = null!;
        if (!contents.Settings.TryGetValue(IndexSettings.KeySecret, out var secret) || secret.Length != KeyHasher.SecretLength)
        {
            findings.Require(contents.Records.Count == 0, Name, $"The secret of blocking keys is missing or damaged, so no key can be checked or derived.");
            return false;
        }

        hasher = new KeyHasher(secret);
        return true;
    }

    private static RecordFeatures? Recompute(ReadOnlySpan<byte> payload, StoredRecord record, StoreContents contents, Findings findings)
    {
        findings.Require(XxHash128.HashToUInt128(payload) == record.ContentHash, Name, $"Record {contents.Name(record.No)} has content that its hash is not of.");
        try
        {
            return Standardiser.Standardise(SourceRecordCodec.Decode(payload), contents.Sources.GetValueOrDefault(record.Source) ?? new SourceDefaults());
        }
        catch (InvalidDataException error)
        {
            findings.Add(Name, $"The content of record {contents.Name(record.No)} cannot be read: {error.GetType().Name}.");
            return null;
        }
    }

    private static void Compare(StoredContent row, StoredRecord record, RecordFeatures features, BlockingKeySet keys, StoreContents contents, Findings findings)
    {
        findings.Require(row.Keys.AsSpan().SequenceEqual(Encodings.ToColumn(keys.Keys)), Name, $"Record {contents.Name(record.No)} has blocking keys that its content does not give.");
        findings.Require(row.SearchKeys.AsSpan().SequenceEqual(Encodings.ToColumn(keys.SearchKeys)), Name, $"Record {contents.Name(record.No)} has search keys that its content does not give.");
        findings.Require(row.Features.AsSpan().SequenceEqual(FeaturesCodec.Encode(features)), Name, $"Record {contents.Name(record.No)} has features that its content does not give.");
    }

    private static void CompareCrowds(List<(RecordNo Record, BlockingKey[] Keys, BlockingKey[] Crowded)> valueKeys, StoreContents contents, Findings findings)
    {
        var crowdLimit = CrowdLimitOf(contents);
        findings.Require(
            !contents.Settings.TryGetValue(IndexSettings.CrowdLimit, out var setting) || IndexSettings.TryReadCrowdLimit(setting, out _), Name, $"The crowd limit is damaged.");
        var counts = new Dictionary<BlockingKey, int>();
        foreach (var key in valueKeys.SelectMany(record => record.Keys))
        {
            counts[key] = counts.GetValueOrDefault(key) + 1;
        }

        foreach (var (record, keys, crowded) in valueKeys)
        {
            findings.Require(
                keys.Where(key => counts[key] > crowdLimit).SequenceEqual(crowded), Name, $"Record {contents.Name(record)} has other crowded keys than the live records give.");
        }
    }
}
