namespace CustomerGrains.GrpcFallback.Tests.Peers;

/// <summary>A test that needs a peer. Without it: skipped at a desk, failed where peers are required, so that CI never reads green by skipping.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PeerFactAttribute : FactAttribute
{
    public PeerFactAttribute(Peer peer) => Skip = PeerRequirement.SkipReason(peer);
}

/// <inheritdoc cref="PeerFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PeerTheoryAttribute : TheoryAttribute
{
    public PeerTheoryAttribute(Peer peer) => Skip = PeerRequirement.SkipReason(peer);
}

/// <summary>Decides what a missing peer means.</summary>
internal static class PeerRequirement
{
    private static readonly bool Required =
        Environment.GetEnvironmentVariable("CI") == "true" || Environment.GetEnvironmentVariable("CGRAINS_REQUIRE_PEERS") == "1";

    /// <summary>Why the test is skipped; null to run it, and to let it fail on the missing peer where peers are required.</summary>
    public static string? SkipReason(Peer peer) =>
        !Required && PeerTool.Missing(peer) is { } missing ? $"{missing} is not installed; build/peers.sh installs it." : null;
}
