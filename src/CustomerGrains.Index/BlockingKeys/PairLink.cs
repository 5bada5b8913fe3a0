using CustomerGrains.Index.Hosting;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Resolving;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Index.BlockingKeys;

/// <summary>Scores two revisions that share a key.</summary>
internal static class PairLink
{
    /// <summary>The pair as a link; null below the review threshold, or when a conflict forbids that they are one.</summary>
    public static Link? Of(RecordEntry a, RecordEntry b, MatchingModel model)
    {
        var pair = JudgedPair.Of(new ComponentMember(a.Identity, a.Features), new ComponentMember(b.Identity, b.Features), model);
        if (!pair.IsPossible(model))
        {
            return null;
        }

        var kind = pair.IsEdge(model) ? LinkKind.Edge : LinkKind.Possible;
        return a.Revision.No.CompareTo(b.Revision.No) < 0 ? new Link(a.Revision, b.Revision, pair.Weight, kind) : new Link(b.Revision, a.Revision, pair.Weight, kind);
    }
}
