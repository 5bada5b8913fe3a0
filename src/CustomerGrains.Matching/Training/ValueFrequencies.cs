using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Matching.Training;

/// <summary>Learns how frequent names and words are among customers (Winkler 1989: agreement on a value weighs log2(1/frequency)).</summary>
/// <remarks>
/// A value is counted by customers and not by records, because ten records of one person must not make a rare name common. Values seen with fewer than
/// <see cref="CustomersMin"/> customers share one weight, the rest: their frequency is not known one by one, but how often two customers agree on any of them is (the chance of
/// collision), and that is what the weight of an agreement is about. The default model's table stands behind the data: for a value it names as so many customers, for the rest as so many pairs.
/// </remarks>
internal static class ValueFrequencies
{
    /// <summary>Customers that must have a value for it to be listed.</summary>
    public const int CustomersMin = 3;

    /// <summary>How many customers the default table counts for.</summary>
    public const double PriorCustomers = 100;

    /// <summary>How many pairs of customers with rare values the default rest counts for.</summary>
    private const double PriorPairs = 5000;

    /// <summary>Nothing is so common that agreement on it says nothing, nor so rare that it says more than this, in hundredths of a bit.</summary>
    private const int WeightMin = 50;
    private const int WeightMax = 1800;

    public static FrequencyTable GivenNames(RecordFeatures[] records, int[] customerOf, FrequencyTable prior) =>
        Learn(records, customerOf, prior, record => record.Names.Where(name => name.Given is [{ IsInitial: false }, ..]).Select(name => new[] { name.Given[0].Text }));

    public static FrequencyTable Surnames(RecordFeatures[] records, int[] customerOf, FrequencyTable prior) =>
        Learn(records, customerOf, prior, record => record.Names.Where(name => name.Surname.Length > 0 && !name.Surname[0].IsInitial).Select(WordsOf));

    public static FrequencyTable OrganisationWords(RecordFeatures[] records, int[] customerOf, FrequencyTable prior) =>
        Learn(records, customerOf, prior, record => record.OrganisationNames.Select(name => name.Words));

    // Of a double surname both the whole and its parts are agreed on.
    private static string[] WordsOf(NameFeature name) =>
        name.Surname.Length == 1 ? [name.SurnameJoined ?? name.Surname[0].Text] : [name.SurnameJoined ?? "", .. name.Surname.Select(word => word.Text)];

    private static FrequencyTable Learn(RecordFeatures[] records, int[] customerOf, FrequencyTable prior, Func<RecordFeatures, IEnumerable<string[]>> valuesOf)
    {
        var namesOf = new Dictionary<int, int>();
        var seen = new Dictionary<(string Value, int Customer), int>();
        for (var i = 0; i < records.Length; i++)
        {
            foreach (var values in valuesOf(records[i]))
            {
                namesOf[customerOf[i]] = namesOf.GetValueOrDefault(customerOf[i]) + 1;
                foreach (var value in values.Distinct(StringComparer.Ordinal))
                {
                    seen[(value, customerOf[i])] = seen.GetValueOrDefault((value, customerOf[i])) + 1;
                }
            }
        }

        if (namesOf.Count < CustomersMin)
        {
            return prior;
        }

        // Of a customer written in two ways each way counts half.
        var customersOf = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var value in seen.OrderBy(entry => entry.Key.Value, StringComparer.Ordinal).ThenBy(entry => entry.Key.Customer))
        {
            customersOf[value.Key.Value] = customersOf.GetValueOrDefault(value.Key.Value) + ((double)value.Value / namesOf[value.Key.Customer]);
        }

        return Table(customersOf, namesOf.Count, prior);
    }

    /// <summary>The table of values that so many customers have, of all customers there are.</summary>
    internal static FrequencyTable Table(SortedDictionary<string, double> customersOf, int customers, FrequencyTable prior)
    {
        var rare = 0.0;
        var collisions = 0.0;
        foreach (var (_, count) in customersOf)
        {
            if (count < CustomersMin)
            {
                rare += count;
                collisions += count * Math.Max(0, count - 1);
            }
        }

        // Of two customers, the first of which has a rare value, so often the other has it too.
        var rest = (collisions + (PriorPairs * double.Exp2(-prior.Rest / 100.0))) / ((rare * (customers - 1)) + PriorPairs);
        var restWeight = Weight(rest);
        var weights = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var value in prior.Values.Keys.Union(customersOf.Keys, StringComparer.Ordinal))
        {
            var count = customersOf.GetValueOrDefault(value);
            var listed = prior.Values.ContainsKey(value);
            if (!listed && count < CustomersMin)
            {
                continue;
            }

            var expected = listed ? double.Exp2(-prior.WeightOf(value) / 100.0) : rest;
            var weight = Weight((count + (PriorCustomers * expected)) / (customers + PriorCustomers));
            if (weight < restWeight)
            {
                weights[value] = weight;
            }
        }

        return new FrequencyTable(restWeight, weights);
    }

    private static int Weight(double frequency) => Math.Clamp((int)Math.Round(-100 * Math.Log2(frequency), MidpointRounding.AwayFromZero), WeightMin, WeightMax);
}
