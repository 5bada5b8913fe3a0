using CustomerGrains.Cli.Showing;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Explaining;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Scoring;
using CustomerGrains.Server.Translation;

namespace CustomerGrains.Cli.Evaluating;

/// <summary>Finds the mistakes of a partition that cost most.</summary>
/// <remarks>Two clusters mixed in one customer are one mistake, and so is one cluster spread over two customers; it costs as many pairs as there are across the two parts, and is shown
/// by its strongest pair: the one that led to it, or the one that came nearest to being found.</remarks>
internal static class Mistakes
{
    /// <summary>Records of each part whose pairs are looked at for the strongest.</summary>
    private const int PartMax = 64;

    /// <summary>The costliest mistakes first; at equal cost the ones with the most weight.</summary>
    public static IReadOnlyList<Mistake> Find(LabelledBatch batch, FoundPartition found, int most)
    {
        var wrong = Across(batch.Labelled.GroupBy(i => found.CustomerOf[i]), i => batch.ClusterOf[i]).Select(parts => (Kind: MistakeKind.Wrong, Parts: parts));
        var missed = Across(batch.Labelled.GroupBy(i => batch.ClusterOf[i]), i => found.CustomerOf[i]).Select(parts => (Kind: MistakeKind.Missed, Parts: parts));
        return
        [
            .. wrong.Concat(missed)
                .Select(mistake => (mistake.Kind, Cost: (long)mistake.Parts.A.Length * mistake.Parts.B.Length, Pair: Strongest(batch, mistake.Parts.A, mistake.Parts.B)))
                .OrderByDescending(mistake => mistake.Cost).ThenByDescending(mistake => mistake.Pair.Weight)
                .ThenBy(mistake => batch.Batch[mistake.Pair.A].Identity).ThenBy(mistake => batch.Batch[mistake.Pair.B].Identity)
                .Take(most)
                .Select(mistake => Describe(batch, found, mistake.Kind, mistake.Cost, mistake.Pair.A, mistake.Pair.B)),
        ];
    }

    /// <summary>Every two parts of each group.</summary>
    private static IEnumerable<(int[] A, int[] B)> Across(IEnumerable<IGrouping<int, int>> groups, Func<int, int> partOf) =>
        from @group in groups
        let parts = @group.GroupBy(partOf).Select(part => part.ToArray()).ToArray()
        from x in Enumerable.Range(1, parts.Length - 1)
        from y in Enumerable.Range(0, x)
        select (parts[y], parts[x]);

    private static (int A, int B, int Weight) Strongest(LabelledBatch batch, int[] a, int[] b) =>
        (from x in a.Take(PartMax)
         from y in b.Take(PartMax)
         select (A: x, B: y, PairScorer.Score(batch.Batch[x].Features, batch.Batch[y].Features, batch.Model).Weight)).MaxBy(pair => pair.Weight);

    private static Mistake Describe(LabelledBatch batch, FoundPartition found, MistakeKind kind, long cost, int a, int b)
    {
        var (first, second) = (batch.Batch[a].Features, batch.Batch[b].Features);
        var explanation = PairExplainer.Explain(first, second, batch.Model);
        var situation = kind == MistakeKind.Missed
            ? MissedPairs.InWords(MissedPairs.ReasonOf(batch, a, b)) + (found.Offered(a, b) ? "; offered for review" : "; not offered for review")
            : explanation.Score.Weight >= batch.Model.LinkThreshold ? "a link by itself" : "no link by itself, joined through other records";
        return new Mistake(kind, cost, Side(batch.Records[a]), Side(batch.Records[b]), situation, BlockingSchemes.SharedSchemes(first, second), explanation);
    }

    /// <summary>A record and what it says.</summary>
    public static MistakeSide Side(EvaluatedRecord record) => new($"{record.Identity}", Line(record.Record));

    private static string Line(SourceRecord record) => RecordText.Line(RecordTranslation.ToRecord(record));
}
