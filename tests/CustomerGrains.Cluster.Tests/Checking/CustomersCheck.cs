using CustomerGrains.Index.Customers;
using CustomerGrains.Stores.Verifying;

namespace CustomerGrains.Cluster.Tests.Checking;

/// <summary>Every customer id that anybody was ever told leads to a live customer or to one whose records were deleted.</summary>
internal static class CustomersCheck
{
    private const string Name = "ids";

    public static IEnumerable<StoreFinding> Run(Heard heard, HeldStore held)
    {
        foreach (var id in heard.Entries.SelectMany(entry => entry.Customers).Distinct(StringComparer.Ordinal))
        {
            if (!CustomerId.TryParse(id, out var customer))
            {
                yield return new StoreFinding(Name, $"'{id}' was given as a customer's id and is none.");
            }
            else if (Follow(customer.No.Value, held) is { } wrong)
            {
                yield return new StoreFinding(Name, $"Customer {id} was told to somebody, but {wrong}.");
            }
        }
    }

    private static string? Follow(long customer, HeldStore held)
    {
        var seen = new HashSet<long>();
        while (held.Ledger.TryGetValue(customer, out var entry))
        {
            if (!seen.Add(customer))
            {
                return "following it goes round in a circle";
            }

            if (entry.State != 2)
            {
                return null;
            }

            customer = entry.SupersededBy;
        }

        return $"customer {customer} was never issued";
    }
}
