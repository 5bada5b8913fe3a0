using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Standardising;

namespace CustomerGrains.Matching.Tests.Standardising;

public sealed class HostileInputTests
{
    private const int Megabytes10 = 10 * 1024 * 1024;

    public static TheoryData<string> Fillings => ["a", " ", "\0", "é", "\u202e", "\ud800", "王", "(", "\"", ",", "1", "@", "#", "-", "a ", "'", "/1", "née ", "st "];

    // Goal: size costs no memory, and with it no time. Method: 10 MB in every field; features and allocations must stay far below what one copy would take.
    [Theory]
    [MemberData(nameof(Fillings))]
    public void Ten_megabytes_in_every_field_are_survived(string filling)
    {
        var huge = string.Create(Megabytes10, filling, static (text, pattern) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                text[i] = pattern[i % pattern.Length];
            }
        });
        var record = new SourceRecord
        {
            Names = [new PersonName { Full = huge }, new PersonName { Given = huge, Middle = huge, Surname = huge, Prefix = huge, Suffix = huge }],
            OrganisationNames = [new OrganisationName(huge)],
            BirthDates = [huge],
            Gender = huge,
            Addresses = [new Address { Lines = [huge, huge] }, new Address { HouseNumber = huge, Street = huge, Unit = huge, City = huge, State = huge, Postcode = huge, Country = huge, Type = huge }],
            Phones = [new Phone(huge, huge)],
            Emails = [huge],
            Identifiers = [new Identifier { Type = huge, Value = huge, Issuer = huge }],
            Accounts = [new Account(huge, huge)],
            Websites = [huge],
            Employers = [huge],
            BirthPlaces = [huge],
            Nationalities = [huge],
            RegistrationCountry = huge,
            Traits = [new Trait(huge, TraitKind.Text, huge), new Trait("n", TraitKind.Number, huge), new Trait("e", TraitKind.Exact, huge), new Trait("d", TraitKind.Date, huge)],
        };
        // Tables (transliteration, nicknames, numbering plans) are loaded when first needed and stay; only what each record costs counts.
        Standardiser.Standardise(record, new SourceDefaults());
        var before = GC.GetAllocatedBytesForCurrentThread();
        var features = Standardiser.Standardise(record, new SourceDefaults());
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(FeaturesCodec.Encode(features).Length < 64 * 1024, "Features of a huge record are huge.");
        Assert.True(allocated < Megabytes10 / 4, $"Standardising allocated {allocated} bytes.");
    }

    [Fact]
    public void Only_the_first_values_of_an_attribute_are_read()
    {
        var record = new SourceRecord { Phones = [.. Enumerable.Range(0, 10_000).Select(i => new Phone($"020 7946 {i:0000}"))] };
        Assert.Equal(Standardiser.ValuesMax, Standardiser.Standardise(record, new SourceDefaults()).Phones.Length);
    }

    [Fact]
    public void Missing_arrays_and_nulls_are_survived()
    {
        var record = new SourceRecord
        {
            Names = default,
            Emails = [null!],
            Phones = [new Phone(null!)],
            Addresses = [new Address { Lines = default }, new Address { Lines = [null!] }],
            Identifiers = [new Identifier { Type = null!, Value = null! }],
            Traits = [new Trait(null!, TraitKind.Exact, null!)],
        };
        var features = Standardiser.Standardise(record, new SourceDefaults());
        Assert.Empty(features.Phones);
        Assert.Empty(features.Addresses);
        Assert.Empty(features.Traits);
        Assert.Equal(SourceRecordCodec.Encode(new SourceRecord { Emails = [""] }), SourceRecordCodec.Encode(new SourceRecord { Emails = [null!] }));
    }

    [Theory]
    [InlineData("12.50", 12_500_000L)]
    [InlineData("-3", -3_000_000L)]
    [InlineData("1,234.5678901", 1_234_567_890L)]
    [InlineData("abc", null)]
    [InlineData("99999999999999999999", null)]
    [InlineData("", null)]
    public void Number_traits_are_millionths(string written, long? millionths) => Assert.Equal(
        millionths,
        Standardiser.Standardise(new SourceRecord { Traits = [new Trait("n", TraitKind.Number, written)] }, new SourceDefaults()).Traits.SingleOrDefault()?.Millionths);
}
