using CustomerGrains.Stores.Verifying;

namespace CustomerGrains.Cluster.Tests.Checking;

/// <summary>What checking a store against the histories of its clients showed.</summary>
/// <param name="Findings">What must not be; of the store itself and of what clients were told.</param>
/// <param name="Store">What the verifier says of the store alone.</param>
internal sealed record ClusterReport(IReadOnlyList<StoreFinding> Findings, StoreReport Store)
{
    public bool IsClean => Findings.Count == 0;
}
