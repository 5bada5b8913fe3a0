using CustomerGrains.Index.Customers;
using CustomerGrains.Index.Hosting;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Explaining;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Index.Explaining;

/// <summary>Says why records are, or are not, one customer. Computed anew each time by the functions that decided it.</summary>
public sealed partial class Explainer(GrainContext context, CustomerReader customers)
{
    /// <summary>Records of one customer that are compared with each other or with another customer's; of more, the first by number.</summary>
    private const int MembersMax = 500;

    /// <summary>Strongest pairs shown between two customers.</summary>
    private const int PairsShownMax = 10;

    /// <summary>Two records; null when one of them is not live.</summary>
    public async Task<ExplainReply?> ExplainRecordsAsync(RecordIdentity a, RecordIdentity b, CancellationToken cancellationToken)
    {
        var journal = context.Journal;
        var records = await journal.ReadRecordsAsync(
            [await journal.FindRecordAsync(a, cancellationToken).ConfigureAwait(false), await journal.FindRecordAsync(b, cancellationToken).ConfigureAwait(false)],
            cancellationToken).ConfigureAwait(false);
        if (records[0] is not { IsLive: true } recordA || records[1] is not { IsLive: true } recordB)
        {
            return null;
        }

        var inReview = recordA.Customer == recordB.Customer ? [] : await InReviewAsync(recordA.Customer, cancellationToken).ConfigureAwait(false);
        var pair = await ExplainAsync(recordA, recordB, inReview.ContainsKey(recordB.Customer), cancellationToken).ConfigureAwait(false);
        var verdict = recordA.Customer == recordB.Customer
            ? $"One customer, {new CustomerId(recordA.Customer)}."
            : $"Two customers, {new CustomerId(recordA.Customer)} and {new CustomerId(recordB.Customer)}.";
        return Reply($"{verdict} {Because(pair, recordA.Customer == recordB.Customer)}", [pair]);
    }

    /// <summary>Two customers: their strongest pairs, or that they are one; null when one was never issued.</summary>
    public async Task<ExplainReply?> ExplainCustomersAsync(CustomerNo a, CustomerNo b, CancellationToken cancellationToken)
    {
        var pathA = await customers.FollowAsync(a, cancellationToken).ConfigureAwait(false);
        var pathB = await customers.FollowAsync(b, cancellationToken).ConfigureAwait(false);
        if (pathA.Count == 0 || pathB.Count == 0)
        {
            return null;
        }

        if (pathA[^1].No == pathB[^1].No)
        {
            var one = await ExplainCustomerAsync(a, cancellationToken).ConfigureAwait(false);
            return one! with { Summary = $"Both ids stand for one customer. {one.Summary}" };
        }

        var ofA = await MembersAsync(pathA[^1].No, cancellationToken).ConfigureAwait(false);
        var ofB = await MembersAsync(pathB[^1].No, cancellationToken).ConfigureAwait(false);
        var strongest = (from memberA in ofA
                         from memberB in ofB
                         let score = ScoreOf(memberA, memberB)
                         orderby score.Weight descending, memberA.Identity, memberB.Identity
                         select (memberA, memberB)).Take(PairsShownMax);
        var pairs = new List<ExplainedPair>();
        var inReview = await InReviewAsync(pathA[^1].No, cancellationToken).ConfigureAwait(false);
        foreach (var (memberA, memberB) in strongest)
        {
            pairs.Add(await ExplainAsync(memberA, memberB, inReview.ContainsKey(pathB[^1].No), cancellationToken).ConfigureAwait(false));
        }

        if (await WhatKeepsApartAsync(ofA, ofB, pairs, inReview, cancellationToken).ConfigureAwait(false) is { } apart)
        {
            return Reply($"Two customers. {apart.Pair.Summary} {apart.Reason}", pairs) with { Apart = [apart] };
        }

        var decided = pairs.Find(pair => pair.Assertion is { IsLive: true, Decision: AssertionDecision.Different });
        var reason = pairs.Count == 0 ? "One of them has no records." : Because(decided ?? pairs[0], together: false);
        return Reply($"Two customers. {reason}", pairs);
    }

    /// <summary>How a customer came to be, step by step; of a component too large for that, its records joined one by one, each by its strongest pair with those before. Null when never issued.</summary>
    public async Task<ExplainReply?> ExplainCustomerAsync(CustomerNo customer, CancellationToken cancellationToken)
    {
        var path = await customers.FollowAsync(customer, cancellationToken).ConfigureAwait(false);
        if (path.Count == 0)
        {
            return null;
        }

        var members = await MembersAsync(path[^1].No, cancellationToken).ConfigureAwait(false);
        if (members.Count > 0 && await StepByStepAsync(members, cancellationToken).ConfigureAwait(false) is { } told)
        {
            return told;
        }

        var asserted = await AssertedSameAsync(members, cancellationToken).ConfigureAwait(false);
        var pairs = new List<ExplainedPair>();
        foreach (var (from, to) in SpanningPath(members, asserted))
        {
            pairs.Add(await ExplainAsync(from, to, waits: false, cancellationToken).ConfigureAwait(false));
        }

        var summary = members.Count switch
        {
            0 => "All its records were deleted.",
            1 => "It has one record.",
            _ => $"Its records are connected with too many others to be told step by step. {Joined(pairs)}",
        };
        return Reply(summary, pairs);
    }

