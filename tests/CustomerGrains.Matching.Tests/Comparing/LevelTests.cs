using CustomerGrains.Matching.Comparing;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Scoring;
using CustomerGrains.Matching.Standardising;

namespace CustomerGrains.Matching.Tests.Comparing;

/// <summary>Levels of addresses, identifiers, dates and given names, of records as a source writes them.</summary>
public sealed class LevelTests
{
    // House number, name of the house, street and postcode; the city is one.
    [Theory]
    [InlineData("46|John Flynn Hospital|Bambridge Street|4806", "58|John Flynn Hospital|Bambridge Street|4806", "AddressClose")]
    [InlineData("46|John Flynn Hospital|Bambridge Street|4806", "58|John Flyn nHospital|Bambrigde Street|4806", "AddressClose")]
    [InlineData("46|John Flynn Hospital|Bambridge Street|4806", "58|John Flynn Hospital||4806", "AddressStreet")]
    [InlineData("46||Bambridge Street|4806", "58||Bambridge Street|4806", "AddressStreet")]
    [InlineData("28|Moolooboola||4560", "85|Moolooboola|Smiths Road|4560", "AddressStreet")]
    [InlineData("297|Irrigation Farm||2315", "297|Irrigation Farm|Discovery Street|2315", "AddressClose")]
    [InlineData("28|Moolooboola|Smiths Road|4560", "85|Rosehill|Mill Lane|4560", "AddressPostcode")]
    public void A_named_house_stands_at_one_number(string a, string b, string level)
    {
        Assert.Equal(level, $"{LevelOf(ComparedAttribute.Address, At(a), At(b))}");
        Assert.Equal(level, $"{LevelOf(ComparedAttribute.Address, At(b), At(a))}");
    }

    [Theory]
    [InlineData("9030076", "9036067", "IdentifierTwoDigits")]
    [InlineData("1233871", "1233617", "IdentifierTwoDigits")]
    [InlineData("9030076", "9030067", "IdentifierOneDigit")]
    [InlineData("9030076", "9030089", "IdentifierDiffers")] // given out one after the other
    [InlineData("9030076", "4107592", "IdentifierDiffers")]
    [InlineData("903007", "906067", "IdentifierDiffers")] // too short for two slips
    public void Two_slips_of_a_number_are_not_another_number(string a, string b, string level) =>
        Assert.Equal(level, $"{LevelOf(ComparedAttribute.Identifier, Numbered(a), Numbered(b))}");

    [Theory]
    [InlineData("2031-11-12", "2036-11-12", "BirthDateYearDigit")]
    [InlineData("1918-07-01", "1981-07-01", "BirthDateOneDigit")] // too far apart for brothers
    [InlineData("1970-07-01", "1971-07-01", "BirthDateYearNear")]
    [InlineData("1970-07-01", "1983-07-01", "BirthDateBirthday")]
    public void A_year_that_brothers_may_be_apart_is_a_level_of_its_own(string a, string b, string level) =>
        Assert.Equal(level, $"{LevelOf(ComparedAttribute.BirthDate, Born(a), Born(b))}");

    [Theory]
    [InlineData("Jessica", "Jesdicai", "GivenClose")]
    [InlineData("Patrick", "Patricia", "GivenDiffers")] // both are names
    [InlineData("Kz", "Ka", "GivenInitial")]
    [InlineData("Ed", "Ek", "GivenDiffers")]
    public void Two_slips_do_not_turn_one_known_name_into_another(string a, string b, string level) =>
        Assert.Equal(level, $"{LevelOf(ComparedAttribute.Given, Named(a), Named(b))}");

    [Theory]
    [InlineData(null, null, "GivenMissing")]
    [InlineData(null, "Unknown", "GivenUnknown")]
    [InlineData("Baby", "Anonymous", "GivenUnknown")]
    public void A_word_that_stands_for_a_given_name_is_not_a_name_left_out(string? a, string? b, string level) =>
        Assert.Equal(level, $"{LevelOf(ComparedAttribute.Given, Named(a), Named(b))}");

    private static ComparisonLevel LevelOf(ComparedAttribute attribute, SourceRecord a, SourceRecord b)
    {
        var defaults = new SourceDefaults { Region = "AU" };
        Findings findings = default;
        PairComparer.Compare(Standardiser.Standardise(a, defaults), Standardiser.Standardise(b, defaults), MatchingModel.Default, ref findings);
        return findings[attribute].Level;
    }

    private static SourceRecord At(string written)
    {
        var parts = Array.ConvertAll(written.Split('|'), part => part.Length == 0 ? null : part);
        return new SourceRecord
        {
            Addresses = [new Address { HouseNumber = parts[0], Street = parts[2], Lines = parts[1] is { } house ? [house] : [], Postcode = parts[3], City = "Springfield" }],
        };
    }

    private static SourceRecord Numbered(string number) => new() { Identifiers = [new Identifier { Type = "member", Value = number }] };

    private static SourceRecord Born(string date) => new() { BirthDates = [date] };

    private static SourceRecord Named(string? given) => new() { Names = [new PersonName { Given = given, Surname = "Trzebiatowski" }] };
}
