using CustomerGrains.Matching.Training;

namespace CustomerGrains.Cli.Generating;

/// <summary>The choices of a generator, the same on every machine and every version of .NET for the same seed.</summary>
internal sealed class SeededRandom(ulong seed)
{
    private SplitMix _numbers = new(seed);

    /// <summary>A stream of its own for one household of a town, so that households do not depend on one another.</summary>
    public static SeededRandom For(ulong seed, long index) => new(SplitMix.SeedFor(seed, index));

    public ulong Next() => _numbers.Next();

    /// <summary>0 to <paramref name="count"/> - 1.</summary>
    public int Below(int count) => _numbers.Below(count);

    /// <summary>True in so many of a thousand cases.</summary>
    public bool Permille(int permille) => Below(1000) < permille;

    public T Pick<T>(IReadOnlyList<T> list) => list[Below(list.Count)];
}
