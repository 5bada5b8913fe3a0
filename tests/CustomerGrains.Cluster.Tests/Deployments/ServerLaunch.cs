namespace CustomerGrains.Cluster.Tests.Deployments;

/// <summary>How a server is started.</summary>
/// <param name="Arguments">Arguments of <c>cgrains</c>.</param>
/// <param name="Log">File that what it says is added to.</param>
internal sealed record ServerLaunch(IReadOnlyList<string> Arguments, string Log)
{
    /// <summary>Words before the program, e.g. of one that starts it in a network of its own. Default: none.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>Further variables of its environment. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
