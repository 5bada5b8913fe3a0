using CustomerGrains.Growth.Tests.Protocol;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Growth.Tests.Counting;

/// <summary>Carries messages in order and without faults, and counts them. A message from a partition to itself is not one of the network and counts for nothing.</summary>
internal sealed class CountedNetwork
{
    private readonly Queue<(int From, int To, Message Message)> _waiting = new();
    private readonly Partition[] _partitions;
    private readonly Layout _layout;
    private readonly HashSet<int> _written = [];
    private Tally _tally = new();

    public CountedNetwork(Layout layout, Matcher matcher)
    {
        _layout = layout;
        _partitions = new Partition[layout.Partitions];
        for (var i = 0; i < _partitions.Length; i++)
        {
            var me = i;
            _partitions[i] = new Partition(i, layout, matcher, Plant.None, (to, message) => Send(me, to, message));
        }
    }

    /// <summary>Every record with its customer.</summary>
    public IEnumerable<(RecordIdentity Identity, int Cluster)> Customers => _partitions.SelectMany(partition => partition.Records).Select(record => (record.Identity, record.Cluster));

    /// <summary>Takes a record in and lets everything that follows from it happen.</summary>
    public Tally Put(int record, RecordIdentity identity, RecordFeatures features)
    {
        _tally = new Tally();
        _written.Clear();
        var home = _layout.HomeOf(record);
        _written.Add(home);
        _partitions[home].Accept(record, identity, features);
        while (_waiting.TryDequeue(out var next))
        {
            // All but reading changes something, and so commits.
            if (next.Message is not ReadEntries)
            {
                _written.Add(next.To);
            }

            _partitions[next.To].Apply(next.Message);
        }

        _tally.PartitionsWritten = _written.Count;
        return _tally;
    }

    private void Send(int from, int to, Message message)
    {
        _waiting.Enqueue((from, to, message));
        var isRemote = from == to ? 0 : 1;
        switch (message)
        {
            case FileKeys file:
                _tally.Keys += file.Keys.Length;
                _tally.KeyCalls += isRemote;
                break;
            case Filed filed:
                _tally.KeysShared += filed.KeysShared;
                _tally.KeyAnswers += isRemote;
                break;
            case ReadEntries read:
                _tally.Candidates += read.Others.Length;
                _tally.ReadCalls += isRemote;
                break;
            case EntriesRead read:
                _tally.ReadAnswers += isRemote;
                _tally.FeatureBytes += isRemote * read.Entries.Sum(entry => (long)FeaturesCodec.Encode(entry.Features!).Length);
                break;
            case Transfer transfer:
                _tally.Transfers += isRemote;
                _tally.TokensMoved += isRemote * transfer.Tokens.Length;
                break;
            case Placed:
                _tally.Placements += isRemote;
                break;
            case CrowdChanged:
                _tally.CrowdCalls += isRemote;
                break;
            case Probed probed:
                _tally.Links += probed.Links.Length;
                _tally.OwnerCalls += isRemote;
                break;
            default:
                _tally.OwnerCalls += isRemote;
                break;
        }
    }
}

/// <summary>What taking one record in came to.</summary>
internal sealed class Tally
{
    /// <summary>Keys filed.</summary>
    public int Keys { get; set; }

    /// <summary>Of these, keys that others have.</summary>
    public int KeysShared { get; set; }

    /// <summary>Other records that share one.</summary>
    public int Candidates { get; set; }

    /// <summary>Edges found.</summary>
    public int Links { get; set; }

    /// <summary>Messages that file keys.</summary>
    public int KeyCalls { get; set; }

    public int KeyAnswers { get; set; }

    /// <summary>Messages that ask for records to be compared with.</summary>
    public int ReadCalls { get; set; }

    public int ReadAnswers { get; set; }

    /// <summary>Bytes of features in the answers.</summary>
    public long FeatureBytes { get; set; }

    /// <summary>Messages to those who own components.</summary>
    public int OwnerCalls { get; set; }

    /// <summary>Commits that begin at one partition and end at another.</summary>
    public int Transfers { get; set; }

    /// <summary>Members that moved by these.</summary>
    public int TokensMoved { get; set; }

    /// <summary>Messages that tell a home where its record belongs.</summary>
    public int Placements { get; set; }

    public int CrowdCalls { get; set; }

    /// <summary>Partitions in which something was committed.</summary>
    public int PartitionsWritten { get; set; }

    /// <summary>All messages between partitions.</summary>
    public int Messages => KeyCalls + KeyAnswers + ReadCalls + ReadAnswers + OwnerCalls + Transfers + Placements + CrowdCalls;
}
