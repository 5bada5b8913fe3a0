using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Stores.Tests;

/// <summary>Records of the size and with the keys that real ones have, without meaning.</summary>
internal static class GeneratedRecords
{
    private const int KeysPerRecord = 12;
    private const int SearchKeysPerRecord = 10;

    public static AcceptRequest Request(int i, Random random)
    {
        // About a third of the keys are shared with few, search keys with many, as names are.
        var keys = Enumerable.Range(0, KeysPerRecord).Select(_ => new BlockingKey((ulong)random.NextInt64(1L << 32, 1L << 62) % (random.Next(3) == 0 ? 3_000_017UL : ulong.MaxValue))).Distinct().Order();
        var search = Enumerable.Range(0, SearchKeysPerRecord).Select(_ => new BlockingKey((1UL << 63) + (ulong)(30_000 * Math.Pow(random.NextDouble(), 3)))).Distinct().Order();
        var payload = new byte[600];
        var features = new byte[350];
        random.NextBytes(payload);
        random.NextBytes(features);
        return new AcceptRequest
        {
            Identity = new RecordIdentity("crm", $"{(uint)(i * 2_654_435_761):x8}"),
            Payload = payload,
            Features = features,
            ContentHash = (UInt128)(ulong)random.NextInt64(),
            Keys = new BlockingKeySet([.. keys], [.. search]),
            Operation = (ulong)random.NextInt64(),
        };
    }
}
