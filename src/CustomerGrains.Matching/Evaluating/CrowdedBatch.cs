using CustomerGrains.Matching.Blocking;

namespace CustomerGrains.Matching.Evaluating;

/// <summary>A batch as matching reads it: without the values that a crowd of its records shares.</summary>
public static class CrowdedBatch
{
    /// <summary>Takes crowded values out of all records.</summary>
    /// <param name="records">The records as they are.</param>
    /// <param name="crowdLimit">Most records that may share a value.</param>
    /// <param name="hasher">Secret of the blocking keys.</param>
    /// <returns>The records in the same order, and the keys by which each is compared.</returns>
    public static (IReadOnlyList<BatchRecord> Records, BlockingKey[][] Keys) WithoutCrowds(IReadOnlyList<BatchRecord> records, int crowdLimit, KeyHasher hasher)
    {
        var sets = new BlockingKeySet[records.Count];
        var counts = new Dictionary<BlockingKey, int>();
        for (var i = 0; i < sets.Length; i++)
        {
            sets[i] = BlockingSchemes.Derive(records[i].Features, hasher);
            foreach (var key in sets[i].ValueKeys)
            {
                counts[key] = counts.GetValueOrDefault(key) + 1;
            }
        }

        var without = new BatchRecord[sets.Length];
        var keys = new BlockingKey[sets.Length][];
        for (var i = 0; i < sets.Length; i++)
        {
            var crowded = Array.FindAll(sets[i].ValueKeys, key => counts[key] > crowdLimit);
            var features = CrowdedValues.Without(records[i].Features, crowded, hasher);
            without[i] = records[i] with { Features = features };
            keys[i] = CrowdedValues.KeysWithout(features, sets[i].Keys, crowded, hasher);
        }

        return (without, keys);
    }
}
