using CustomerGrains.Cli.Generating;
using CustomerGrains.Growth.Tests.Protocol;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Evaluating;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Resolving;
using CustomerGrains.Matching.Scoring;
using CustomerGrains.Matching.Standardising;

namespace CustomerGrains.Growth.Tests.Counting;

/// <summary>Averages over the last tenth of the records taken in when there were so many.</summary>
internal sealed record CountRow(int Records, int Partitions, IReadOnlyList<Tally> Tallies)
{
    public double Of(Func<Tally, double> what) => Tallies.Average(what);
}

/// <summary>Takes a made-up town into partitions, for several numbers of partitions, and counts what each record costs.</summary>
internal sealed class TownCount
{
    private readonly (RecordIdentity Identity, RecordFeatures Features)[] _records;
    private readonly RememberingMatcher _matcher = new(MatchingModel.Default, new KeyHasher(new byte[KeyHasher.SecretLength]), CrowdedValues.LimitDefault);

    public TownCount(int records, ulong seed)
    {
        var town = new Town(records, seed);
        var defaults = new SourceDefaults { DateOrder = TownSource.Defaults.Complete().DateOrder };
        _records = [.. town.Records().Select(record => (record.Identity, Standardiser.Standardise(town.Read(record), defaults)))];
    }

    /// <summary>Counts for one number of partitions, looking at several sizes on the way.</summary>
    public IEnumerable<CountRow> Count(int partitions, IReadOnlyList<int> sizes)
    {
        var network = new CountedNetwork(new Layout(partitions), _matcher);
        var tallies = new List<Tally>();
        var next = 0;
        for (var i = 0; i < _records.Length && next < sizes.Count; i++)
        {
            var tally = network.Put(i + 1, _records[i].Identity, _records[i].Features);
            if (i >= sizes[next] - (sizes[next] / 10))
            {
                tallies.Add(tally);
            }

            if (i + 1 == sizes[next])
            {
                yield return new CountRow(sizes[next], partitions, [.. tallies]);
                tallies.Clear();
                next++;
            }
        }

        Hash = PartitionHash.Compute(network.Customers.Where(record => record.Cluster != 0).GroupBy(record => record.Cluster).Select(customer => customer.Select(record => record.Identity).ToArray()));
    }

    /// <summary>The customers that the last count has made.</summary>
    public string Hash { get; private set; } = "";

    /// <summary>Which keys bring its records together.</summary>
    public IReadOnlyList<SchemeRow> Schemes() => SchemeCount.Of([.. _records.Select(record => record.Features)], _matcher.Hasher);

    /// <summary>The customers that the batch makes.</summary>
    public string BatchHash()
    {
        BatchRecord[] batch = [.. _records.Select(record => new BatchRecord(record.Identity, record.Features))];
        return PartitionHash.Compute(BatchResolver.Resolve(batch, [], _matcher.Model, _matcher.Hasher, _matcher.CrowdLimit).Customers(batch));
    }

    /// <summary>Scores each pair once, however often the town is taken in: first revisions arrive in the same order every time, so they meet the same others.</summary>
    private sealed class RememberingMatcher(MatchingModel model, KeyHasher hasher, int crowdLimit) : Matcher(model, hasher, crowdLimit)
    {
        private readonly Dictionary<int, HashSet<int>> _edges = [];

        public override IEnumerable<Entry> EdgesOf(Entry entry, IReadOnlyList<Entry> others)
        {
            if (entry.Revision > 1 || others.Any(other => other.Revision > 1))
            {
                return base.EdgesOf(entry, others);
            }

            if (!_edges.TryGetValue(entry.Record, out var edges))
            {
                _edges[entry.Record] = edges = [.. base.EdgesOf(entry, others).Select(other => other.Record)];
            }

            return edges.Count == 0 ? [] : others.Where(other => edges.Contains(other.Record));
        }
    }
}
