using System.Globalization;
using CustomerGrains.Cluster.Tests.Clients;
using CustomerGrains.Cluster.Tests.Histories;
using CustomerGrains.Cluster.Tests.Planning;
using CustomerGrains.Index;
using CustomerGrains.Index.Customers;
using CustomerGrains.Index.Journal;
using CustomerGrains.Index.Sources;
using CustomerGrains.Local;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Cluster.Tests.Planting;

/// <summary>The operations of a plan done to several indexes in this process, all on one store, whose journal may have a bug. Each index has its own grains, so every grain is active several times.</summary>
internal sealed class PlantedRun(Plan plan, History history)
{
    private const int LanesPerClient = 6;
    private const int LateOfEvery = 2;

    /// <param name="journals">One for each index.</param>
    public async Task RunAsync(IReadOnlyList<(IJournal Journal, ISourceStore Store)> journals)
    {
        var indexes = new List<LocalIndex>();
        foreach (var (journal, store) in journals)
        {
            indexes.Add(await LocalIndex.OpenAsync(journal, store, start: false));
        }

        foreach (var source in OperationStream.Sources)
        {
            foreach (var index in indexes)
            {
                await index.Index.RegisterSourceAsync(new Source(source, "", new SourceDefaults()));
            }
        }

        await Task.WhenAll(plan.Operations.GroupBy(LaneOf).Select(lane => DoAsync([.. lane], indexes)));
        foreach (var index in indexes)
        {
            await index.Index.SweepAsync();
            await index.DisposeAsync();
        }
    }

    /// <summary>What is done one after the other: what one client does to one record or pair.</summary>
    private static int LaneOf(Operation operation) => operation switch
    {
        RecordOperation record => operation.Client + (10 * (int)(record.Identity.TieBreaker % LanesPerClient)),
        DecisionOperation decision => operation.Client + (10 * (int)((decision.A.TieBreaker ^ decision.B.TieBreaker) % LanesPerClient)),
        _ => operation.Client,
    };

    private async Task DoAsync(IReadOnlyList<Operation> operations, List<LocalIndex> indexes)
    {
        await Task.Yield();
        var doneTo = new LateRepeats<RecordIdentity, RecordOperation>(LateOfEvery);
        var decidedOn = new LateRepeats<(RecordIdentity, RecordIdentity), DecisionOperation>(LateOfEvery);
        foreach (var operation in operations)
        {
            var index = indexes[operation.Number % indexes.Count].Index;
            var other = indexes[(operation.Number + 1) % indexes.Count].Index;
            if (operation is RecordOperation record && record.Version >= 0)
            {
                await PutAsync(record, index);
                if (record.IsRepeated)
                {
                    await PutAsync(record, other);
                }

                if (doneTo.TryNext(record.Identity, record.Number, record, out var late))
                {
                    await PutAsync(late, other);
                }
            }
            else if (operation is DecisionOperation decision)
            {
                if (await TryDecideAsync(decision, index) && decidedOn.TryNext((decision.A, decision.B), decision.Number, decision, out var late))
                {
                    await TryDecideAsync(late, other);
                }
            }
        }
    }

    private async Task PutAsync(RecordOperation operation, CustomerIndex index)
    {
        var id = $"p{operation.Number}";
        var entry = Messages.ToEntry(operation, operation.Client, id, HistoryKind.Sent);
        history.Add(entry with { Since = history.Now() });
        var reply = operation.Content is { } content
            ? await index.PutAsync(new PutCommand(operation.Identity, content, operation.Version, id))
            : await index.DeleteAsync(new DeleteCommand(operation.Identity, operation.Version, id));
        history.Add(entry with
        {
            Kind = HistoryKind.Acknowledged,
            Effect = $"{reply.Effect}",
            Customer = $"{new CustomerId(reply.Customer)}",
            Customers = reply.Customer.IsNone ? [] : [$"{new CustomerId(reply.Customer)}"],
            Position = reply.Position,
        });
    }

    private async Task<bool> TryDecideAsync(DecisionOperation decision, CustomerIndex index)
    {
        var entry = Messages.ToEntry(decision, $"p{decision.Number}", HistoryKind.Sent);
        history.Add(entry with { Since = history.Now() });
        var reply = await index.DecideAsync(new DecideCommand(decision.A, decision.B, decision.Decision, "pat", "", entry.OperationId));
        history.Add(entry with
        {
            Kind = reply is null ? HistoryKind.Refused : HistoryKind.Acknowledged,
            Effect = reply?.DecidedAt.ToString("O", CultureInfo.InvariantCulture),
            Error = reply is null ? "not found" : null,
        });
        return reply is not null;
    }
}
