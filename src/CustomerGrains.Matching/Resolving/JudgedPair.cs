using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Matching.Resolving;

/// <summary>What two records that share a blocking key are to each other: a fact about the pair, whatever else there is.</summary>
/// <param name="Weight">Hundredths of a bit.</param>
/// <param name="MayBeOne">Nothing forbids one customer: no conflict, and not both of one source that holds nobody twice.</param>
/// <param name="IsOneToOne">They are of two sources that hold nobody twice, and more than a name and a town agrees: namesakes of a town would connect far and wide if weak pairs without telling
/// evidence were edges.</param>
public readonly record struct JudgedPair(int Weight, bool MayBeOne, bool IsOneToOne)
{
    /// <summary>Judges a pair. Symmetric.</summary>
    public static JudgedPair Of(in ComponentMember a, in ComponentMember b, MatchingModel model)
    {
        if (model.OneToOne.KeepsApart(a.Identity, b.Identity))
        {
            return default;
        }

        if (!model.OneToOne.IsAcross(a.Identity, b.Identity))
        {
            var score = PairScorer.Score(a.Features, b.Features, model);
            return new JudgedPair(score.Weight, !score.Conflict, IsOneToOne: false);
        }

        var across = PairScorer.Score(a.Features, b.Features, model, out var personal);
        return new JudgedPair(across.Weight, !across.Conflict, personal.IsTelling);
    }

    /// <summary>At or above the review threshold: worth keeping.</summary>
    public bool IsPossible(MatchingModel model) => MayBeOne && Weight >= model.ReviewThreshold;

    /// <summary>Connects their components, which are then resolved as one. A link does; so does a weaker pair across two sources that hold nobody twice, from the one-to-one threshold on: whether it is
    /// joined is decided inside the component, where every rival is seen.</summary>
    public bool IsEdge(MatchingModel model) => MayBeOne && (Weight >= model.LinkThreshold || (IsOneToOne && Weight >= model.OneToOne.Threshold));
}
