using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Resolving;
using CustomerGrains.Matching.Scoring;
using CustomerGrains.Matching.Tests.Scoring;

namespace CustomerGrains.Matching.Tests.Resolving;

/// <summary>Sources that hold nobody twice. The weights of the default model may change: thresholds are set around what the records of a test weigh.</summary>
public sealed class OneToOneTests
{
    private static readonly RecordFeatures Somebody = Person("zebedee", "clutterbuck", 1970, 3, 14);
    private static readonly RecordFeatures SomebodyMisspelt = Person("zebedee", "cluterbuck", 1970, 3, 14);
    private static readonly RecordFeatures Namesake = Person("zebedee", "clutterbuck", 1970, 3, 15);

    /// <summary>Goal: whatever else is alike, a cluster has two records of such a source only where people said so. Method: random components, decisions and sizes; both rules, for small and for large.</summary>
    [Theory]
    [InlineData(14, 300)]
    [InlineData(ComponentResolver.MembersMax + 30, 2)]
    public void Nobody_is_in_a_one_to_one_source_twice_unless_a_person_says_so(int memberCount, int runs) => Seeded.Run(runs, random =>
    {
        var model = MatchingModel.Default.WithOneToOneSources(["a", "b"]);
        var records = new RandomRecords(random);
        ComponentMember[] members = [.. Enumerable.Range(0, memberCount).Select(i => new ComponentMember(new RecordIdentity("abc"[random.Next(3)].ToString(), $"{i}"), records.Next(RecordType.Person)))];
        MemberAssertion[] assertions = [.. Enumerable.Range(0, random.Next(5)).Select(_ => new MemberAssertion(random.Next(memberCount), random.Next(memberCount), random.Next(3) > 0))];
        var resolution = ComponentResolver.Resolve(members, assertions, model);

        var said = Enumerable.Range(0, memberCount).ToArray();
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var same in assertions.Where(assertion => assertion.Same && said[assertion.A] != said[assertion.B]))
            {
                (said[same.A], said[same.B], changed) = (Math.Min(said[same.A], said[same.B]), Math.Min(said[same.A], said[same.B]), true);
            }
        }

