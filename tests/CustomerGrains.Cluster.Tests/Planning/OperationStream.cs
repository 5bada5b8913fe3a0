using System.Globalization;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Cluster.Tests.Planning;

/// <summary>Makes what the clients send: records of a few households made, changed, deleted and brought back; many of it twice, in the wrong order, or with a version that is no longer the newest.</summary>
internal sealed class OperationStream(Random random, int clients)
{
    public static readonly string[] Sources = ["housing", "benefits", "library"];

    /// <summary>How far an operation may be put off, in operations: what a source sends early may arrive after what it sends later.</summary>
    private const int DelayMax = 60;

    private readonly Neighbourhood _people = new(random);
    private readonly Dictionary<RecordIdentity, long> _versions = [];
    private readonly Dictionary<(RecordIdentity, RecordIdentity), int> _decidedBy = [];
    private readonly List<RecordIdentity> _known = [];

    /// <summary>So many operations, numbered in the order of sending.</summary>
    public IReadOnlyList<Operation> Make(int count)
    {
        var drawn = new List<(double At, Operation Operation)>();
        while (drawn.Count < count)
        {
            var at = (double)drawn.Count;
            var operation = Draw();
            drawn.Add((at + Late(operation), operation));
            if (operation is RecordOperation { Version: > 0 } sent && random.Next(8) == 0)
            {
                // The same once more under another operation id, by anybody.
                drawn.Add((at + random.Next(DelayMax), sent with { Client = random.Next(clients), IsRepeated = false }));
            }
        }

        return [.. drawn.OrderBy(one => one.At).Take(count).Select((one, number) => one.Operation with { Number = number })];
    }

    /// <summary>Only what has versions may arrive in any order.</summary>
    private double Late(Operation operation) => operation is RecordOperation { Version: > 0 } && random.Next(6) == 0 ? random.Next(DelayMax) : 0;

    private Operation Draw()
    {
        if (_known.Count > 10 && random.Next(14) == 0)
        {
            return Decide();
        }

        if (random.Next(40) == 0)
        {
            return Poison();
        }

        var identity = _known.Count > 5 && random.Next(3) > 0 ? _known[random.Next(_known.Count)] : Fresh();
        var versioned = _versions[identity] >= 0;
        if (versioned)
        {
            _versions[identity]++;
        }

        return new RecordOperation
        {
            Number = 0,
            Client = versioned ? random.Next(clients) : OwnerOf(identity),
            Identity = identity,
            Version = versioned ? _versions[identity] : 0,
            Content = random.Next(8) == 0 ? null : _people.Write(identity),
            IsRepeated = random.Next(10) == 0,
            IsLeftWhenUnknown = random.Next(3) == 0,
        };
    }

    /// <summary>A record that no index may take: its version makes no sense.</summary>
    private RecordOperation Poison()
    {
        var identity = new RecordIdentity(Sources[0], string.Create(CultureInfo.InvariantCulture, $"poison{_known.Count}"));
        return new RecordOperation { Number = 0, Client = random.Next(clients), Identity = identity, Version = -1, Content = _people.Write(identity) };
    }

    private RecordIdentity Fresh()
    {
        var identity = new RecordIdentity(Sources[random.Next(Sources.Length)], _known.Count.ToString("d4", CultureInfo.InvariantCulture));
        _known.Add(identity);
        _versions[identity] = random.Next(8) == 0 ? -1 : 0;
        return identity;
    }

    private DecisionOperation Decide()
    {
        // Among a few records, so that decisions on one pair follow each other and those on others contradict them.
        var a = _known[random.Next(Math.Min(_known.Count, 12))];
        var b = _known[random.Next(Math.Min(_known.Count, 12))];
        if (a == b)
        {
            b = _known[^1];
        }

        var pair = a.CompareTo(b) < 0 ? (a, b) : (b, a);
        if (!_decidedBy.TryGetValue(pair, out var client))
        {
            _decidedBy[pair] = client = random.Next(clients);
        }

        return new DecisionOperation { Number = 0, Client = client, A = pair.Item1, B = pair.Item2, Decision = (AssertionDecision)random.Next(1, 4) };
    }

    private int OwnerOf(RecordIdentity identity) => int.Parse(identity.RecordId, CultureInfo.InvariantCulture) % clients;
}
