using System.Globalization;

namespace CustomerGrains.Cluster.Tests.Sets;

/// <summary>A set, its partition by the batch reference, and what every deployment made of it.</summary>
internal sealed record SetComparison(RecordSet Set, string Reference, int Customers, IReadOnlyList<SetOutcome> Outcomes)
{
    /// <summary>Every deployment holds all records in the customers of the reference, and nothing else is wrong with it.</summary>
    public bool IsOne => Outcomes.All(outcome => Fits(outcome) && outcome.Findings.Count == 0);

    /// <summary>Heading of <see cref="ToRow"/>, for Markdown.</summary>
    public static IEnumerable<string> Heading(IReadOnlyCollection<string> deployments) =>
    [
        $"| set | records | customers | batch reference | {string.Join(" | ", deployments)} | one partition |",
        $"|---|--:|--:|---|{string.Concat(deployments.Select(_ => "---|"))}---|",
    ];

    /// <summary>One line for each deployment.</summary>
    public IEnumerable<string> ToLines()
    {
        yield return string.Create(CultureInfo.InvariantCulture, $"{Set.Name}: {Set.Records.Count:N0} records, {Set.Model.Version}, crowd limit {Set.CrowdLimit:N0}");
        yield return string.Create(CultureInfo.InvariantCulture, $"  {Reference}  batch reference, {Customers:N0} customers");
        foreach (var outcome in Outcomes)
        {
            yield return string.Create(CultureInfo.InvariantCulture,
                $"  {outcome.PartitionHash}  {outcome.Deployment}, order of seed {outcome.Seed}, {outcome.Customers:N0} customers, {outcome.RecordsPerSecond:N0} records/s{(Fits(outcome) ? "" : "  DIFFERS")}");
            foreach (var finding in outcome.Findings)
            {
                yield return $"    {finding}";
            }
        }
    }

    /// <summary>A row of the table: the beginning of each hash.</summary>
    public string ToRow() => string.Create(CultureInfo.InvariantCulture,
        $"| {Set.Name} | {Set.Records.Count:N0} | {Customers:N0} | {Short(Reference)} | {string.Join(" | ", Outcomes.Select(outcome => Short(outcome.PartitionHash)))} | {(IsOne ? "yes" : "NO")} |");

    private bool Fits(SetOutcome outcome) => string.Equals(outcome.PartitionHash, Reference, StringComparison.Ordinal) && outcome.Records == Set.Records.Count;

    private static string Short(string hash) => $"`{hash[..Math.Min(12, hash.Length)]}`";
}
