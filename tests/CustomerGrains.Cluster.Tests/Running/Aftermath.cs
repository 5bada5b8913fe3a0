using CustomerGrains.Client;
using CustomerGrains.Cluster.Tests.Checking;
using CustomerGrains.Cluster.Tests.Clients;
using CustomerGrains.Cluster.Tests.Deployments;
using CustomerGrains.Cluster.Tests.Histories;
using CustomerGrains.Cluster.Tests.Planning;
using CustomerGrains.Stores.Verifying;

namespace CustomerGrains.Cluster.Tests.Running;

/// <summary>What follows when everything is at rest: operations of unknown outcome are sent again under their ids, then everything is, and nothing may come of it.</summary>
internal sealed class Aftermath(Plan plan, IReadOnlyList<ServerSlot> servers, History history, IReadOnlyDictionary<string, RecordOperation> streamed)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    /// <param name="findings">What must not be is added.</param>
    public async Task RunAsync(List<StoreFinding> findings)
    {
        using var client = servers[plan.Seed % servers.Count].Connect(Deadline);
        await RetryUnknownAsync();
        var before = (await client.GetStatusAsync()).LastEventSequence;
        await ReplayAsync(client);
        await RepeatLateAsync();
        var after = (await client.GetStatusAsync()).LastEventSequence;
        if (after != before)
        {
            findings.Add(new StoreFinding("replay", $"Sending everything once more made {after - before} events."));
        }
    }

    /// <summary>Every other operation of unknown outcome is sent once more under its id, which makes it known.</summary>
    private async Task RetryUnknownAsync()
    {
        var others = new Doors(servers, plan.Seed, () => servers.Count);
        var echoes = new EchoLane(plan.Clients, others, new Surroundings(history, new Progress(), _ => Task.CompletedTask));
        foreach (var operation in new Heard(history).Operations.Where(operation => operation.IsUnknown && operation.First.Version > 0))
        {
            if (streamed.TryGetValue(operation.First.OperationId, out var sent) && sent.Number % 2 == 0)
            {
                var request = Messages.ToRequest(sent);
                request.OperationId = operation.First.OperationId;
                await echoes.RepeatAsync(sent, request);
            }
        }

        others.Dispose();
    }

    /// <summary>Sends everything that was acknowledged and must be remembered again under its id: records without versions, which nothing else keeps from going back to what they were, and all decisions.</summary>
    private async Task RepeatLateAsync()
    {
        using var doors = new Doors(servers, plan.Seed, () => servers.Count);
        var run = new Surroundings(history, new Progress(), _ => Task.CompletedTask);
        var echoes = new EchoLane(plan.Clients, doors, run);
        var heard = new Heard(history);
        foreach (var record in heard.OfRecords)
        {
            foreach (var operation in record.Where(operation => operation is { IsAcknowledged: true, First.Version: 0 } && !operation.MayBeForgotten(record)))
            {
                if (streamed.TryGetValue(operation.First.OperationId, out var sent))
                {
                    var request = Messages.ToRequest(sent);
                    request.OperationId = operation.First.OperationId;
                    await echoes.RepeatAsync(sent, request);
                }
            }
        }

        var acknowledged = heard.OfPairs.SelectMany(pair => pair).Where(decision => decision.IsAcknowledged).Select(decision => decision.First.OperationId).ToHashSet(StringComparer.Ordinal);
        var decisions = new DecisionLane([], doors, run);
        foreach (var decision in plan.Operations.OfType<DecisionOperation>().Where(decision => acknowledged.Contains(DecisionLane.IdOf(decision))))
        {
            await decisions.TryDecideAsync(decision);
        }
    }

    /// <summary>Sends everything with a version that was acknowledged again, under new operation ids.</summary>
    private async Task ReplayAsync(CustomerGrainsClient client)
    {
        await using var stream = client.OpenIngestStream(new IngestStreamOptions
        {
            Acknowledged = acknowledgement =>
            {
                if (acknowledgement.Outcome is { } outcome)
                {
                    history.Add(Messages.With(Messages.ToEntry((RecordOperation)acknowledgement.State!, plan.Clients, acknowledgement.Request.OperationId, HistoryKind.Sent), outcome));
                }
            },
        });
        foreach (var operation in new Heard(history).Operations.Where(operation => operation is { IsAcknowledged: true, First.Version: > 0 }))
        {
            if (streamed.TryGetValue(operation.First.OperationId, out var sent))
            {
                await stream.SendAsync(Messages.ToRequest(sent), sent);
            }
        }

        await stream.CompleteAsync();
    }
}
