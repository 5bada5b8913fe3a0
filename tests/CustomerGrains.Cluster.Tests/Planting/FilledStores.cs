using CustomerGrains.Cluster.Tests.Histories;
using CustomerGrains.Cluster.Tests.Planning;
using CustomerGrains.Cluster.Tests.Running;

namespace CustomerGrains.Cluster.Tests.Planting;

/// <summary>A sound store of each kind with the history of how it was filled, and a copy of what it was before the last third.</summary>
public sealed class FilledStores : IAsyncLifetime
{
    private static readonly PlanShape Shape = new() { Servers = 1, Kinds = [FaultKind.Kill], Faults = (5, 5), OperationsPerPhase = 60 };

    private readonly Dictionary<string, (ScratchStore Store, ScratchStore Before, History History)> _filled = [];

    internal (ScratchStore Store, ScratchStore Before, History History) this[string kind] => _filled[kind];

    public async Task InitializeAsync()
    {
        foreach (var kind in (string[])["sqlite", "postgres"])
        {
            var store = await ScratchStore.MakeAsync(kind);
            var history = new History();
            var plan = PlanGenerator.Make(Seeds.First, Shape);
            await store.RunAsync(plan with { Phases = [.. plan.Phases.Take(4)] }, history);
            var before = await store.CopyAsync();
            await store.RunAsync(plan with { Phases = [.. plan.Phases.Skip(4)] }, history);
            _filled[kind] = (store, before, history);
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var (store, before, _) in _filled.Values)
        {
            await store.DisposeAsync();
            await before.DisposeAsync();
        }
    }
}
