using System.Globalization;

namespace CustomerGrains.Cluster.Tests.Planning;

/// <summary>What goes wrong.</summary>
internal enum FaultKind
{
    /// <summary>SIGKILL to one server; it is started again when the fault ends.</summary>
    Kill,

    /// <summary>SIGKILL to all servers at once.</summary>
    KillAll,

    /// <summary>SIGSTOP to one server, SIGCONT when the fault ends: it goes on with what it had in hand, as if no time had passed.</summary>
    Pause,

    /// <summary>SIGTERM to one server, which drains and ends; it is started again when the fault ends.</summary>
    Stop,

    /// <summary>SIGTERM and start again, one server after the other.</summary>
    RollingRestart,

    /// <summary>All connections of clients to one server are reset.</summary>
    CutClients,

    /// <summary>What one server answers its clients does not arrive while the fault lasts; then their connections are reset.</summary>
    LoseAnswers,

    /// <summary>The database is told to stop at once and started again.</summary>
    RestartDatabase,

    /// <summary>SIGKILL to every process of the database; it is started again when the fault ends.</summary>
    KillDatabase,

    /// <summary>The connection is reset before the database has the next COMMIT.</summary>
    CutBeforeCommit,

    /// <summary>The connection is reset as soon as the next COMMIT is on its way.</summary>
    CutDuringCommit,

    /// <summary>The connection is reset when the database has committed and before its answer arrives.</summary>
    CutAfterCommit,

    /// <summary>The connection is reset before the n-th call to the database from now, read or write.</summary>
    CutAtCall,

    /// <summary>Every answer of the database to one server comes late while the fault lasts.</summary>
    DelayDatabase,

    /// <summary>What one server sends to the database does not arrive while the fault lasts.</summary>
    LoseCalls,

    /// <summary>What the database answers to one server does not arrive while the fault lasts.</summary>
    LoseReplies,

    /// <summary>One server's network is taken away: nothing goes in or out while the fault lasts.</summary>
    CutNetwork,

    /// <summary>One server's packets to the others vanish while theirs arrive.</summary>
    CutNetworkOneWay,

    /// <summary>A second cluster with another id serves the same database and takes a part of the stream while the fault lasts: every grain may be active twice.</summary>
    SecondCluster,
}

/// <summary>A fault of a plan. It strikes and ends by counts of operations that are done, so that a plan means the same on a machine of any speed.</summary>
internal sealed record Fault
{
    public required FaultKind Kind { get; init; }

    /// <summary>Server it concerns, from 0; ignored where it concerns all or the database.</summary>
    public int Server { get; init; }

    /// <summary>Operations of its phase that are done when it strikes.</summary>
    public required int StrikesAfter { get; init; }

    /// <summary>Further operations that are done when it ends, unless <see cref="Lasts"/> is over sooner.</summary>
    public int EndsAfter { get; init; }

    /// <summary>Longest time it lasts. For <see cref="FaultKind.Pause"/> and the network faults: how long it lasts at least, too, so that others notice.</summary>
    public TimeSpan Lasts { get; init; }

    /// <summary>How many times, e.g. connections to cut; for <see cref="FaultKind.CutAtCall"/> the number of the call, from 1.</summary>
    public int Count { get; init; } = 1;

    /// <inheritdoc/>
    public override string ToString()
    {
        var of = Kind is FaultKind.KillAll or FaultKind.RollingRestart or FaultKind.RestartDatabase or FaultKind.KillDatabase or FaultKind.SecondCluster ? "" : $"({Server}";
        var more = Kind switch
        {
            FaultKind.CutAtCall => $",call {Count}",
            FaultKind.CutBeforeCommit or FaultKind.CutDuringCommit or FaultKind.CutAfterCommit => $",{Count}x",
            FaultKind.Pause or FaultKind.LoseCalls or FaultKind.LoseReplies or FaultKind.CutNetwork or FaultKind.CutNetworkOneWay or FaultKind.LoseAnswers =>
                string.Create(CultureInfo.InvariantCulture, $",{Lasts.TotalSeconds:0.#}s"),
            _ => "",
        };
        return of.Length == 0 ? $"{Kind}" : $"{Kind}{of}{more})";
    }
}
