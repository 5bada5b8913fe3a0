using System.Runtime.InteropServices;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Evaluating;
using CustomerGrains.Matching.Features;

namespace CustomerGrains.Matching.Training;

/// <summary>Records that share a blocking key.</summary>
/// <param name="Scheme">What the key is made of.</param>
/// <param name="Members">Positions of the records, ascending.</param>
internal readonly record struct KeyBlock(BlockingScheme Scheme, int[] Members)
{
    public long PairCount => (long)Members.Length * (Members.Length - 1) / 2;
}

/// <summary>The blocking keys of all records, and the blocks that they make.</summary>
internal sealed class KeyBlocks
{
    private static readonly BlockingScheme[] Schemes = [.. Enum.GetValues<BlockingScheme>().Where(scheme => !scheme.IsSearchOnly())];

    // Keys only meet inside one training, so any secret will do.
    private static readonly KeyHasher Hasher = new(new byte[KeyHasher.SecretLength]);

    private KeyBlocks(KeyBlock[] blocks, int[][] blocksOf, KeyBlock[] leftOut)
    {
        Blocks = blocks;
        BlocksOf = blocksOf;
        LeftOut = leftOut;
    }

    /// <summary>Blocks of two records and more, smaller ones first.</summary>
    public KeyBlock[] Blocks { get; }

    /// <summary>Per record the positions of its blocks, ascending.</summary>
    public int[][] BlocksOf { get; }

    /// <summary>Blocks too large to compare all their pairs.</summary>
    public KeyBlock[] LeftOut { get; }

    /// <summary>Number of pairs to look at; a pair is counted once for each block it is in.</summary>
    public long PairCount => Blocks.Sum(block => block.PairCount);

    /// <summary>Takes out the values that crowds share, as the index does, and files the records by the keys that are left.</summary>
    /// <returns>The records as they are compared, and their blocks.</returns>
    public static (BatchRecord[] Records, KeyBlocks Blocks) OfBatch(BatchRecord[] batch, long pairsMax)
    {
        var (records, keys) = CrowdedBatch.WithoutCrowds(batch, CrowdedValues.LimitDefault, Hasher);
        return ([.. records], Of([.. records.Select(record => record.Features)], keys, pairsMax));
    }

    /// <summary>Files the records. The largest blocks are left out, so that no more than <paramref name="pairsMax"/> pairs have to be looked at.</summary>
    private static KeyBlocks Of(RecordFeatures[] records, BlockingKey[][] keys, long pairsMax)
    {
        var entries = new List<(ulong Key, BlockingScheme Scheme, int Record)>(records.Length * 16);
        var keysOf = new SchemeKeys[records.Length];
        Parallel.For(0, records.Length, i => keysOf[i] = SchemeKeys.Of(records[i], Hasher));
        for (var i = 0; i < records.Length; i++)
        {
            for (var scheme = 0; scheme < keysOf[i].ByScheme.Length; scheme++)
            {
                foreach (var key in keysOf[i].ByScheme[scheme])
                {
                    if (Array.BinarySearch(keys[i], new BlockingKey(key)) >= 0)
                    {
                        entries.Add((key, Schemes[scheme], i));
                    }
                }
            }
        }

        var sorted = CollectionsMarshal.AsSpan(entries);
        sorted.Sort((a, b) => a.Key != b.Key ? a.Key.CompareTo(b.Key) : a.Record.CompareTo(b.Record));
        var blocks = new List<KeyBlock>();
        for (var start = 0; start < sorted.Length;)
        {
            var end = start + 1;
            while (end < sorted.Length && sorted[end].Key == sorted[start].Key)
            {
                end++;
            }

            var members = Distinct(sorted[start..end]);
            if (members.Length > 1)
            {
                blocks.Add(new KeyBlock(sorted[start].Scheme, members));
            }

            start = end;
        }

        // Stable, so that blocks of one size stay in the order of their keys.
        KeyBlock[] bySize = [.. blocks.OrderBy(block => block.Members.Length)];
        var kept = 0;
        for (var pairs = 0L; kept < bySize.Length && (pairs += bySize[kept].PairCount) <= pairsMax; kept++)
        {
        }

        return new KeyBlocks(bySize[..kept], BlocksByRecord(bySize[..kept], records.Length), bySize[kept..]);
    }

    /// <summary>The records share a block.</summary>
    public bool Meet(int a, int b)
    {
        var (x, y) = (BlocksOf[a], BlocksOf[b]);
        for (int i = 0, j = 0; i < x.Length && j < y.Length;)
        {
            if (x[i] == y[j])
            {
                return true;
            }

            var first = x[i] < y[j];
            i += first ? 1 : 0;
            j += first ? 0 : 1;
        }

        return false;
    }

    private static int[] Distinct(ReadOnlySpan<(ulong Key, BlockingScheme Scheme, int Record)> entries)
    {
        var members = new List<int>(entries.Length);
        foreach (var (_, _, record) in entries)
        {
            if (members.Count == 0 || members[^1] != record)
            {
                members.Add(record);
            }
        }

        return [.. members];
    }

    private static int[][] BlocksByRecord(KeyBlock[] blocks, int recordCount)
    {
        var lists = new List<int>[recordCount];
        for (var i = 0; i < recordCount; i++)
        {
            lists[i] = [];
        }

        for (var block = 0; block < blocks.Length; block++)
        {
            foreach (var member in blocks[block].Members)
            {
                lists[member].Add(block);
            }
        }

        return [.. lists.Select(list => list.ToArray())];
    }
}
