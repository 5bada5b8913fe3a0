using CustomerGrains.Portal.Wording;
using CustomerGrains.V1;

namespace CustomerGrains.Portal.Tests.Wording;

public sealed class WordsTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a", "a")]
    [InlineData("a b", "a and b")]
    [InlineData("a b c", "a, b and c")]
    public void Lists_read_as_a_sentence_does(string parts, string expected) =>
        Assert.Equal(expected, Words.List(parts.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    [Fact]
    public void Counts_agree_with_their_noun()
    {
        Assert.Equal("1 record", Words.Count(1, "record", "records"));
        Assert.Equal("12,034 records", Words.Count(12034, "record", "records"));
    }

    [Fact]
    public void Sources_are_named_once_with_their_number_of_records()
    {
        var customer = new Customer();
        foreach (var source in new[] { "housing", "benefits", "housing" })
        {
            customer.Records.Add(new CustomerRecord { Key = new RecordKey { Source = source, RecordId = "1" } });
        }

        Assert.Equal("benefits, housing (2)", Words.Sources(customer));
    }
}