        foreach (var cluster in Enumerable.Range(0, memberCount).GroupBy(i => (resolution.ClusterOf[i], members[i].Identity.Source)).Where(cluster => cluster.Key.Source != "c"))
        {
            Assert.Single(cluster.Select(i => said[i]).Distinct());
        }
    });

    [Theory]
    [InlineData(16, 300)]
    [InlineData(ComponentResolver.MembersMax + 30, 2)]
    public void Grouping_does_not_depend_on_the_order_of_members(int memberCount, int runs) => Seeded.Run(runs, random =>
    {
        var model = MatchingModel.Default.WithOneToOneSources(["a", "b", "c"]);
        var records = new RandomRecords(random);
        ComponentMember[] members = [.. Enumerable.Range(0, memberCount).Select(i => new ComponentMember(new RecordIdentity("abcd"[random.Next(4)].ToString(), $"{i}"), records.Next(RecordType.Person)))];
        var first = ComponentResolver.Resolve(members, [], model);
        int[] shuffle = [.. Enumerable.Range(0, memberCount)];
        random.Shuffle(shuffle);
        var second = ComponentResolver.Resolve([.. shuffle.Select(i => members[i])], [], model);
        Assert.Equal(shuffle.Select(i => first.ClusterOf[i]), second.ClusterOf);
    });

    [Fact]
    public void A_pair_below_the_link_threshold_is_joined_across_two_such_sources_and_nowhere_else()
    {
        var model = WhereNothingIsALink();
        Assert.True(AreTogether(model, Member("a", 1, Somebody), Member("b", 1, SomebodyMisspelt)));
        Assert.False(AreTogether(model, Member("a", 1, Somebody), Member("c", 1, SomebodyMisspelt)));
        Assert.False(AreTogether(model.WithOneToOneSources(["a"]), Member("a", 1, Somebody), Member("b", 1, SomebodyMisspelt)));
        Assert.True(JudgedPair.Of(Member("a", 1, Somebody), Member("b", 1, SomebodyMisspelt), model).IsEdge(model));
        Assert.False(JudgedPair.Of(Member("a", 1, Somebody), Member("c", 1, SomebodyMisspelt), model).IsEdge(model));
    }

    [Fact]
    public void A_rival_within_the_margin_leaves_both_apart()
    {
        var model = WhereNothingIsALink();
        var between = Weight(Somebody, Somebody) - Weight(Somebody, SomebodyMisspelt);
        Assert.True(between > 0, "The test needs a rival that is a little less alike.");
        ComponentMember[] members = [Member("a", 1, Somebody), Member("b", 1, Somebody), Member("b", 2, SomebodyMisspelt)];
        Assert.Equal(3, ComponentResolver.Resolve(members, [], With(model, "oneToOneMargin", between + 1)).ClusterCount);
        var clear = ComponentResolver.Resolve(members, [], With(model, "oneToOneMargin", between));
        Assert.Equal(clear.ClusterOf[0], clear.ClusterOf[1]);
        Assert.Equal(2, clear.ClusterCount);
    }

    /// <summary>Goal: who has a partner already is nobody's rival. Method: a rival within the margin that a link takes away.</summary>
    [Fact]
    public void A_rival_that_is_taken_is_none()
    {
        var best = Weight(Somebody, Somebody);
        var model = With(With(WhereNothingIsALink(), "linkThreshold", best), "oneToOneMargin", best);
        ComponentMember[] members = [Member("a", 1, Somebody), Member("b", 1, Somebody), Member("a", 2, SomebodyMisspelt), Member("b", 2, Namesake)];
        Assert.True(Weight(SomebodyMisspelt, Namesake) >= model.OneToOne.Threshold);
        var resolution = ComponentResolver.Resolve(members, [], model);
        Assert.Equal(resolution.ClusterOf[0], resolution.ClusterOf[1]);
        Assert.Equal(resolution.ClusterOf[2], resolution.ClusterOf[3]);
        Assert.Equal(2, resolution.ClusterCount);
    }

    [Fact]
    public void Two_of_one_source_are_two_customers_however_alike_until_a_person_says_otherwise()
    {
        var model = MatchingModel.Default.WithOneToOneSources(["a"]);
        ComponentMember[] members = [Member("a", 1, Somebody), Member("a", 2, Somebody), Member("c", 1, Somebody)];
        Assert.Equal(2, ComponentResolver.Resolve(members, [], model).ClusterCount);
        Assert.Equal(1, ComponentResolver.Resolve(members, [new(0, 1, Same: true)], model).ClusterCount);
        Assert.Equal(default, JudgedPair.Of(members[0], members[1], model));
    }

    [Fact]
    public void Namesakes_without_anything_telling_are_no_edge()
    {
        var town = new AddressFeature { City = "leeds" };
        var one = new RecordFeatures { Type = RecordType.Person, Names = Somebody.Names, Addresses = [town] };
        var model = With(MatchingModel.Default, "linkThreshold", Weight(one, one) + 1).WithOneToOneSources(["a", "b"]);
        Assert.True(Weight(one, one) >= model.OneToOne.Threshold, "The test needs namesakes that are possible.");
        var pair = JudgedPair.Of(Member("a", 1, one), Member("b", 1, one), model);
        Assert.True(pair.IsPossible(model));
        Assert.False(pair.IsEdge(model));
    }

    /// <summary>The default model with a link threshold above what the most alike of these records weigh, for the sources a and b.</summary>
    private static MatchingModel WhereNothingIsALink() => With(With(MatchingModel.Default, "linkThreshold", Weight(Somebody, Somebody) + 1), "oneToOneMargin", 0).WithOneToOneSources(["a", "b"]);

    private static MatchingModel With(MatchingModel model, string name, int value) => MatchingModel.Parse(Encoding.UTF8.GetBytes(Regex.Replace(
        Encoding.UTF8.GetString(model.ToJson()), $"\"{name}\": -?[0-9]+", string.Create(CultureInfo.InvariantCulture, $"\"{name}\": {value}"), RegexOptions.None, TimeSpan.FromSeconds(10))));

    private static bool AreTogether(MatchingModel model, params ComponentMember[] members) => ComponentResolver.Resolve(members, [], model).ClusterCount == 1;

    private static int Weight(RecordFeatures a, RecordFeatures b) => PairScorer.Score(a, b, MatchingModel.Default).Weight;

    private static ComponentMember Member(string source, int id, RecordFeatures features) => new(new RecordIdentity(source, $"{id}"), features);

    private static RecordFeatures Person(string given, string surname, short year, byte month, byte day) => new()
    {
        Type = RecordType.Person,
        Names = [RandomRecords.Name(given, surname)],
        BirthDates = [new DateFeature(year, month, day)],
    };
}
