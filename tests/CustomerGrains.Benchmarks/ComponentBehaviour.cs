using System.Globalization;
using CustomerGrains.Matching.Evaluating;
using CustomerGrains.Matching.Resolving;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Benchmarks;

/// <summary>What components of many sizes resolve to: time alone would not show that a rule for large ones gives up what the one for small ones finds.</summary>
internal static class ComponentBehaviour
{
    private static readonly int[] Sizes = [10, 100, ComponentResolver.MembersMax, ComponentResolver.MembersMax + 100, 1_000, 10_000];

    public static void Print(TextWriter writer)
    {
        writer.WriteLine("records   people   customers   precision   recall   review pairs   rule");
        foreach (var size in Sizes)
        {
            var resolution = ComponentResolver.Resolve(Neighbourhood.Members(size, seed: 1), [], MatchingModel.Default);
            int[] people = [.. Enumerable.Range(0, size).Select(i => i / Neighbourhood.RecordsPerPerson)];
            var pairs = ClusterMetrics.Compute(resolution.ClusterOf, people).Pairs;
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{size,7:N0}  {people[^1] + 1,7:N0}  {resolution.ClusterCount,10:N0}  {pairs.Precision,10:F4}  {pairs.Recall,7:F4}  {resolution.ReviewPairs.Count,13:N0}   {(resolution.Oversize ? "large components" : "every pair")}"));
        }
    }
}
