using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Resolving;
using CustomerGrains.Matching.Scoring;
using CustomerGrains.Matching.Tests.Scoring;

namespace CustomerGrains.Matching.Tests.Resolving;

public sealed class ResolutionTraceTests
{
    private static readonly MatchingModel Model = MatchingModel.Default;

    /// <summary>Goal: what is told is what was done, and each reason holds of the very pair that is named. Method: random components and decisions, with and without one-to-one sources.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Steps_lead_from_the_start_to_exactly_the_customer_that_resolving_gives_and_every_reason_holds(bool oneToOne) => Seeded.Run(300, random =>
    {
        const int Count = 12;
        var model = oneToOne ? Model.WithOneToOneSources(["a", "b"]) : Model;
        var records = new RandomRecords(random);
        ComponentMember[] members = [.. Enumerable.Range(0, Count).Select(i => new ComponentMember(new RecordIdentity("abc"[random.Next(3)].ToString(), $"{i}"), records.Next(RecordType.Person)))];
        MemberAssertion[] assertions = [.. Enumerable.Range(0, random.Next(6)).Select(_ => new MemberAssertion(random.Next(Count), random.Next(Count), random.Next(2) == 0))];
        var focus = random.Next(Count);
        var resolution = ComponentResolver.Resolve(members, assertions, model);
        var trace = ComponentResolver.Trace(members, assertions, model, focus)!;

        Assert.Equal(resolution.ClusterOf, trace.Resolution.ClusterOf);
        Assert.Equal(resolution.ReviewPairs, trace.Resolution.ReviewPairs);
        int[] customer = [.. Enumerable.Range(0, Count).Where(i => resolution.ClusterOf[i] == resolution.ClusterOf[focus])];
        Assert.Contains(trace.Start, customer);
        Assert.Equal(customer.Length - 1, trace.Steps.Count);
        Assert.Equal(customer, trace.Steps.SelectMany(step => step.Into.Concat(step.Joined)).Append(trace.Start).Distinct().Order());
        Assert.Equal(Enumerable.Range(0, Count).Except(customer), trace.Apart.SelectMany(group => group.Members).Order());
        var together = customer.ToDictionary(member => member, member => new HashSet<int> { member });
        foreach (var step in trace.Steps)
        {
            Assert.True(together[step.A].SetEquals(step.Into) && together[step.B].SetEquals(step.Joined), $"{step} joins what is not there");
            together[step.A].UnionWith(step.Joined);
            foreach (var member in step.Joined)
            {
                together[member] = together[step.A];
            }

            Assert.True(Holds(step), $"{step}");
        }

        Assert.All(trace.Apart, group => Assert.True(Keeps(group), $"{group}"));

        bool Holds(JoinStep step) => step.Reason switch
        {
            JoinReason.Decision => IsAsserted(step.A, step.B, same: true),
            JoinReason.Evidence => Weight(step.A, step.B) >= model.LinkThreshold && step.Average >= model.JoinThreshold,
            _ => Weight(step.A, step.B) >= model.OneToOne.Threshold && step.Average >= model.JoinThreshold && model.OneToOne.IsAcross(members[step.A].Identity, members[step.B].Identity),
        };

        bool Keeps(GroupApart group) => customer.Contains(group.A) && group.Members.Contains(group.B)
            && group.Members.All(theirs => customer.All(ours => Weight(ours, theirs) <= Weight(group.A, group.B)))
            && group.Reason switch
            {
                ApartReason.Decision => IsAsserted(group.Against!.Value.A, group.Against.Value.B, same: false),
                ApartReason.Conflict => PairScorer.Score(members[group.Against!.Value.A].Features, members[group.Against.Value.B].Features, model).Conflict,
                ApartReason.OneToOne => model.OneToOne.KeepsApart(members[group.Against!.Value.A].Identity, members[group.Against.Value.B].Identity),
                ApartReason.NoLink => Weight(group.A, group.B) < model.LinkThreshold,
                ApartReason.Average => group.Average < model.JoinThreshold && Weight(group.Against!.Value.A, group.Against.Value.B) < model.JoinThreshold,
                ApartReason.Contradiction => Weight(group.Against!.Value.A, group.Against.Value.B) < model.ReviewThreshold,
                _ => group.Rival.Count > 0 && !group.Rival.Any(rival => customer.Contains(rival) || group.Members.Contains(rival)),
            };

        bool IsAsserted(int a, int b, bool same) => assertions.Any(assertion => assertion.Same == same && ((assertion.A, assertion.B) == (a, b) || (assertion.A, assertion.B) == (b, a)));

        int Weight(int a, int b) => PairScorer.Score(members[a].Features, members[b].Features, model).Weight;
    });

    [Fact]
    public void A_chain_of_decisions_is_told_decision_by_decision()
    {
        // The decisions name 0 and 3, 3 and 1, 1 and 2: each record joins by the decision that names it, in whatever canonical order the four are.
        var records = new RandomRecords(new Random(1));
        ComponentMember[] members = [.. Enumerable.Range(0, 4).Select(i => new ComponentMember(new RecordIdentity("s", $"{i}"), records.Next(RecordType.Person)))];
        var trace = ComponentResolver.Trace(members, [new(0, 3, Same: true), new(3, 1, Same: true), new(1, 2, Same: true)], Model, 2)!;
        Assert.Equal([(0, 3), (1, 2), (1, 3)], trace.Steps.Select(step => step.A < step.B ? (step.A, step.B) : (step.B, step.A)).Order());
        Assert.All(trace.Steps, step => Assert.Equal(JoinReason.Decision, step.Reason));
        Assert.Empty(trace.Apart);
    }

    [Fact]
    public void A_decision_joins_and_another_keeps_apart_and_both_are_named()
    {
        var records = new RandomRecords(new Random(1));
        var one = records.Next(RecordType.Person);
        ComponentMember[] members = [Member("a"), Member("b"), Member("c")];
        var trace = ComponentResolver.Trace(members, [new(0, 1, Same: true), new(0, 2, Same: false), new(1, 2, Same: false)], Model, 0)!;
        Assert.Equal(JoinReason.Decision, Assert.Single(trace.Steps).Reason);
        Assert.Equal(ApartReason.Decision, Assert.Single(trace.Apart).Reason);

        ComponentMember Member(string id) => new(new RecordIdentity("s", id), one);
    }

    [Fact]
    public void A_component_beyond_the_limit_has_no_steps()
    {
        var records = new RandomRecords(new Random(1));
        ComponentMember[] members = [.. Enumerable.Range(0, ComponentResolver.MembersMax + 1).Select(i => new ComponentMember(new RecordIdentity("s", $"{i}"), records.Next(RecordType.Person)))];
        Assert.Null(ComponentResolver.Trace(members, [], Model, 0));
    }
}
