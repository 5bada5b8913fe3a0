using System.IO.Hashing;
using CustomerGrains.Index;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Standardising;

namespace CustomerGrains.Orleans.Tests.Clusters;

/// <summary>Records that a process accepted and then died over.</summary>
internal static class Abandoned
{
    /// <summary>Makes them durable and leaves them unresolved.</summary>
    public static async Task AcceptAsync<TJournal>(TJournal journal, IReadOnlyList<PutCommand> puts)
        where TJournal : IJournal, ISourceStore
    {
        var hasher = await IndexSettings.GetKeyHasherAsync(journal);
        var limit = await IndexSettings.GetCrowdLimitAsync(journal);
        foreach (var put in puts)
        {
            var payload = SourceRecordCodec.Encode(put.Record);
            var features = Standardiser.Standardise(put.Record, new SourceDefaults());
            await journal.AcceptAsync(new AcceptRequest
            {
                Identity = put.Identity,
                Payload = payload,
                Features = FeaturesCodec.Encode(features),
                ContentHash = XxHash128.HashToUInt128(payload),
                Keys = BlockingSchemes.Derive(features, hasher),
                CrowdLimit = limit,
            });
        }
    }
}
