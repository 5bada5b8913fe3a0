using CustomerGrains.Matching.Evaluating;

namespace CustomerGrains.Cli.Evaluating;

/// <summary>What a batch was resolved to, by the position of its records.</summary>
internal sealed class FoundPartition
{
    private readonly HashSet<(int, int)> _offered;

    private FoundPartition(IReadOnlyList<int> customerOf, IReadOnlyList<(int A, int B)> reviewPairs)
    {
        CustomerOf = customerOf;
        ReviewPairs = reviewPairs;
        Questions = [.. reviewPairs.DistinctBy(pair => Customers(pair.A, pair.B))];
        _offered = [.. Questions.Select(pair => Customers(pair.A, pair.B))];
    }

    /// <summary>Per record the number of its customer.</summary>
    public IReadOnlyList<int> CustomerOf { get; }

    /// <summary>Pairs of records that are offered for review, strongest first. Two customers may share several.</summary>
    public IReadOnlyList<(int A, int B)> ReviewPairs { get; }

    /// <summary>The strongest review pair of each two customers: one answer settles it.</summary>
    public IReadOnlyList<(int A, int B)> Questions { get; }

    public static FoundPartition Of(BatchResolution resolution) => new(resolution.CustomerOf, [.. resolution.ReviewPairs.OrderByDescending(pair => pair.Score.Weight).Select(pair => (pair.A, pair.B))]);

    /// <summary>The partition of a run over the same records.</summary>
    public static FoundPartition Of(EvaluatedRun run, LabelledBatch batch)
    {
        var customerOf = new int[batch.Batch.Length];
        for (var customer = 0; customer < run.Customers.Count; customer++)
        {
            foreach (var record in run.Customers[customer])
            {
                customerOf[batch.PositionOf(record)] = customer;
            }
        }

        return new FoundPartition(customerOf, [.. run.ReviewPairs.Select(pair => (batch.PositionOf(pair.A), batch.PositionOf(pair.B)))]);
    }

    /// <summary>Both records belong to one customer.</summary>
    public bool Together(int a, int b) => CustomerOf[a] == CustomerOf[b];

    /// <summary>The customers of the two records are offered for review, so that one answer brings all their records together.</summary>
    public bool Offered(int a, int b) => _offered.Contains(Customers(a, b));

    private (int, int) Customers(int a, int b) => CustomerOf[a] < CustomerOf[b] ? (CustomerOf[a], CustomerOf[b]) : (CustomerOf[b], CustomerOf[a]);
}
