using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Growth.Tests.Protocol;

/// <content>What a partition does for the records at home here: accepts them, files their keys, finds their links, knows their customers.</content>
internal sealed partial class Partition
{
    private readonly SortedDictionary<int, HomeRecord> _records = [];

    /// <summary>Records at home here, as they stand.</summary>
    public IEnumerable<HomeRecord> Records => _records.Values;

    /// <summary>A source sends a record, or deletes it (null). Durable when this has committed.</summary>
    public void Accept(int record, RecordIdentity identity, RecordFeatures? features)
    {
        if (!_records.TryGetValue(record, out var held))
        {
            if (features is null)
            {
                return;
            }

            _records[record] = held = new HomeRecord(record, identity);
            TakeFirst(new Token(record, null, Hop: 0, Sequence: 0, Cluster: 0));
        }

        held.Features = features;
        held.KeySet = features is null ? new BlockingKeySet([], []) : BlockingSchemes.Derive(features, matcher.Hasher);
        BeginRevision(held);
    }

    /// <summary>A person decides on two records; this is the home of the smaller one.</summary>
    public void Decide(Decision decision)
    {
        Send(layout.HomeOf(decision.Pair.A), new Decided(decision.Pair.A, decision));
        Send(layout.HomeOf(decision.Pair.B), new Decided(decision.Pair.B, decision));
    }

    private static BlockingKey[] CrowdedKeysOf(HomeRecord held) => Array.FindAll(held.KeySet.ValueKeys, key => held.Crowds.TryGetValue(key, out var state) && state.IsCrowded);

    /// <summary>Gives the record a new revision, says so to every partition that has a key of it or had one, and begins to gather their answers.</summary>
    private void BeginRevision(HomeRecord held)
    {
        held.Revision++;
        held.Crowded = CrowdedKeysOf(held);
        held.Entry = EntryOf(held);
        held.Others.Clear();
        held.Read.Clear();
        held.AwaitedHomes.Clear();
        held.AwaitedKeys.Clear();
        var byPartition = held.KeySet.Keys.GroupBy(layout.PartitionOf).ToDictionary(keys => keys.Key, keys => keys.ToArray());
        held.AwaitedKeys.UnionWith(byPartition.Keys);
        foreach (var partition in held.FiledAt.Union(byPartition.Keys).Order().ToArray())
        {
            var keys = byPartition.GetValueOrDefault(partition, []);
            Send(partition, new FileKeys(held.Record, held.Revision, keys, Array.FindAll(keys, key => Array.BinarySearch(held.KeySet.ValueKeys, key) >= 0)));
        }

        held.FiledAt = [.. byPartition.Keys];
        if (held.AwaitedKeys.Count == 0)
        {
            EndProbe(held);
        }
    }

    private Entry EntryOf(HomeRecord held)
    {
        if (held.Features is null)
        {
            return new Entry(held.Record, held.Revision, held.Identity, null, []);
        }

        var without = CrowdedValues.Without(held.Features, held.Crowded, matcher.Hasher);
        return new Entry(held.Record, held.Revision, held.Identity, without, CrowdedValues.KeysWithout(without, held.KeySet.Keys, held.Crowded, matcher.Hasher));
    }

    private void Apply(Filed filed)
    {
        var held = _records[filed.Record];
        if (filed.Revision != held.Revision)
        {
            // The keys answer the newer revision, too.
            return;
        }

        foreach (var state in filed.Crowds)
        {
            Learn(held, state);
        }

        held.Others.UnionWith(filed.Others);
        held.AwaitedKeys.Remove(filed.KeyPartition);
        if (plant == Plant.FirstAnswerSuffices)
        {
            held.AwaitedKeys.Clear();
        }

        if (held.AwaitedKeys.Count > 0)
        {
            return;
        }

        if (!CrowdedKeysOf(held).AsSpan().SequenceEqual(held.Crowded))
        {
            BeginRevision(held);
            return;
        }

        var byHome = held.Others.GroupBy(layout.HomeOf).ToArray();
        held.AwaitedHomes.UnionWith(byHome.Select(others => others.Key));
        foreach (var others in byHome)
        {
            Send(others.Key, new ReadEntries(held.Record, held.Revision, me, [.. others]));
        }

        if (held.AwaitedHomes.Count == 0)
        {
            EndProbe(held);
        }
    }

