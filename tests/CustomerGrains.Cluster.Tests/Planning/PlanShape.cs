namespace CustomerGrains.Cluster.Tests.Planning;

/// <summary>What plans are made for.</summary>
internal sealed record PlanShape
{
    /// <summary>Servers of the deployment.</summary>
    public required int Servers { get; init; }

    /// <summary>What can go wrong there.</summary>
    public required IReadOnlyList<FaultKind> Kinds { get; init; }

    /// <summary>Faults that every plan of this shape has, before those that are drawn.</summary>
    public IReadOnlyList<FaultKind> KindsAlways { get; init; } = [];

    /// <summary>Faults at least and at most.</summary>
    public (int Min, int Max) Faults { get; init; } = (3, 6);

    /// <summary>Operations of a phase, of which there is one for each fault and one more without.</summary>
    public int OperationsPerPhase { get; init; } = 70;

    /// <summary>Shortest and longest time that a server is stopped in its tracks or cut off.</summary>
    public (TimeSpan Min, TimeSpan Max) Pauses { get; init; } = (TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(2.5));

    /// <summary>The same for every fourth of them: longer than a process may hold the store's lock without a word.</summary>
    public (TimeSpan Min, TimeSpan Max) LongPauses { get; init; } = (TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(8));
}
