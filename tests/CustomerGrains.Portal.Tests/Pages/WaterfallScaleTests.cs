using CustomerGrains.Portal.Customers;

namespace CustomerGrains.Portal.Tests.Pages;

public sealed class WaterfallScaleTests
{
    [Fact]
    public void Each_bar_begins_where_the_one_before_ended()
    {
        var scale = WaterfallScale.Of([6, -2, 6], threshold: 5);

        Assert.Equal([6d, 4d, 10d], scale.Sums);
        Assert.Equal([new WaterfallBar(0, 600), new WaterfallBar(400, 200), new WaterfallBar(400, 600)], scale.Bars);
        Assert.Equal(new WaterfallBar(0, 1000), scale.Total);
        Assert.Equal(500, scale.Threshold);
    }

    [Fact]
    public void Sums_below_zero_stay_on_the_scale()
    {
        var scale = WaterfallScale.Of([-5], threshold: 15);

        Assert.Equal(250, scale.Zero);
        Assert.Equal(new WaterfallBar(0, 250), scale.Total);
        Assert.Equal(1000, scale.Threshold);
    }

    [Fact]
    public void Sums_are_exact_to_the_hundredth()
    {
        var scale = WaterfallScale.Of([.. Enumerable.Repeat(0.1, 10)], threshold: 0);

        Assert.Equal(1d, scale.Sums[^1]);
    }

    [Fact]
    public void Nothing_at_all_can_be_drawn() => Assert.Equal(new WaterfallBar(0, 0), WaterfallScale.Of([], threshold: 0).Total);
}
