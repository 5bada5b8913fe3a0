using CustomerGrains.Index.Journal;
using CustomerGrains.Stores.Writing;

namespace CustomerGrains.Stores.PostgreSql.Writing;

internal sealed partial class PostgresRows
{
    // Newest decisions by pair; of records in _decisionsLoaded, all those in which they are the smaller one.
    private readonly Dictionary<(long A, long B), DecisionRow> _decisions = [];
    private readonly HashSet<long> _decisionsLoaded = [];

    public bool KnowsDecisionsOf(long record) => LastAssertion == 0 || _decisionsLoaded.Contains(record);

    /// <summary>Takes in a newest decision as stored. One that is here already is newer.</summary>
    public void Load(long a, long b, in DecisionRow row) => _decisions.TryAdd((a, b), row);

    public void LoadedDecisionsOf(long record) => _decisionsLoaded.Add(record);

    public bool TryReadDecision(RecordNo a, RecordNo b, out DecisionRow row)
    {
        if (!KnowsDecisionsOf(a.Value))
        {
            new PostgresPrefetch(Connection, this).Decisions([a.Value]).Run();
        }

        return _decisions.TryGetValue((a.Value, b.Value), out row);
    }

    public void SupersedeDecision(RecordNo a, RecordNo b, long number) =>
        RunNow("UPDATE assertion SET newest = false, resolved = true WHERE assertion_no = $1", command => command.With(number));

    public long InsertDecision(RecordNo a, RecordNo b, AssertRequest request, DateTimeOffset decidedAt, bool resolved)
    {
        var number = LastAssertion + 1;
        RunNow(
            "INSERT INTO assertion (assertion_no, a, b, decision, decided_by, reason, decided_at, operation, newest, resolved) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, true, $9)",
            command => command
                .With(number)
                .With(a.Value)
                .With(b.Value)
                .With((int)request.Decision)
                .With(request.DecidedBy)
                .With(request.Reason)
                .With(Encodings.ToColumn(decidedAt))
                .With((long)request.Operation)
                .With(resolved));
        LastAssertion = number;
        _decisions[(a.Value, b.Value)] = new DecisionRow(number, request.Decision, request.DecidedBy, request.Reason, decidedAt, request.Operation, resolved);
        return number;
    }

    public void ResolveDecision(long number)
    {
        ChangeCount++;
        ResolvedDecisions.Add(number);
        foreach (var (pair, row) in _decisions)
        {
            if (row.No == number)
            {
                _decisions[pair] = row with { IsResolved = true };
                break;
            }
        }
    }
}
