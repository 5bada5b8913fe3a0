using CustomerGrains.Cli.Evaluating;
using CustomerGrains.Cli.Generating;
using CustomerGrains.Cli.Showing;
using CustomerGrains.Cluster.Tests.Deployments;
using CustomerGrains.Cluster.Tests.Running;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Scoring;
using Xunit.Abstractions;

namespace CustomerGrains.Cluster.Tests.Sets;

/// <summary>The comparison that the command <c>sets</c> makes of labelled sets, on a small town: a crowd limit that some values pass, and two sources that are said to hold nobody twice.</summary>
public sealed class SetComparerTests(ITestOutputHelper output)
{
    private const int TownRecords = 400;
    private const int CrowdLimit = 3;

    private readonly int _seed = Seeds.First;

    [Fact]
    public async Task The_same_records_make_the_same_customers_in_every_deployment()
    {
        output.WriteLine($"{Seeds.Name}={_seed}");
        var set = Town();

        // The set shows something of all that must be equal everywhere.
        var (reference, _) = set.Resolve();
        Assert.NotEqual(reference, (set with { CrowdLimit = CrowdedValues.LimitDefault }).Resolve().Hash);
        Assert.NotEqual(reference, (set with { Model = MatchingModel.Default }).Resolve().Hash);

        var comparison = await SetComparer.CompareAsync(set, DeploymentKind.All, _seed);

        Assert.True(comparison.IsOne, string.Join('\n', comparison.ToLines()));
        Assert.Equal(DeploymentKind.All.Select(kind => kind.Name), comparison.Outcomes.Select(outcome => outcome.Deployment));
        Assert.All(comparison.Outcomes, outcome => Assert.Equal(reference, outcome.PartitionHash));
        output.WriteLine(string.Join('\n', comparison.ToLines()));
    }

    [Theory]
    [InlineData("crowd limit")]
    [InlineData("one-to-one")]
    [InlineData("records")]
    public async Task A_deployment_that_differs_in_anything_is_told(string what)
    {
        output.WriteLine($"{Seeds.Name}={_seed}");
        var set = Town();
        var other = what switch
        {
            "crowd limit" => set with { CrowdLimit = CrowdedValues.LimitDefault },
            "one-to-one" => set with { Model = MatchingModel.Default },
            _ => set with { Records = [.. set.Records.Skip(1)] },
        };

        var outcome = await SetRun.RunAsync(other, DeploymentKind.Sqlite, _seed);
        var (reference, customers) = set.Resolve();
        var comparison = new SetComparison(set, reference, customers, [outcome]);

        Assert.Empty(outcome.Findings);
        Assert.False(comparison.IsOne);
        Assert.Contains(comparison.ToLines(), line => line.EndsWith("DIFFERS", StringComparison.Ordinal));
        Assert.EndsWith("| NO |", comparison.ToRow(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_that_is_refused_is_a_finding()
    {
        var set = Town();
        var refused = new EvaluatedRecord(new RecordIdentity("housing", "large"), new SourceRecord { Names = [new PersonName { Full = new string('x', 2 << 20) }] });

        var outcome = await SetRun.RunAsync(set with { Records = [.. set.Records, refused] }, DeploymentKind.Sqlite, _seed);

        Assert.Contains(outcome.Findings, finding => finding.StartsWith("1 records were refused", StringComparison.Ordinal));
        Directory.Delete(outcome.Findings[^1]["kept: ".Length..], recursive: true);
    }

    [Fact]
    public async Task The_command_reads_a_set_from_its_folder()
    {
        var folder = Directory.CreateTempSubdirectory("cg-sets-");
        try
        {
            var set = Path.Combine(folder.FullName, "febrl1");
            Directory.CreateDirectory(set);
            await File.WriteAllLinesAsync(Path.Combine(set, "records.csv"),
            [
                "source,record_id,given_name,surname,street_number,address_1,suburb,postcode,state,date_of_birth",
                "febrl1,a,riley,morcom,48,newbery crescent,grass valley,3156,nsw,19710727",
                "febrl1,b,rilley,morcom,48,newbery crescent,grass valley,3156,nsw,19710727",
                "febrl1,c,brooklyn,manson,27,clive steele avenue,yagoona,3450,vic,19350120",
            ]);
            var answers = new StringWriter();
            var complaints = new StringWriter();
            var command = SetsCommand.Create(new Terminal(answers, complaints));

            Assert.Equal(0, await command.Parse(["--data", folder.FullName, "--sets", "febrl1", "--deployments", "sqlite"]).InvokeAsync());
            var lines = answers.ToString().Split('\n');
            Assert.Contains(lines, line => line.StartsWith("| febrl1 | 3 | 2 | `", StringComparison.Ordinal) && line.EndsWith("| yes |", StringComparison.Ordinal));
            Assert.Contains("1 sets, one partition each.", lines);

            Assert.Equal(2, await command.Parse(["--data", folder.FullName, "--sets", "febrl3", "--deployments", "sqlite"]).InvokeAsync());
            Assert.Contains("febrl3", complaints.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private RecordSet Town()
    {
        var town = new Town(TownRecords, (ulong)_seed);
        return new RecordSet(
            "town", [.. town.Records().Select(record => new EvaluatedRecord(record.Identity, town.Read(record))), .. Special()], new SourceDefaults { DateOrder = DateOrder.DayFirst },
            MatchingModel.Default.WithOneToOneSources(["housing", "council_tax"]), CrowdLimit);
    }

    /// <summary>Two that only a phone number joins, which two more have and which is crowded then; and somebody whom a source that holds nobody twice holds twice.</summary>
    private static IEnumerable<EvaluatedRecord> Special()
    {
        const string shared = "01632 960555";
        yield return Person("benefits", "shared-1", "Zebedee", "Quillfeather", shared, "");
        yield return Person("registrars", "shared-2", "Zebedee", "Quillfeather", shared, "");
        yield return Person("benefits", "shared-3", "Ottoline", "Marchbanks", shared, "");
        yield return Person("registrars", "shared-4", "Peregrine", "Thistlewood", shared, "");
        yield return Person("housing", "twice-1", "Araminta", "Blenkinsop", "01632 960777", "12/03/1961");
        yield return Person("housing", "twice-2", "Araminta", "Blenkinsop", "01632 960777", "12/03/1961");
    }

    private static EvaluatedRecord Person(string source, string id, string given, string surname, string phone, string born) => new(
        new RecordIdentity(source, id),
        new SourceRecord { Names = [new PersonName { Given = given, Surname = surname }], Phones = [new Phone(phone)], BirthDates = born.Length == 0 ? [] : [born] });
}
