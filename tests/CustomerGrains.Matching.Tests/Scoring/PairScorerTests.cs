using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Comparing;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Matching.Tests.Scoring;

public sealed class PairScorerTests
{
    private static readonly MatchingModel Model = MatchingModel.Default;
    private static readonly KeyHasher Hasher = new([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);

    [Fact]
    public void Score_does_not_depend_on_which_record_comes_first() => Seeded.Run(4000, random =>
    {
        var records = new RandomRecords(random);
        var (a, b) = (records.Next(), records.Next());
        Assert.Equal(PairScorer.Score(a, b, Model), PairScorer.Score(b, a, Model));
    });

    [Fact]
    public void Pairs_without_a_shared_trait_stay_below_the_review_threshold() => Seeded.Run(4000, random =>
    {
        // Goal: splitting a hot key loses nothing. Method: pairs out of small pools, those without any shared secondary trait.
        var records = new RandomRecords(random);
        var (a, b) = (records.Next(RecordType.Person), records.Next(RecordType.Person));
        if (!BlockingSchemes.SecondaryTraits(a, default, Hasher).Intersect(BlockingSchemes.SecondaryTraits(b, default, Hasher)).Any())
        {
            Assert.True(PairScorer.Score(a, b, Model).Weight < Model.ReviewThreshold);
        }
    });

    [Fact]
    public void Scoring_allocates_nothing_at_whatever_level_a_pair_agrees()
    {
        var records = new RandomRecords(new Random(7));
        RecordFeatures[] sample = [.. Enumerable.Range(0, 300).Select(_ => records.Next())];
        var seen = new HashSet<ComparisonLevel>();
        foreach (var a in sample)
        {
            foreach (var b in sample)
            {
                Findings findings = default;
                PairComparer.Compare(a, b, Model, ref findings);
                seen.UnionWith(Enum.GetValues<ComparedAttribute>().Select(attribute => findings[attribute].Level));
            }
        }

        // The sample is worth something only if it reaches most of what there is to reach.
        var unseen = Enum.GetValues<ComparisonLevel>().Except(seen).ToArray();
        Assert.True(5 * unseen.Length <= Enum.GetValues<ComparisonLevel>().Length, $"No pair of the sample agrees at {string.Join(", ", unseen)}.");

        var sum = 0L;
        ScoreAll(sample, ref sum);
        var before = GC.GetAllocatedBytesForCurrentThread();
        ScoreAll(sample, ref sum);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Records_of_different_types_conflict()
    {
        var person = new RecordFeatures { Type = RecordType.Person, Websites = ["acme.com"] };
        var organisation = new RecordFeatures { Type = RecordType.Organisation, Websites = ["acme.com"] };
        Assert.True(PairScorer.Score(person, organisation, Model).Conflict);
    }

    private static void ScoreAll(RecordFeatures[] sample, ref long sum)
    {
        foreach (var a in sample)
        {
            foreach (var b in sample)
            {
                sum += PairScorer.Score(a, b, Model).Weight;
            }
        }
    }
}
