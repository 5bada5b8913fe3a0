using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Matching.Tests.Scoring;

/// <summary>What must support a link beside the sum of weights.</summary>
public sealed class CorroborationTests
{
    private static readonly MatchingModel Model = MatchingModel.Default;

    private static readonly DateFeature Birth = new(1970, 5, 17);

    private static readonly DateFeature Newborn = new(2021, 5, 17);

    [Fact]
    public void Names_alone_wait_for_a_person_however_rare()
    {
        var weight = Weight(Person("zbigniew", "trzebiatowski"), Person("zbigniew", "trzebiatowski"));
        Assert.InRange(weight, Model.ReviewThreshold, Model.LinkThreshold - 1);
    }

    [Fact]
    public void A_birth_date_supports_names() => Assert.True(Weight(Person("zbigniew", "trzebiatowski", Birth), Person("zbigniew", "trzebiatowski", Birth)) >= Model.LinkThreshold);

    [Fact]
    public void Another_surname_needs_more_than_the_birth_date()
    {
        Assert.True(Weight(Person("zbigniew", "trzebiatowski", Birth), Person("zbigniew", "okonkwo", Birth)) < Model.LinkThreshold);
        Assert.True(Weight(Person("zbigniew", "trzebiatowski", Birth, "07700900123"), Person("zbigniew", "okonkwo", Birth, "07700900123")) >= Model.LinkThreshold);
    }

    [Fact]
    public void A_namesake_of_another_age_is_not_linked_by_a_shared_phone() =>
        Assert.True(Weight(Person("zbigniew", "trzebiatowski", Birth, "07700900123"), Person("zbigniew", "trzebiatowski", new DateFeature(1999, 11, 3), "07700900123")) < Model.LinkThreshold);

    [Fact]
    public void What_a_household_shares_counts_once()
    {
        // Goal: phone, account and home number are one cause. Method: another given name, all three the same.
        var one = Person("anna", "trzebiatowski", phone: "07700900123", account: "12345678");
        var other = Person("piotr", "trzebiatowski", phone: "07700900123", account: "12345678");
        Assert.True(Weight(one, other) < Model.LinkThreshold);
    }

    [Fact]
    public void Two_newborns_without_a_name_are_not_linked_by_birth_and_home()
    {
        var (one, other) = (Nameless("9434765919"), Nameless("4010232137"));
        Assert.True(Weight(one, other) < Model.LinkThreshold);
        Assert.True(Weight(one, Nameless("9434765919")) >= Model.LinkThreshold);
        Assert.True(Weight(Nameless(null), Nameless(null)) < Model.LinkThreshold);
    }

    [Fact]
    public void Two_adults_whose_given_name_is_left_out_are_linked_by_birth_and_home_but_not_where_a_word_stands_for_it()
    {
        var birth = new DateFeature(1931, 7, 24);
        Assert.True(Weight(Nameless(null, birth), Nameless(null, birth)) >= Model.LinkThreshold);
        Assert.True(Weight(Nameless(null, birth), Nameless(null, birth, withheld: true)) < Model.LinkThreshold);
    }

    [Theory]
    [InlineData((short)1931, true)]
    [InlineData((short)1985, true)]
    [InlineData((short)1986, false)]
    [InlineData((short)2019, false)]
    public void Twins_are_those_who_may_still_live_together(short year, bool linked)
    {
        var birth = new DateFeature(year, 7, 24);
        var (one, other) = (AtHome("zbigniew", birth), AtHome("mervyn", birth));
        Assert.Equal(linked, Weight(one, other) >= Model.LinkThreshold);
        Assert.True(Weight(one, other) >= Model.ReviewThreshold);
    }

    [Fact]
    public void Brothers_of_alike_names_are_not_linked_by_their_home()
    {
        var (one, other) = (AtHome("zbigniew", new DateFeature(2031, 5, 18)), AtHome("zbigniew", new DateFeature(2034, 6, 13)));
        Assert.True(Weight(one, other) < Model.LinkThreshold);
        Assert.True(Weight(one, AtHome("zbigniew", new DateFeature(2036, 5, 18))) < Model.LinkThreshold);
        Assert.True(Weight(one, AtHome("zbigniew", new DateFeature(2031, 5, 19))) >= Model.LinkThreshold);
    }

    [Fact]
    public void A_model_without_support_goes_by_its_weights()
    {
        var text = System.Text.Encoding.UTF8.GetString(Model.ToJson());
        var none = MatchingModel.Parse(System.Text.Encoding.UTF8.GetBytes(text
            .Replace("\"names\": 2", "\"names\": 0", StringComparison.Ordinal)));
        var (a, b) = (Person("zbigniew", "trzebiatowski"), Person("zbigniew", "trzebiatowski"));
        Assert.True(PairScorer.Score(a, b, none).Weight >= none.LinkThreshold);
        Assert.Equal(0, none.Support.Names);
        Assert.Equal(Model.Support with { Names = 0 }, none.Support);
    }

    [Theory]
    [InlineData("\"missing\": -100", "\"missing\": 100", "support.missing")]
    [InlineData("\"otherAge\": 5", "\"otherAge\": 21", "support.otherAge")]
    [InlineData("\"otherGiven\": 6", "\"otherGiven\": -1", "support.otherGiven")]
    public void A_support_that_cannot_be_is_refused(string written, string wrong, string named)
    {
        var text = System.Text.Encoding.UTF8.GetString(Model.ToJson()).Replace(written, wrong, StringComparison.Ordinal);
        Assert.Contains(named, Assert.Throws<InvalidDataException>(() => MatchingModel.Parse(System.Text.Encoding.UTF8.GetBytes(text))).Message, StringComparison.Ordinal);
    }

    private static int Weight(RecordFeatures a, RecordFeatures b) => PairScorer.Score(a, b, Model).Weight;

    private static RecordFeatures AtHome(string given, DateFeature birth) => new()
    {
        Type = RecordType.Person,
        Names = [RandomRecords.Name(given, "trzebiatowski")],
        BirthDates = [birth],
        Addresses = [Home],
    };

    private static AddressFeature Home => new() { HouseNumber = "12", Street = "main street", StreetCore = "main", City = "leeds", Postcode = "ls11aa", PostcodeArea = "ls1" };

    private static RecordFeatures Nameless(string? number, DateFeature? birth = null, bool withheld = false) => new()
    {
        Type = RecordType.Person,
        Names = [new NameFeature { Type = NameType.Primary, Surname = [RandomRecords.Token("okonkwo")], SurnameJoined = "okonkwo", GivenWithheld = withheld }],
        BirthDates = [birth ?? Newborn],
        Addresses = [Home],
        Identifiers = number is null ? [] : [new IdentifierFeature { Kind = "nhs", Value = number, Check = IdentifierCheck.Passed }],
    };

    private static RecordFeatures Person(string given, string surname, DateFeature birth = default, string? phone = null, string? account = null) => new()
    {
        Type = RecordType.Person,
        Names = [RandomRecords.Name(given, surname)],
        BirthDates = birth.IsKnown ? [birth] : [],
        Phones = phone is null ? [] : [new PhoneFeature(phone, true, true)],
        Identifiers = account is null ? [] : [new IdentifierFeature { Kind = "account", Value = account }],
    };
}
