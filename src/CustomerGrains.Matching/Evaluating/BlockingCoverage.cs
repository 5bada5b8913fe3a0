using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Matching.Evaluating;

/// <summary>What one blocking scheme brings together.</summary>
/// <param name="Scheme">Name in words, as hot keys and explanations give it.</param>
/// <param name="PairsBrought">Pairs of records that share a key of the scheme.</param>
/// <param name="IsUpperBound">Beyond <see cref="BlockingCoverage.PairsCountedMax"/> a pair is counted once for each key of the scheme that it shares.</param>
/// <param name="TruePairsMet">True pairs that share a key of the scheme.</param>
/// <param name="TruePairsMetSoFar">True pairs that share a key of this scheme or of one before it in the list.</param>
/// <param name="TruePairsOnlyHere">True pairs that meet at no other scheme.</param>
public sealed record SchemeCoverage(string Scheme, long PairsBrought, bool IsUpperBound, long TruePairsMet, long TruePairsMetSoFar, long TruePairsOnlyHere);

/// <summary>Pair completeness: how many of the true pairs share a blocking key, and at which schemes. Pairs that never meet are never compared.</summary>
/// <param name="TruePairs">Pairs of records that are one in truth.</param>
/// <param name="TruePairsMet">Those that share at least one key.</param>
/// <param name="Schemes">Schemes that bring any pair: each is the one that adds most true pairs to those before it.</param>
/// <remarks>Keys are taken as if none were hot.</remarks>
public sealed record BlockingCoverage(long TruePairs, long TruePairsMet, IReadOnlyList<SchemeCoverage> Schemes)
{
    /// <summary>Pairs of one scheme that are told apart from each other; a scheme that brings more is counted by keys.</summary>
    public const long PairsCountedMax = 20_000_000;

    /// <summary>Measures the blocking of a batch. The cost grows with the pairs that meet and with the squares of the true clusters.</summary>
    /// <param name="records">The records.</param>
    /// <param name="clusterOf">Per record the number of its cluster in truth; negative: none.</param>
    /// <param name="hasher">Any secret will do.</param>
    /// <exception cref="ArgumentException">The labels do not fit the records.</exception>
    public static BlockingCoverage Of(IReadOnlyList<BatchRecord> records, IReadOnlyList<int> clusterOf, KeyHasher hasher)
    {
        if (records.Count != clusterOf.Count)
        {
            throw new ArgumentException($"There are {records.Count} records and {clusterOf.Count} labels.", nameof(clusterOf));
        }

        var keys = new SchemeKeys[records.Count];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = SchemeKeys.Of(records[i].Features, hasher);
        }

        var masks = TruePairMasks(keys, clusterOf);
        var brought = Enumerable.Range(0, HotKeys.Schemes.Count).Select(scheme => PairsBrought(keys, scheme)).ToArray();
        var waiting = Enumerable.Range(0, brought.Length).Where(scheme => brought[scheme].Pairs > 0).ToList();
        var schemes = new List<SchemeCoverage>();
        var (seen, soFar) = (0UL, 0L);
        while (waiting.Count > 0)
        {
            var next = waiting.MaxBy(scheme => Met(masks, mask => (mask & Bit(scheme)) != 0 && (mask & seen) == 0));
            waiting.Remove(next);
            soFar += Met(masks, mask => (mask & Bit(next)) != 0 && (mask & seen) == 0);
            seen |= Bit(next);
            schemes.Add(new SchemeCoverage(
                HotKeys.Schemes[next], brought[next].Pairs, brought[next].IsUpperBound, Met(masks, mask => (mask & Bit(next)) != 0), soFar, Met(masks, mask => mask == Bit(next))));
        }

        return new BlockingCoverage(masks.Values.Sum(), Met(masks, mask => mask != 0), schemes);
    }

    private static ulong Bit(int scheme) => 1UL << scheme;

    private static long Met(Dictionary<ulong, long> masks, Func<ulong, bool> counts) => masks.Where(pair => counts(pair.Key)).Sum(pair => pair.Value);

    /// <summary>Number of true pairs by the set of schemes at which they meet.</summary>
    private static Dictionary<ulong, long> TruePairMasks(SchemeKeys[] keys, IReadOnlyList<int> clusterOf)
    {
        var masks = new Dictionary<ulong, long>();
        foreach (var cluster in Enumerable.Range(0, keys.Length).Where(i => clusterOf[i] >= 0).GroupBy(i => clusterOf[i]))
        {
            int[] members = [.. cluster];
            for (var x = 1; x < members.Length; x++)
            {
                for (var y = 0; y < x; y++)
                {
                    var mask = 0UL;
                    for (var scheme = 0; scheme < keys[members[x]].ByScheme.Length; scheme++)
                    {
                        mask |= SharedKeys.Smallest<ulong>(keys[members[x]].ByScheme[scheme], keys[members[y]].ByScheme[scheme]) is null ? 0 : Bit(scheme);
                    }

                    masks[mask] = masks.GetValueOrDefault(mask) + 1;
                }
            }
        }

        return masks;
    }

    private static (long Pairs, bool IsUpperBound) PairsBrought(SchemeKeys[] keys, int scheme)
    {
        var blocks = new Dictionary<ulong, List<int>>();
        for (var i = 0; i < keys.Length; i++)
        {
            foreach (var key in keys[i].ByScheme[scheme])
            {
                if (!blocks.TryGetValue(key, out var block))
                {
                    blocks[key] = block = [];
                }

                block.Add(i);
            }
        }

        var byKeys = blocks.Values.Sum(block => (long)block.Count * (block.Count - 1) / 2);
        if (byKeys > PairsCountedMax)
        {
            return (byKeys, true);
        }

        var pairs = 0L;
        foreach (var (key, block) in blocks)
        {
            for (var x = 1; x < block.Count; x++)
            {
                for (var y = 0; y < x; y++)
                {
                    pairs += SharedKeys.Smallest<ulong>(keys[block[x]].ByScheme[scheme], keys[block[y]].ByScheme[scheme]) == key ? 1 : 0;
                }
            }
        }

        return (pairs, false);
    }
}
