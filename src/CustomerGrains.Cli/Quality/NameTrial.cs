using System.Globalization;
using CustomerGrains.Cli.Evaluating;
using CustomerGrains.Cli.Importing;
using CustomerGrains.Cli.Importing.Mapping;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Evaluating;
using CustomerGrains.Matching.Explaining;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Standardising;

namespace CustomerGrains.Cli.Quality;

/// <summary>Judged pairs of names and nothing else, decided by what the names alone weigh.</summary>
/// <remarks>Each name is standardised as a record that has no other attribute, and the two are compared as any two records are. The decision is the sum of the evidence of the
/// names, without the corroboration rule, which holds a pair of bare names back on purpose. A name that may be a person's or an organisation's is read as both unless it has a legal form, and the better counts.</remarks>
internal sealed class NameTrial : IQualityTrial
{
    /// <summary>Weight, in hundredths of a bit, from which two bare names are called one: a common given name and a common surname that both agree. Fixed beforehand.</summary>
    public const int NamesThreshold = 750;

    private readonly string _set;
    private readonly List<JudgedNames> _pairs;

    private NameTrial(string set, List<JudgedNames> pairs) => (_set, _pairs) = (set, pairs);

    private sealed record JudgedNames(long Line, string Schema, string A, string B, bool Same, IReadOnlyList<(RecordFeatures A, RecordFeatures B)> Readings);

    private sealed record Judgement(JudgedNames Names, (RecordFeatures A, RecordFeatures B) Features, PairExplanation Explanation, int Weight)
    {
        public bool Same => Names.Same;

        public bool Joined => Weight >= NamesThreshold;
    }

    /// <summary>Reads <c>schema,name1,name2,is_match</c>.</summary>
    /// <exception cref="MappingException">The file is not of that form.</exception>
    public static NameTrial Read(string set, string path)
    {
        var pairs = new List<JudgedNames>();
        foreach (var (line, fields) in Rows(path))
        {
            if (!bool.TryParse(fields[3], out var same))
            {
                throw new MappingException($"{path}, line {line}: is_match is '{fields[3]}', not true or false.");
            }

            pairs.Add(new JudgedNames(line, fields[0], fields[1], fields[2], same, Readings(fields[0], fields[1], fields[2])));
        }

        return new NameTrial(set, pairs);
    }

    /// <summary>The names of the same file as records, two a line, each with a name and nothing else.</summary>
    /// <inheritdoc cref="Read"/>
    public static IReadOnlyList<EvaluatedRecord> ReadRecords(string path) =>
    [
        .. from row in Rows(path)
           from side in new[] { (Letter: 'a', Name: row.Fields[1]), (Letter: 'b', Name: row.Fields[2]) }
           select new EvaluatedRecord(
               new RecordIdentity("names", string.Create(CultureInfo.InvariantCulture, $"{row.Line}{side.Letter}")),
               row.Fields[0] == "Person" ? PersonRecord(side.Name) : OrganisationRecord(side.Name)),
    ];

    private static IEnumerable<(long Line, string[] Fields)> Rows(string path) =>
        CsvTable.Read(path, [["schema"], ["name1"], ["name2"], ["is_match"]], "judged names have schema, name1, name2 and is_match");

    public QualityOutcome Run(MatchingVariant variant, int mistakes)
    {
        var judged = _pairs.ConvertAll(pair => Judge(pair, variant));
        var counts = new PairCounts(judged.Count(pair => pair.Same && pair.Joined), judged.Count(pair => !pair.Same && pair.Joined), judged.Count(pair => pair.Same && !pair.Joined));
        return new QualityOutcome(
            [new QualityFigure(_set, "F1", counts.Measure.F1, string.Create(CultureInfo.InvariantCulture,
                $"{ClusteringTrial.InWords(counts)}; precision {counts.Measure.Precision:F3}, recall {counts.Measure.Recall:F3}"))],
            [
                .. judged.Where(pair => pair.Same != pair.Joined)
                    .OrderByDescending(pair => Math.Abs(pair.Weight - NamesThreshold)).ThenBy(pair => pair.Names.Line)
                    .Take(mistakes).Select(Describe),
            ]);
    }

    private static Judgement Judge(JudgedNames names, MatchingVariant variant)
    {
        var (explanation, features) = names.Readings.Select(reading => (A: variant.Read(reading.A), B: variant.Read(reading.B)))
            .Select(reading => (Explanation: PairExplainer.Explain(reading.A, reading.B, variant.Model), Features: reading))
            .MaxBy(reading => NamesWeight(reading.Explanation));
        return new Judgement(names, features, explanation, NamesWeight(explanation));
    }

    private static Mistake Describe(Judgement judged) => new(
        judged.Same ? MistakeKind.Missed : MistakeKind.Wrong, 1,
        new MistakeSide(string.Create(CultureInfo.InvariantCulture, $"line {judged.Names.Line}, {judged.Names.Schema}"), judged.Names.A),
        new MistakeSide(string.Create(CultureInfo.InvariantCulture, $"line {judged.Names.Line}, {judged.Names.Schema}"), judged.Names.B),
        string.Create(CultureInfo.InvariantCulture, $"the names alone weigh {judged.Weight / 100.0:F2} bits, one from {NamesThreshold / 100.0:F2}"),
        BlockingSchemes.SharedSchemes(judged.Features.A, judged.Features.B), judged.Explanation);

    /// <summary>What the evidence adds up to without the corroboration rule.</summary>
    private static int NamesWeight(PairExplanation explanation) => explanation.Evidence.Where(evidence => evidence.Attribute != "corroboration").Sum(evidence => evidence.Weight);

    private static (RecordFeatures, RecordFeatures)[] Readings(string schema, string a, string b) => schema switch
    {
        "Person" => [(Person(a), Person(b))],
        "LegalEntity" when !HasLegalForm(Organisation(a)) && !HasLegalForm(Organisation(b)) => [(Organisation(a), Organisation(b)), (Person(a), Person(b))],
        _ => [(Organisation(a), Organisation(b))],
    };

    private static bool HasLegalForm(RecordFeatures features) => Array.Exists(features.OrganisationNames, name => name.LegalForm is not null);

    private static RecordFeatures Person(string name) => Standardiser.Standardise(PersonRecord(name), new SourceDefaults());

    private static RecordFeatures Organisation(string name) => Standardiser.Standardise(OrganisationRecord(name), new SourceDefaults());

    private static SourceRecord PersonRecord(string name) => new() { Type = RecordType.Person, Names = [new PersonName { Full = name }] };

    private static SourceRecord OrganisationRecord(string name) => new() { Type = RecordType.Organisation, OrganisationNames = [new OrganisationName(name)] };
}
