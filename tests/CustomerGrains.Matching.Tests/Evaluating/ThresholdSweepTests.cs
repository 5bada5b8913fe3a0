using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Evaluating;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Scoring;
using CustomerGrains.Matching.Tests.Scoring;

namespace CustomerGrains.Matching.Tests.Evaluating;

public sealed class ThresholdSweepTests
{
    private static readonly KeyHasher Hasher = new(new byte[KeyHasher.SecretLength]);

    [Fact]
    public void Every_point_is_what_the_resolver_gives_under_a_model_with_that_threshold() => Seeded.Run(10, random =>
    {
        // Goal: scoring once is enough. Method: the same by scoring afresh under each model, on both sides of the review threshold.
        var model = MatchingModel.Default;
        var features = new RandomRecords(random);
        BatchRecord[] records = [.. Enumerable.Range(0, 80).Select(i => new BatchRecord(new RecordIdentity("s", $"{i}"), features.Next()))];
        int[] clusterOf = [.. Enumerable.Range(0, 80).Select(_ => random.Next(30) - 3)];
        int[] labelled = [.. Enumerable.Range(0, 80).Where(i => clusterOf[i] >= 0)];
        int[] thresholds = [2, 400, model.ReviewThreshold, model.ReviewThreshold + 1, model.LinkThreshold, 3000];
        var points = ThresholdSweep.Run(records, clusterOf, new MatchingVariant(model), Hasher, thresholds);
        Assert.Equal(thresholds, points.Select(point => point.LinkThreshold));
        foreach (var point in points)
        {
            var resolution = BatchResolver.Resolve(records, [], ModelVariants.WithLinkThreshold(model, point.LinkThreshold), Hasher);
            Assert.Equal(ClusterMetrics.Compute([.. labelled.Select(i => resolution.CustomerOf[i])], [.. labelled.Select(i => clusterOf[i])]), point.Metrics);
        }
    });

    [Fact]
    public void At_the_models_own_threshold_it_is_the_partition_of_the_model() => Seeded.Run(5, random =>
    {
        var features = new RandomRecords(random);
        BatchRecord[] records = [.. Enumerable.Range(0, 60).Select(i => new BatchRecord(new RecordIdentity("s", $"{i}"), features.Next()))];
        int[] clusterOf = [.. Enumerable.Range(0, 60).Select(i => i / 3)];
        var own = Assert.Single(ThresholdSweep.Run(records, clusterOf, new MatchingVariant(MatchingModel.Default), Hasher, [MatchingModel.Default.LinkThreshold]));
        Assert.Equal(ClusterMetrics.Compute(BatchResolver.Resolve(records, [], MatchingModel.Default, Hasher).CustomerOf, clusterOf), own.Metrics);
    });

    [Fact]
    public void A_batch_is_not_resolved_below_what_it_was_scored_for()
    {
        var batch = ScoredBatch.Score([], MatchingModel.Default, Hasher);
        Assert.Throws<ArgumentException>(() => batch.Resolve([], ModelVariants.WithLinkThreshold(MatchingModel.Default, 500)));
    }

    [Fact]
    public void No_threshold_and_labels_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => ThresholdSweep.Run([], [], new MatchingVariant(MatchingModel.Default), Hasher, []));
        Assert.Throws<ArgumentException>(() => ThresholdSweep.Run([], [1], new MatchingVariant(MatchingModel.Default), Hasher, [1700]));
    }
}
