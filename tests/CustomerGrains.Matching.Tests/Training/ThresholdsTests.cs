using CustomerGrains.Matching.Training;

namespace CustomerGrains.Matching.Tests.Training;

public sealed class ThresholdsTests
{
    [Fact]
    public void The_rarer_one_customer_is_the_more_evidence_a_link_needs()
    {
        var options = new TrainingOptions();
        var common = Thresholds.Of(5000, 1e6, options);
        var rare = Thresholds.Of(5000, 1e9, options);

        // A thousand times rarer is ten bits more.
        Assert.InRange(rare.Even - common.Even, 985, 1005);
        Assert.InRange(rare.Link - common.Link, 985, 1005);
        Assert.InRange(rare.Review - common.Review, 985, 1005);
    }

    [Fact]
    public void Probabilities_turn_into_bits()
    {
        // 5,000 of 5,005,000 pairs: even odds at log2(1000) = 9.97 bits. 0.9 is 3.17 bits more, 0.05 is 4.25 less, 0.2 is 2 less.
        var thresholds = Thresholds.Of(5000, 5_005_000, new TrainingOptions());
        Assert.InRange(thresholds.Even, 995, 1001);
        Assert.Equal((317, -425, -200), (thresholds.Link - thresholds.Even, thresholds.Review - thresholds.Even, thresholds.Join - thresholds.Even));
    }

    [Fact]
    public void Very_few_pairs_leave_the_rarity_that_the_default_model_stands_for() =>
        Assert.InRange(Thresholds.Of(1, 1e5, new TrainingOptions()).Even, 1360, Thresholds.EvenOfDefault + 20);

    [Fact]
    public void Thresholds_stay_above_zero_and_in_order_however_common_matches_are()
    {
        var thresholds = Thresholds.Of(1e6, 1.5e6, new TrainingOptions(), shift: -600);
        Assert.True(thresholds.Review > 0 && thresholds.Join > 0 && thresholds.Link > thresholds.Review, $"{thresholds}");
    }

    [Fact]
    public void Options_out_of_range_are_named()
    {
        var fault = Assert.Throws<ArgumentException>(() => ModelTrainer.Train([], [], new TrainingOptions { RoundsMax = 0 }));
        Assert.Contains("RoundsMax", fault.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ModelTrainer.Train([], [], new TrainingOptions { ReviewProbability = 0.95 }));
    }
}
