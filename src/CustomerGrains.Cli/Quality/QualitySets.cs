using System.Globalization;
using CustomerGrains.Cli.Evaluating;
using CustomerGrains.Cli.Generating;
using CustomerGrains.Cli.Importing;
using CustomerGrains.Cli.Importing.Mapping;
using CustomerGrains.Cli.Showing;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Cli.Quality;

/// <summary>The labelled sets of the table and how each is read from a folder that holds one folder a set.</summary>
internal static class QualitySets
{
    /// <summary>The set that is made up here and not public.</summary>
    public const string TownSet = "town";

    private const long TownRecords = 10_000;
    private const ulong TownSeed = 1;

    private static readonly string[] SenzingFiles = ["customers.jsonl", "reference.jsonl", "watchlist.jsonl"];

    /// <summary>Names of the sets, in the order of the table.</summary>
    public static IReadOnlyList<string> Names { get; } = ["febrl1", "febrl3", "febrl4", "fake1000", "senzing", "verdicts", "verdicts-better", "decennial", "names", TownSet];

    /// <summary>Reads a set.</summary>
    /// <param name="set">One of <see cref="Names"/>.</param>
    /// <param name="folder">Folder of all sets; the town needs none.</param>
    /// <param name="terminal">Where rejected lines are told.</param>
    /// <exception cref="MappingException">A file is not what the set should hold.</exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    public static IQualityTrial Open(string set, string folder, Terminal terminal) => set switch
    {
        "febrl1" or "febrl3" => new ClusteringTrial(set, Table(set, folder, terminal), ["F1"]),
        "febrl4" => new ClusteringTrial(set, Table(set, folder, terminal), [], (batch, found) => ClusteringTrial.Across(set, batch, found), (batch, found) => ClusteringTrial.OneToOne(set, batch, found)),
        "fake1000" => new ClusteringTrial(set, Table(set, folder, terminal), ["F1"]),
        "decennial" => new ClusteringTrial(set, Table(set, folder, terminal), ["precision"], (batch, found) => HouseholdLinks.Of(set, batch, found)),
        "senzing" => Senzing(set, Path.Combine(folder, "senzing-truth-set"), terminal),
        "verdicts" => Verdicts(set, "nbs_test.csv", Path.Combine(folder, "verdicts"), terminal),
        "verdicts-better" => Verdicts(set, "better_test.csv", Path.Combine(folder, "verdicts"), terminal),
        "names" => NameTrial.Read(set, Path.Combine(folder, "names", "name_pairs.csv")),
        TownSet => new ClusteringTrial(set, Town(), ["F1", "precision", "recall"]),
        _ => throw new ArgumentOutOfRangeException(nameof(set), set, "Not a set."),
    };

    /// <summary>The records of a set alone, as they are sent to an index, and how their sources write. Test records of verdicts come with their seed; judged names are two records a line.</summary>
    /// <inheritdoc cref="Open"/>
    public static (IReadOnlyList<EvaluatedRecord> Records, SourceDefaults Defaults) Read(string set, string folder, Terminal terminal) => set switch
    {
        "febrl1" or "febrl3" or "febrl4" => (Rows(set, folder, terminal), InRegion("AU")),
        "fake1000" => (Rows(set, folder, terminal), InRegion("GB")),
        "decennial" => (Rows(set, folder, terminal), InRegion("US")),
        "senzing" => (SenzingRecords(Path.Combine(folder, "senzing-truth-set"), terminal), InRegion("US")),
        "verdicts" => ([.. VerdictSeed(Path.Combine(folder, "verdicts"), terminal), .. VerdictTests("nbs_test.csv", Path.Combine(folder, "verdicts"), terminal)], InRegion("US")),
        "verdicts-better" => ([.. VerdictSeed(Path.Combine(folder, "verdicts"), terminal), .. VerdictTests("better_test.csv", Path.Combine(folder, "verdicts"), terminal)], InRegion("US")),
        "names" => (NameTrial.ReadRecords(Path.Combine(folder, "names", "name_pairs.csv")), new SourceDefaults()),
        TownSet => (TownRecordsOf(new Town(TownRecords, TownSeed)), new SourceDefaults()),
        _ => throw new ArgumentOutOfRangeException(nameof(set), set, "Not a set."),
    };

    private static LabelledBatch Table(string set, string folder, Terminal terminal)
    {
        var (records, defaults) = Read(set, folder, terminal);
        return LabelledBatch.Of(records, Truth.Read(Path.Combine(folder, set, "truth.csv")), defaults, MatchingModel.Default);
    }

    private static List<EvaluatedRecord> Rows(string set, string folder, Terminal terminal) =>
        EvaluatedRecord.Read([Path.Combine(folder, set, "records.csv")], new ReadOptions(), terminal, quiet: true);

    private static List<EvaluatedRecord> SenzingRecords(string folder, Terminal terminal) =>
        EvaluatedRecord.Read(SenzingFiles.Select(file => Path.Combine(folder, file)), new ReadOptions(), terminal, quiet: true);

    private static SourceDefaults InRegion(string region) => new() { Region = region };

    private static ClusteringTrial Senzing(string set, string folder, Terminal terminal)
    {
        var batch = LabelledBatch.Of(SenzingRecords(folder, terminal), Truth.Read(Path.Combine(folder, "key.csv")), InRegion("US"), MatchingModel.Default);
        var published = PublishedMatches.Read(Path.Combine(folder, "senzing_published_relationships.csv"));
        return new ClusteringTrial(set, batch, ["precision", "recall"], (records, found) => published.Seen(set, records, found));
    }

    private static VerdictTrial Verdicts(string set, string tests, string folder, Terminal terminal) =>
        new(set, VerdictSeed(folder, terminal), VerdictTests(tests, folder, terminal), InRegion("US"));

    private static List<EvaluatedRecord> VerdictSeed(string folder, Terminal terminal) =>
        EvaluatedRecord.Read([Path.Combine(folder, "nbs_seed.csv")], new ReadOptions { Source = "seed", IdColumn = "Match Id" }, terminal, quiet: true);

    private static List<EvaluatedRecord> VerdictTests(string tests, string folder, Terminal terminal) =>
        EvaluatedRecord.Read([Path.Combine(folder, tests)], new ReadOptions { Source = "test", IdColumn = "Test Case #" }, terminal, quiet: true);

    private static LabelledBatch Town()
    {
        var town = new Town(TownRecords, TownSeed);
        return LabelledBatch.Of(
            TownRecordsOf(town),
            town.Records().GroupBy(record => record.Identity).ToDictionary(group => group.Key, group => group.Last().Resident.Number.ToString(CultureInfo.InvariantCulture)),
            new SourceDefaults(),
            MatchingModel.Default);
    }

    private static EvaluatedRecord[] TownRecordsOf(Town town) => [.. town.Records().Select(record => new EvaluatedRecord(record.Identity, town.Read(record)))];
}
