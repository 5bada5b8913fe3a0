using CustomerGrains.Matching.Evaluating;

namespace CustomerGrains.Matching.Tests.Evaluating;

public sealed class ClusterMetricsTests
{
    [Fact]
    public void Figures_of_a_small_example_are_those_worked_out_by_hand()
    {
        // Truth {1,2,3} {4,5}; found {1,2} {3,4,5}.
        var metrics = ClusterMetrics.Compute([0, 0, 1, 1, 1], [7, 7, 7, 9, 9]);
        Assert.Equal((2, 2, 2), (metrics.TruePairs, metrics.FalsePairs, metrics.MissedPairs));
        Assert.Equal(0.5, metrics.Pairs.F1, 12);
        Assert.Equal((2 + (1.0 / 3) + (2 * 2.0 / 3)) / 5, metrics.BCubed.Precision, 12);
        Assert.Equal(((2 * 2.0 / 3) + (1.0 / 3) + 2) / 5, metrics.BCubed.Recall, 12);
    }

    [Fact]
    public void A_perfect_partition_is_perfect_and_an_empty_one_too()
    {
        Assert.Equal(1, ClusterMetrics.Compute([3, 3, 5], [0, 0, 1]).Pairs.F1);
        Assert.Equal(1, ClusterMetrics.Compute([], []).BCubed.F1);
    }

    [Fact]
    public void Partitions_of_different_length_are_refused() => Assert.Throws<ArgumentException>(() => ClusterMetrics.Compute([0], [0, 1]));
}
