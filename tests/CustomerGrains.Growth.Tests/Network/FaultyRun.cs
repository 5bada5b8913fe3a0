using CustomerGrains.Growth.Tests.Protocol;
using CustomerGrains.Index.Journal;
using CustomerGrains.Index.Tests.Checking;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Evaluating;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Resolving;
using CustomerGrains.Matching.Scoring;
using CustomerGrains.Matching.Standardising;

namespace CustomerGrains.Growth.Tests.Network;

/// <summary>One run of the protocol by a seed: partitions over a faulty network, a small world of records and decisions, then rest, and a comparison with the batch.</summary>
internal sealed class FaultyRun
{
    private const int StepsMax = 40_000;

    private readonly Random _random;
    private readonly SmallWorld _world;
    private readonly Layout _layout;
    private readonly Matcher _matcher;
    private readonly FaultyNetwork _network;
    private readonly Dictionary<RecordIdentity, int> _numbers;
    private readonly Dictionary<RecordIdentity, RecordFeatures> _live = [];
    private readonly Dictionary<Pair, AssertionDecision> _decisions = [];
    private int _version;

    private FaultyRun(int seed, Plant plant)
    {
        _random = new Random(seed);
        _world = new SmallWorld(seed, identityCount: 4 + _random.Next(12));
        _layout = new Layout(1 + _random.Next(6));
        _matcher = new Matcher(MatchingModel.Default, new KeyHasher(new byte[KeyHasher.SecretLength]), crowdLimit: 2 + _random.Next(4));
        _network = new FaultyNetwork(_random, _layout, _matcher, plant);
        _numbers = _world.Identities.Index().ToDictionary(identity => identity.Item, identity => identity.Index + 1);
    }

    /// <summary>Crashes of the run, and messages that had been applied already when they arrived.</summary>
    public (int Crashes, int Repeats) Struck => _network.Struck;

    /// <summary>Everything that is wrong after the run of a seed; empty when nothing is.</summary>
    public static IReadOnlyList<string> Run(int seed, Plant plant = Plant.None) => Run(seed, plant, out _);

    /// <inheritdoc cref="Run(int, Plant)"/>
    public static IReadOnlyList<string> Run(int seed, Plant plant, out FaultyRun run)
    {
        run = new FaultyRun(seed, plant);
        try
        {
            return run.Run();
        }
        catch (Exception fault) when (plant != Plant.None && fault is KeyNotFoundException or ArgumentException or InvalidOperationException)
        {
            // A partition that is not as it should be may well fall over its own feet.
            return [fault.ToString()];
        }
    }

    private IReadOnlyList<string> Run()
    {
        foreach (var deed in _world.Deeds(_random.Next(4, 60)))
        {
            // Some are sent while all that went before is still under way, some later.
            for (var steps = _random.Next(3) == 0 ? _random.Next(200) : 0; steps > 0; steps--)
            {
                _network.Step();
            }

            while (!TryDo(deed))
            {
                _network.Step();
            }
        }

        for (var steps = _random.Next(2000); steps > 0; steps--)
        {
            _network.Step();
        }

        _network.IsFaulty = false;
        for (var steps = 0; _network.Unsettled > 0; steps++)
        {
            if (steps > StepsMax)
            {
                return [$"{_network.Unsettled} messages are still on their way after {StepsMax} steps without a fault"];
            }

            _network.Step();
        }

        return [.. Check()];
    }

    private bool TryDo(Deed deed)
    {
        switch (deed)
        {
            case PutDeed put:
                var features = Standardiser.Standardise(put.Command.Record, SmallWorld.Sources.Single(source => source.Name == put.Command.Identity.Source).Defaults);
                _live[put.Command.Identity] = features;
                return TryAccept(put.Command.Identity, features);
            case DeleteDeed delete:
                _live.Remove(delete.Command.Identity);
                return TryAccept(delete.Command.Identity, null);
            case DecideDeed { Command: var command }:
                var pair = Pair.Of(_numbers[command.A], _numbers[command.B]);
                _decisions[pair] = command.Decision;
                bool? same = command.Decision switch { AssertionDecision.Same => true, AssertionDecision.Different => false, _ => null };
                var version = ++_version;
                return _network.TryDo(_layout.HomeOf(pair.A), partition => partition.Decide(new Decision(pair, version, same)));
            default:
                throw new InvalidOperationException("Not a deed of this world.");
        }
    }

    private bool TryAccept(RecordIdentity identity, RecordFeatures? features)
    {
        var record = _numbers[identity];
        return _network.TryDo(_layout.HomeOf(record), partition => partition.Accept(record, identity, features));
    }

    private IEnumerable<string> Check()
    {
        Partition[] partitions = [.. _network.Partitions];
        var records = partitions.SelectMany(partition => partition.Records).ToDictionary(record => record.Record);

        // The law.
        BatchRecord[] batch = [.. _live.OrderBy(record => record.Key).Select(record => new BatchRecord(record.Key, record.Value))];
        var identities = _numbers.ToDictionary(number => number.Value, number => number.Key);
        BatchAssertion[] assertions =
        [
            .. _decisions.Where(decision => decision.Value != AssertionDecision.Withdraw)
                .Select(decision => new BatchAssertion(identities[decision.Key.A], identities[decision.Key.B], decision.Value == AssertionDecision.Same)),
        ];
        var expected = PartitionHash.Compute(BatchResolver.Resolve(batch, assertions, _matcher.Model, _matcher.Hasher, _matcher.CrowdLimit).Customers(batch));
        var placed = records.Values.Where(record => record.Cluster != 0).GroupBy(record => record.Cluster).Select(customer => customer.Select(record => record.Identity).ToArray());
        var actual = PartitionHash.Compute(placed);
        if (actual != expected)
        {
            yield return $"the customers are {actual}, the batch gives {expected}";
        }

        // Nothing of a record is lost or twice.
        var tokens = partitions.SelectMany(partition => partition.Tokens).ToArray();
        if (tokens.Length != records.Count || tokens.DistinctBy(token => token.Record).Count() != records.Count)
        {
            yield return $"{records.Count} records have {tokens.Length} tokens";
        }

        foreach (var awaited in partitions.SelectMany(partition => partition.Awaited).Where(records.ContainsKey))
        {
            yield return $"messages wait for the token of {awaited}, which does not come";
        }

        // Everything is where it belongs.
        foreach (var (partition, index) in partitions.Select((partition, index) => (partition, index)))
        {
            foreach (var owner in partition.Components.Keys.Where(owner => _layout.HomeOf(owner) != index))
            {
                yield return $"the component of {owner} is at {index}, its home is {_layout.HomeOf(owner)}";
            }
        }

        // The feed of all partitions together is what happened: per record without a gap, and its fold is the partition.
        foreach (var record in partitions.SelectMany(partition => partition.Feed).GroupBy(step => step.Record))
        {
            var steps = record.OrderBy(step => step.Sequence).ToArray();
            if (!steps.Select(step => step.Sequence).SequenceEqual(Enumerable.Range(1, steps.Length)) || steps[^1].Cluster != records[record.Key].Cluster)
            {
                yield return $"the feed places {record.Key} by {string.Join(", ", steps.Select(step => $"{step.Sequence}:{step.Cluster}"))}, it is in {records[record.Key].Cluster}";
            }
        }
    }
}
