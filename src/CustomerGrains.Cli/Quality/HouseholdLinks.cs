using System.Globalization;
using CustomerGrains.Cli.Evaluating;

namespace CustomerGrains.Cli.Quality;

/// <summary>Wrong links within a household of a census: two members with one address and surname in one year.</summary>
internal static class HouseholdLinks
{
    /// <summary>Share of the pairs within households that were kept apart. A census has everybody once a year, so all of them are two people.</summary>
    public static IEnumerable<QualityFigure> Of(string set, LabelledBatch batch, FoundPartition found)
    {
        var (pairs, wrong) = (0L, 0L);
        foreach (var household in Enumerable.Range(0, batch.Records.Length).GroupBy(i => HouseholdOf(batch.Records[i])).Where(household => household.Key is not null))
        {
            int[] members = [.. household];
            for (var x = 1; x < members.Length; x++)
            {
                for (var y = 0; y < x; y++)
                {
                    if (batch.ClusterOf[members[x]] != batch.ClusterOf[members[y]])
                    {
                        pairs++;
                        wrong += found.Together(members[x], members[y]) ? 1 : 0;
                    }
                }
            }
        }

        yield return new QualityFigure(set, "households apart", pairs == 0 ? 1 : 1 - ((double)wrong / pairs),
            string.Create(CultureInfo.InvariantCulture, $"{wrong:N0} wrong links among {pairs:N0} pairs of one address, surname and year"));
    }

    private static string? HouseholdOf(EvaluatedRecord record) => record.Record.Names.Length > 0 && record.Record.Addresses.Length > 0
        && record.Record.Addresses[0] is { Street: not null, HouseNumber: not null } address && record.Other("year") is { } year
        ? string.Join('|', year, record.Record.Names[0].Surname, address.HouseNumber, address.Street, address.Unit, address.City, address.Postcode)
        : null;
}
