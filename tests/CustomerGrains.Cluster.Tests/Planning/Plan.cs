namespace CustomerGrains.Cluster.Tests.Planning;

/// <summary>Everything that shall happen in one run; a function of its seed and its shape.</summary>
/// <param name="Seed">The seed it was made from.</param>
/// <param name="Clients">Concurrent clients.</param>
/// <param name="CrowdLimit">Most records that may share a value in the store of this run; small, so that crowds come and go.</param>
/// <param name="Phases">What is sent and what goes wrong meanwhile, one after another.</param>
internal sealed record Plan(int Seed, int Clients, int CrowdLimit, IReadOnlyList<Phase> Phases)
{
    public IEnumerable<Operation> Operations => Phases.SelectMany(phase => phase.Operations);

    public IEnumerable<Fault> Faults => Phases.Select(phase => phase.Fault).OfType<Fault>();
}

/// <summary>A part of the stream.</summary>
/// <param name="Operations">What is sent, in the order of sending.</param>
/// <param name="Fault">What goes wrong meanwhile; null: nothing.</param>
/// <param name="IsAwaited">The next phase begins when the fault has ended; else the faults may overlap.</param>
internal sealed record Phase(IReadOnlyList<Operation> Operations, Fault? Fault, bool IsAwaited);
