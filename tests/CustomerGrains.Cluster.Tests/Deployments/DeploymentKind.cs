using CustomerGrains.Cluster.Tests.Planning;

namespace CustomerGrains.Cluster.Tests.Deployments;

/// <summary>A kind of deployment: what its plans look like, and how one is made.</summary>
internal sealed record DeploymentKind(string Name, PlanShape Shape, Func<string, Task<Deployment>> MakeAsync)
{
    private static readonly FaultKind[] ServerFaults = [FaultKind.Kill, FaultKind.Pause, FaultKind.Stop, FaultKind.CutClients, FaultKind.LoseAnswers];

    private static readonly FaultKind[] DatabaseFaults =
    [
        FaultKind.RestartDatabase, FaultKind.KillDatabase, FaultKind.CutBeforeCommit, FaultKind.CutDuringCommit, FaultKind.CutAfterCommit, FaultKind.CutAfterCommit, FaultKind.CutAtCall, FaultKind.CutAtCall,
        FaultKind.DelayDatabase, FaultKind.LoseCalls, FaultKind.LoseReplies,
    ];

    private static readonly FaultKind[] SiloFaults =
        [FaultKind.Kill, FaultKind.KillAll, FaultKind.RollingRestart, FaultKind.CutNetwork, FaultKind.CutNetworkOneWay, FaultKind.SecondCluster, FaultKind.SecondCluster];

    /// <summary>One server on SQLite.</summary>
    public static DeploymentKind Sqlite { get; } = new("sqlite", new PlanShape { Servers = 1, Kinds = ServerFaults }, folder => Task.FromResult<Deployment>(new SqliteDeployment(folder)));

    /// <summary>One server on PostgreSQL.</summary>
    public static DeploymentKind Server { get; } = new(
        "server", new PlanShape { Servers = 1, Kinds = [.. ServerFaults, .. DatabaseFaults] }, async folder => new ServerDeployment(folder, await OwnDatabase.MakeAsync()));

    /// <summary>Three silos on PostgreSQL.</summary>
    public static DeploymentKind Silos { get; } = new(
        "silos",
        new PlanShape { Servers = SiloDeployment.Silos, Kinds = [.. ServerFaults, .. DatabaseFaults, .. SiloFaults] },
        async folder => new SiloDeployment(folder, await OwnDatabase.MakeAsync()));

    /// <summary>Those that this build has: without Orleans there are no silos.</summary>
    public static IReadOnlyList<DeploymentKind> All { get; } = File.Exists(Path.Combine(AppContext.BaseDirectory, "CustomerGrains.Orleans.dll")) ? [Sqlite, Server, Silos] : [Sqlite, Server];
}
