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
