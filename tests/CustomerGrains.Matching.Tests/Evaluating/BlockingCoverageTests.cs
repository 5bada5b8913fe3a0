using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Evaluating;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Tests.Scoring;

namespace CustomerGrains.Matching.Tests.Evaluating;

public sealed class BlockingCoverageTests
{
    private static readonly KeyHasher Hasher = new(new byte[KeyHasher.SecretLength]);

    [Fact]
    public void Figures_of_a_small_example_are_those_worked_out_by_hand()
    {
        // Truth {0,1,2,3}: six pairs. By phone 0-1-2 (and 4, who is somebody else) meet, by e-mail 2-3; 0-3 and 1-3 never do.
        PhoneFeature phone = new("+441132000001", IsMobile: false, IsValid: true);
        EmailFeature email = new("jsmith", "mail.example", IsRole: false);
        RecordFeatures[] features =
        [
            new() { Type = RecordType.Person, Phones = [phone] },
            new() { Type = RecordType.Person, Phones = [phone] },
            new() { Type = RecordType.Person, Phones = [phone], Emails = [email] },
            new() { Type = RecordType.Person, Emails = [email] },
            new() { Type = RecordType.Person, Phones = [phone] },
        ];
        BatchRecord[] records = [.. features.Select((record, i) => new BatchRecord(new RecordIdentity("s", $"{i}"), record))];
        var coverage = BlockingCoverage.Of(records, [7, 7, 7, 7, -1], Hasher);
        Assert.Equal((6, 4), (coverage.TruePairs, coverage.TruePairsMet));
        Assert.Equal(new SchemeCoverage("phone", 6, false, 3, 3, 3), coverage.Schemes[0]);
        Assert.Equal(4, coverage.Schemes[1].TruePairsMetSoFar);
        Assert.Equal(1, coverage.Schemes.Single(scheme => scheme.Scheme == "e-mail").PairsBrought);
    }

    [Fact]
    public void It_agrees_with_the_keys_that_records_are_filed_under() => Seeded.Run(20, random =>
    {
        var features = new RandomRecords(random);
        BatchRecord[] records = [.. Enumerable.Range(0, 40).Select(i => new BatchRecord(new RecordIdentity("s", $"{i}"), features.Next()))];
        int[] clusterOf = [.. Enumerable.Range(0, 40).Select(_ => random.Next(6))];
        var coverage = BlockingCoverage.Of(records, clusterOf, Hasher);
        var pairs = (from x in Enumerable.Range(0, 40) from y in Enumerable.Range(0, x) select (x, y)).ToArray();
        var truth = pairs.Where(pair => clusterOf[pair.x] == clusterOf[pair.y]).ToArray();
        Assert.Equal(truth.Length, coverage.TruePairs);
        Assert.Equal(truth.Count(pair => Keys(pair.x).Intersect(Keys(pair.y)).Any()), coverage.TruePairsMet);
        Assert.Equal(coverage.TruePairsMet, coverage.Schemes[^1].TruePairsMetSoFar);
        foreach (var scheme in coverage.Schemes)
        {
            Assert.Equal(pairs.Count(pair => Shared(pair).Contains(scheme.Scheme)), scheme.PairsBrought);
            Assert.Equal(truth.Count(pair => Shared(pair).Contains(scheme.Scheme)), scheme.TruePairsMet);
            Assert.Equal(truth.Count(pair => Shared(pair) is [var only] && only == scheme.Scheme), scheme.TruePairsOnlyHere);
        }

        BlockingKey[] Keys(int i) => BlockingSchemes.Derive(records[i].Features, Hasher).Keys;

        IReadOnlyList<string> Shared((int X, int Y) pair) => BlockingSchemes.SharedSchemes(records[pair.X].Features, records[pair.Y].Features);
    });

    [Fact]
    public void Labels_that_do_not_fit_are_refused() => Assert.Throws<ArgumentException>(() => BlockingCoverage.Of([], [1], Hasher));
}
