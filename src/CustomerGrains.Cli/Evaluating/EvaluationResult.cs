using CustomerGrains.Matching.Evaluating;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Cli.Evaluating;

/// <summary>Possible matches by what they are in truth.</summary>
/// <param name="Unlabelled">Those with a record that the truth does not name.</param>
internal sealed record ReviewCounts(int True, int False, int Unlabelled)
{
    /// <summary>Share of the labelled ones that are one in truth; null when there are none.</summary>
    public double? TrueShare => True + False == 0 ? null : (double)True / (True + False);

    public static ReviewCounts Of(LabelledBatch batch, IReadOnlyList<(int A, int B)> pairs)
    {
        var (same, other, unlabelled) = (0, 0, 0);
        foreach (var (a, b) in pairs)
        {
            if (batch.ClusterOf[a] < 0 || batch.ClusterOf[b] < 0)
            {
                unlabelled++;
            }
            else if (batch.ClusterOf[a] == batch.ClusterOf[b])
            {
                same++;
            }
            else
            {
                other++;
            }
        }

        return new ReviewCounts(same, other, unlabelled);
    }
}

/// <summary>What an evaluation found.</summary>
/// <param name="Run">The run through the whole pipeline.</param>
/// <param name="Metrics">Its partition beside the truth.</param>
/// <param name="Unlabelled">Records that the truth does not name; left out of pairs and B-cubed.</param>
/// <param name="Missing">Records that the truth names and the files do not hold.</param>
/// <param name="Review">Pairs of records that are offered for review.</param>
/// <param name="Questions">Two customers each, by their strongest review pair.</param>
/// <param name="Missed">True pairs that are not together.</param>
/// <param name="Coverage">Pair completeness of the blocking schemes.</param>
/// <param name="Mistakes">The costliest mistakes, as many as were asked for.</param>
internal sealed record EvaluationResult(
    EvaluatedRun Run, int Records, ClusterMetrics Metrics, int Unlabelled, int Missing,
    ReviewCounts Review, ReviewCounts Questions, MissedPairs Missed, BlockingCoverage Coverage, IReadOnlyList<Mistake> Mistakes)
{
    /// <summary>Holds a run against the truth.</summary>
    /// <param name="run">The run.</param>
    /// <param name="batch">Its records.</param>
    /// <param name="truth">Cluster of every record that it names.</param>
    /// <param name="mistakes">Most mistakes to describe.</param>
    public static EvaluationResult Of(EvaluatedRun run, LabelledBatch batch, Dictionary<RecordIdentity, string> truth, int mistakes)
    {
        var found = FoundPartition.Of(run, batch);
        var labelled = batch.Labelled.Count();
        return new EvaluationResult(
            run, batch.Batch.Length, batch.Measure(found), batch.Batch.Length - labelled, truth.Count - labelled,
            ReviewCounts.Of(batch, found.ReviewPairs), ReviewCounts.Of(batch, found.Questions), MissedPairs.Of(batch, found), batch.Coverage(),
            mistakes == 0 ? [] : Evaluating.Mistakes.Find(batch, found, mistakes));
    }
}
