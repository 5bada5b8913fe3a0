using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Evaluating;

namespace CustomerGrains.Index.ModelChange;

/// <summary>Compares two groupings of the same records. Pure.</summary>
/// <param name="Kind">What happens to the customers.</param>
/// <param name="Members">Positions of all records of the customers, ascending.</param>
/// <param name="Customers">How many customers they are in.</param>
internal sealed record PartitionDiff(ModelDiffKind Kind, IReadOnlyList<int> Members, int Customers)
{
    /// <summary>The smallest sets of records that are groups of both, where the two differ.</summary>
    /// <param name="customerOf">Per record its customer.</param>
    /// <param name="groupOf">Per record the group it would be in.</param>
    public static IEnumerable<PartitionDiff> Between(IReadOnlyList<CustomerNo> customerOf, IReadOnlyList<int> groupOf)
    {
        var sets = new DisjointSets(customerOf.Count);
        var firstOfCustomer = new Dictionary<CustomerNo, int>();
        var firstOfGroup = new Dictionary<int, int>();
        for (var i = 0; i < customerOf.Count; i++)
        {
            if (!firstOfCustomer.TryAdd(customerOf[i], i))
            {
                sets.Join(firstOfCustomer[customerOf[i]], i);
            }

            if (!firstOfGroup.TryAdd(groupOf[i], i))
            {
                sets.Join(firstOfGroup[groupOf[i]], i);
            }
        }

        foreach (var set in Enumerable.Range(0, customerOf.Count).GroupBy(sets.Find))
        {
            int[] members = [.. set];
            var customers = members.Select(i => customerOf[i]).Distinct().Count();
            var groups = members.Select(i => groupOf[i]).Distinct().Count();
            if (customers > 1 || groups > 1)
            {
                yield return new PartitionDiff(groups == 1 ? ModelDiffKind.Merge : customers == 1 ? ModelDiffKind.Split : ModelDiffKind.Regrouping, members, customers);
            }
        }
    }
}
