using CustomerGrains.Cli.Evaluating;
using CustomerGrains.Cli.Quality;
using CustomerGrains.Cli.Showing;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Evaluating;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Resolving;
using CustomerGrains.Matching.Scoring;
using CustomerGrains.Matching.Standardising;

namespace CustomerGrains.Cluster.Tests.Sets;

/// <summary>Records of which every deployment must make the same customers, and all else that the partition depends on.</summary>
/// <param name="Name">Name of the set.</param>
/// <param name="Records">Each record once.</param>
/// <param name="Defaults">How all its sources write what can be read in more than one way.</param>
/// <param name="Model">The model, which names the sources that hold nobody twice.</param>
/// <param name="CrowdLimit">Most records that may share a value.</param>
internal sealed record RecordSet(string Name, IReadOnlyList<EvaluatedRecord> Records, SourceDefaults Defaults, MatchingModel Model, int CrowdLimit)
{
    /// <summary>The one labelled set of which it is known that neither source holds anybody twice, told so.</summary>
    private const string OneToOne = "febrl4-one-to-one";

    // Keys only meet inside one process, so any secret will do.
    private static readonly KeyHasher Hasher = new(new byte[KeyHasher.SecretLength]);

    /// <summary>Sets that can be read: those of <c>cgrains quality</c>, and one of them told which sources hold nobody twice.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. QualitySets.Names, OneToOne];

    /// <summary>Reads a set as <c>cgrains quality</c> does. A record that comes again replaces the earlier one.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="folder">Folder of all sets.</param>
    /// <param name="crowdLimit">Most records that may share a value.</param>
    /// <exception cref="Cli.Importing.Mapping.MappingException">A file is not what the set should hold.</exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    public static RecordSet Read(string name, string folder, int crowdLimit, Terminal terminal)
    {
        var (records, defaults) = QualitySets.Read(name == OneToOne ? "febrl4" : name, folder, terminal);
        EvaluatedRecord[] latest = [.. records.GroupBy(record => record.Identity).Select(group => group.Last())];
        var set = new RecordSet(name, latest, defaults, MatchingModel.Default, crowdLimit);
        return name == OneToOne ? set with { Model = set.Model.WithOneToOneSources([.. set.Sources]) } : set;
    }

    /// <summary>Everybody who sends.</summary>
    public IEnumerable<string> Sources => Records.Select(record => record.Identity.Source).Distinct(StringComparer.Ordinal);

    /// <summary>The partition by the batch reference, which shares only the pure library with the index.</summary>
    /// <returns>Its hash, and how many customers it has.</returns>
    public (string Hash, int Customers) Resolve()
    {
        BatchRecord[] batch = [.. Records.Select(record => new BatchRecord(record.Identity, Standardiser.Standardise(record.Record, Defaults)))];
        var resolution = BatchResolver.Resolve(batch, [], Model, Hasher, CrowdLimit);
        return (PartitionHash.Compute(resolution.Customers(batch)), resolution.CustomerCount);
    }
}
