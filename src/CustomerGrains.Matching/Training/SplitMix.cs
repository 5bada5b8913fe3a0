namespace CustomerGrains.Matching.Training;

/// <summary>Random numbers that are the same on every machine and every version of .NET for the same seed (SplitMix64, Steele, Lea and Flood 2014). The default has seed 0.</summary>
public struct SplitMix(ulong seed)
{
    private const ulong Increment = 0x9E3779B97F4A7C15;

    private ulong _state = seed;

    public ulong Next() => Mix(_state += Increment);

    /// <summary>0 to <paramref name="count"/> - 1.</summary>
    public int Below(int count) => (int)((UInt128)Next() * (ulong)count >> 64);

    /// <summary>The seed of a stream of its own for one of many things, so that they do not depend on one another.</summary>
    public static ulong SeedFor(ulong seed, long index) => Mix(seed ^ Mix((ulong)index + Increment));

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
