using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Resolving;
using CustomerGrains.Matching.Scoring;
using CustomerGrains.Matching.Tests.Scoring;

namespace CustomerGrains.Matching.Tests.Resolving;

public sealed class ComponentResolverTests
{
    private static readonly MatchingModel Model = MatchingModel.Default;

    [Theory]
    [InlineData(12, 300)]
    [InlineData(ComponentResolver.MembersMax + 30, 2)]
    public void Grouping_does_not_depend_on_the_order_of_members_and_assertions(int memberCount, int runs) => Seeded.Run(runs, random =>
    {
        var records = new RandomRecords(random);
        ComponentMember[] members = [.. Enumerable.Range(0, memberCount).Select(i => new ComponentMember(new RecordIdentity("s", $"{i}"), records.Next(RecordType.Person)))];
        MemberAssertion[] assertions = [.. Enumerable.Range(0, random.Next(6)).Select(_ => new MemberAssertion(random.Next(memberCount), random.Next(memberCount), random.Next(2) == 0))];
        var first = ComponentResolver.Resolve(members, assertions, Model);

        int[] shuffle = [.. Enumerable.Range(0, memberCount)];
        random.Shuffle(shuffle);
        var positionOf = new int[memberCount];
        for (var i = 0; i < memberCount; i++)
        {
            positionOf[shuffle[i]] = i;
        }

        MemberAssertion[] moved = [.. assertions.Select(assertion => assertion with { A = positionOf[assertion.B], B = positionOf[assertion.A] })];
        random.Shuffle(moved);
        var second = ComponentResolver.Resolve([.. shuffle.Select(i => members[i])], moved, Model);

        Assert.Equal(first.ClusterOf, positionOf.Select(position => second.ClusterOf[position]));
        Assert.Equal(first.Oversize, second.Oversize);
        Assert.Equal(Named(first, i => i), Named(second, i => shuffle[i]));
    });

    [Fact]
    public void Same_assertions_join_what_has_nothing_in_common_and_join_transitively()
    {
        var resolution = ComponentResolver.Resolve(Members("james", "olivia", "robert"), [new(0, 1, Same: true), new(1, 2, Same: true)], Model);
        Assert.Equal([0, 0, 0], resolution.ClusterOf);
        Assert.Empty(resolution.ReviewPairs);
    }

    [Fact]
    public void Different_wins_over_a_chain_of_same()
    {
        MemberAssertion[] assertions = [new(0, 1, Same: true), new(1, 2, Same: true), new(0, 2, Same: false)];
        var resolution = ComponentResolver.Resolve(Members("james", "olivia", "robert"), assertions, Model);
        Assert.NotEqual(resolution.ClusterOf[0], resolution.ClusterOf[2]);
        Assert.Equal(2, resolution.ClusterCount);
    }

    [Fact]
    public void Different_keeps_twins_of_one_record_apart_and_out_of_review()
    {
        var twins = new[] { Full("1"), Full("2") };
        Assert.Equal(1, ComponentResolver.Resolve(twins, [], Model).ClusterCount);
        var resolution = ComponentResolver.Resolve(twins, [new(1, 0, Same: false)], Model);
        Assert.Equal(2, resolution.ClusterCount);
        Assert.Empty(resolution.ReviewPairs);
    }

    [Fact]
    public void Another_number_on_one_record_may_be_a_slip_but_not_one_that_two_records_have()
    {
        // Somebody without a birth date who is linked with both: what differs is the number, and the given name of the others.
        ComponentMember[] ofOne = [Numbered("a1", "patrick", 1970, "10251111"), Numbered("a2", "pat", 0, "10251111")];
        ComponentMember[] ofTwo = [Numbered("b1", "patricia", 1990, "98267222"), Numbered("b2", "pat", 0, "98267222")];
        var resolution = ComponentResolver.Resolve([.. ofOne, .. ofTwo], [], Model);
        Assert.Equal(2, resolution.ClusterCount);
        Assert.Equal(resolution.ClusterOf[0], resolution.ClusterOf[1]);
        Assert.Equal(resolution.ClusterOf[2], resolution.ClusterOf[3]);

        ComponentMember[] oneAndAnother = [Numbered("c1", "patrick", 1970, "10251111"), Numbered("c2", "patrick", 0, "10251111"), Numbered("c3", "patrick", 0, "98267222")];
        Assert.Equal(1, ComponentResolver.Resolve(oneAndAnother, [], Model).ClusterCount);
    }

    private static ComponentMember Numbered(string id, string given, short year, string number) => new(new RecordIdentity("s", id), new RecordFeatures
    {
        Type = RecordType.Person,
        Names = [new NameFeature
        {
            Type = NameType.Primary,
            Given = [new NameToken { Text = given, NicknameGroups = given == "pat" ? [1, 2] : given == "patrick" ? [1] : [2] }],
            FirstCount = 1,
            Surname = [RandomRecords.Token("smith")],
            SurnameJoined = "smith",
        }],
        BirthDates = year == 0 ? [] : [new DateFeature(year, (byte)((year % 11) + 1), 14)],
        Addresses = [new AddressFeature { HouseNumber = "12", Street = "main street", StreetCore = "main", City = "leeds", Postcode = "ls11aa", PostcodeArea = "ls1" }],
        Identifiers = [new IdentifierFeature { Kind = "passport", Value = number }],
    });

    private static IEnumerable<(int, int, int)> Named(Resolution resolution, Func<int, int> member) => resolution.ReviewPairs
        .Select(pair => (Math.Min(member(pair.A), member(pair.B)), Math.Max(member(pair.A), member(pair.B)), pair.Weight))
        .Order();

    private static ComponentMember[] Members(params string[] names) =>
        [.. names.Select((name, i) => new ComponentMember(new RecordIdentity("s", $"{i}"), new RecordFeatures { Type = RecordType.Person, Names = [RandomRecords.Name(name, name)] }))];

    private static ComponentMember Full(string id) => new(new RecordIdentity("s", id), new RecordFeatures
    {
        Type = RecordType.Person,
        Names = [RandomRecords.Name("zebedee", "clutterbuck")],
        BirthDates = [new DateFeature(1970, 3, 14)],
        Emails = [new EmailFeature("zebedee", "mail.org", false)],
    });
}
