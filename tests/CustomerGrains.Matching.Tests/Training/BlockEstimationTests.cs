using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Comparing;
using CustomerGrains.Matching.Training;

namespace CustomerGrains.Matching.Tests.Training;

public sealed class BlockEstimationTests
{
    private static readonly (ComparisonLevel Level, double M, double U)[] BirthDate =
        [(ComparisonLevel.BirthDateExact, 0.80, 0.01), (ComparisonLevel.BirthDateOneDigit, 0.15, 0.04), (ComparisonLevel.BirthDateDiffers, 0.05, 0.95)];
    private static readonly (ComparisonLevel Level, double M, double U)[] Phone = [(ComparisonLevel.PhoneSame, 0.60, 0.02), (ComparisonLevel.PhoneDiffers, 0.40, 0.98)];
    private static readonly (ComparisonLevel Level, double M, double U)[] Email = [(ComparisonLevel.EmailSame, 0.70, 0.005), (ComparisonLevel.EmailDiffers, 0.30, 0.995)];
    private static readonly (ComparisonLevel Level, double M, double U)[] Gender = [(ComparisonLevel.GenderSame, 0.98, 0.5), (ComparisonLevel.GenderDiffers, 0.02, 0.5)];

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.1)]
    public void EM_finds_the_m_and_the_share_that_pairs_were_drawn_from(double share) => Seeded.Run(5, random =>
    {
        var estimate = BlockEstimation.Estimate(Draw(random, 20_000, share), BlockingScheme.Identifier, StartingWeights(), Chance());
        Assert.InRange(estimate.Share, share - 0.02, share + 0.02);
        foreach (var (level, m, _) in BirthDate.Concat(Phone).Concat(Email).Concat(Gender))
        {
            var found = estimate.Same[(int)level] / LevelTally.Total(estimate.Same, level.Describe().Attribute);
            Assert.InRange(found, m - 0.03, m + 0.03);
        }

        Assert.InRange(estimate.Rounds, 2, 59);
    });

    [Fact]
    public void What_a_block_is_made_of_is_not_estimated_in_it()
    {
        var estimate = BlockEstimation.Estimate(Draw(new Random(1), 2000, 0.5), BlockingScheme.Email, StartingWeights(), Chance());
        Assert.Equal(0, estimate.Same[(int)ComparisonLevel.EmailSame]);
        Assert.Equal(0, estimate.Same[(int)ComparisonLevel.EmailDiffers]);
        Assert.True(estimate.Same[(int)ComparisonLevel.PhoneSame] > 100);
    }

    [Fact]
    public void Every_scheme_of_two_records_says_what_it_fixes()
    {
        foreach (var scheme in Enum.GetValues<BlockingScheme>().Where(scheme => !scheme.IsSearchOnly()))
        {
            Assert.NotEmpty(SchemeAttributes.FixedBy(scheme));
            Assert.False(SchemeAttributes.SinglesOut(scheme) && SchemeAttributes.FixedBy(scheme) is [ComparedAttribute.Address] or [ComparedAttribute.Phone], $"{scheme}");
        }
    }

    [Fact]
    public void A_pattern_gives_back_every_level()
    {
        foreach (var level in Enum.GetValues<ComparisonLevel>().Where(level => level != ComparisonLevel.None))
        {
            Findings findings = default;
            findings[level.Describe().Attribute] = new Finding(level, 0);
            findings[ComparedAttribute.Gender] = level.Describe().Attribute == ComparedAttribute.Gender ? findings[ComparedAttribute.Gender] : new Finding(ComparisonLevel.GenderDiffers, 0);
            var pattern = LevelPattern.Of(findings);
            foreach (var attribute in Enum.GetValues<ComparedAttribute>())
            {
                Assert.Equal(findings[attribute].Level, pattern[attribute]);
            }
        }
    }

    /// <summary>Pairs of one block: a share of them one customer, their levels drawn by m, the others' by u.</summary>
    private static PairTable Draw(Random random, int pairs, double share)
    {
        var numbers = new Dictionary<LevelPattern, int>();
        var drawn = new ComparedPair[pairs];
        for (var i = 0; i < pairs; i++)
        {
            var same = random.NextDouble() < share;
            Findings findings = default;
            foreach (var levels in new[] { BirthDate, Phone, Email, Gender })
            {
                var dice = random.NextDouble();
                var level = levels.First(level => (dice -= same ? level.M : level.U) < 1e-9).Level;
                findings[level.Describe().Attribute] = new Finding(level, 0);
            }

            var pattern = LevelPattern.Of(findings);
            numbers.TryAdd(pattern, numbers.Count);
            const ulong Schemes = (1UL << (int)BlockingScheme.Identifier) | (1UL << (int)BlockingScheme.Email);
            drawn[i] = new ComparedPair(2 * i, (2 * i) + 1, Schemes, numbers[pattern], 0, 0, 0, 0, false, true);
        }

        return new PairTable(drawn, [.. numbers.OrderBy(entry => entry.Value).Select(entry => entry.Key)]);
    }

    private static double[] Chance()
    {
        var chance = Enumerable.Repeat(0.1, LevelDescriptions.Count).ToArray();
        foreach (var (level, _, u) in BirthDate.Concat(Phone).Concat(Email).Concat(Gender))
        {
            chance[(int)level] = u;
        }

        return chance;
    }

    // Far from the truth: agreement weighs three bits, disagreement takes three away.
    private static double[] StartingWeights() =>
        [.. Enum.GetValues<ComparisonLevel>().Select(level => level is ComparisonLevel.BirthDateDiffers or ComparisonLevel.PhoneDiffers or ComparisonLevel.EmailDiffers or ComparisonLevel.GenderDiffers ? -3.0 : 3.0)];
}
