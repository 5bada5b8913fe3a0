using CustomerGrains.Matching.Records;

namespace CustomerGrains.Matching.Training;

/// <summary>A source as training sees it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Records">Number of its records.</param>
/// <param name="HoldsNobodyTwice">Strong pairs within it are so much rarer than across sources that what looks like one is chance.</param>
public sealed record TrainedSource(string Name, int Records, bool HoldsNobodyTwice);

/// <summary>Which sources hold nobody twice, and what pairs within them teach: they look like pairs of one customer and are not, so they show how often chance goes how far.</summary>
internal sealed class SourceOverlap
{
    /// <summary>How much rarer strong pairs must be within a source than across sources.</summary>
    private const double RarityMax = 0.02;

    /// <summary>Strong pairs that a source with duplicates would have to show for their absence to say something.</summary>
    private const double ExpectedMin = 20;

    /// <summary>Part of the chance pairs within sources that is expected across them: households and namesakes are nearer each other within one source.</summary>
    private const double Across = 0.5;

    private readonly int[] _sourceOf;
    private readonly bool[] _holdsNobodyTwice;
    private readonly int[] _sizes;

    private SourceOverlap(string[] names, int[] sourceOf, int[] sizes, bool[] holdsNobodyTwice)
    {
        _sourceOf = sourceOf;
        _holdsNobodyTwice = holdsNobodyTwice;
        _sizes = sizes;
        Sources = [.. names.Select((name, i) => new TrainedSource(name, sizes[i], holdsNobodyTwice[i]))];
    }

    public IReadOnlyList<TrainedSource> Sources { get; }

    /// <summary>Names of the sources that hold nobody twice.</summary>
    public IReadOnlyList<string> OneToOne => [.. Sources.Where(source => source.HoldsNobodyTwice).Select(source => source.Name)];

    /// <summary>Looks at the pairs that are at least as strong as the middle one of those that join customers across sources: real duplicates would be among them.</summary>
    public static SourceOverlap Of(RecordIdentity[] records, PairTable candidates, int[] customerOf)
    {
        string[] names = [.. records.Select(record => record.Source).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var sourceOf = Array.ConvertAll(records, record => Array.BinarySearch(names, record.Source, StringComparer.Ordinal));
        var sizes = new int[names.Length];
        foreach (var source in sourceOf)
        {
            sizes[source]++;
        }

        int[] across = [.. candidates.Pairs.Where(pair => sourceOf[pair.A] != sourceOf[pair.B] && customerOf[pair.A] == customerOf[pair.B]).Select(pair => pair.Weight).Order()];
        var clean = new bool[names.Length];
        if (across.Length > 0)
        {
            var strong = across[across.Length / 2];
            var within = new long[names.Length];
            var between = new long[names.Length];
            foreach (var pair in candidates.Pairs)
            {
                if (pair.Weight >= strong && !pair.Conflict)
                {
                    var (a, b) = (sourceOf[pair.A], sourceOf[pair.B]);
                    within[a] += a == b ? 1 : 0;
                    between[a] += a == b ? 0 : 1;
                    between[b] += a == b ? 0 : 1;
                }
            }

            for (var i = 0; i < names.Length; i++)
            {
                var density = between[i] / Math.Max(1, (double)sizes[i] * (records.Length - sizes[i]));
                var expected = density * sizes[i] * (sizes[i] - 1) / 2;
                clean[i] = expected >= ExpectedMin && within[i] <= RarityMax * expected;
            }
        }

        return new SourceOverlap(names, sourceOf, sizes, clean);
    }

    /// <summary>The two records are of one source that holds nobody twice.</summary>
    public bool CannotBeOne(int a, int b) => _sourceOf[a] == _sourceOf[b] && _holdsNobodyTwice[_sourceOf[a]];

    /// <summary>The threshold with the best estimated F1 between sources that hold nobody twice, or null when there are no two of them.</summary>
    /// <remarks>
    /// Within such sources every pair above a weight is chance; half that share of the pairs across sources is expected to be, because relatives and neighbours are more often found in
    /// one source than across two. What is found beyond it is right.
    /// </remarks>
    /// <param name="candidates">Pairs with their weights.</param>
    /// <param name="from">Lowest threshold to consider, in hundredths of a bit.</param>
    /// <param name="preferred">The threshold to take among those that are equally good.</param>
    public int? BestThreshold(PairTable candidates, int from, int preferred)
    {
        long[] clean = [.. _sizes.Where((_, i) => _holdsNobodyTwice[i]).Select(size => (long)size)];
        if (clean.Length < 2)
        {
            return null;
        }

        var pairsWithin = clean.Sum(size => (double)size * (size - 1) / 2);
        var pairsAcross = ((double)clean.Sum() * clean.Sum() / 2) - clean.Sum(size => (double)size * size / 2);
        var relevant = candidates.Pairs
            .Where(pair => pair.Weight >= from && !pair.Conflict && _holdsNobodyTwice[_sourceOf[pair.A]] && _holdsNobodyTwice[_sourceOf[pair.B]])
            .OrderByDescending(pair => pair.Weight).ToArray();
        var steps = new List<(int Weight, double Found, double Right)>();
        var (within, across) = (0L, 0L);
        for (var i = 0; i < relevant.Length; i++)
        {
            var same = _sourceOf[relevant[i].A] == _sourceOf[relevant[i].B];
            within += same ? 1 : 0;
            across += same ? 0 : 1;
            if (i + 1 == relevant.Length || relevant[i + 1].Weight != relevant[i].Weight)
            {
                steps.Add((relevant[i].Weight, across, across - (Across * within * pairsAcross / pairsWithin)));
            }
        }

        if (steps.Count == 0)
        {
            return null;
        }

        var all = steps.Max(step => step.Right);
        var best = steps.Index().MaxBy(step => 2 * step.Item.Right / (step.Item.Found + all)).Index;

        // Down to the next pair every threshold does the same.
        var lowest = best + 1 < steps.Count ? steps[best + 1].Weight + 1 : from;
        return Math.Clamp(preferred, lowest, steps[best].Weight);
    }
}
