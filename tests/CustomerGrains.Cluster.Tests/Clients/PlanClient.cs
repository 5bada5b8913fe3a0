using CustomerGrains.Cluster.Tests.Deployments;
using CustomerGrains.Cluster.Tests.Planning;

namespace CustomerGrains.Cluster.Tests.Clients;

/// <summary>One client of a plan: streams records, decides on pairs, looks and repeats.</summary>
internal sealed class PlanClient : IDisposable
{
    private readonly Doors _streaming;
    private readonly Doors _deciding;
    private readonly Doors _echoing;
    private readonly StreamLane _records;
    private readonly DecisionLane _decisions;
    private readonly EchoLane _echoes;

    /// <param name="open">How many of the servers, from the first, may be asked at the moment.</param>
    public PlanClient(int number, Plan plan, IReadOnlyList<ServerSlot> servers, Func<int> open, Surroundings run)
    {
        _streaming = new Doors(servers, number, open);
        _deciding = new Doors(servers, number, open);
        _echoing = new Doors(servers, number, open);
        _echoes = new EchoLane(number, _echoing, run);
        _records = new StreamLane(number, Of<RecordOperation>(plan, number), _streaming, run, _echoes);
        _decisions = new DecisionLane(Of<DecisionOperation>(plan, number), _deciding, run);
    }

    /// <summary>Does everything the plan has for it.</summary>
    public async Task RunAsync()
    {
        await Task.WhenAll(_records.RunAsync(), _decisions.RunAsync());
        await _echoes.EndAsync();
    }

    public void Dispose()
    {
        _records.Dispose();
        _streaming.Dispose();
        _deciding.Dispose();
        _echoing.Dispose();
    }

    private static IReadOnlyList<IReadOnlyList<T>> Of<T>(Plan plan, int client)
        where T : Operation =>
        [.. plan.Phases.Select(phase => phase.Operations.OfType<T>().Where(operation => operation.Client == client).ToArray())];
}
