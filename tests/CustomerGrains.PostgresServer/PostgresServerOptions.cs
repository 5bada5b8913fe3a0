namespace CustomerGrains.PostgresServers;

/// <summary>How a server for tests is set up.</summary>
public sealed record PostgresServerOptions
{
    /// <summary>Waits for the disk at each commit, as in production. Default: true.</summary>
    public bool Fsync { get; init; } = true;

    /// <summary>Further settings of <c>postgresql.conf</c> by name, e.g. <c>deadlock_timeout</c> = <c>100ms</c>. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();
}

/// <summary>How a server is told to stop.</summary>
public enum StopMode
{
    /// <summary>Sessions are cut, open transactions taken back, the rest is written.</summary>
    Fast = 2,

    /// <summary>All processes end at once; the next start recovers from the log.</summary>
    Immediate = 3,
}
