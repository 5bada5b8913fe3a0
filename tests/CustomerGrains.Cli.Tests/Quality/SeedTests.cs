using CustomerGrains.Cli.Generating;
using CustomerGrains.Cli.Quality;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Evaluating;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Scoring;
using CustomerGrains.Matching.Standardising;

namespace CustomerGrains.Cli.Tests.Quality;

public sealed class SeedTests
{
    private static readonly KeyHasher Hasher = new(new byte[KeyHasher.SecretLength]);

    [Fact]
    public void A_record_is_judged_as_if_the_whole_seed_were_resolved_with_it()
    {
        // Goal: resolving only what can be touched is enough. Method: a town of seed 5, its last records each against all the others, both ways, beside every seed record it may meet.
        var town = new Town(900, 5);
        BatchRecord[] all = [.. town.Records().Select(record => new BatchRecord(record.Identity, Standardiser.Standardise(town.Read(record), new SourceDefaults())))];
        var (records, tests) = (all[..860], all[860..]);
        var variant = new MatchingVariant(MatchingModel.Default);
        var seed = new Seed(records, variant);
        var judgements = new List<Judgement>();
        foreach (var test in tests)
        {
            var resolution = BatchResolver.Resolve([.. records, test], variant, Hasher);
            var own = resolution.CustomerOf[^1];
            for (var expected = 0; expected < records.Length; expected += 7)
            {
                Check(test, expected, resolution, own);
            }

            foreach (var pair in resolution.ReviewPairs.Where(pair => resolution.CustomerOf[pair.A] == own || resolution.CustomerOf[pair.B] == own))
            {
                Check(test, resolution.CustomerOf[pair.A] == own ? pair.B : pair.A, resolution, own);
            }

            if (Array.IndexOf(resolution.CustomerOf, own, 0, records.Length) is >= 0 and var linked)
            {
                Check(test, linked, resolution, own);
            }
        }

        Assert.Equal(Enum.GetValues<Judgement>(), judgements.Distinct().Order());

        void Check(BatchRecord test, int expected, BatchResolution resolution, int own)
        {
            var other = resolution.CustomerOf[expected];
            var whole = other == own ? Judgement.Linked
                : resolution.ReviewPairs.Any(pair => new[] { resolution.CustomerOf[pair.A], resolution.CustomerOf[pair.B] }.Order().SequenceEqual(new[] { own, other }.Order())) ? Judgement.Review
                : Judgement.Apart;
            Assert.Equal(whole, seed.Judge(test, expected, out var elsewhere));
            Assert.Equal(other != own && resolution.CustomerOf.Count(customer => customer == own) > 1, elsewhere);
            judgements.Add(whole);
        }
    }
}
