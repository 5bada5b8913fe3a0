using CustomerGrains.Matching.Comparing;
using CustomerGrains.Matching.Scoring;
using CustomerGrains.Matching.Training;

namespace CustomerGrains.Matching.Tests.Training;

public sealed class LevelWeightsTests
{
    private const double Bit = 0.6931471805599453;

    [Fact]
    public void What_was_never_seen_keeps_the_default() => Assert.Equal(9 * Bit, LevelWeights.Likeliest(0, 1000, 0, 1_000_000, 9 * Bit).Weight, 6);

    [Fact]
    public void What_was_often_seen_follows_the_data()
    {
        // m = 0.5, u = 0.001: 8.97 bits, whatever the default says.
        Assert.InRange(LevelWeights.Likeliest(5000, 10_000, 1000, 1_000_000, 3 * Bit).Weight / Bit, 8.92, 8.98);
        Assert.InRange(LevelWeights.Likeliest(5000, 10_000, 1000, 1_000_000, 15 * Bit).Weight / Bit, 8.95, 9.02);
    }

    [Fact]
    public void Little_data_moves_the_default_a_little() =>
        Assert.InRange(LevelWeights.Likeliest(1, 2, 1, 1000, 3 * Bit).Weight / Bit, 3.5, 8.5);

    [Fact]
    public void A_level_never_seen_by_chance_weighs_the_more_the_longer_it_was_looked_for_but_not_without_end()
    {
        double[] weights = [.. new[] { 1e4, 1e6, 1e8 }.Select(looked => LevelWeights.Likeliest(500, 1000, 0, looked, 9 * Bit).Weight / Bit)];
        Assert.True(weights[0] < weights[1] && weights[1] < weights[2], string.Join(' ', weights));
        Assert.True(weights[2] < Math.Log2(0.5 * 1e8), $"{weights[2]}");
    }

    [Fact]
    public void Agreement_on_a_name_weighs_the_share_of_customers_that_agree() =>
        Assert.InRange(LevelWeights.Likeliest(800, 1000, double.PositiveInfinity, double.PositiveInfinity, 0).Weight / Bit, Math.Log2(0.8) - 0.01, Math.Log2(0.8) + 0.01);

    [Fact]
    public void Weights_fall_in_the_order_of_the_default_model_whatever_the_counts() => Seeded.Run(200, random =>
    {
        var tally = new LevelTally();
        foreach (var level in Enum.GetValues<ComparisonLevel>().Skip(1))
        {
            tally.Same[(int)level] = random.Next(3) == 0 ? 0 : random.Next(5000);
            tally.Other[(int)level] = tally.OtherSeen[(int)level] = tally.OtherValued[(int)level] = random.Next(3) == 0 ? 0 : random.Next(5000);
        }

        var weights = LevelWeights.Of(tally, MatchingModel.Default);
        foreach (var attribute in Enum.GetValues<ComparedAttribute>())
        {
            var levels = LevelTally.LevelsOf(attribute);
            foreach (var better in levels)
            {
                foreach (var worse in levels.Where(worse => MatchingModel.Default.WeightOf(worse) < MatchingModel.Default.WeightOf(better)))
                {
                    Assert.True(weights[(int)better] >= weights[(int)worse], $"{better} {weights[(int)better]}, {worse} {weights[(int)worse]}");
                }
            }
        }
    });

    [Fact]
    public void Without_any_pair_the_weights_are_those_of_the_default_model() =>
        Assert.Equal(Enum.GetValues<ComparisonLevel>().Select(MatchingModel.Default.WeightOf), LevelWeights.Of(new LevelTally(), MatchingModel.Default));
}
