using System.Globalization;
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
            var decision = step.Decided ? await DecisionAsync(records, step, cancellationToken).ConfigureAwait(false) : null;
            steps.Add(new ExplainedStep(
                Identities(records, step.Into), Identities(records, step.Joined),
                await ExplainAsync(records[step.A], records[step.B], cancellationToken).ConfigureAwait(false), step.Average, decision));
        }

        var inReview = await InReviewAsync(members[0].Customer, cancellationToken).ConfigureAwait(false);
        var apart = new List<ExplainedApart>();
        foreach (var group in trace.Apart)
        {
            apart.Add(await ApartAsync(records, group, inReview, cancellationToken).ConfigureAwait(false));
        }

        var weakest = steps.MinBy(step => step.Pair.Explanation.Score.Weight);
        var summary = steps.Count switch
        {
            0 => "It has one record.",
            1 => Because(steps[0].Pair, together: true),
            _ => $"{steps.Count + 1} records, joined by {steps.Count} pairs; the weakest: {Because(weakest!.Pair, together: true)}",
        };
        return Reply(summary, [.. steps.Select(step => step.Pair)]) with { Start = records[trace.Start].Identity, Steps = steps, Apart = apart };
    }

    /// <summary>Null when a customer has no records, or the two are of one component that is too large to be resolved step by step.</summary>
    private async Task<ExplainedApart?> WhatKeepsApartAsync(
        IReadOnlyList<JournalRecord> members, CustomerNo other, List<ExplainedPair> strongest, CancellationToken cancellationToken)
    {
        if (members.Count == 0 || strongest.Count == 0 || await TraceAsync(members, cancellationToken).ConfigureAwait(false) is not { } traced)
        {
            return null;
        }

        var (records, trace) = traced;
        var inReview = await InReviewAsync(members[0].Customer, cancellationToken).ConfigureAwait(false);
        if (trace.Apart.FirstOrDefault(group => records[group.Members[0]].Customer == other) is { } group)
        {
            return await ApartAsync(records, group, inReview, cancellationToken).ConfigureAwait(false);
        }

        // Of different components: no pair of them that shares a blocking key is a link.
        var pair = strongest.Find(candidate => candidate.Assertion is { Decision: AssertionDecision.Different }) ?? strongest[0];
        var reason = pair.Assertion is { Decision: AssertionDecision.Different } decision ? Decided(decision)
            : pair.Explanation.Score.Conflict ? "No weight puts that together."
            : pair.Explanation.Score.Weight >= context.Model.LinkThreshold ? "They share no blocking key, so they were never compared."
            : Short(pair);
        return new ExplainedApart(other, [], pair, Waiting(reason, pair, inReview.Contains(other)), inReview.Contains(other));
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

    private async Task<ExplainedApart> ApartAsync(IReadOnlyList<JournalRecord> records, GroupApart group, HashSet<CustomerNo> inReview, CancellationToken cancellationToken)
    {
        var pair = await ExplainAsync(records[group.A], records[group.B], cancellationToken).ConfigureAwait(false);
        var customer = records[group.Members[0]].Customer;
        var reason = group.Reason switch
        {
            ApartReason.Decision => await DifferentAsync(records, group, cancellationToken).ConfigureAwait(false) is { } decision ? Decided(decision) : "A person decided that they are different.",
            ApartReason.Conflict when context.Model.OneToOne.KeepsApart(pair.A, pair.B) => PairContext.Of(pair.A, pair.B, pair.Explanation.Score, together: false, context.Model).TrimStart(),
            ApartReason.Conflict => "Two of their records hold what one customer cannot both have, and no weight puts that together.",
            ApartReason.NoLink => Short(pair),
            ApartReason.Average => string.Create(CultureInfo.InvariantCulture,
                $"The other records of the two speak against it: {group.Average / 100.0:F1} bits on average, where {context.Model.JoinThreshold / 100.0:F1} are needed."),
            ApartReason.Contradiction => "The two differ in birth date, generation or an identifier and agree in it nowhere.",
            _ => "One of the two fits another customer as well, so it joined neither.",
        };
        return new ExplainedApart(customer, Identities(records, group.Members), pair, Waiting(reason, pair, inReview.Contains(customer)), inReview.Contains(customer));
    }

    private string Short(ExplainedPair pair) => string.Create(CultureInfo.InvariantCulture,
        $"Their strongest pair has {pair.Explanation.Score.Weight / 100.0:F1} bits, where a link needs {context.Model.LinkThreshold / 100.0:F1}.");

    // The sentence of a pair that is held back says so itself.
    private static string Waiting(string reason, ExplainedPair pair, bool inReview) => inReview && pair.Explanation.HeldBack is null ? $"{reason} The pair waits for a person." : reason;

    private static string Decided(JournalAssertion decision)
    {
        var said = string.Create(CultureInfo.InvariantCulture, $"{decision.DecidedBy} decided that they are different, {decision.DecidedAt.UtcDateTime:yyyy-MM-dd HH:mm}Z");
        return decision.Reason.Length > 0 ? $"{said}: {decision.Reason}" : $"{said}.";
    }

    private async Task<HashSet<CustomerNo>> InReviewAsync(CustomerNo customer, CancellationToken cancellationToken)
    {
        var links = await context.Journal.ReadReviewPairsAsync(customer, null, context.Options.ReviewShownMax, cancellationToken).ConfigureAwait(false);
        var records = await context.Journal.ReadRecordsAsync([.. links.SelectMany(link => new[] { link.A.No, link.B.No })], cancellationToken).ConfigureAwait(false);
        return [.. records.Where(record => record is { IsLive: true }).Select(record => record!.Customer).Where(other => other != customer)];
    }

    private async Task<JournalAssertion?> DecisionAsync(IReadOnlyList<JournalRecord> records, JoinStep step, CancellationToken cancellationToken)
    {
        foreach (var joined in step.Joined)
        {
            var assertions = await context.Journal.ReadAssertionsAsync(records[joined].No, default, cancellationToken).ConfigureAwait(false);
            if (assertions.LastOrDefault(assertion => assertion is { IsLive: true, Decision: AssertionDecision.Same }) is { } decision)
            {
                return decision;
            }
        }

        return null;
    }

    private async Task<JournalAssertion?> DifferentAsync(IReadOnlyList<JournalRecord> records, GroupApart group, CancellationToken cancellationToken)
    {
        var customer = records[group.A].Customer;
        var ours = records.Where(record => record.Customer == customer).Select(record => record.Identity).ToHashSet();
        foreach (var member in group.Members)
        {
            var assertions = await context.Journal.ReadAssertionsAsync(records[member].No, default, cancellationToken).ConfigureAwait(false);
            if (assertions.LastOrDefault(assertion => assertion is { IsLive: true, Decision: AssertionDecision.Different } && (ours.Contains(assertion.A) || ours.Contains(assertion.B))) is { } decision)
            {
                return decision;
            }
        }

        return null;
    }

    private static RecordIdentity[] Identities(IReadOnlyList<JournalRecord> records, IReadOnlyList<int> positions) => [.. positions.Select(position => records[position].Identity)];
}
