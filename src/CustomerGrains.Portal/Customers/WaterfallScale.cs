using CustomerGrains.Portal.Wording;

namespace CustomerGrains.Portal.Customers;

/// <summary>Where the bars of a waterfall lie: each begins where the one before ended. Positions run from 0 to <see cref="Width"/>.</summary>
public sealed class WaterfallScale
{
    public const int Width = 1000;

    private readonly int _least;
    private readonly int _span;

    private WaterfallScale(IReadOnlyList<int> steps, int threshold)
    {
        var sums = new int[steps.Count + 1];
        for (var i = 0; i < steps.Count; i++)
        {
            sums[i + 1] = sums[i] + steps[i];
        }

        _least = Math.Min(sums.Min(), Math.Min(threshold, 0));
        _span = Math.Max(1, Math.Max(sums.Max(), Math.Max(threshold, 0)) - _least);
        Sums = [.. sums.Skip(1).Select(sum => sum / 100d)];
        Bars = [.. steps.Select((_, i) => Between(sums[i], sums[i + 1]))];
        Total = Between(0, sums[^1]);
        Zero = Position(0);
        Threshold = Position(threshold);
    }

    /// <summary>Bits up to and with each piece of evidence.</summary>
    public IReadOnlyList<double> Sums { get; }

    /// <summary>One for each piece of evidence, in its order.</summary>
    public IReadOnlyList<WaterfallBar> Bars { get; }

    /// <summary>From nothing to the sum.</summary>
    public WaterfallBar Total { get; }

    public int Zero { get; }

    public int Threshold { get; }

    /// <param name="weights">Evidence in bits.</param>
    /// <param name="threshold">Bits from which records are joined.</param>
    public static WaterfallScale Of(IReadOnlyList<double> weights, double threshold) =>
        new([.. weights.Select(Weight.Hundredths)], Weight.Hundredths(threshold));

    private WaterfallBar Between(int from, int to)
    {
        var (start, end) = (Position(Math.Min(from, to)), Position(Math.Max(from, to)));
        return new WaterfallBar(start, end - start);
    }

    private int Position(int hundredths) => (int)((long)(hundredths - _least) * Width / _span);
}

/// <summary>A bar from <paramref name="Start"/>, <paramref name="Length"/> long.</summary>
public readonly record struct WaterfallBar(int Start, int Length);
