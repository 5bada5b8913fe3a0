namespace CustomerGrains.Cli.Generating;

/// <summary>Random numbers that are the same on every machine and every version of .NET for the same seed (SplitMix64, Steele, Lea and Flood 2014).</summary>
internal sealed class SeededRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A stream of its own for one household of a town, so that households do not depend on one another.</summary>
    public static SeededRandom For(ulong seed, long index) => new(Mix(seed ^ Mix((ulong)index + 0x9E3779B97F4A7C15)));

    public ulong Next() => Mix(_state += 0x9E3779B97F4A7C15);

    /// <summary>0 to <paramref name="count"/> - 1.</summary>
    public int Below(int count) => (int)((UInt128)Next() * (ulong)count >> 64);

    /// <summary>True in so many of a thousand cases.</summary>
    public bool Permille(int permille) => Below(1000) < permille;

    public T Pick<T>(IReadOnlyList<T> list) => list[Below(list.Count)];

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
