using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Cli.Evaluating;

/// <summary>Why a true pair is not together.</summary>
internal enum MissedReason
{
    /// <summary>They share no blocking key, so they were never compared.</summary>
    NeverMet,

    /// <summary>They were compared, and too little agrees.</summary>
    BelowReview,

    /// <summary>Their weight is in the review band.</summary>
    InReview,

    /// <summary>Their weight makes a link, and resolution kept them apart, because of what their customers' other records say.</summary>
    KeptApart,

    /// <summary>Something forbids one customer: record types, or two exclusive identifiers.</summary>
    Forbidden,
}

/// <summary>The true pairs that are not together.</summary>
/// <param name="Count">All of them.</param>
/// <param name="Offered">Those whose two customers are offered for review: one answer brings them together.</param>
/// <param name="ByReason">Number of pairs per reason, by the pair's own weight.</param>
internal sealed record MissedPairs(long Count, long Offered, IReadOnlyDictionary<MissedReason, long> ByReason)
{
    /// <summary>Share of them that are offered for review; null when none is missed.</summary>
    public double? OfferedShare => Count == 0 ? null : (double)Offered / Count;

    public static MissedPairs Of(LabelledBatch batch, FoundPartition found)
    {
        var (count, offered) = (0L, 0L);
        var byReason = Enum.GetValues<MissedReason>().ToDictionary(reason => reason, _ => 0L);
        foreach (var (a, b) in batch.TruePairs.Where(pair => !found.Together(pair.A, pair.B)))
        {
            count++;
            offered += found.Offered(a, b) ? 1 : 0;
            byReason[ReasonOf(batch, a, b)]++;
        }

        return new MissedPairs(count, offered, byReason);
    }

    /// <summary>Why two records, one in truth, are not together.</summary>
    public static MissedReason ReasonOf(LabelledBatch batch, int a, int b)
    {
        var (first, second) = (batch.Batch[a].Features, batch.Batch[b].Features);
        var score = PairScorer.Score(first, second, batch.Model);
        return BlockingSchemes.SharedSchemes(first, second).Count == 0 ? MissedReason.NeverMet
            : score.Conflict ? MissedReason.Forbidden
            : score.Weight < batch.Model.ReviewThreshold ? MissedReason.BelowReview
            : score.Weight < batch.Model.LinkThreshold ? MissedReason.InReview
            : MissedReason.KeptApart;
    }

    public static string InWords(MissedReason reason) => reason switch
    {
        MissedReason.NeverMet => "never met at a blocking key",
        MissedReason.BelowReview => "met, below review",
        MissedReason.InReview => "met, in the review band",
        MissedReason.KeptApart => "a link by itself, kept apart by resolution",
        MissedReason.Forbidden => "met, forbidden by a conflict",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "Not a reason."),
    };
}