    /// <summary>Maximum spanning tree of the members by weight, grown from the smallest (Prim 1957); pairs that a person called the same come first.</summary>
    private List<(JournalRecord From, JournalRecord To)> SpanningPath(IReadOnlyList<JournalRecord> members, HashSet<(RecordNo, RecordNo)> asserted)
    {
        var path = new List<(JournalRecord, JournalRecord)>();
        var best = new (int Weight, int From)[members.Count];
        var reached = new bool[members.Count];
        Array.Fill(best, (int.MinValue, 0));
        for (var (current, count) = (0, 1); count < members.Count; count++)
        {
            reached[current] = true;
            var next = -1;
            for (var i = 0; i < members.Count; i++)
            {
                if (reached[i])
                {
                    continue;
                }

                var weight = asserted.Contains(Ordered(members[current].No, members[i].No)) ? int.MaxValue : ScoreOf(members[current], members[i]).Weight;
                if (weight > best[i].Weight)
                {
                    best[i] = (weight, current);
                }

                next = next < 0 || best[i].Weight > best[next].Weight ? i : next;
            }

            path.Add((members[best[next].From], members[next]));
            current = next;
        }

        return path;
    }

    private async ValueTask<HashSet<(RecordNo, RecordNo)>> AssertedSameAsync(IReadOnlyList<JournalRecord> members, CancellationToken cancellationToken)
    {
        var byIdentity = members.ToDictionary(member => member.Identity, member => member.No);
        var asserted = new HashSet<(RecordNo, RecordNo)>();
        foreach (var member in members)
        {
            foreach (var assertion in await context.Journal.ReadAssertionsAsync(member.No, default, cancellationToken).ConfigureAwait(false))
            {
                if (assertion is { IsLive: true, Decision: AssertionDecision.Same }
                    && byIdentity.TryGetValue(assertion.A, out var a) && byIdentity.TryGetValue(assertion.B, out var b))
                {
                    asserted.Add(Ordered(a, b));
                }
            }
        }

        return asserted;
    }

    private async ValueTask<IReadOnlyList<JournalRecord>> MembersAsync(CustomerNo customer, CancellationToken cancellationToken)
    {
        var numbers = await context.Journal.ReadMembersAsync(customer, cancellationToken).ConfigureAwait(false);
        var records = await context.Journal.ReadRecordsAsync([.. numbers.Take(MembersMax)], cancellationToken).ConfigureAwait(false);
        return [.. records.Where(record => record is { IsLive: true }).Select(record => record!)];
    }

    private async ValueTask<ExplainedPair> ExplainAsync(JournalRecord a, JournalRecord b, bool waits, CancellationToken cancellationToken)
    {
        var entryA = context.Records.Read(a);
        var entryB = context.Records.Read(b);
        var assertions = await context.Journal.ReadAssertionsAsync(a.No, b.No, cancellationToken).ConfigureAwait(false);
        var explanation = WithCrowded(PairExplainer.Explain(entryA.Features, entryB.Features, context.Model), a, b, entryA);
        var assertion = assertions.LastOrDefault(decision => decision.IsLive && decision.Decision != AssertionDecision.Withdraw);
        return new ExplainedPair(
            a.Identity,
            b.Identity,
            explanation,
            a.Customer == b.Customer || assertion is not null ? explanation.Summary : explanation.SummaryApart(waits && explanation.Score.Weight >= context.Model.ReviewThreshold),
            BlockingSchemes.SharedSchemes(entryA.Features, entryB.Features),
            assertion);
    }

    /// <summary>Says of what both have and matching did not look at that, and why, it did not.</summary>
    private PairExplanation WithCrowded(PairExplanation explanation, JournalRecord a, JournalRecord b, RecordEntry entryA)
    {
        var shared = CrowdedValues.LeftOut(entryA.AllFeatures, [.. a.CrowdedKeys.Intersect(b.CrowdedKeys)], context.Hasher);
        return shared.Count == 0
            ? explanation
            : explanation with { Summary = $"{explanation.Summary} The same {string.Join(" and ", shared)} says nothing, because more than {context.CrowdLimit} records have it." };
    }

    private PairScore ScoreOf(JournalRecord a, JournalRecord b) =>
        PairScorer.Score(context.Records.Read(a).Features, context.Records.Read(b).Features, context.Model);

    private string Because(ExplainedPair pair, bool together)
    {
        if (pair.Assertion is { IsLive: true } decision && decision.Decision != AssertionDecision.Withdraw)
        {
            var reason = decision.Reason.Length > 0 ? $": {decision.Reason}" : ".";
            return $"{decision.DecidedBy} decided that they are {(decision.Decision == AssertionDecision.Same ? "the same" : "different")}{reason}";
        }

        return pair.Summary + PairContext.Of(pair.A, pair.B, pair.Explanation.Score, together, context.Model);
    }

    private string Joined(IReadOnlyList<ExplainedPair> pairs) => pairs.Count switch
    {
        0 => "It has one record.",
        1 => Because(pairs[0], together: true),
        _ => $"{pairs.Count + 1} records, joined by {pairs.Count} pairs; the weakest: {Because(pairs.MinBy(pair => pair.Explanation.Score.Weight)!, together: true)}",
    };

    private ExplainReply Reply(string summary, IReadOnlyList<ExplainedPair> pairs) =>
        new(summary, pairs, context.Model.Version, context.Model.LinkThreshold, context.Model.ReviewThreshold);

    private static (RecordNo, RecordNo) Ordered(RecordNo a, RecordNo b) => a.CompareTo(b) < 0 ? (a, b) : (b, a);
}
