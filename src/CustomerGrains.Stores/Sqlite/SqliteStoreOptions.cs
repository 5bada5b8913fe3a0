namespace CustomerGrains.Stores.Sqlite;

/// <summary>How the embedded store keeps its file. Checked when the store is opened.</summary>
public sealed record SqliteStoreOptions
{
    /// <summary>Every commit waits for the disk; off, a power cut (never a crash of the process) may lose the last commits. Default: true.</summary>
    public bool SynchronousFull { get; init; } = true;

    /// <summary>Most writes committed as one transaction. Default: 512.</summary>
    public int BatchCountMax { get; init; } = 512;

    /// <summary>Most writes that wait for the writer; callers past it wait for a place. Default: 8192.</summary>
    public int QueueCountMax { get; init; } = 8192;

    /// <summary>Pages (4 KiB) in the write-ahead log after which it is folded into the file. Default: 16384 (64 MiB).</summary>
    public int CheckpointPages { get; init; } = 16384;

    /// <summary>Page cache of the writer, KiB. Default: 262144 (256 MiB).</summary>
    public int WriterCacheKibibytes { get; init; } = 262_144;

    /// <summary>Page cache of each reader, KiB. Default: 16384 (16 MiB).</summary>
    public int ReaderCacheKibibytes { get; init; } = 16_384;

    /// <summary>Most reads at one time; callers past it wait for a connection. Default: 8.</summary>
    public int ReaderCountMax { get; init; } = 8;

    /// <summary>Milliseconds to wait for another program that holds the file before a call fails. Default: 5000.</summary>
    public int BusyMillisecondsMax { get; init; } = 5_000;

    /// <summary>Mebibytes the file may grow to; past it writes fail as if the disk were full. Default: 0, no limit but the disk's.</summary>
    public int FileMebibytesMax { get; init; }

    /// <exception cref="ArgumentException">A value is out of its range.</exception>
    public void Validate()
    {
        Require(BatchCountMax is >= 1 and <= 65_536, nameof(BatchCountMax), "1 to 65536");
        Require(QueueCountMax is >= 1 and <= 1_048_576, nameof(QueueCountMax), "1 to 1048576");
        Require(CheckpointPages is >= 100 and <= 1_048_576, nameof(CheckpointPages), "100 to 1048576");
        Require(WriterCacheKibibytes is >= 1024 and <= 67_108_864, nameof(WriterCacheKibibytes), "1024 to 67108864");
        Require(ReaderCacheKibibytes is >= 256 and <= 67_108_864, nameof(ReaderCacheKibibytes), "256 to 67108864");
        Require(BusyMillisecondsMax >= 0, nameof(BusyMillisecondsMax), "0 or more");
        Require(FileMebibytesMax >= 0, nameof(FileMebibytesMax), "0 or more");
        Require(ReaderCountMax is >= 1 and <= 256, nameof(ReaderCountMax), "1 to 256");
    }

    private static void Require(bool holds, string option, string range)
    {
        if (!holds)
        {
            throw new ArgumentException($"{nameof(SqliteStoreOptions)}.{option} must be {range}.");
        }
    }
}
