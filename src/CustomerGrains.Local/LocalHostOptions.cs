namespace CustomerGrains.Local;

/// <summary>How many grains one process keeps active.</summary>
public sealed class LocalHostOptions
{
    /// <summary>Blocking-key grains kept active, a few hundred bytes each; above it all idle ones are dropped. Default: 500,000.</summary>
    public int BlockingKeysMax { get; set; } = 500_000;

    /// <summary>Customer grains kept active. Default: 100,000.</summary>
    public int CustomersMax { get; set; } = 100_000;

    /// <summary>How often idle grains are looked for. Default: 1 minute.</summary>
    public TimeSpan CollectionInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Rounds of collection a grain may be idle before it is dropped. Default: 5.</summary>
    public int IdleRoundsMax { get; set; } = 5;

    /// <summary>Throws when a value makes no sense.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Names the option.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(BlockingKeysMax, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(CustomersMax, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(IdleRoundsMax, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(CollectionInterval, TimeSpan.FromMilliseconds(100));
    }
}
