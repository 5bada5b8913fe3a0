using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Evaluating;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Scoring;
using CustomerGrains.Matching.Tests.Scoring;

namespace CustomerGrains.Matching.Tests.Blocking;

public sealed class RareNamesTests
{
    private const string Scheme = "rare full name";
    private static readonly KeyHasher Hasher = new([9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 1, 2, 3, 4, 5, 6]);

    [Theory]
    [InlineData("reuben", "davies")]
    [InlineData("davies", "reuben")]
    [InlineData("rueben", "davvies")]
    [InlineData("reubben", "davyes")]
    public void A_rare_full_name_brings_records_together_that_share_nothing_else(string given, string surname) =>
        Assert.Equal([Scheme], BlockingSchemes.SharedSchemes(Person("reuben", "davies", new DateFeature(1986, 12, 21)), Person(given, surname, new DateFeature(1996, 3, 16))));

    [Theory]
    [InlineData("robert", "smith")]
    [InlineData("olivia", "jones")]
    [InlineData("olyvia", "jhones")]
    [InlineData("j", "davies")]
    [InlineData("li", "lee")]
    public void A_common_name_a_slip_of_one_an_initial_and_short_words_do_not(string given, string surname) =>
        Assert.Empty(BlockingSchemes.SharedSchemes(Person(given, surname, default), Person(given, surname, default)));

    [Fact]
    public void Records_that_would_share_the_key_agree_on_whether_there_is_one() => Seeded.Run(2000, random =>
    {
        // Goal: a pair never misses because one spelling is listed and the other is not. Method: listed and made-up words with vowels exchanged and letters doubled, in either order.
        var (given, surname) = (Word(random, MatchingModel.Default.GivenNames), Word(random, MatchingModel.Default.Surnames));
        var (otherGiven, otherSurname) = (Respelt(random, given), Respelt(random, surname));
        Assert.Equal(RareNames.Are(given, surname), RareNames.Are(surname, given));
        if (given.Skeleton.Consonants == otherGiven.Skeleton.Consonants && surname.Skeleton.Consonants == otherSurname.Skeleton.Consonants
            && given.Skeleton.Consonants != 0 && surname.Skeleton.Consonants != 0)
        {
            Assert.Equal(RareNames.Are(given, surname), RareNames.Are(otherGiven, otherSurname));
        }
    });

    [Fact]
    public void A_name_that_more_records_share_than_the_crowd_limit_is_not_rare()
    {
        // Goal: the tables may not know a name that is common here. Method: namesakes of whom nothing else is known, one within and one beyond the limit.
        var people = Enumerable.Range(0, 6).Select(i => new BatchRecord(new RecordIdentity("s", $"{i}"), Person("reuben", "davies", default))).ToArray();
        Assert.NotEmpty(BatchResolver.Resolve(people[..5], [], MatchingModel.Default, Hasher, crowdLimit: 5).ReviewPairs);
        Assert.Empty(BatchResolver.Resolve(people, [], MatchingModel.Default, Hasher, crowdLimit: 5).ReviewPairs);
    }

    [Fact]
    public void Keys_of_rare_names_stay_as_they_are_stored()
    {
        // Goal: whoever changes the tables of the built-in model or the skeleton of a word learns that stored keys no longer fit. Method: every listed name with every tenth other, summed up.
        var sum = 0UL;
        foreach (var given in MatchingModel.Default.GivenNames.Values.Keys.Order(StringComparer.Ordinal))
        {
            foreach (var surname in MatchingModel.Default.Surnames.Values.Keys.Order(StringComparer.Ordinal).Where((_, i) => i % 10 == 0))
            {
                var person = Person(given, surname, default);
                foreach (var key in BlockingSchemes.Derive(person, Hasher).Keys)
                {
                    sum = (sum * 31) + key.Value;
                }
            }
        }

        Assert.Equal(11486876999043963505UL, sum);
    }

    [Theory]
    [InlineData("j", "s")]
    [InlineData("john", "s")]
    [InlineData("john", "smith")]
    public void Initials_meet_names_of_one_birth_date(string given, string surname)
    {
        var date = new DateFeature(1970, 3, 14);
        Assert.Contains("initial and birth date", BlockingSchemes.SharedSchemes(Person("j", "s", date), Person(given, surname, date)));
        Assert.Contains("initial and birth date", BlockingSchemes.SharedSchemes(Person("s", "j", date), Person(given, surname, date)));
    }

    private static RecordFeatures Person(string given, string surname, DateFeature date) => new()
    {
        Type = RecordType.Person,
        Names = [RandomRecords.Name(given, surname)],
        BirthDates = date.IsKnown ? [date] : [],
    };

    private static NameToken Word(Random random, FrequencyTable table) => RandomRecords.Token(random.Next(3) == 0
        ? string.Concat(Enumerable.Range(0, random.Next(2, 9)).Select(_ => (char)('a' + random.Next(26))))
        : table.Values.Keys.Order(StringComparer.Ordinal).ElementAt(random.Next(table.Values.Count)));

    private static NameToken Respelt(Random random, NameToken word) => RandomRecords.Token(string.Concat(word.Text.Select(letter => letter switch
    {
        'a' or 'e' or 'i' or 'o' or 'u' => random.Next(3) == 0 ? $"{"aeiou"[random.Next(5)]}" : $"{letter}",
        _ => random.Next(5) == 0 ? $"{letter}{letter}" : $"{letter}",
    })));
}
