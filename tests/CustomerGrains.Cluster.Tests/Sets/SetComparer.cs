using CustomerGrains.Cluster.Tests.Deployments;

namespace CustomerGrains.Cluster.Tests.Sets;

/// <summary>Sends the same set to deployments, to each in another order, and compares their partitions with the batch reference.</summary>
internal static class SetComparer
{
    /// <param name="seed">Seed of the order for the first deployment; the others follow it.</param>
    public static async Task<SetComparison> CompareAsync(RecordSet set, IReadOnlyList<DeploymentKind> deployments, int seed)
    {
        var (reference, customers) = set.Resolve();
        var outcomes = new List<SetOutcome>();
        foreach (var (place, kind) in deployments.Index())
        {
            outcomes.Add(await SetRun.RunAsync(set, kind, seed + place));
        }

        return new SetComparison(set, reference, customers, outcomes);
    }
}
