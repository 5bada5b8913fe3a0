using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Comparing;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Scoring;
using CustomerGrains.Matching.Tests.Scoring;

namespace CustomerGrains.Matching.Tests.Blocking;

public sealed class BlockingSchemesTests
{
    private static readonly KeyHasher Hasher = new([9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 1, 2, 3, 4, 5, 6]);

    [Fact]
    public void Keys_are_ascending_and_distinct_and_search_keys_are_others() => Seeded.Run(500, random =>
    {
        var keys = BlockingSchemes.Derive(new RandomRecords(random).Next(), Hasher);
        Assert.Equal(keys.Keys.Distinct().Order(), keys.Keys);
        Assert.Equal(keys.SearchKeys.Distinct().Order(), keys.SearchKeys);
        Assert.Empty(keys.Keys.Intersect(keys.SearchKeys));
    });

    [Fact]
    public void Every_key_knows_its_scheme() => Seeded.Run(300, random =>
    {
        var record = new RandomRecords(random).Next();
        Assert.All(BlockingSchemes.Derive(record, Hasher).Keys, key => Assert.Contains(BlockingSchemes.SchemeOf(record, key, Hasher), HotKeys.Schemes));
    });

    [Fact]
    public void A_key_of_another_secret_is_no_key_of_the_record()
    {
        var record = Person("olivia", "jones", new DateFeature(1970, 3, 14));
        var other = new KeyHasher(new byte[KeyHasher.SecretLength]);
        Assert.All(BlockingSchemes.Derive(record, other).Keys, key => Assert.Null(BlockingSchemes.SchemeOf(record, key, Hasher)));
    }

    [Fact]
    public void Names_and_dates_written_the_other_way_round_still_meet()
    {
        var date = new DateFeature(1970, 3, 4);
        var straight = Person("olivia", "jones", date);
        Assert.Contains("name and birth date", BlockingSchemes.SharedSchemes(straight, Person("jones", "olivia", date)));
        Assert.Contains("name and birth date", BlockingSchemes.SharedSchemes(straight, Person("olivia", "jones", new DateFeature(1970, 4, 3))));
    }

    [Fact]
    public void A_birth_date_or_a_full_name_alone_brings_nobody_together()
    {
        Assert.Empty(BlockingSchemes.SharedSchemes(Person("olivia", "jones", new DateFeature(1970, 3, 14)), Person("robert", "smith", new DateFeature(1970, 3, 14))));
        Assert.Empty(BlockingSchemes.SharedSchemes(Person("olivia", "jones", default), Person("olivia", "jones", default)));
    }

    [Fact]
    public void A_date_that_stands_for_unknown_makes_no_key_of_its_own()
    {
        var unknown = new DateFeature(1900, 1, 1, IsDefault: true);
        Assert.DoesNotContain("name and birth date", BlockingSchemes.SharedSchemes(Person("olivia", "jones", unknown), Person("olivia", "smith", unknown)));
    }

    [Fact]
    public void A_record_with_very_many_values_has_a_bounded_number_of_keys()
    {
        var record = new RecordFeatures { Type = RecordType.Person, Phones = [.. Enumerable.Range(0, 5000).Select(i => new PhoneFeature($"+44113200{i:0000}", false, true))] };
        Assert.Equal(KeyCollector.KeysMax, BlockingSchemes.Derive(record, Hasher).Keys.Length);
    }

    [Fact]
    public void A_shared_phone_is_no_secondary_trait_at_its_own_key()
    {
        // Goal: a hot phone number is split although all its records share it. Method: two people who share nothing else.
        PhoneFeature[] phones = [new("+441132000001", false, true)];
        var a = new RecordFeatures { Type = RecordType.Person, Phones = phones, Names = [RandomRecords.Name("olivia", "jones")] };
        var b = new RecordFeatures { Type = RecordType.Person, Phones = phones, Names = [RandomRecords.Name("robert", "smith")] };
        var key = Assert.Single(BlockingSchemes.Derive(a, Hasher).Keys);
        Assert.Equal("phone", BlockingSchemes.SchemeOf(a, key, Hasher));
        Assert.Empty(BlockingSchemes.SecondaryTraits(a, key, Hasher).Intersect(BlockingSchemes.SecondaryTraits(b, key, Hasher)));
        Assert.NotEmpty(BlockingSchemes.SecondaryTraits(a, default, Hasher).Intersect(BlockingSchemes.SecondaryTraits(b, default, Hasher)));
    }

    private static RecordFeatures Person(string given, string surname, DateFeature date) => new()
    {
        Type = RecordType.Person,
        Names = [RandomRecords.Name(given, surname)],
        BirthDates = date.IsKnown ? [date] : [],
    };

    [Fact]
    public void Birth_dates_that_support_each_other_share_a_trait()
    {
        // Goal: a split hot key compares whatever can count as a second agreement. Method: random dates, most of them near each other.
        var seen = new Dictionary<ComparisonLevel, int>();
        Seeded.Run(20, random =>
        {
            for (var i = 0; i < 1000; i++)
            {
                var first = new DateTime(1900, 1, 2, 0, 0, 0, DateTimeKind.Unspecified).AddDays(random.Next(45_000));
                var second = first.AddDays(random.Next(-45, 46)).AddYears(random.Next(3) == 0 ? random.Next(-1, 2) : 10 * random.Next(-1, 2));
                var (a, b) = (Born(first), Born(second));
                Findings findings = default;
                PairComparer.Compare(a, b, MatchingModel.Default, ref findings);
                var level = findings[ComparedAttribute.BirthDate].Level;
                seen[level] = seen.GetValueOrDefault(level) + 1;
                if (level.SharesTrait())
                {
                    Assert.True(BlockingSchemes.SecondaryTraits(a, default, Hasher).Intersect(BlockingSchemes.SecondaryTraits(b, default, Hasher)).Any(), $"{level}: {first:yyyy-MM-dd} {second:yyyy-MM-dd}");
                }
            }
        });
        Assert.All([ComparisonLevel.BirthDateNear, ComparisonLevel.BirthDateLoose, ComparisonLevel.BirthDateOneDigit, ComparisonLevel.BirthDateTwoParts], level => Assert.True(seen[level] > 50, $"{level}"));
    }

    private static RecordFeatures Born(DateTime date) =>
        new() { Type = RecordType.Person, BirthDates = [new DateFeature((short)date.Year, (byte)date.Month, (byte)date.Day, IsDefault: date is { Month: 1, Day: 1 })] };
}
