using CustomerGrains.Index.Journal;
using CustomerGrains.Stores.Writing;
using Npgsql;

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

    public bool TryReadDecision(RecordNo a, RecordNo b, ulong operation, out DecisionRow row)
    {
        // Rarely asked for, and of decisions nothing but the newest ones is kept here.
        var found = ReadNow<DecisionRow?>(
            """
            SELECT assertion_no, decision, decided_by, reason, decided_at, operation, resolved FROM assertion WHERE a = $1 AND b = $2 AND operation = $3 ORDER BY assertion_no DESC LIMIT 1
            """,
            command => command.With(a.Value).With(b.Value).With((long)operation),
            reader => DecisionOf(reader, 0));
        row = found ?? default;
        return found is not null;
    }

    /// <summary>A decision from its columns, from one of them on: number, decision, by whom, why, when, operation, resolved.</summary>
    public static DecisionRow DecisionOf(NpgsqlDataReader reader, int first) => new(
        reader.GetInt64(first),
        (AssertionDecision)reader.GetInt32(first + 1),
        reader.GetString(first + 2),
        reader.GetString(first + 3),
        Encodings.ToTime(reader.GetInt64(first + 4)),
        (ulong)reader.GetInt64(first + 5),
        reader.GetBoolean(first + 6));

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
