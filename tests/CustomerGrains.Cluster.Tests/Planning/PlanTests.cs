using CustomerGrains.Cluster.Tests.Deployments;
using CustomerGrains.Cluster.Tests.Running;

namespace CustomerGrains.Cluster.Tests.Planning;

public sealed class PlanTests
{
    /// <summary>Goal: a seed can be run again. Method: make plans twice and compare everything in them.</summary>
    [Fact]
    public void A_seed_is_the_same_plan_every_time()
    {
        foreach (var kind in DeploymentKind.All)
        {
            for (var seed = 1; seed <= 20; seed++)
            {
                Assert.Equal(Words(PlanGenerator.Make(seed, kind.Shape)), Words(PlanGenerator.Make(seed, kind.Shape)));
            }

            Assert.NotEqual(Words(PlanGenerator.Make(1, kind.Shape)), Words(PlanGenerator.Make(2, kind.Shape)));
        }
    }

    /// <summary>Goal: plans hold what they are for. Method: count over some seeds what each kind of deployment is sent and what strikes it.</summary>
    [Fact]
    public void Plans_hold_every_kind_of_operation_and_fault()
    {
        foreach (var kind in DeploymentKind.All)
        {
            Plan[] plans = [.. Enumerable.Range(Seeds.First, 60).Select(seed => PlanGenerator.Make(seed, kind.Shape))];
            Assert.Equal(kind.Shape.Kinds.Distinct().Order(), plans.SelectMany(plan => plan.Faults).Select(fault => fault.Kind).Distinct().Order());
            RecordOperation[] records = [.. plans.SelectMany(plan => plan.Operations).OfType<RecordOperation>()];
            Assert.Contains(records, operation => operation.Content is null);
            Assert.Contains(records, operation => operation.Version == 0);
            Assert.Contains(records, operation => operation.Version < 0);
            Assert.Contains(records, operation => operation.IsRepeated);
            Assert.Contains(records, operation => operation.IsLeftWhenUnknown);
            Assert.All(plans, plan => Assert.Contains(plan.Operations, operation => operation is DecisionOperation));
            Assert.All(plans, plan => Assert.True(ArriveLate(plan) > 0, $"seed {plan.Seed}: nothing arrives in the wrong order"));
        }
    }

    /// <summary>Goal: only what has versions may arrive in any order. Method: look whether records without versions, and decisions on one pair, come from one client each.</summary>
    [Fact]
    public void What_has_no_version_comes_from_one_client()
    {
        foreach (var plan in Enumerable.Range(Seeds.First, 60).Select(seed => PlanGenerator.Make(seed, DeploymentKind.Sqlite.Shape)))
        {
            Assert.All(plan.Operations.OfType<RecordOperation>().Where(operation => operation.Version == 0).GroupBy(operation => operation.Identity), Single);
            Assert.All(plan.Operations.OfType<DecisionOperation>().GroupBy(operation => (operation.A, operation.B)), Single);
        }

        static void Single(IEnumerable<Operation> operations) => Assert.Single(operations.Select(operation => operation.Client).Distinct());
    }

    private static int ArriveLate(Plan plan) => plan.Operations.OfType<RecordOperation>().Where(operation => operation.Version > 0).GroupBy(operation => operation.Identity)
        .Sum(record => record.Zip(record.Skip(1)).Count(pair => pair.Second.Version < pair.First.Version));

    private static string Words(Plan plan) => string.Join('\n', plan.Phases.SelectMany(phase => phase.Operations.Select(operation => operation is RecordOperation { Content: { } content } ? $"{operation} {string.Join(' ', content.Names)} {string.Join(' ', content.BirthDates)}" : $"{operation}")
        .Append($"{phase.Fault} after {phase.Fault?.StrikesAfter} until {phase.Fault?.EndsAfter} {phase.IsAwaited}")));
}
