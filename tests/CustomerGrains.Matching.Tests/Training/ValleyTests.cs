using CustomerGrains.Matching.Training;

namespace CustomerGrains.Matching.Tests.Training;

public sealed class ValleyTests
{
    // Even odds at 10 bits, a link at 13: the steps below are from 7 to 10 and from 4 to 7.
    private static readonly Thresholds Thresholds = new(Link: 1300, Review: 600, Join: 800, Even: 1000);

    [Fact]
    public void Pairs_above_even_odds_with_hardly_any_below_are_no_chance() => Assert.True(Valley.IsEmpty([1050, 1100, -300, -500, 450, 420], Thresholds));

    [Fact]
    public void Pairs_that_thin_out_steadily_are_chance() =>
        Assert.False(Valley.IsEmpty([.. Enumerable.Repeat(500, 400), .. Enumerable.Repeat(900, 100), .. Enumerable.Repeat(1100, 25)], Thresholds));

    [Fact]
    public void Many_more_than_chance_explains_are_one_customer() =>
        Assert.True(Valley.IsEmpty([.. Enumerable.Repeat(500, 400), .. Enumerable.Repeat(900, 100), .. Enumerable.Repeat(1100, 80)], Thresholds));

    [Fact]
    public void Without_a_pair_to_gain_nothing_is_lowered() => Assert.False(Valley.IsEmpty([900, 2000], Thresholds));
}
