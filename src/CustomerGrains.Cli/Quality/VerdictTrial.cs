using System.Globalization;
using CustomerGrains.Cli.Evaluating;
using CustomerGrains.Cli.Importing.Mapping;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Evaluating;
using CustomerGrains.Matching.Explaining;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Standardising;

namespace CustomerGrains.Cli.Quality;

/// <summary>Records judged one by one against a seed: linked with the seed record of the same number, offered for review, or kept apart.</summary>
/// <remarks>Every test record joins the seed alone, so one that is linked does not help the next.</remarks>
internal sealed class VerdictTrial : IQualityTrial
{
    private readonly string _set;
    private readonly BatchRecord[] _seed;
    private readonly IReadOnlyList<EvaluatedRecord> _written;
    private readonly List<TestRow> _tests;

    private sealed record TestRow(string Case, int Expected, string Verdict, BatchRecord Record, EvaluatedRecord Written);

    /// <param name="set">Name of the set.</param>
    /// <param name="seed">Records that are known already, their record id being the number that the tests refer to.</param>
    /// <param name="tests">Test records, which keep the columns "Match Id" and "Expected Result".</param>
    /// <param name="defaults">How both are written.</param>
    /// <exception cref="MappingException">A test names no seed record or no verdict.</exception>
    public VerdictTrial(string set, IReadOnlyList<EvaluatedRecord> seed, IReadOnlyList<EvaluatedRecord> tests, SourceDefaults defaults)
    {
        _set = set;
        _written = seed;
        _seed = [.. seed.Select(Standardised)];
        var positions = seed.Select((record, i) => (record.Identity.RecordId, i)).ToDictionary(pair => pair.RecordId, pair => pair.i, StringComparer.Ordinal);
        _tests = [.. tests.Select(test => new TestRow(test.Identity.RecordId, Expected(test), Verdict(test), Standardised(test), test))];

        BatchRecord Standardised(EvaluatedRecord record) => new(record.Identity, Standardiser.Standardise(record.Record, defaults));

        int Expected(EvaluatedRecord test) => test.Other("Match Id") is { } number && positions.TryGetValue(number, out var position)
            ? position
            : throw new MappingException($"The test record {test.Identity} names no record of the seed in \"Match Id\".");

        static string Verdict(EvaluatedRecord test) => test.Other("Expected Result") is "match" or "possible_match" or "no_match"
            ? test.Other("Expected Result")!
            : throw new MappingException($"The test record {test.Identity} expects neither match, possible_match nor no_match in \"Expected Result\".");
    }

    public QualityOutcome Run(MatchingVariant variant, int mistakes)
    {
        var seed = new Seed(Array.ConvertAll(_seed, record => record with { Features = variant.Read(record.Features) }), variant);
        var judged = _tests.ConvertAll(test => (
            Test: test,
            Judgement: seed.Judge(test.Record with { Features = variant.Read(test.Record.Features) }, test.Expected, out var elsewhere),
            Elsewhere: elsewhere));
        var figures = new List<QualityFigure>();
        foreach (var (verdict, measure, agrees) in ((string, string, Func<Judgement, bool>)[])
        [
            ("match", "match linked", judgement => judgement == Judgement.Linked),
            ("possible_match", "possible_match not linked", judgement => judgement != Judgement.Linked),
            ("no_match", "no_match not linked", judgement => judgement != Judgement.Linked),
        ])
        {
            var expecting = judged.Where(row => row.Test.Verdict == verdict).ToArray();
            if (expecting.Length > 0)
            {
                figures.Add(new QualityFigure(_set, measure, (double)expecting.Count(row => agrees(row.Judgement)) / expecting.Length, string.Create(CultureInfo.InvariantCulture,
                    $"of {expecting.Length}: {Count(Judgement.Linked)} linked, {Count(Judgement.Review)} review, {Count(Judgement.Apart)} apart; {expecting.Count(row => row.Elsewhere)} linked elsewhere")));
            }

            int Count(Judgement judgement) => expecting.Count(row => row.Judgement == judgement);
        }

        var disagreements = judged.Where(row => row.Elsewhere || !Agrees(row.Test.Verdict, row.Judgement))
            .OrderBy(row => row.Test.Verdict != "no_match" || row.Judgement != Judgement.Linked).ThenBy(row => row.Test.Verdict == "possible_match")
            .Take(mistakes).Select(row => Describe(row.Test, row.Judgement, row.Elsewhere, variant));
        return new QualityOutcome(figures, [.. disagreements]);
    }

    private static bool Agrees(string verdict, Judgement judgement) => (verdict, judgement) is ("match", Judgement.Linked) or ("possible_match", Judgement.Review) or ("no_match", Judgement.Apart);

    private Mistake Describe(TestRow test, Judgement judgement, bool elsewhere, MatchingVariant variant)
    {
        var (record, expected) = (variant.Read(test.Record.Features), variant.Read(_seed[test.Expected].Features));
        return new Mistake(
            test.Verdict == "match" || (test.Verdict == "possible_match" && judgement == Judgement.Apart) ? MistakeKind.Missed : MistakeKind.Wrong, 1,
            Mistakes.Side(test.Written), Mistakes.Side(_written[test.Expected]),
            $"{test.Verdict} expected, {judgement.ToString().ToLowerInvariant()}{(elsewhere ? ", and linked with another record of the seed" : "")}",
            BlockingSchemes.SharedSchemes(record, expected), PairExplainer.Explain(record, expected, variant.Model));
    }
}
