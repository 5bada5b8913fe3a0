using CustomerGrains.Cli.Showing;
using CustomerGrains.V1;

namespace CustomerGrains.Cli.Tests.Showing;

public sealed class WaterfallBarsTests
{
    private static readonly AttributeEvidence[] Evidence = [new() { Sum = 12 }, new() { Sum = -4 }, new() { Sum = 18 }];

    private readonly WaterfallBars _bars = WaterfallBars.Over(Evidence, 7.5, 11, 180);

    [Fact]
    public void A_bar_starts_where_the_last_one_ended()
    {
        var (up, down) = (_bars.Bar(0, 12), _bars.Bar(12, -4));
        Assert.Equal(up.LastIndexOf('█'), down.LastIndexOf('░'));
        Assert.Equal(0, down.IndexOf('░', StringComparison.Ordinal));
        Assert.Equal(0, _bars.Bar(-4, 18).IndexOf('█', StringComparison.Ordinal));
        Assert.Equal(WaterfallBars.WidthMax - 1, _bars.Bar(-4, 18).Length);
    }

    [Fact]
    public void Zero_and_both_thresholds_are_marked_in_the_header_and_in_rows_without_evidence()
    {
        var (header, row) = (_bars.Header(), _bars.Bar(0, 0));
        Assert.Equal(header.IndexOf('0', StringComparison.Ordinal), row.IndexOf('│', StringComparison.Ordinal));
        Assert.Equal(header.IndexOf('?', StringComparison.Ordinal), row.IndexOf('┊', StringComparison.Ordinal));
        Assert.Equal(header.IndexOf('!', StringComparison.Ordinal), row.LastIndexOf('┊'));
    }

    [Fact]
    public void The_smallest_evidence_is_seen()
    {
        Assert.Contains('█', _bars.Bar(18 - 0.01, 18));
        Assert.Contains('░', _bars.Bar(-3.99, -4));
    }

    [Fact]
    public void On_a_narrow_line_the_bars_are_shorter_and_say_the_same()
    {
        var narrow = WaterfallBars.Over(Evidence, 7.5, 11, 80);
        Assert.InRange(narrow.Bar(-4, 18).Length, 10, 20);
        Assert.Equal(narrow.Bar(0, 12).LastIndexOf('█'), narrow.Bar(12, -4).LastIndexOf('░'));
    }
}
