using CustomerGrains.Cli.Generating;

namespace CustomerGrains.Cli.Tests.Generating;

public sealed class LatenciesTests
{
    [Fact]
    public void Percentiles_are_right_within_the_width_of_a_bucket()
    {
        var latencies = new Latencies();
        for (var i = 1; i <= 10_000; i++)
        {
            latencies.Add(TimeSpan.FromMicroseconds(i * 10));
        }

        foreach (var permille in (int[])[1, 500, 950, 990, 999, 1000])
        {
            var exact = permille * 100.0;
            Assert.InRange(latencies.Permille(permille).TotalMicroseconds, exact, exact * 1.04);
        }
    }

    [Fact]
    public void Percentiles_are_said_in_milliseconds()
    {
        var latencies = new Latencies();
        latencies.Add(TimeSpan.FromMilliseconds(2));
        Assert.Matches(@"^p50 2\.\d ms, p95 2\.\d ms, p99 2\.\d ms, p99\.9 2\.\d ms$", latencies.ToString());
    }

    [Fact]
    public void Nothing_measured_is_zero() => Assert.Equal(TimeSpan.Zero, new Latencies().Permille(990));
}
