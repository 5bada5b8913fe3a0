using CustomerGrains.Growth.Tests.Protocol;

namespace CustomerGrains.Growth.Tests.Network;

/// <summary>Carries messages between partitions, one at a time, which one being the seed's choice: late, in any order, more than once, and lost while a partition is down; sent again until it is known that they were applied.</summary>
/// <remarks>Durable are the partitions, their outboxes and what they have applied already. A crash comes before a transaction has committed, or right after it: then what it sends is in the outbox and on no wire yet.</remarks>
internal sealed class FaultyNetwork
{
    private readonly Random _random;
    private readonly Plant _plant;
    private readonly Node[] _nodes;
    private readonly List<Envelope> _flying = [];
    private readonly Rates _rates;

    public FaultyNetwork(Random random, Layout layout, Matcher matcher, Plant plant)
    {
        _random = random;
        _plant = plant;
        _rates = new Rates(random);
        _nodes = new Node[layout.Partitions];
        for (var i = 0; i < _nodes.Length; i++)
        {
            var node = new Node();
            node.Partition = new Partition(i, layout, matcher, plant, (to, message) => node.Sending.Add((to, message)));
            _nodes[i] = node;
        }
    }

    /// <summary>Faults stop when this is cleared.</summary>
    public bool IsFaulty { get; set; } = true;

    public IEnumerable<Partition> Partitions => _nodes.Select(node => node.Partition);

    /// <summary>Messages that are not known to be applied.</summary>
    public int Unsettled => _nodes.Sum(node => node.Outbox.Count);

    /// <summary>Crashes so far, and messages that were applied already when they arrived.</summary>
    public (int Crashes, int Repeats) Struck { get; private set; }

    /// <summary>Does something at a partition as one transaction, as a client asks for it.</summary>
    /// <returns>False when the client has no answer: it may be done or not.</returns>
    public bool TryDo(int partition, Action<Partition> what)
    {
        var node = _nodes[partition];
        if (node.IsDown)
        {
            return false;
        }

        if (Happens(_rates.CrashesBefore))
        {
            Crash(node);
            return false;
        }

        return Commit(partition, () => what(node.Partition));
    }

    /// <summary>Lets one thing happen.</summary>
    public void Step()
    {
        for (var i = 0; i < _nodes.Length; i++)
        {
            if (_nodes[i].IsDown && (!IsFaulty || _random.Next(20) == 0))
            {
                Restart(i);
            }
        }

        if (_flying.Count == 0 || Happens(_rates.SentAgain))
        {
            SendAgain();
            return;
        }

        var at = _random.Next(_flying.Count);
        var envelope = _flying[at];
        if (!Happens(_rates.Doubled))
        {
            _flying[at] = _flying[^1];
            _flying.RemoveAt(_flying.Count - 1);
        }

        Deliver(envelope);
    }

    private void Deliver(Envelope envelope)
    {
        var node = _nodes[envelope.To];
        if (node.IsDown || Happens(_rates.Lost))
        {
            return;
        }

        if (Happens(_rates.CrashesBefore))
        {
            Crash(node);
            return;
        }

        var isNew = !node.Applied.Contains((envelope.From, envelope.Number));
        if (!isNew)
        {
            Struck = Struck with { Repeats = Struck.Repeats + 1 };
        }

        var isDone = true;
        if (isNew || (_plant == Plant.AppliedTwice && envelope.Message is Transfer))
        {
            isDone = Commit(envelope.To, () =>
            {
                node.Partition.Apply(envelope.Message);
                node.Applied.Add((envelope.From, envelope.Number));
            });
        }

        // The sender may forget it only when it hears that it was applied.
        if (isDone && !Happens(_rates.Lost))
        {
            _nodes[envelope.From].Outbox.Remove(envelope.Number);
        }
    }

    private bool Commit(int partition, Action what)
    {
        var node = _nodes[partition];
        node.Sending.Clear();
        what();
        var crashes = Happens(_rates.CrashesAfter);
        foreach (var (to, message) in node.Sending)
        {
            var envelope = new Envelope(partition, ++node.Sent, to, message);
            if (!crashes || _plant != Plant.OutboxForgotten)
            {
                node.Outbox.Add(envelope.Number, envelope);
            }

            if (!crashes)
            {
                _flying.Add(envelope);
            }
        }

        if (crashes)
        {
            Crash(node);
        }

        return !crashes;
    }

    private void Crash(Node node)
    {
        node.IsDown = true;
        Struck = Struck with { Crashes = Struck.Crashes + 1 };
    }

    private void Restart(int partition)
    {
        _nodes[partition].IsDown = false;
        _flying.AddRange(_nodes[partition].Outbox.Values);
    }

    private void SendAgain()
    {
        var senders = _nodes.Where(node => !node.IsDown && node.Outbox.Count > 0).ToArray();
        if (senders.Length > 0)
        {
            var outbox = senders[_random.Next(senders.Length)].Outbox;
            _flying.Add(outbox.ElementAt(_random.Next(outbox.Count)).Value);
        }
    }

    private bool Happens(int thousandths) => IsFaulty && _random.Next(1000) < thousandths;

    private sealed record Envelope(int From, long Number, int To, Message Message);

    private sealed class Node
    {
        public Partition Partition { get; set; } = null!;

        public SortedDictionary<long, Envelope> Outbox { get; } = [];

        public HashSet<(int From, long Number)> Applied { get; } = [];

        public List<(int To, Message Message)> Sending { get; } = [];

        public long Sent { get; set; }

        public bool IsDown { get; set; }
    }

    /// <summary>How often things go wrong, in thousandths; drawn anew for each seed so that quiet and rough runs both occur.</summary>
    private sealed class Rates(Random random)
    {
        private readonly int _roughness = random.Next(4);

        public int Lost => Of(90);

        public int Doubled => Of(150);

        public int SentAgain => Of(150);

        public int CrashesBefore => Of(12);

        public int CrashesAfter => Of(12);

        private int Of(int most) => most * _roughness / 3;
    }
}
