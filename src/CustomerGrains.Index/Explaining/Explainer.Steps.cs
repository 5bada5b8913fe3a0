using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Resolving;

namespace CustomerGrains.Index.Explaining;

/// <content>How a customer came to be: its component resolved once more by the function that resolved it.</content>
public sealed partial class Explainer
{
    private async Task<ExplainReply?> StepByStepAsync(IReadOnlyList<JournalRecord> members, CancellationToken cancellationToken)
    {
        if (await TraceAsync(members, cancellationToken).ConfigureAwait(false) is not { } traced)
        {
            return null;
        }

        var (records, trace) = traced;
        var steps = new List<ExplainedStep>();
        foreach (var step in trace.Steps)
        {
            var pair = await ExplainAsync(records[step.A], records[step.B], waits: false, cancellationToken).ConfigureAwait(false);
            steps.Add(new ExplainedStep(
                Identities(records, step.Into), Identities(records, step.Joined), pair, step.Average, step.Reason, step.Reason == JoinReason.Decision ? pair.Assertion : null));
        }

        return Reply(Joined([.. steps.Select(step => step.Pair)]), [.. steps.Select(step => step.Pair)]) with
        {
            Start = records[trace.Start].Identity,
            Steps = steps,
            Apart = await LeftOutAsync(members[0].Customer, records, trace, cancellationToken).ConfigureAwait(false),
        };
    }

    /// <summary>The live records of the component that the members are in, and its resolution as seen from the first of them.</summary>
    private async Task<(IReadOnlyList<JournalRecord> Records, ResolutionTrace Trace)?> TraceAsync(IReadOnlyList<JournalRecord> members, CancellationToken cancellationToken)
    {
        var snapshot = await context.Journal.ReadComponentsAsync([members[0].No], cancellationToken).ConfigureAwait(false);
        var records = snapshot.Records.Where(record => record.IsLive).ToArray();
        var positions = records.Select((record, position) => (record.No, position)).ToDictionary(pair => pair.No, pair => pair.position);
        if (!positions.TryGetValue(members[0].No, out var focus))
        {
            return null;
        }

        var assertions = from assertion in snapshot.Assertions
                         where positions.ContainsKey(assertion.A) && positions.ContainsKey(assertion.B)
                         select new MemberAssertion(positions[assertion.A], positions[assertion.B], assertion.Same);
        var trace = ComponentResolver.Trace(
            [.. records.Select(record => new ComponentMember(record.Identity, context.Records.Read(record).Features))], [.. assertions], context.Model, focus);
        return trace is null ? null : (records, trace);
    }

    private static RecordIdentity[] Identities(IReadOnlyList<JournalRecord> records, IReadOnlyList<int> positions) => [.. positions.Select(position => records[position].Identity)];
}
