using System.Globalization;
using CustomerGrains.Cli.Evaluating;
using CustomerGrains.Cli.Importing.Mapping;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Evaluating;
using CustomerGrains.Matching.Explaining;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Scoring;
using CustomerGrains.Matching.Standardising;

namespace CustomerGrains.Cli.Quality;

/// <summary>Records judged one by one against a seed: linked with the seed record of the same number, offered for review, or kept apart.</summary>
/// <remarks>Every test record joins the seed alone, so one that is linked does not help the next.</remarks>
internal sealed class VerdictTrial : IQualityTrial
{
    private static readonly KeyHasher Hasher = new(new byte[KeyHasher.SecretLength]);

    private readonly string _set;
    private readonly BatchRecord[] _seed;
    private readonly IReadOnlyList<EvaluatedRecord> _written;
    private readonly List<TestRow> _tests;
    private readonly ILookup<BlockingKey, int> _seedAt;

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
        _seedAt = _seed.SelectMany((record, i) => BlockingSchemes.Derive(record.Features, Hasher).Keys.Select(key => (key, i))).ToLookup(pair => pair.key, pair => pair.i);

        BatchRecord Standardised(EvaluatedRecord record) => new(record.Identity, Standardiser.Standardise(record.Record, defaults));

        int Expected(EvaluatedRecord test) => test.Other("Match Id") is { } number && positions.TryGetValue(number, out var position)
            ? position
            : throw new MappingException($"The test record {test.Identity} names no record of the seed in \"Match Id\".");

        static string Verdict(EvaluatedRecord test) => test.Other("Expected Result") is "match" or "possible_match" or "no_match"
            ? test.Other("Expected Result")!
            : throw new MappingException($"The test record {test.Identity} expects neither match, possible_match nor no_match in \"Expected Result\".");
    }

    private enum Judgement
    {
        Linked,
        Review,
        Apart,
    }

    public QualityOutcome Run(MatchingModel model, int mistakes)
    {
        var componentOf = BatchResolver.Resolve(_seed, [], model, Hasher).ComponentOf;
        var membersOf = Enumerable.Range(0, _seed.Length).ToLookup(i => componentOf[i]);
        var judged = _tests.ConvertAll(test => (Test: test, Judgement: Judge(test, componentOf, membersOf, model, out var elsewhere), Elsewhere: elsewhere));
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
            .Take(mistakes).Select(row => Describe(row.Test, row.Judgement, row.Elsewhere, model));
        return new QualityOutcome(figures, [.. disagreements]);
    }

    private static bool Agrees(string verdict, Judgement judgement) => (verdict, judgement) is ("match", Judgement.Linked) or ("possible_match", Judgement.Review) or ("no_match", Judgement.Apart);

    private Mistake Describe(TestRow test, Judgement judgement, bool elsewhere, MatchingModel model)
    {
        var expected = _seed[test.Expected].Features;
        return new Mistake(
            test.Verdict == "match" || (test.Verdict == "possible_match" && judgement == Judgement.Apart) ? MistakeKind.Missed : MistakeKind.Wrong, 1,
            Mistakes.Side(test.Written), Mistakes.Side(_written[test.Expected]),
            $"{test.Verdict} expected, {judgement.ToString().ToLowerInvariant()}{(elsewhere ? ", and linked with another record of the seed" : "")}",
            BlockingSchemes.SharedSchemes(test.Record.Features, expected), PairExplainer.Explain(test.Record.Features, expected, model));
    }

    /// <summary>Resolves the test record with every seed record that can be touched by it: those it shares a key with, the expected one, and all they are connected to.</summary>
    private Judgement Judge(TestRow test, int[] componentOf, ILookup<int, int> membersOf, MatchingModel model, out bool elsewhere)
    {
        int[] touched =
        [
            .. BlockingSchemes.Derive(test.Record.Features, Hasher).Keys.SelectMany(key => _seedAt[key]).Append(test.Expected)
                .Select(i => componentOf[i]).Distinct().SelectMany(component => membersOf[component]).Order(),
        ];
        var resolution = BatchResolver.Resolve([.. touched.Select(i => _seed[i]), test.Record], [], model, Hasher);
        var own = resolution.CustomerOf[^1];
        var expected = resolution.CustomerOf[Array.IndexOf(touched, test.Expected)];
        elsewhere = Enumerable.Range(0, touched.Length).Any(i => resolution.CustomerOf[i] == own && resolution.CustomerOf[i] != expected);
        return own == expected ? Judgement.Linked
            : resolution.ReviewPairs.Any(pair => IsBetween(pair, own, expected, resolution)) ? Judgement.Review
            : Judgement.Apart;
    }

    private static bool IsBetween(BatchPair pair, int a, int b, BatchResolution resolution)
    {
        var (x, y) = (resolution.CustomerOf[pair.A], resolution.CustomerOf[pair.B]);
        return (x == a && y == b) || (x == b && y == a);
    }
}
