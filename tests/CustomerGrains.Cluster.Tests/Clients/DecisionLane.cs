using System.Globalization;
using CustomerGrains.Client;
using CustomerGrains.Cluster.Tests.Histories;
using CustomerGrains.Cluster.Tests.Planning;
using CustomerGrains.Matching.Records;
using CustomerGrains.V1;

namespace CustomerGrains.Cluster.Tests.Clients;

/// <summary>One client's decisions, one after the other, each under one operation id however often it has to be sent; some of them once more after a later one on the same pair.</summary>
internal sealed class DecisionLane(IReadOnlyList<IReadOnlyList<DecisionOperation>> phases, Doors doors, Surroundings run)
{
    /// <summary>Times a decision is sent before it is given up.</summary>
    private const int AttemptsMax = 4;

    private const int LateOfEvery = 2;

    private readonly LateRepeats<(RecordIdentity, RecordIdentity), DecisionOperation> _done = new(LateOfEvery);

    /// <summary>Sends every decision.</summary>
    public async Task RunAsync()
    {
        foreach (var (place, phase) in phases.Index())
        {
            await run.GateAsync(place);
            foreach (var decision in phase)
            {
                if (await TryDecideAsync(decision))
                {
                    if (decision.IsRepeated)
                    {
                        await TryDecideAsync(decision);
                    }

                    if (_done.TryNext((decision.A, decision.B), decision.Number, decision, out var late))
                    {
                        await TryDecideAsync(late);
                    }
                }

                run.Progress.Advance();
            }
        }
    }

    /// <summary>The id that a decision is sent under.</summary>
    public static string IdOf(DecisionOperation decision) => string.Create(CultureInfo.InvariantCulture, $"d{decision.Client}-{decision.Number}");

    /// <summary>Sends a decision under its id.</summary>
    /// <returns>It was acknowledged.</returns>
    public async Task<bool> TryDecideAsync(DecisionOperation decision)
    {
        var entry = Messages.ToEntry(decision, IdOf(decision), HistoryKind.Sent);
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
                    DecidedBy = string.Create(CultureInfo.InvariantCulture, $"client {decision.Client}"),
                });
                run.History.Add(entry with
                {
                    Kind = HistoryKind.Acknowledged,
                    Effect = decided.DecidedAt.ToDateTimeOffset().ToString("O", CultureInfo.InvariantCulture),
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
