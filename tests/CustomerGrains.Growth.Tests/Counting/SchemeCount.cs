using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Features;

namespace CustomerGrains.Growth.Tests.Counting;

/// <summary>What one scheme of keys brings together.</summary>
/// <param name="Others">Other records that a record meets by keys of this scheme, each counted once for each key.</param>
/// <param name="Largest">Most records that one key of the scheme has.</param>
internal sealed record SchemeRow(string Scheme, double Keys, double KeysShared, double Others, int Largest);

/// <summary>Counts by scheme of keys, over the last tenth of a town: which keys let comparisons grow with the number of records.</summary>
internal static class SchemeCount
{
    public static IReadOnlyList<SchemeRow> Of(IReadOnlyList<RecordFeatures> records, KeyHasher hasher)
    {
        var holders = new Dictionary<BlockingKey, int>();
        var sums = new SortedDictionary<string, (long Keys, long Shared, long Others, int Largest)>(StringComparer.Ordinal);
        var from = records.Count - (records.Count / 10);
        for (var i = 0; i < records.Count; i++)
        {
            foreach (var key in BlockingSchemes.Derive(records[i], hasher).Keys)
            {
                var others = holders.GetValueOrDefault(key);
                holders[key] = others + 1;
                if (i >= from && BlockingSchemes.SchemeOf(records[i], key, hasher) is { } scheme)
                {
                    var sum = sums.GetValueOrDefault(scheme);
                    sums[scheme] = (sum.Keys + 1, sum.Shared + (others > 0 ? 1 : 0), sum.Others + others, Math.Max(sum.Largest, others + 1));
                }
            }
        }

        double last = records.Count - from;
        return [.. sums.Select(sum => new SchemeRow(sum.Key, sum.Value.Keys / last, sum.Value.Shared / last, sum.Value.Others / last, sum.Value.Largest)).OrderByDescending(row => row.Others)];
    }
}