    private void Apply(CrowdChanged changed)
    {
        var held = _records[changed.Record];
        Learn(held, changed.State);
        if (held.Features is not null && !CrowdedKeysOf(held).AsSpan().SequenceEqual(held.Crowded))
        {
            BeginRevision(held);
        }
    }

    private void Learn(HomeRecord held, CrowdState state)
    {
        // Older news would mend itself, at the price of more revisions: each files the record again, and the answers say what is so now.
        if (state.Version > held.Crowds.GetValueOrDefault(state.Key).Version)
        {
            held.Crowds[state.Key] = state;
        }
    }

    private void Apply(ReadEntries read) => Send(read.Asking, new EntriesRead(read.Record, read.Revision, me, [.. read.Others.Select(other => _records[other].Entry!)]));

    private void Apply(EntriesRead read)
    {
        var held = _records[read.Record];
        if (read.Revision != held.Revision)
        {
            return;
        }

        held.Read.AddRange(read.Entries.Where(entry => entry.IsLive));
        held.AwaitedHomes.Remove(read.Answering);
        if (held.AwaitedHomes.Count == 0)
        {
            EndProbe(held);
        }
    }

    /// <summary>Everything that was filed at one of its keys before it is known.</summary>
    private void EndProbe(HomeRecord held)
    {
        var entry = held.Entry!;
        held.Read.Sort((a, b) => a.Record.CompareTo(b.Record));
        var links = entry.IsLive ? matcher.EdgesOf(entry, held.Read).Select(other => LinkOf(entry, other)).ToArray() : [];
        held.Read.Clear();
        Send(me, new Probed(entry, links));
    }

    private static Link LinkOf(Entry a, Entry b) => a.Record < b.Record ? new Link(new Pair(a.Record, b.Record), a.Revision, b.Revision) : new Link(new Pair(b.Record, a.Record), b.Revision, a.Revision);

    private void Apply(Placed placed)
    {
        var held = _records[placed.Record];
        if (placed.Sequence > held.Sequence || plant == Plant.PlacementOrderIgnored)
        {
            held.Sequence = placed.Sequence;
            held.Cluster = placed.Cluster;
        }

        Point(placed.Record, placed.Holder, placed.Hop);
    }

    /// <summary>A record at its home.</summary>
    internal sealed class HomeRecord(int record, RecordIdentity identity)
    {
        public int Record => record;

        public RecordIdentity Identity => identity;

        public int Revision { get; set; }

        public RecordFeatures? Features { get; set; }

        public BlockingKeySet KeySet { get; set; } = new([], []);

        /// <summary>What is known of its values, also of former ones.</summary>
        public Dictionary<BlockingKey, CrowdState> Crowds { get; } = [];

        /// <summary>Its values that are crowded, as its revision takes them.</summary>
        public BlockingKey[] Crowded { get; set; } = [];

        public Entry? Entry { get; set; }

        /// <summary>Partitions that have keys of it.</summary>
        public HashSet<int> FiledAt { get; set; } = [];

        public HashSet<int> AwaitedKeys { get; } = [];

        public HashSet<int> AwaitedHomes { get; } = [];

        public SortedSet<int> Others { get; } = [];

        public List<Entry> Read { get; } = [];

        /// <summary>The truth of where it belongs: the placement with the largest sequence.</summary>
        public int Sequence { get; set; }

        /// <summary>Smallest record of its customer; 0: none.</summary>
        public int Cluster { get; set; }
    }
}
