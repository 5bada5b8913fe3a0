using System.Globalization;
using CustomerGrains.Client;
using CustomerGrains.Cluster.Tests.Histories;
using CustomerGrains.Cluster.Tests.Planning;
using CustomerGrains.V1;

namespace CustomerGrains.Cluster.Tests.Clients;

/// <summary>One client's decisions, one after the other, each under one operation id however often it has to be sent.</summary>
internal sealed class DecisionLane(int client, IReadOnlyList<IReadOnlyList<DecisionOperation>> phases, Doors doors, Surroundings run)
{
    /// <summary>Times a decision is sent before it is given up.</summary>
    private const int AttemptsMax = 4;

    public async Task RunAsync()
    {
        foreach (var (place, phase) in phases.Index())
        {
            await run.GateAsync(place);
            foreach (var decision in phase)
            {
                if (await TryDecideAsync(decision) && decision.IsRepeated)
                {
                    await TryDecideAsync(decision);
                }

                run.Progress.Advance();
            }
        }
    }

    /// <returns>It was acknowledged.</returns>
    private async Task<bool> TryDecideAsync(DecisionOperation decision)
    {
        var entry = Messages.ToEntry(decision, string.Create(CultureInfo.InvariantCulture, $"d{client}-{decision.Number}"), HistoryKind.Sent);
        run.History.Add(entry with { Since = run.History.Now() });
        for (var attempt = 1; attempt <= AttemptsMax; attempt++)
        {
            try
            {
                var decided = await doors.Current.DecideAsync(new DecideRequest
                {
                    OperationId = entry.OperationId,
                    A = Messages.KeyOf(decision.A),
                    B = Messages.KeyOf(decision.B),
                    Decision = (Decision)decision.Decision,
                    DecidedBy = string.Create(CultureInfo.InvariantCulture, $"client {client}"),
                });
                run.History.Add(entry with
                {
                    Kind = HistoryKind.Acknowledged,
                    Customers = [.. new[] { decided.CustomerIdA, decided.CustomerIdB }.Where(id => id.Length > 0).Distinct(StringComparer.Ordinal)],
                });
                return true;
            }
            catch (CustomerGrainsException error)
            {
                if (Answers.ToEntry(entry, error) is { } said)
                {
                    run.History.Add(said);
                    return false;
                }

                doors.MoveOn();
            }
        }

        return false;
    }
}
