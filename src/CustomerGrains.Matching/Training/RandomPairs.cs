namespace CustomerGrains.Matching.Training;

/// <summary>Pairs of records that do not meet at any blocking key: nearly all of them are two customers.</summary>
/// <param name="Pairs">The pairs, by positions.</param>
/// <param name="Weight">How many pairs each of them stands for.</param>
internal sealed record RandomPairs((int A, int B)[] Pairs, double Weight)
{
    /// <summary>Draws pairs; all of them when there are no more than <paramref name="count"/>.</summary>
    /// <param name="candidates">Number of pairs that do meet.</param>
    public static RandomPairs Draw(int records, KeyBlocks blocks, long candidates, int count, ulong seed)
    {
        var all = (long)records * (records - 1) / 2;
        var pairs = new List<(int, int)>();
        if (all <= count)
        {
            for (var b = 1; b < records; b++)
            {
                for (var a = 0; a < b; a++)
                {
                    if (!blocks.Meet(a, b))
                    {
                        pairs.Add((a, b));
                    }
                }
            }
        }
        else
        {
            var random = new SplitMix(seed);
            for (var i = 0; i < count; i++)
            {
                var (a, b) = (random.Below(records), random.Below(records - 1));
                b += b >= a ? 1 : 0;
                if (!blocks.Meet(a, b))
                {
                    pairs.Add(a < b ? (a, b) : (b, a));
                }
            }
        }

        return new RandomPairs([.. pairs], pairs.Count == 0 ? 0 : (double)(all - candidates) / pairs.Count);
    }
}
