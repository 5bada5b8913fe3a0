using CustomerGrains.Index.Journal;

namespace CustomerGrains.Index.Customers;

/// <summary>Gives customer numbers to clusters of records: who keeps which, who is superseded, who comes back.</summary>
/// <remarks>
/// <para>Pure. Rules, in order: the oldest customer, that is the smallest number, chooses first. A customer would go on in the cluster that holds the record it was born with, if that
/// record was still its own; else in the one that holds most of its former records (of equals, the one with the smallest record). If an older customer goes on there,
/// it takes the next best that holds one of its records; if all are taken, it is superseded by the one in its best. So a customer that loses only some of its records to an older
/// one lives on, and is whole again when they come back. A cluster where none goes on revives the number that was superseded or
/// emptied last among those born with one of its records, which is how an unmerge restores the former id. Failing that it takes the number of its smallest
/// record, and failing that a reserved one. A number whose birth record was deleted before a merge is not found again by an unmerge.</para>
/// <para>A number is only ever given or revived by a commit that holds the record it was born with, and only ever taken away by one that holds its records; the
/// compare-and-set on those records therefore guards the ledger too. Redirects cannot form a circle: each points at a customer that
/// was live when it was written, and only a customer without records is ever redirected.</para>
/// </remarks>
public static class Ledger
{
    /// <summary>Decides the numbers.</summary>
    /// <param name="former">Live or deleted records with the customer each was in (none for none).</param>
    /// <param name="entries">Entries of those customers, and dormant ones born with one of the records.</param>
    /// <param name="clusters">Live records of each cluster, ascending.</param>
    /// <param name="freshNumber">A number for a cluster that has no claim to one: tells whether the number of its smallest record was never issued.</param>
    public static LedgerDecision Decide(
        IReadOnlyDictionary<RecordNo, CustomerNo> former,
        IReadOnlyList<LedgerEntry> entries,
        IReadOnlyList<IReadOnlyList<RecordNo>> clusters,
        IReadOnlyDictionary<RecordNo, CustomerNo>? freshNumber = null)
    {
        var clusterOf = new Dictionary<RecordNo, int>();
        for (var cluster = 0; cluster < clusters.Count; cluster++)
        {
            foreach (var record in clusters[cluster])
            {
                clusterOf[record] = cluster;
            }
        }

        var members = former.Where(pair => !pair.Value.IsNone)
            .GroupBy(pair => pair.Value, pair => pair.Key)
            .ToDictionary(group => group.Key, group => group.Order().ToArray());
        var known = entries.ToDictionary(entry => entry.No);
        var numbers = new CustomerNo[clusters.Count];
        var changes = new Dictionary<CustomerNo, LedgerChange>();

        foreach (var (customer, records) in members.OrderBy(pair => pair.Key))
        {
            var born = known[customer].Born;
            var wished = ClustersOfFormer(born, records, clusterOf);
            if (wished.Count == 0)
            {
                changes[customer] = new LedgerChange(customer, CustomerState.Empty, born, default);
                continue;
            }

            var free = wished.FindIndex(cluster => numbers[cluster].IsNone);
            if (free >= 0)
            {
                numbers[wished[free]] = customer;
            }
            else
            {
                changes[customer] = new LedgerChange(customer, CustomerState.Superseded, born, numbers[wished[0]]);
            }
        }

        var unnumbered = new List<RecordNo>();
        for (var cluster = 0; cluster < clusters.Count; cluster++)
        {
            if (!numbers[cluster].IsNone)
            {
                continue;
            }

            var smallest = clusters[cluster][0];
            var born = smallest;
            if (MostRecentDormant(entries, clusterOf, cluster) is { } revived)
            {
                numbers[cluster] = revived.No;
                born = revived.Born;
            }
            else if (freshNumber is not null && freshNumber.TryGetValue(smallest, out var fresh))
            {
                numbers[cluster] = fresh;
            }
            else
            {
                unnumbered.Add(smallest);
                continue;
            }

            changes[numbers[cluster]] = new LedgerChange(numbers[cluster], CustomerState.Live, born, default);
        }

        return new LedgerDecision(numbers, [.. changes.Values.OrderBy(change => change.No)], unnumbered);
    }

    /// <summary>Clusters that hold records of a customer, the one it would best go on in first.</summary>
    private static List<int> ClustersOfFormer(RecordNo born, RecordNo[] records, Dictionary<RecordNo, int> clusterOf)
    {
        var home = Array.BinarySearch(records, born) >= 0 && clusterOf.TryGetValue(born, out var cluster) ? cluster : -1;

        // Records ascend and the sort is stable, so of equals the one with the smallest record is first.
        return [.. records.Where(clusterOf.ContainsKey)
            .GroupBy(record => clusterOf[record])
            .OrderByDescending(group => group.Key == home)
            .ThenByDescending(group => group.Count())
            .Select(group => group.Key)];
    }

    private static LedgerEntry? MostRecentDormant(IReadOnlyList<LedgerEntry> entries, Dictionary<RecordNo, int> clusterOf, int cluster)
    {
        LedgerEntry? best = null;
        foreach (var entry in entries)
        {
            if (entry.State != CustomerState.Live
                && clusterOf.TryGetValue(entry.Born, out var home)
                && home == cluster
                && (best is not { } chosen || (entry.ChangedAt, entry.No.Value).CompareTo((chosen.ChangedAt, chosen.No.Value)) > 0))
            {
                best = entry;
            }
        }

        return best;
    }
}

/// <summary>Numbers of clusters.</summary>
/// <param name="Numbers">Per cluster its customer; none for those in <paramref name="Unnumbered"/>.</param>
/// <param name="Changes">Entries to write.</param>
/// <param name="Unnumbered">Smallest record of each cluster that still needs a number: its own when it was never issued, else a reserved one.</param>
public sealed record LedgerDecision(CustomerNo[] Numbers, IReadOnlyList<LedgerChange> Changes, IReadOnlyList<RecordNo> Unnumbered);
