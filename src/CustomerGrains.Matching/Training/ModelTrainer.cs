using CustomerGrains.Matching.Evaluating;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Matching.Training;

/// <summary>Learns a model from records of which nobody knows who is who. A pure function of the set of records, the decisions, the options and the default model.</summary>
/// <remarks>
/// <list type="number">
/// <item><description>The default model makes a first guess at the customers, for the frequencies of names and words.</description></item>
/// <item><description>u: random pairs, and all pairs that share a key, less those that are probably one customer.</description></item>
/// <item><description>m: EM inside the blocks of several schemes, with u fixed, combined by how much of each block is one customer.</description></item>
/// <item><description>The records are resolved with the model so far; m and u are counted again within and between the customers found, until hardly a record is in other company than before.</description></item>
/// <item><description>Thresholds from the estimated probability of one customer.</description></item>
/// </list>
/// </remarks>
public static class ModelTrainer
{
    /// <summary>When no more than this share of the records is in other company than in the round before, nothing more is learnt.</summary>
    private const double StillShare = 0.001;

    /// <summary>Trains a model.</summary>
    /// <param name="records">The records. One that comes twice counts as it came last.</param>
    /// <param name="decisions">What people decided about pairs of records; those on unknown records are passed over.</param>
    /// <param name="report">Told how far it is.</param>
    /// <exception cref="TrainingException">There is too little to learn from.</exception>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static TrainingResult Train(
        IEnumerable<BatchRecord> records, IReadOnlyList<BatchAssertion> decisions, TrainingOptions options, Action<TrainingProgress>? report = null, CancellationToken cancellationToken = default)
    {
        options.Check();
        var steps = 5 + (2 * options.RoundsMax);
        var done = 0;
        Say("filing the records");
        var input = TrainingRecords.Of(records, decisions, options);
        var start = ModelDraft.Of(MatchingModel.Default);

        Say("comparing pairs");
        var customerOf = input.Resolve(input.CompareCandidates(MatchingModel.Default), MatchingModel.Default);
        start = start.WithValuesOf(input, customerOf);

        Say("estimating by blocks");
        var first = FirstEstimate.Of(input, input.CompareCandidates(start.ToModel()), start, options);

        Say("resolving");
        var refinement = new Refinement(input, first.Draft, options);
        var rounds = 0;
        var settled = false;
        while (rounds < options.RoundsMax && !settled)
        {
            Say($"estimating, round {++rounds}");
            refinement.Estimate();
            Say($"resolving, round {rounds}");
            settled = refinement.Resolve() <= input.Features.Length * StillShare;
        }

        Say("summing up");
        refinement.Finish();
        return TrainingSummary.Of(input, first, refinement, options, rounds, settled);

        void Say(string step)
        {
            cancellationToken.ThrowIfCancellationRequested();
            report?.Invoke(new TrainingProgress(step, (double)done++ / steps));
        }
    }
}
