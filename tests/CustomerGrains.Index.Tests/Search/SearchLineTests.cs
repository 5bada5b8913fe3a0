using CustomerGrains.Index.Customers;
using CustomerGrains.Index.Journal;
using CustomerGrains.Index.Search;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Index.Tests.Search;

public sealed class SearchLineTests
{
    [Fact]
    public void A_mixed_line_is_taken_apart()
    {
        var line = SearchLine.Parse("margaret okonkwo 12/03/1961, sw1a 1aa 07700 900123 m.okonkwo@example.org");
        Assert.Equal<string>(["margaret", "okonkwo"], line.NameWords);
        Assert.Equal<string>(["12/03/1961"], line.Dates);
        Assert.Equal<string>(["sw1a 1aa"], line.Postcodes);
        Assert.Equal<string>(["07700 900123"], line.Phones);
        Assert.Equal<string>(["m.okonkwo@example.org"], line.Emails);
        Assert.Empty(line.Codes);
    }

    [Theory]
    [InlineData("12 March 1961")]
    [InlineData("1961-03-12")]
    [InlineData("12.3.61")]
    [InlineData("3rd Sept 1984")]
    public void Dates_are_seen_in_the_usual_forms(string typed) => Assert.Equal<string>([typed], SearchLine.Parse($"okonkwo {typed}").Dates);

    [Fact]
    public void A_customer_id_is_seen_anywhere_in_the_line()
    {
        var id = new CustomerId(new CustomerNo(42)).ToString();
        Assert.Equal(new CustomerNo(42), SearchLine.Parse($"please look at {id.ToLowerInvariant()} today").Customer);
    }

    [Fact]
    public void A_customer_id_with_a_wrong_check_character_names_nobody()
    {
        var id = new CustomerId(new CustomerNo(42)).ToString();
        var wrong = id[..^1] + (id[^1] == 'A' ? 'B' : 'A');
        Assert.True(SearchLine.Parse(wrong).Customer.IsNone);
    }

    [Fact]
    public void A_record_is_named_by_source_and_id() =>
        Assert.Equal(new RecordIdentity("housing", "T-100/7"), SearchLine.Parse("housing:T-100/7").Record);

    [Fact]
    public void A_word_of_letters_and_digits_is_a_code() => Assert.Equal<string>(["QQ123456C"], SearchLine.Parse("QQ123456C okonkwo").Codes);

    [Fact]
    public void Four_digits_may_be_a_birth_year() =>
        Assert.Equal<string>(["1961", "2004"], SearchLine.Parse("okonkwo 1961, 3000, 2004, 90210, 1234").Years);

    [Fact]
    public void Anything_at_all_is_taken_apart_without_failing()
    {
        foreach (var typed in new[] { "", " ", ":", "@@@", "((((((((", "\u202e\u0000", new string('9', 5000), "+++", "C-", "12/", "-1-1-1-1-1-1-" })
        {
            Assert.NotNull(SearchLine.Parse(typed));
        }
    }
}
