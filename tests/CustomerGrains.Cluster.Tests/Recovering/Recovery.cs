namespace CustomerGrains.Cluster.Tests.Recovering;

/// <summary>How long servers took from the start of their processes until they served again, after all were killed.</summary>
/// <param name="Ready">Until <c>/health/ready</c> of every server said so.</param>
/// <param name="Search">Until a search for somebody acknowledged found them.</param>
/// <param name="Put">Until a further record was acknowledged.</param>
/// <param name="Processor">Processor time that the servers had spent together when they served: what does not depend on how busy the machine is otherwise.</param>
/// <param name="Resolved">Until nothing that was accepted was left to resolve.</param>
internal sealed record Recovery(TimeSpan Ready, TimeSpan Search, TimeSpan Put, TimeSpan Processor, TimeSpan Resolved)
{
    /// <summary>Until it served: ready, and both answered.</summary>
    public TimeSpan Serving => new[] { Ready, Search, Put }.Max();
}
