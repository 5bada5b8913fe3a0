using System.Globalization;
using System.Numerics;

namespace CustomerGrains.Cli.Generating;

/// <summary>Durations counted in buckets of at most 3 % width, so that millions cost no more memory than one.</summary>
internal sealed class Latencies
{
    private const int StepBits = 5;
    private readonly long[] _counts = new long[(64 - StepBits) << StepBits];
    private long _count;

    public void Add(TimeSpan duration)
    {
        _counts[Bucket((ulong)Math.Max(0, duration.Ticks))]++;
        _count++;
    }

    /// <summary>The duration that so many of a thousand stay within: 990 for p99.</summary>
    public TimeSpan Permille(int permille)
    {
        var wanted = (long)Math.Ceiling(_count * (permille / 1000.0));
        var seen = 0L;
        for (var bucket = 0; bucket < _counts.Length; bucket++)
        {
            seen += _counts[bucket];
            if (seen >= wanted && seen > 0)
            {
                return TimeSpan.FromTicks(UpperEnd(bucket));
            }
        }

        return TimeSpan.Zero;
    }

    /// <summary>E.g. "p50 1.2 ms, p95 3.4 ms, p99 5.6 ms, p99.9 7.8 ms".</summary>
    public override string ToString() => string.Join(", ", new[] { (500, "p50"), (950, "p95"), (990, "p99"), (999, "p99.9") }
        .Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Item2} {Permille(part.Item1).TotalMilliseconds:F1} ms")));

    private static int Bucket(ulong ticks)
    {
        if (ticks < 1UL << StepBits)
        {
            return (int)ticks;
        }

        var power = BitOperations.Log2(ticks) - StepBits;
        return ((power + 1) << StepBits) + (int)((ticks >> power) & ((1UL << StepBits) - 1));
    }

    private static long UpperEnd(int bucket)
    {
        var power = (bucket >> StepBits) - 1;
        return power < 0 ? bucket : (((1L << StepBits) + (bucket & ((1 << StepBits) - 1)) + 1) << power) - 1;
    }
}
