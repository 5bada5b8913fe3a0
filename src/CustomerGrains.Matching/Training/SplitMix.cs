namespace CustomerGrains.Matching.Training;

/// <summary>Random numbers that are the same on every machine for the same seed (SplitMix64, Steele, Lea and Flood 2014).</summary>
internal struct SplitMix(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        var value = _state += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    /// <summary>0 to <paramref name="count"/> - 1.</summary>
    public int Below(int count) => (int)((UInt128)Next() * (ulong)count >> 64);
}
