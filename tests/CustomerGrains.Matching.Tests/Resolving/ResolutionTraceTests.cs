using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Resolving;
using CustomerGrains.Matching.Scoring;
using CustomerGrains.Matching.Tests.Scoring;

namespace CustomerGrains.Matching.Tests.Resolving;

public sealed class ResolutionTraceTests
{
    private static readonly MatchingModel Model = MatchingModel.Default;

    [Fact]
    public void Steps_lead_from_the_start_to_exactly_the_customer_that_resolving_gives() => Seeded.Run(300, random =>
    {
        const int Count = 12;
        var records = new RandomRecords(random);
        ComponentMember[] members = [.. Enumerable.Range(0, Count).Select(i => new ComponentMember(new RecordIdentity("s", $"{i}"), records.Next(RecordType.Person)))];
        MemberAssertion[] assertions = [.. Enumerable.Range(0, random.Next(6)).Select(_ => new MemberAssertion(random.Next(Count), random.Next(Count), random.Next(2) == 0))];
        var focus = random.Next(Count);
        var resolution = ComponentResolver.Resolve(members, assertions, Model);
        var trace = ComponentResolver.Trace(members, assertions, Model, focus)!;

        Assert.Equal(resolution.ClusterOf, trace.Resolution.ClusterOf);
        Assert.Equal(resolution.ReviewPairs, trace.Resolution.ReviewPairs);
        int[] customer = [.. Enumerable.Range(0, Count).Where(i => resolution.ClusterOf[i] == resolution.ClusterOf[focus])];
        Assert.Contains(trace.Start, customer);
        Assert.Equal(customer.Length - 1, trace.Steps.Count);
        Assert.Equal(customer, trace.Steps.SelectMany(step => step.Into.Concat(step.Joined)).Append(trace.Start).Distinct().Order());
        Assert.All(trace.Steps, step => Assert.True(step.Decided || step.Average >= Model.JoinThreshold, $"{step}"));
        Assert.All(trace.Steps, step => Assert.True(step.Into.Contains(step.A) && step.Joined.Contains(step.B), $"{step}"));
        Assert.Equal(Enumerable.Range(0, Count).Except(customer), trace.Apart.SelectMany(group => group.Members).Order());
    });

    [Fact]
    public void A_decision_joins_and_another_keeps_apart_and_both_are_named()
    {
        var records = new RandomRecords(new Random(1));
        var one = records.Next(RecordType.Person);
        ComponentMember[] members = [Member("a"), Member("b"), Member("c")];
        var trace = ComponentResolver.Trace(members, [new(0, 1, Same: true), new(0, 2, Same: false), new(1, 2, Same: false)], Model, 0)!;
        Assert.True(Assert.Single(trace.Steps).Decided);
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
