using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Resolving;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Matching.Tests.Scoring;

/// <summary>People who live together are the trap of every matcher: they share surname, address, phone and sometimes more.</summary>
public sealed class HouseholdTests
{
    private static readonly MatchingModel Model = MatchingModel.Default;

    [Fact]
    public void Twins_are_not_linked() => Assert.True(Weight(Person("olivia", 1990, 3, 14), Person("robert", 1990, 3, 14)) < Model.LinkThreshold);

    [Fact]
    public void Parent_and_child_are_not_even_shown() => Assert.True(Weight(Person("olivia", 1990, 3, 14), Person("robert", 1961, 11, 2)) < Model.ReviewThreshold);

    [Fact]
    public void A_namesake_of_another_age_in_one_house_is_not_linked() => Assert.True(Weight(Person("robert", 1990, 3, 14), Person("robert", 1961, 11, 2)) < Model.LinkThreshold);

    [Fact]
    public void Senior_and_junior_are_not_linked_although_a_maiden_name_lacks_the_suffix()
    {
        var senior = Person("robert", 0, 0, 0, generation: 1);
        var junior = Person("robert", 0, 0, 0, generation: 2);
        Assert.True(Weight(senior, junior) < Model.ReviewThreshold);
    }

    [Fact]
    public void A_wrong_digit_or_a_nickname_does_not_part_a_person()
    {
        Assert.True(Weight(Person("robert", 1990, 3, 14), Person("robert", 1990, 3, 24)) >= Model.LinkThreshold);
        Assert.True(Weight(Person("robert", 1990, 3, 14), Person("bob", 1990, 3, 14)) >= Model.LinkThreshold);
    }

    [Fact]
    public void A_record_that_fits_two_namesakes_joins_neither()
    {
        var (father, son, either) = (Person("robert", 1961, 11, 2), Person("robert", 1990, 3, 14), Person("robert", 0, 0, 0));
        Assert.True(Weight(father, either) >= Model.LinkThreshold && Weight(son, either) >= Model.LinkThreshold);
        ComponentMember[] members = [new(new("s", "father"), father), new(new("s", "son"), son), new(new("s", "either"), either)];
        var resolution = ComponentResolver.Resolve(members, [], Model);
        Assert.Equal(3, resolution.ClusterCount);
        Assert.Equal(2, resolution.ReviewPairs.Count);
        Assert.Equal(2, ComponentResolver.Resolve(members, [new(0, 2, Same: true)], Model).ClusterCount);
    }

    [Fact]
    public void Two_valid_numbers_that_one_person_cannot_both_have_conflict()
    {
        Assert.True(PairScorer.Score(WithNumber("9434765919"), WithNumber("4010232137"), Model).Conflict);
        Assert.False(PairScorer.Score(WithNumber("9434765919"), WithNumber("9434765911"), Model).Conflict);
        Assert.False(PairScorer.Score(WithNumber("9434765919"), WithNumber("4010232137", IdentifierCheck.Failed), Model).Conflict);
    }

    private static int Weight(RecordFeatures a, RecordFeatures b) => PairScorer.Score(a, b, Model).Weight;

    private static RecordFeatures WithNumber(string number, IdentifierCheck check = IdentifierCheck.Passed) => new()
    {
        Type = RecordType.Person,
        Identifiers = [new IdentifierFeature { Kind = "nhs", Value = number, Exclusive = true, Check = check }],
    };

    private static RecordFeatures Person(string given, short year, byte month, byte day, byte generation = 0) => new()
    {
        Type = RecordType.Person,
        Names =
        [
            RandomRecords.Name(given, "okonkwo", generation),
            .. generation == 0 ? Array.Empty<NameFeature>() : [RandomRecords.Name(given, "jones")],
        ],
        BirthDates = year == 0 ? [] : [new DateFeature(year, month, day)],
        Addresses = [new AddressFeature { HouseNumber = "12", Street = "main street", StreetCore = "main", City = "leeds", Postcode = "ls11aa", PostcodeArea = "ls1" }],
        Phones = [new PhoneFeature("+441132000001", false, true)],
    };
}
