using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Scoring;
using CustomerGrains.Matching.Standardising;

namespace CustomerGrains.Matching.Tests.Scoring;

/// <summary>What is offered for review and what is not worth a look. A record is written as "given|middle|surname|birth date|street|postcode|e-mail".</summary>
public sealed class DoubtTests
{
    private static readonly MatchingModel Model = MatchingModel.Default;

    [Theory]
    [InlineData("Mary||Johnson||12 High Street|LS1 1AA|", "Mary||Johnson||7 Mill Lane|LS2 2BB|", false)] // namesakes
    [InlineData("Zbigniew||Trzebiatowski||12 High Street|LS1 1AA|", "Zbigniew||Trzebiatowski||7 Mill Lane|LS2 2BB|", true)] // a rare name that may have moved
    [InlineData("Zbigniew||Trzebiatowski||12 High Street|LS1 1AA|", "Zbigniew||Trzebiatowski||||", true)]
    [InlineData("Olivia|Ann|Trzebiatowski|2012-03-14|12 High Street|LS1 1AA|", "Mary|Joan|Trzebiatowski|2012-03-14|12 High Street|LS1 1AA|", false)] // twins of two names each
    [InlineData("Olivia||Trzebiatowski|2012-03-14|12 High Street|LS1 1AA|", "Mary||Trzebiatowski|2012-03-14|12 High Street|LS1 1AA|", true)]
    [InlineData("Olivia||Jones|1970-03-14|12 High Street|LS1 1AA|", "Olivia||Okonkwo|1970-03-14|7 Mill Lane|LS2 2BB|", true)] // a marriage and a move
    [InlineData("Olivia||Jones|1970-03-14|12 High Street|LS1 1AA|", "Olivia||Okonkwo|1970-11-30|12 High Street|LS1 1AA|", false)] // lodgers
    [InlineData("Zbigniew||Trzebiatowski|1950-02-02|12 High Street|LS1 1AA|", "Zbigniew||Trzebiatowski|1979-08-30|12 High Street|LS1 1AA|", false)] // father and son
    [InlineData("Zbigniew||Trzebiatowski|1950-02-02|||", "Zbigniew||Trzebiatowski|1979-08-30|||", false)] // namesakes of two ages
    [InlineData("Zbigniew||Trzebiatowski|1950-02-02|||", "Zbigniew||Trzebiatowski|1950-03-02|||", true)]
    [InlineData("Zbigniew||Trzebiatowski|1950-02-02|||z.t@mail.org", "Zbigniew||Trzebiatowski|1979-08-30|||z.t@mail.org", true)]
    public void Offered_is_what_an_answer_may_join(string a, string b, bool offered)
    {
        var weight = PairScorer.Score(Read(a), Read(b), Model).Weight;
        Assert.Equal(offered, weight >= Model.ReviewThreshold);
        Assert.Equal(weight, PairScorer.Score(Read(b), Read(a), Model).Weight);
    }

    [Fact]
    public void Without_the_rule_the_weights_alone_decide_what_is_offered()
    {
        var model = ModelVariants.Without(Model, "doubt", ScoringMechanisms.Doubt);
        var (a, b) = (Read("Mary||Johnson||12 High Street|LS1 1AA|"), Read("Mary||Johnson||7 Mill Lane|LS2 2BB|"));
        Assert.InRange(PairScorer.Score(a, b, model).Weight, Model.ReviewThreshold, Model.LinkThreshold - 1);
    }

    /// <summary>Goal: the more people, the fewer namesakes are asked about, and nobody else is. Method: two who may have moved, of a rare name and of a rarer one, among more and more people; and two of whom a birth date nearly agrees.</summary>
    [Theory]
    [InlineData("Mary||Trzebiatowski", 6_000, true)]
    [InlineData("Mary||Trzebiatowski", 200_000, false)]
    [InlineData("Zbigniew||Trzebiatowski", 200_000, true)]
    [InlineData("Zbigniew||Trzebiatowski", 1_000_000, false)]
    public void The_more_people_there_are_the_rarer_a_name_has_to_be(string name, long people, bool offered)
    {
        var model = Model.ForPopulation(people);
        Assert.Equal(offered, PairScorer.Score(Read($"{name}||12 High Street|LS1 1AA|"), Read($"{name}||7 Mill Lane|LS2 2BB|"), model).Weight >= model.ReviewThreshold);
        var slip = PairScorer.Score(Read("Mary||Johnson|1950-02-02|||"), Read("Mary||Johnson|1950-03-02|||"), model).Weight;
        Assert.Equal(PairScorer.Score(Read("Mary||Johnson|1950-02-02|||"), Read("Mary||Johnson|1950-03-02|||"), Model).Weight, slip);
    }

    private static RecordFeatures Read(string written)
    {
        var parts = Array.ConvertAll(written.Split('|'), part => part.Length == 0 ? null : part);
        return Standardiser.Standardise(
            new SourceRecord
            {
                Names = [new PersonName { Given = parts[0], Middle = parts[1], Surname = parts[2] }],
                BirthDates = parts[3] is { } date ? [date] : [],
                Addresses = parts[4] is { } street ? [new Address { Street = street, Postcode = parts[5], City = "Leeds" }] : [],
                Emails = parts[6] is { } email ? [email] : [],
            },
            new SourceDefaults());
    }
}
