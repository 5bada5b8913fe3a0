using CustomerGrains.Matching.Records;

namespace CustomerGrains.Cli.Importing.Progress;

/// <summary>Counts records that come more than once in a file. Keeps 64 bits of each identity, about 25 bytes a record.</summary>
internal sealed class SeenIds
{
    private readonly HashSet<ulong> _seen = [];

    /// <summary>Records that came again; the later one replaces the earlier.</summary>
    public long Repeated { get; private set; }

    /// <summary>The first record that came again; null while none has.</summary>
    public RecordIdentity? First { get; private set; }

    public void Add(RecordIdentity identity)
    {
        if (!_seen.Add(identity.TieBreaker))
        {
            Repeated++;
            First ??= identity;
        }
    }
}
