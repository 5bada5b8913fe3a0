using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Scoring;
using CustomerGrains.Matching.Tests.Scoring;
using CustomerGrains.Matching.Training;

namespace CustomerGrains.Matching.Tests.Training;

public sealed class ValueFrequenciesTests
{
    private static readonly FrequencyTable Prior = new(1200, new Dictionary<string, int> { ["smith"] = 630, ["jones"] = 650 });

    [Fact]
    public void Many_customers_say_how_common_a_name_is()
    {
        var table = ValueFrequencies.Table(Counts(("garcia", 2500), ("smith", 10)), 10_000, Prior);
        Assert.InRange(table.WeightOf("garcia"), 198, 204);
        Assert.InRange(table.WeightOf("smith"), 940, 1000);
    }

    [Fact]
    public void Few_customers_leave_the_default_table_nearly_as_it_is()
    {
        var table = ValueFrequencies.Table(Counts(("brown", 1)), 4, Prior);
        Assert.InRange(table.WeightOf("smith"), 625, 645);
        Assert.InRange(table.Rest, 1190, 1200);
        Assert.Equal(table.Rest, table.WeightOf("brown"));
    }

    [Fact]
    public void Names_of_fewer_than_three_customers_share_the_weight_of_their_collisions()
    {
        // 400 names of two customers each, among 1,000: given one of them, another customer has it with a chance of about 1 in 999, and nothing else is known.
        var table = ValueFrequencies.Table(Counts([.. Enumerable.Range(0, 400).Select(i => ($"name{i:d3}", 2.0))]), 1000, Prior);
        Assert.InRange(table.Rest, 990, 1005);
        Assert.Equal(table.Rest, table.WeightOf("name007"));
        Assert.Equal(table.Rest, table.WeightOf("never seen"));
    }

    [Fact]
    public void A_name_does_not_weigh_more_than_one_that_is_in_no_table()
    {
        var table = ValueFrequencies.Table(Counts([.. Enumerable.Range(0, 400).Select(i => ($"name{i:d3}", 2.0)), ("smith", 1.0)]), 1000, new FrequencyTable(400, Prior.Values));
        Assert.All(table.Values.Values, weight => Assert.True(weight < table.Rest));
    }

    [Fact]
    public void Ten_records_of_one_customer_do_not_make_a_name_common()
    {
        RecordFeatures[] records = [.. Enumerable.Range(0, 60).Select(i => Named("olga", i < 30 ? "quist" : $"other{(char)('a' + (i % 26))}{i}"))];
        int[] apart = [.. Enumerable.Range(0, 60)];
        int[] together = [.. apart.Select(i => i < 30 ? 0 : i)];
        Assert.True(ValueFrequencies.Surnames(records, apart, Prior).WeightOf("quist") < 250);
        var table = ValueFrequencies.Surnames(records, together, Prior);
        Assert.Equal(table.Rest, table.WeightOf("quist"));
    }

    [Fact]
    public void The_parts_of_a_double_surname_are_counted_too()
    {
        var records = Enumerable.Range(0, 40).Select(i => Double("garcia", $"m{(char)('a' + (i % 26))}{i}")).ToArray();
        var table = ValueFrequencies.Surnames(records, [.. Enumerable.Range(0, 40)], Prior);
        Assert.True(table.WeightOf("garcia") < 200, $"{table.WeightOf("garcia")}");
        Assert.Equal(table.Rest, table.WeightOf("garciama0"));
    }

    private static SortedDictionary<string, double> Counts(params (string Value, double Customers)[] counts)
    {
        var sorted = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var (value, customers) in counts)
        {
            sorted[value] = customers;
        }

        return sorted;
    }

    private static RecordFeatures Named(string given, string surname) => new() { Type = RecordType.Person, Names = [RandomRecords.Name(given, surname)] };

    private static RecordFeatures Double(string first, string second) => new()
    {
        Type = RecordType.Person,
        Names = [new NameFeature { Type = NameType.Primary, Given = [RandomRecords.Token("olga")], FirstCount = 1, Surname = [RandomRecords.Token(first), RandomRecords.Token(second)], SurnameJoined = first + second }],
    };
}
