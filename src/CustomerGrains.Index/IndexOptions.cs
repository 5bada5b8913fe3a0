namespace CustomerGrains.Index;

/// <summary>How much the index may hold and do at once. None of these changes which records are one customer.</summary>
public sealed class IndexOptions
{
    /// <summary>Most that <see cref="SmallKeyOthersMax"/> may be: all of them are named with each record.</summary>
    public const int SmallKeyOthersCeiling = 10_000;

    private const int CachedRecordBytes = 2_048;

    /// <summary>Records being taken in at once, in this process; one more is refused as overloaded. Default: 4096.</summary>
    public int InFlightMax { get; set; } = 4096;

    /// <summary>What an overloaded caller is told to wait. Default: 200 milliseconds.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Record revisions kept decoded, about 2 kB each. Each look at one that is not kept is a read of the store, so it should be as many as the index has records.
    /// Default: what a quarter of the memory that the process may use has room for, 200,000 to 4,000,000.</summary>
    public int CachedRecordsMax { get; set; } = (int)Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4 / CachedRecordBytes, 200_000, 4_000_000);

    /// <summary>Others that may have a blocking key for whoever accepts a record to compare it with them itself; a key that more have is asked. 0: every key that others have is; at most 10,000.
    /// Default: 32.</summary>
    public int SmallKeyOthersMax { get; set; } = 32;

    /// <summary>Entries a blocking key compares one by one; above it the key is hot and compares only records that share a secondary trait. Default: 200.</summary>
    public int HotKeyEntriesMin { get; set; } = 200;

    /// <summary>Times a component's owner reads again after a lost commit before it answers that the component is contended. Default: 16.</summary>
    public int CommitAttemptsMax { get; set; } = 16;

    /// <summary>Times evidence is handed to another owner before whoever has it decides. Default: 8.</summary>
    public int HandOversMax { get; set; } = 8;

    /// <summary>Times a call to a grain is made before it counts as failed. Default: 5.</summary>
    public int CallAttemptsMax { get; set; } = 5;

    /// <summary>Pieces of evidence for the owner of one component that go with one call when they wait for the same one, e.g. because it is large; what is more waits for the next. Default: 256.</summary>
    public int EvidenceTogetherMax { get; set; } = 256;

    /// <summary>How often records and decisions are looked for whose resolution was cut off. Default: 30 seconds.</summary>
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Records or components taken up at once by a change of model or of reading, and when a value passes the crowd limit either way. Default: 64.</summary>
    public int SweepInFlightMax { get; set; } = 64;

    /// <summary>Records whose resolution was cut off that are resolved at once, after a start above all. Few, because whoever calls a server that has just started waits behind them. Default: 8.</summary>
    public int CatchUpInFlightMax { get; set; } = 8;

    /// <summary>Records a search looks at for each key; more than that makes its answer truncated. Default: 2000.</summary>
    public int SearchRecordsPerKeyMax { get; set; } = 2000;

    /// <summary>Records a search scores. Default: 1500.</summary>
    public int SearchRecordsMax { get; set; } = 1500;

    /// <summary>Possible matches named in the answer to a record or shown with a customer. Default: 20.</summary>
    public int ReviewShownMax { get; set; } = 20;

    /// <summary>Throws when a value makes no sense.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Names the option.</exception>
    public void Validate()
    {
        Require(InFlightMax, 1, nameof(InFlightMax));
        Require(CachedRecordsMax, 100, nameof(CachedRecordsMax));
        Require(SmallKeyOthersMax, 0, nameof(SmallKeyOthersMax), SmallKeyOthersCeiling);
        Require(HotKeyEntriesMin, 2, nameof(HotKeyEntriesMin));
        Require(CommitAttemptsMax, 1, nameof(CommitAttemptsMax));
        Require(HandOversMax, 1, nameof(HandOversMax));
        Require(CallAttemptsMax, 1, nameof(CallAttemptsMax));
        Require(EvidenceTogetherMax, 1, nameof(EvidenceTogetherMax));
        Require(SweepInFlightMax, 1, nameof(SweepInFlightMax));
        Require(CatchUpInFlightMax, 1, nameof(CatchUpInFlightMax));
        Require(SearchRecordsPerKeyMax, 10, nameof(SearchRecordsPerKeyMax));
        Require(SearchRecordsMax, 10, nameof(SearchRecordsMax));
        Require(ReviewShownMax, 1, nameof(ReviewShownMax));
        Require((int)Math.Clamp(RetryAfter.TotalMilliseconds, 0, int.MaxValue), 1, nameof(RetryAfter));
        Require((int)Math.Clamp(SweepInterval.TotalMilliseconds, 0, int.MaxValue), 100, nameof(SweepInterval));
    }

    private static void Require(int value, int least, string name, int most = int.MaxValue)
    {
        if (value < least || value > most)
        {
            throw new ArgumentOutOfRangeException(name, value, most == int.MaxValue ? $"{name} must be at least {least}." : $"{name} must be {least} to {most}.");
        }
    }
}
