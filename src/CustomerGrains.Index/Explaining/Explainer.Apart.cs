using CustomerGrains.Index.Customers;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Resolving;

namespace CustomerGrains.Index.Explaining;

/// <content>What keeps customers apart.</content>
public sealed partial class Explainer
{
    /// <summary>Customers told of that are kept apart from one; of more, those with the strongest pairs.</summary>
    private const int ApartShownMax = 50;

    /// <summary>Possible matches of one customer that are looked through.</summary>
    private const int ReviewReadMax = 1000;

    /// <summary>The other customers of the component, and those beyond it that wait for a person; the strongest first.</summary>
    private async Task<IReadOnlyList<ExplainedApart>> LeftOutAsync(CustomerNo customer, IReadOnlyList<JournalRecord> records, ResolutionTrace trace, CancellationToken cancellationToken)
    {
        var inReview = await InReviewAsync(customer, cancellationToken).ConfigureAwait(false);
        var strongest = trace.Apart.OrderByDescending(group => ScoreOf(records[group.A], records[group.B]).Weight).Take(ApartShownMax);
        var apart = new List<ExplainedApart>();
        foreach (var group in strongest)
        {
            apart.Add(await ApartAsync(records, group, inReview, cancellationToken).ConfigureAwait(false));
        }

        var inside = trace.Apart.Select(group => records[group.Members[0]].Customer).ToHashSet();
        foreach (var (other, (ours, theirs)) in inReview.Where(pair => !inside.Contains(pair.Key)).Take(ApartShownMax - apart.Count))
        {
            var pair = await ExplainAsync(ours, theirs, waits: true, cancellationToken).ConfigureAwait(false);
            apart.Add(new ExplainedApart(other, [], pair, ApartReason.NoLink, ApartText.TooWeak(pair, context.Model, waits: true), null, InReview: true));
        }

        return [.. apart.OrderByDescending(other => other.Pair.Explanation.Score.Weight)];
    }

    /// <summary>Null when a customer has no records, or the two are of one component that is too large to be resolved step by step.</summary>
    private async Task<ExplainedApart?> WhatKeepsApartAsync(
        IReadOnlyList<JournalRecord> members, IReadOnlyList<JournalRecord> others, List<ExplainedPair> strongest,
        Dictionary<CustomerNo, (JournalRecord Ours, JournalRecord Theirs)> inReview, CancellationToken cancellationToken)
    {
        if (strongest.Count == 0 || await TraceAsync(members, cancellationToken).ConfigureAwait(false) is not { } traced)
        {
            return null;
        }

        var (records, trace) = traced;
        var other = others[0].Customer;
        if (trace.Apart.FirstOrDefault(group => records[group.Members[0]].Customer == other) is { } group)
        {
            return await ApartAsync(records, group, inReview, cancellationToken).ConfigureAwait(false);
        }

        // Of different components: no pair of them is an edge.
        var waits = inReview.ContainsKey(other);
        var pair = strongest[0];
        if (await DifferentAsync(members, others, cancellationToken).ConfigureAwait(false) is { } decided)
        {
            return new ExplainedApart(other, [], pair, ApartReason.Decision, ApartText.Decided(decided, pair), BesideStrongest(decided, pair), waits);
        }

        return pair.Explanation.Score.Conflict ? new ExplainedApart(other, [], pair, ApartReason.Conflict, ApartText.Forbidden(pair, pair), null, waits)
            : context.Model.OneToOne.KeepsApart(pair.A, pair.B) ? new ExplainedApart(other, [], pair, ApartReason.OneToOne, ApartText.OneSource(pair), null, waits)
            : new ExplainedApart(other, [], pair, ApartReason.NoLink, ApartText.TooWeak(pair, context.Model, waits), null, waits);
    }

    private async Task<ExplainedApart> ApartAsync(
        IReadOnlyList<JournalRecord> records, GroupApart group, Dictionary<CustomerNo, (JournalRecord Ours, JournalRecord Theirs)> inReview, CancellationToken cancellationToken)
    {
        var customer = records[group.Members[0]].Customer;
        var waits = inReview.ContainsKey(customer);
        var pair = await ExplainAsync(records[group.A], records[group.B], waits, cancellationToken).ConfigureAwait(false);
        var against = group.Against is { } telling ? await ExplainAsync(records[telling.A], records[telling.B], waits: false, cancellationToken).ConfigureAwait(false) : pair;
        var reason = group.Reason switch
        {
            ApartReason.Decision => ApartText.Decided(against, pair),
            ApartReason.Conflict => ApartText.Forbidden(against, pair),
            ApartReason.OneToOne => ApartText.OneSource(against),
            ApartReason.NoLink => ApartText.TooWeak(pair, context.Model, waits),
            ApartReason.Average => ApartText.OthersAgainst(pair, against, group.Average, context.Model),
            ApartReason.Contradiction => ApartText.Contradicting(against),
            _ => ApartText.FitsAnother(group.Rival.Count == 0 ? null : new CustomerId(records[group.Rival[0]].Customer), Identities(records, group.Rival)),
        };

        // The sentence of a pair that is held back says so itself.
        return new ExplainedApart(
            customer, Identities(records, group.Members), pair, group.Reason, waits && group.Reason != ApartReason.NoLink ? $"{reason} The pair waits for a person." : reason,
            BesideStrongest(against, pair), waits);
    }

    private static ExplainedPair? BesideStrongest(ExplainedPair against, ExplainedPair strongest) => (against.A, against.B) == (strongest.A, strongest.B) ? null : against;

    /// <summary>Other customers that a pair with this one waits for a person with, and the strongest such pair of each.</summary>
    private async Task<Dictionary<CustomerNo, (JournalRecord Ours, JournalRecord Theirs)>> InReviewAsync(CustomerNo customer, CancellationToken cancellationToken)
    {
        var links = await context.Journal.ReadReviewPairsAsync(customer, null, ReviewReadMax, cancellationToken).ConfigureAwait(false);
        var records = await context.Journal.ReadRecordsAsync([.. links.SelectMany(link => new[] { link.A.No, link.B.No })], cancellationToken).ConfigureAwait(false);
        var waiting = new Dictionary<CustomerNo, (JournalRecord, JournalRecord)>();
        for (var i = 0; i < links.Count; i++)
        {
            if (records[2 * i] is { IsLive: true } a && records[(2 * i) + 1] is { IsLive: true } b)
            {
                waiting.TryAdd(a.Customer == customer ? b.Customer : a.Customer, a.Customer == customer ? (a, b) : (b, a));
            }
        }

        return waiting;
    }

    /// <summary>The pair of the two that a person called different; null when nobody did.</summary>
    private async Task<ExplainedPair?> DifferentAsync(IReadOnlyList<JournalRecord> members, IReadOnlyList<JournalRecord> others, CancellationToken cancellationToken)
    {
        var theirs = others.ToDictionary(record => record.Identity);
        foreach (var member in members)
        {
            foreach (var assertion in await context.Journal.ReadAssertionsAsync(member.No, default, cancellationToken).ConfigureAwait(false))
            {
                if (assertion is { IsLive: true, Decision: AssertionDecision.Different }
                    && theirs.TryGetValue(assertion.A == member.Identity ? assertion.B : assertion.A, out var other))
                {
                    return await ExplainAsync(member, other, waits: false, cancellationToken).ConfigureAwait(false);
                }
            }
        }

        return null;
    }
}
