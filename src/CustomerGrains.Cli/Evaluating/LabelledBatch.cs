using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Evaluating;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Resolving;
using CustomerGrains.Matching.Scoring;
using CustomerGrains.Matching.Standardising;

namespace CustomerGrains.Cli.Evaluating;

/// <summary>Standardised records in memory and which of them are one in truth. Resolved by the batch reference, which gives the partition of the index (<c>cgrains order</c> shows it).</summary>
internal sealed class LabelledBatch
{
    // Keys only meet inside one process, so any secret will do.
    private static readonly KeyHasher Hasher = new(new byte[KeyHasher.SecretLength]);

    private readonly Dictionary<RecordIdentity, int> _positions = [];
    private readonly int[][] _clusters;

    private LabelledBatch(EvaluatedRecord[] records, BatchRecord[] batch, int[] clusterOf, MatchingVariant variant)
    {
        Variant = variant;
        Records = records;
        Batch = batch;
        ClusterOf = clusterOf;
        for (var i = 0; i < batch.Length; i++)
        {
            _positions.Add(batch[i].Identity, i);
        }

        _clusters = [.. Labelled.GroupBy(i => clusterOf[i]).Select(cluster => cluster.ToArray())];
    }

    /// <summary>How they are matched.</summary>
    public MatchingVariant Variant { get; }

    /// <summary>The model they are matched under.</summary>
    public MatchingModel Model => Variant.Model;

    /// <summary>The records as their sources wrote them.</summary>
    public EvaluatedRecord[] Records { get; }

    /// <summary>The same records as matching reads them.</summary>
    public BatchRecord[] Batch { get; }

    /// <summary>Per record the number of its cluster in truth; -1: the truth does not name it.</summary>
    public int[] ClusterOf { get; }

    /// <summary>Positions of the records that the truth names.</summary>
    public IEnumerable<int> Labelled => Enumerable.Range(0, Batch.Length).Where(i => ClusterOf[i] >= 0);

    /// <summary>All pairs that are one in truth.</summary>
    public IEnumerable<(int A, int B)> TruePairs => from cluster in _clusters from x in Enumerable.Range(1, cluster.Length - 1) from y in Enumerable.Range(0, x) select (cluster[y], cluster[x]);

    /// <summary>Standardises records, to be matched under a model. A record that comes again replaces the earlier one.</summary>
    public static LabelledBatch Of(IEnumerable<EvaluatedRecord> records, Dictionary<RecordIdentity, string> truth, SourceDefaults defaults, MatchingModel model)
    {
        EvaluatedRecord[] latest = [.. records.GroupBy(record => record.Identity).Select(group => group.Last())];
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        return new LabelledBatch(
            latest,
            Array.ConvertAll(latest, record => new BatchRecord(record.Identity, Standardiser.Standardise(record.Record, defaults))),
            Array.ConvertAll(latest, record => truth.TryGetValue(record.Identity, out var cluster) ? Number(cluster) : -1),
            new MatchingVariant(model));

        int Number(string cluster)
        {
            numbers.TryAdd(cluster, numbers.Count);
            return numbers[cluster];
        }
    }

    /// <summary>The same records, matched otherwise. A mechanism that is off stays off.</summary>
    public LabelledBatch Under(MatchingVariant variant) =>
        new(Records, Array.ConvertAll(Batch, record => record with { Features = variant.Read(record.Features) }), ClusterOf, variant);

    /// <summary>Position of a record.</summary>
    public int PositionOf(RecordIdentity record) => _positions[record];

    /// <summary>True when the batch holds the record.</summary>
    public bool Contains(RecordIdentity record) => _positions.ContainsKey(record);

    /// <summary>Resolves all records.</summary>
    public FoundPartition Resolve() => FoundPartition.Of(BatchResolver.Resolve(Batch, Variant, Hasher));

    /// <summary>Resolves all records and sums the partition up (<see cref="PartitionHash"/>).</summary>
    public string Hash() => PartitionHash.Compute(BatchResolver.Resolve(Batch, Variant, Hasher).Customers(Batch));

    /// <summary>Pair completeness of the blocking schemes.</summary>
    public BlockingCoverage Coverage() => BlockingCoverage.Of(Batch, ClusterOf, Hasher);

    /// <summary>Precision and recall over link thresholds, in hundredths of a bit.</summary>
    public IReadOnlyList<ThresholdPoint> Sweep(IReadOnlyCollection<int> linkThresholds) => ThresholdSweep.Run(Batch, ClusterOf, Variant, Hasher, linkThresholds);

    /// <summary>Compares a partition of the records with the truth; records without a label are left out.</summary>
    public ClusterMetrics Measure(FoundPartition found) => Measure(found, _ => true);

    /// <summary>Counts pairs of records of two sources only, as sets of two clean files are measured.</summary>
    public PairCounts MeasureAcross(FoundPartition found)
    {
        var all = PairCounts.Of(Measure(found));
        return Batch.Select(record => record.Identity.Source).Distinct(StringComparer.Ordinal)
            .Aggregate(all, (across, source) => across - PairCounts.Of(Measure(found, i => string.Equals(Batch[i].Identity.Source, source, StringComparison.Ordinal))));
    }

    private ClusterMetrics Measure(FoundPartition found, Func<int, bool> counts)
    {
        int[] counted = [.. Labelled.Where(counts)];
        return ClusterMetrics.Compute(Array.ConvertAll(counted, i => found.CustomerOf[i]), Array.ConvertAll(counted, i => ClusterOf[i]));
    }
}

/// <summary>Pairs of records that are right, wrong and missed.</summary>
internal readonly record struct PairCounts(long Right, long Wrong, long Missed)
{
    /// <summary>Precision and recall; of nothing, everything was right.</summary>
    public Measure Measure => new(Share(Right, Right + Wrong), Share(Right, Right + Missed));

    public static PairCounts Of(ClusterMetrics metrics) => new(metrics.TruePairs, metrics.FalsePairs, metrics.MissedPairs);

    public static PairCounts operator -(PairCounts a, PairCounts b) => new(a.Right - b.Right, a.Wrong - b.Wrong, a.Missed - b.Missed);

    private static double Share(long part, long whole) => whole == 0 ? 1 : (double)part / whole;
}
