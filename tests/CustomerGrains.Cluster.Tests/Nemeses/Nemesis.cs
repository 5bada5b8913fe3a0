using CustomerGrains.Cluster.Tests.Clients;
using CustomerGrains.Cluster.Tests.Deployments;
using CustomerGrains.Cluster.Tests.Planning;
using CustomerGrains.Cluster.Tests.Running;

namespace CustomerGrains.Cluster.Tests.Nemeses;

/// <summary>Makes the faults of a plan happen.</summary>
internal sealed class Nemesis : IDisposable
{
    private readonly Deployment _deployment;
    private readonly Progress _progress;
    private readonly PlannedFault[] _faults;
    private readonly Strikes _strikes;

    public Nemesis(Plan plan, Deployment deployment, Progress progress)
    {
        _deployment = deployment;
        _progress = progress;
        _strikes = new Strikes(deployment, this);
        var before = 0;
        var faults = new List<PlannedFault>();
        foreach (var phase in plan.Phases)
        {
            faults.Add(new PlannedFault(phase, before));
            before += phase.Operations.Count;
        }

        _faults = [.. faults];
    }

    /// <summary>Servers, from the first, that clients may ask at the moment; the others are a second cluster.</summary>
    public int ServersOpen => _deployment.Servers.Count + _strikes.IntrudersOpen;

    /// <summary>What happened, in words: each fault that struck, and those that could not.</summary>
    public IReadOnlyList<string> Struck => [.. _faults.Select(fault => fault.Said).OfType<string>()];

    /// <summary>Waits until a phase may begin: every awaited fault before it has ended.</summary>
    public Task GateAsync(int place) => Task.WhenAll(_faults.Take(place).Where(fault => fault.Phase.IsAwaited).Select(fault => fault.Ended.Task));

    /// <summary>Lets every fault happen; returns when all have ended and all servers run.</summary>
    public async Task RunAsync()
    {
        await Task.WhenAll(_faults.Select(RunAsync));
        await Task.WhenAll(_deployment.Servers.Select(server => server.StartAsync()));
    }

    /// <summary>Waits until a fault shall end.</summary>
    /// <param name="sooner">Completes when there is no more to wait for. Default: never.</param>
    public async Task LastAsync(Fault fault, Task? sooner = null)
    {
        var place = _faults.First(planned => ReferenceEquals(planned.Phase.Fault, fault)).OperationsBefore;
        using var over = new CancellationTokenSource();
        await Task.WhenAny([_progress.WhenAsync(place + fault.StrikesAfter + fault.EndsAfter), Span.OfAsync(fault.Lasts, over.Token), .. sooner is null ? (Task[])[] : [sooner]]);
        await over.CancelAsync();
    }

    public void Dispose() => _strikes.Dispose();

    private async Task RunAsync(PlannedFault planned)
    {
        try
        {
            if (planned.Phase.Fault is { } fault)
            {
                await _progress.WhenAsync(planned.OperationsBefore + fault.StrikesAfter);
                _deployment.Timeline.Note($"{fault} strikes; {_progress.Done} operations done");
                planned.Said = _deployment.Impossible.TryGetValue(fault.Kind, out var reason) ? $"{fault.Kind} skipped by platform: {reason}"
                    : await _strikes.StrikeAsync(fault) ? $"{fault}"
                    : $"{fault} met nothing";
                _deployment.Timeline.Note($"{fault} has ended; {_progress.Done} operations done");
            }

            planned.Ended.TrySetResult();
        }
        catch (Exception e)
        {
            // Whoever waits for it must not wait for ever.
            planned.Ended.TrySetException(e);
            throw;
        }
    }

    private sealed record PlannedFault(Phase Phase, int OperationsBefore)
    {
        public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string? Said { get; set; }
    }
}
