using CustomerGrains.Index.Journal;

namespace CustomerGrains.Stores.Writing;

internal sealed partial class JournalBatch
{
    private void StoreLinks(ResolutionCommit commit, CommitPlan plan, HashSet<(RecordNo A, RecordNo B)> touched)
    {
        DeleteUnblocked(plan, commit.UnblockedLinks);
        StoreLinks(commit.Links, plan, touched);
        StoreLinks(commit.UnblockedLinks, plan, touched);
    }

    private void StoreLinks(IReadOnlyList<Link> links, CommitPlan plan, HashSet<(RecordNo A, RecordNo B)> touched)
    {
        foreach (var link in links)
        {
            if (IsCurrent(link.A, plan) && IsCurrent(link.B, plan))
            {
                rows.PutLink(link);
                touched.Add((link.A.No, link.B.No));
            }
        }
    }

    /// <summary>Takes out the unblocked links between the records of the commit that it does not name again.</summary>
    private void DeleteUnblocked(CommitPlan plan, IReadOnlyList<Link> replacements)
    {
        if (plan.Rows.Count < 2)
        {
            return;
        }

        var kept = replacements.Select(link => (link.A.No, link.B.No)).ToHashSet();
        foreach (var a in plan.Rows.Keys)
        {
            foreach (var b in rows.UnblockedWith(a))
            {
                if (plan.Rows.ContainsKey(b) && !kept.Contains((a, b)))
                {
                    CountReviewPairs(-rows.DeleteLink(a, b));
                }
            }
        }
    }

    /// <summary>Takes out the links that were scored under a former model: those of records which this commit places under the model in force for the first time, with records
    /// that were not placed under it either.</summary>
    /// <remarks>So a link with at least one end under the model in force was always scored under it. Done before rows change: what the other record is placed under is as of before this commit.</remarks>
    private void DeleteFormerLinks(ResolutionCommit commit, CommitPlan plan)
    {
        if (!Numbers.IsModelUnderWay)
        {
            return;
        }

        foreach (var (record, row) in plan.Rows)
        {
            if (row.Before.Model != commit.Model)
            {
                CountReviewPairs(-rows.DeleteFormerLinks(record, commit.Model));
            }
        }
    }

    private bool IsCurrent(RecordRevision record, CommitPlan plan)
    {
        if (plan.Rows.TryGetValue(record.No, out var known))
        {
            return known.Before.IsLive && known.Before.Revision == record.Revision;
        }

        return rows.TryReadPlaced(record.No, out var row) && row.IsLive && row.Revision == record.Revision;
    }

    /// <summary>Decides anew which links are for review: those written, and those of records that changed customer.</summary>
    private void RefreshReviews(CommitPlan plan, HashSet<(RecordNo A, RecordNo B)> touched)
    {
        foreach (var (record, row) in plan.Rows)
        {
            if (row.Before.Customer != row.NewCustomer)
            {
                touched.UnionWith(rows.LinkedWith(record));
            }
        }

        foreach (var (a, b) in touched)
        {
            CountReviewPairs(rows.RefreshReview(a, b));
        }
    }
}
