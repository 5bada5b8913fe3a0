using CustomerGrains.Cluster.Tests.Histories;
using CustomerGrains.Stores.Verifying;
using CustomerGrains.V1;

namespace CustomerGrains.Cluster.Tests.Checking;

/// <summary>Nothing is acknowledged twice differently, and the index has no faults of its own to tell of.</summary>
internal static class AnswersCheck
{
    private const string Name = "answers";

    /// <summary>Answers that say nothing was written.</summary>
    private static readonly string[] Unwritten = [$"{Effect.Unchanged}", $"{Effect.Stale}", $"{Effect.Absent}"];

    public static IEnumerable<StoreFinding> Run(Heard heard)
    {
        foreach (var fault in heard.Entries.Where(entry => entry.Kind == HistoryKind.Faulted))
        {
            yield return new StoreFinding(Name, $"Operation {fault.OperationId} on {fault.Record} was answered {fault.Error}");
        }

        foreach (var operation in heard.Operations.Where(operation => operation is { IsAcknowledged: true, Refusal: not null }))
        {
            yield return new StoreFinding(Name, $"Operation {operation.First.OperationId} on {operation.First.Record} was acknowledged and also refused: {operation.Refusal}");
        }

        foreach (var record in heard.OfRecords)
        {
            HeardOperation[] operations = [.. record];
            foreach (var operation in operations.Where(operation => operation.Answers.Count > 1))
            {
                // A repeat is answered as it was the first time as long as it is remembered; later a version keeps it from being done again.
                var first = operation.Answers[0].Effect;
                var mayBeForgotten = operation.MayBeForgotten(operations);
                foreach (var again in operation.Answers.Skip(1))
                {
                    if (again.Effect != first && !(mayBeForgotten && (operation.First.Version == 0 || Unwritten.Contains(again.Effect))))
                    {
                        yield return new StoreFinding(Name, $"Operation {operation.First.OperationId} on {record.Key} was answered {first}, then {again.Effect}.");
                    }
                }
            }

            string[] creators = [.. operations.Where(operation => operation.Answers.Any(answer => answer.Effect == $"{Effect.Created}")).Select(operation => operation.First.OperationId)];
            if (creators.Length > 1)
            {
                yield return new StoreFinding(Name, $"{record.Key} was said to be created by {string.Join(" and ", creators)}.");
            }
        }

        foreach (var decision in heard.OfPairs.SelectMany(pair => pair))
        {
            if (decision.Answers.Select(answer => answer.Effect).Distinct(StringComparer.Ordinal).Count() > 1)
            {
                yield return new StoreFinding(Name, $"Decision {decision.First.OperationId} on {decision.First.Record} was answered {string.Join(", then ", decision.Answers.Select(answer => answer.Effect))}.");
            }
        }

        // Positions count acceptances, so none is given to two records.
        foreach (var position in heard.Entries.Where(entry => entry.Position > 0).GroupBy(entry => entry.Position).Where(entries => entries.Select(entry => entry.Record).Distinct(StringComparer.Ordinal).Count() > 1))
        {
            yield return new StoreFinding(Name, $"Position {position.Key} was given to {string.Join(" and ", position.Select(entry => entry.Record).Distinct(StringComparer.Ordinal))}.");
        }
    }
}
