using System.Globalization;
using CustomerGrains.Index;
using CustomerGrains.Index.Customers;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Scoring;
using CustomerGrains.Server.Translation;

namespace CustomerGrains.Server.Customers;

/// <summary>Puts explanations on the wire.</summary>
internal static class ExplanationTranslation
{
    public static V1.ExplainResponse ToResponse(ExplainReply reply)
    {
        var response = new V1.ExplainResponse
        {
            Summary = reply.Summary,
            ModelVersion = reply.ModelVersion,
            LinkThreshold = Weights.ToBits(reply.LinkThreshold),
            ReviewThreshold = Weights.ToBits(reply.ReviewThreshold),
        };
        response.Pairs.AddRange(reply.Pairs.Select(pair => ToPair(pair, reply)));
        response.Start = reply.Start is { } start ? RecordKeys.ToKey(start) : null;
        response.Steps.AddRange(reply.Steps.Select(step => new V1.JoinStep
        {
            Into = { step.Into.Select(RecordKeys.ToKey) },
            Joined = { step.Joined.Select(RecordKeys.ToKey) },
            Pair = ToPair(step.Pair, reply),
            Average = Weights.ToBits(step.Average),
            Decision = step.Decision is { } decision ? InWords(decision) : "",
            Reason = (V1.JoinReason)step.Reason,
        }));
        response.Apart.AddRange(reply.Apart.Select(apart => new V1.KeptApart
        {
            CustomerId = new CustomerId(apart.Customer).ToString(),
            Records = { apart.Records.Select(RecordKeys.ToKey) },
            Pair = ToPair(apart.Pair, reply),
            Reason = apart.Reason,
            InReview = apart.InReview,
            Kind = (V1.ApartReason)apart.Kind,
            Against = apart.Against is { } against ? ToPair(against, reply) : null,
        }));
        return response;
    }

    private static V1.PairExplanation ToPair(ExplainedPair pair, ExplainReply reply)
    {
        var wire = new V1.PairExplanation
        {
            A = RecordKeys.ToKey(pair.A),
            B = RecordKeys.ToKey(pair.B),
            Weight = Weights.ToBits(pair.Explanation.Score.Weight),
            Verdict = ToVerdict(pair.Explanation.Score, reply),
            Summary = pair.Summary,
            Assertion = pair.Assertion is { } assertion ? InWords(assertion) : "",
        };
        wire.SharedSchemes.AddRange(pair.SharedSchemes);
        var sum = 0;
        foreach (var evidence in pair.Explanation.Evidence)
        {
            sum += evidence.Weight;
            wire.Evidence.Add(new V1.AttributeEvidence
            {
                Attribute = evidence.Attribute,
                ValueA = evidence.ValueA ?? "",
                ValueB = evidence.ValueB ?? "",
                Level = evidence.Level,
                Weight = Weights.ToBits(evidence.Weight),
                Sum = Weights.ToBits(sum),
            });
        }

        return wire;
    }

    private static V1.Verdict ToVerdict(PairScore score, ExplainReply reply) =>
        score.Conflict ? V1.Verdict.Conflict
        : score.Weight >= reply.LinkThreshold ? V1.Verdict.Link
        : score.Weight >= reply.ReviewThreshold ? V1.Verdict.Review
        : V1.Verdict.NoLink;

    private static string InWords(JournalAssertion assertion)
    {
        var decision = assertion.Decision switch
        {
            AssertionDecision.Same => "same",
            AssertionDecision.Different => "different",
            _ => "withdrawn",
        };
        var said = string.Create(CultureInfo.InvariantCulture, $"{decision}, decided by {assertion.DecidedBy} at {assertion.DecidedAt.UtcDateTime:yyyy-MM-dd HH:mm}Z");
        return assertion.Reason.Length == 0 ? said : $"{said}: {assertion.Reason}";
    }
}
