using CustomerGrains.Cluster.Tests.Deployments;
using CustomerGrains.Cluster.Tests.Networks;
using CustomerGrains.Cluster.Tests.Planning;
using CustomerGrains.Cluster.Tests.Running;
using CustomerGrains.Cluster.Tests.Wires;

namespace CustomerGrains.Cluster.Tests.Nemeses;

/// <summary>How each kind of fault is made and mended.</summary>
internal sealed class Strikes(Deployment deployment, Nemesis nemesis) : IDisposable
{
    private readonly SemaphoreSlim _database = new(1);
    private int _intruders;

    /// <summary>Servers of the second cluster that take calls.</summary>
    public int IntrudersOpen => Volatile.Read(ref _intruders);

    /// <summary>Makes a fault, waits for its end and mends what it broke.</summary>
    /// <returns>It met something to strike at.</returns>
    public async Task<bool> StrikeAsync(Fault fault)
    {
        var server = deployment.Servers[fault.Server];
        switch (fault.Kind)
        {
            case FaultKind.Kill:
                return await OfAsync(server, fault, server.KillAsync, server.StartAsync);
            case FaultKind.Stop:
                return await OfAsync(server, fault, server.StopAsync, server.StartAsync);
            case FaultKind.Pause:
                return await PauseAsync(server, fault);
            case FaultKind.KillAll:
                return await KillAllAsync(fault);
            case FaultKind.RollingRestart:
                return await RollAsync();
            case FaultKind.CutClients:
                server.Clients.Cut();
                return true;
            case FaultKind.LoseAnswers:
                return await HoldAsync(server.Clients.Back, server.Clients, fault);
            case FaultKind.RestartDatabase:
                return await OfDatabaseAsync(fault, database => database.StopAsync());
            case FaultKind.KillDatabase:
                return await OfDatabaseAsync(fault, database => database.KillAsync());
            case FaultKind.CutBeforeCommit:
                return await CutAsync(server, DatabaseMoment.BeforeCommit, 0, fault.Count, fault);
            case FaultKind.CutDuringCommit:
                return await CutAsync(server, DatabaseMoment.DuringCommit, 0, fault.Count, fault);
            case FaultKind.CutAfterCommit:
                return await CutAsync(server, DatabaseMoment.AfterCommit, 0, fault.Count, fault);
            case FaultKind.CutAtCall:
                return await CutAsync(server, DatabaseMoment.BeforeCall, fault.Count - 1, 1, fault);
            case FaultKind.DelayDatabase:
                return await DelayAsync(server.Database!.Wire, fault);
            case FaultKind.LoseCalls:
                return await HoldAsync(server.Database!.Wire.There, null, fault);
            case FaultKind.LoseReplies:
                return await HoldAsync(server.Database!.Wire.Back, null, fault);
            case FaultKind.CutNetwork:
                return await CutNetworkAsync(network => network.Cut(fault.Server), network => network.Mend(fault.Server), fault);
            case FaultKind.CutNetworkOneWay:
                return await CutNetworkAsync(network => network.CutTo(fault.Server), network => network.MendTo(fault.Server), fault);
            case FaultKind.SecondCluster:
                return await IntrudeAsync(fault);
            default:
                throw new InvalidOperationException($"Nobody knows how to make {fault.Kind}.");
        }
    }

    public void Dispose() => _database.Dispose();

    private async Task<bool> OfAsync(ServerSlot server, Fault fault, Func<Task> strike, Func<Task> mend)
    {
        using (await server.TakeAsync())
        {
            await strike();
            await nemesis.LastAsync(fault);
            deployment.Timeline.Note($"{fault} is mended");
            await mend();
            return true;
        }
    }

    private static async Task<bool> PauseAsync(ServerSlot server, Fault fault)
    {
        using (await server.TakeAsync())
        {
            server.Pause();
            await Span.OfAsync(fault.Lasts);
            server.Resume();
            return true;
        }
    }

    private async Task<bool> KillAllAsync(Fault fault)
    {
        var turns = new List<IDisposable>();
        foreach (var server in deployment.Servers)
        {
            turns.Add(await server.TakeAsync());
        }

        await Task.WhenAll(deployment.Servers.Select(server => server.KillAsync()));
        await nemesis.LastAsync(fault);
        deployment.Timeline.Note($"{fault} is mended");
        await Task.WhenAll(deployment.Servers.Select(server => server.StartAsync()));
        turns.ForEach(turn => turn.Dispose());
        return true;
    }

    private async Task<bool> RollAsync()
    {
        foreach (var server in deployment.Servers)
        {
            using (await server.TakeAsync())
            {
                await server.StopAsync();
                await server.StartAsync();
            }
        }

        return true;
    }

    private static async Task<bool> HoldAsync(Gate gate, Wire? cutAfterwards, Fault fault)
    {
        gate.Shut();
        await Span.OfAsync(fault.Lasts);
        cutAfterwards?.Cut();
        gate.Open();
        return true;
    }

    private async Task<bool> DelayAsync(Wire wire, Fault fault)
    {
        wire.Delay = TimeSpan.FromMilliseconds(5 * fault.Count);
        await nemesis.LastAsync(fault);
        wire.Delay = TimeSpan.Zero;
        return true;
    }

    private async Task<bool> CutAsync(ServerSlot server, DatabaseMoment moment, int skip, int count, Fault fault)
    {
        var strike = server.Database!.Strike;
        var struck = strike.Arm(moment, skip, count);
        await nemesis.LastAsync(fault, struck);
        return strike.Disarm() > 0;
    }

    private async Task<bool> CutNetworkAsync(Action<Network> cut, Action<Network> mend, Fault fault)
    {
        using (await deployment.Servers[fault.Server].TakeAsync())
        {
            cut(deployment.Network!);
            await Span.OfAsync(fault.Lasts);
            mend(deployment.Network!);
            return true;
        }
    }

    private async Task<bool> OfDatabaseAsync(Fault fault, Func<IDatabase, Task> strike)
    {
        await _database.WaitAsync();
        try
        {
            await strike(deployment.Database!);
            if (fault.Kind == FaultKind.KillDatabase)
            {
                await nemesis.LastAsync(fault);
            }

            await deployment.Database!.StartAsync();
            return true;
        }
        finally
        {
            _database.Release();
        }
    }

    private async Task<bool> IntrudeAsync(Fault fault)
    {
        var intruders = deployment.Intruders;
        await Task.WhenAll(intruders.Select(intruder => intruder.StartAsync()));
        deployment.Timeline.Note("the second cluster takes calls");
        Volatile.Write(ref _intruders, intruders.Count);
        await nemesis.LastAsync(fault);
        Volatile.Write(ref _intruders, 0);
        await Task.WhenAll(intruders.Select(intruder => intruder.StopAsync()));
        return true;
    }
}
