using CustomerGrains.Matching.Resolving;

namespace CustomerGrains.Growth.Tests.Protocol;

/// <content>What a partition does for the tokens it has: keeps those that are tied together as components, resolves them, and lets go of those that belong elsewhere.</content>
/// <remarks>
/// The normal form: a component is where its smallest record is at home. Tokens are taken in wherever they arrive, so none is ever refused or lost; the transaction that takes them in restores the normal form.
/// Two components that are tied and apart find each other by <see cref="Meet"/>: the one with the smaller owner stays, so growth goes one way only.
/// </remarks>
internal sealed partial class Partition
{
    private readonly SortedDictionary<int, Token> _tokens = [];
    private readonly Dictionary<int, int> _ownerOf = [];
    private readonly Dictionary<int, SortedSet<int>> _components = [];
    private readonly Dictionary<int, HashSet<Tie>> _ties = [];
    private readonly Dictionary<Tie, int> _met = [];
    private readonly Dictionary<int, (int Partition, int Hop)> _where = [];
    private readonly Dictionary<int, List<ToHolder>> _parked = [];
    private readonly List<(int Record, int Sequence, int Cluster)> _feed = [];

    /// <summary>Tokens that are here.</summary>
    public IEnumerable<Token> Tokens => _tokens.Values;

    /// <summary>Components that are here, by their smallest record.</summary>
    public IReadOnlyDictionary<int, SortedSet<int>> Components => _components;

    /// <summary>This partition's part of the feed: who was placed where, in order.</summary>
    public IReadOnlyList<(int Record, int Sequence, int Cluster)> Feed => _feed;

    /// <summary>Records whose token messages wait for: it is on its way here, or the record was never accepted.</summary>
    public IEnumerable<int> Awaited => _parked.Keys;

    private void TakeFirst(Token token)
    {
        _tokens.Add(token.Record, token);
        SetComponent([token.Record]);
        Unpark(token.Record);
    }

    private void Route(ToHolder message)
    {
        if (_tokens.ContainsKey(message.Record))
        {
            Handle(message);
        }
        else if (_where.TryGetValue(message.Record, out var gone) && gone.Hop > message.HopMin)
        {
            Send(gone.Partition, message with { HopMin = gone.Hop });
        }
        else
        {
            if (!_parked.TryGetValue(message.Record, out var waiting))
            {
                _parked[message.Record] = waiting = [];
            }

            waiting.Add(message);
        }
    }

    private void Unpark(int record)
    {
        if (_parked.Remove(record, out var waiting))
        {
            waiting.ForEach(Route);
        }
    }

    private void Handle(ToHolder message)
    {
        switch (message)
        {
            case Probed probed:
                Handle(probed);
                break;
            case Decided decided:
                AddTie(decided.Decision);
                Settle([decided.Record]);
                break;
            case Meet meet:
                Handle(meet);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(message), message, "Not a message to the holder of a token.");
        }
    }

    private void Handle(Probed probed)
    {
        var token = _tokens[probed.Record];
        if (token.Entry is { } known && known.Revision >= probed.Entry.Revision)
        {
            return;
        }

        _tokens[probed.Record] = token with { Entry = probed.Entry };
        foreach (var tie in TiesOf(probed.Record).ToArray())
        {
            _met.Remove(tie);
            if (IsPast(tie))
            {
                RemoveTie(tie);
            }
        }

        foreach (var link in probed.Links)
        {
            AddTie(link);
        }

        Settle([probed.Record]);
    }

    private void Handle(Meet meet)
    {
        AddTie(meet.Tie);
        var other = meet.Tie.Pair.OtherThan(meet.Record);
        if (_tokens.ContainsKey(other))
        {
            Settle([meet.Record, other]);
            return;
        }

        if (!TiesOf(meet.Record).Contains(meet.Tie) || !HoldsAtThisEnd(meet.Tie, meet.Record))
        {
            // Past, or of a revision that goes to meet the other itself when it comes.
            return;
        }

        var owner = _ownerOf[meet.Record];
        if (meet.Owner < owner && meet.At != me)
        {
            Release([.. _components[owner]], meet.At);
        }
        else if (plant != Plant.MeetingUnanswered)
        {
            _met[meet.Tie] = owner;
            Send(layout.HomeOf(other), new Meet(other, meet.Tie, owner, me));
        }
    }

    private void Apply(Transfer transfer)
    {
        foreach (var token in transfer.Tokens)
        {
            _tokens[token.Record] = token;
            SetComponent([token.Record]);
            Send(layout.HomeOf(token.Record), new Placed(token.Record, token.Sequence, token.Cluster, me, token.Hop));
        }

        foreach (var tie in transfer.Ties)
        {
            _met.Remove(tie);
            AddTie(tie);
        }

        Settle([.. transfer.Tokens.Select(token => token.Record)]);
        foreach (var token in transfer.Tokens)
        {
            Unpark(token.Record);
        }
    }

    /// <summary>Restores the normal form around some records, resolves what has changed, and goes to meet what it is tied to elsewhere.</summary>
    private void Settle(int[] records)
    {
        var affected = new SortedSet<int>();
        var waiting = new Stack<int>(records.Where(_tokens.ContainsKey));
        while (waiting.TryPop(out var record))
        {
            if (!affected.Contains(record))
            {
                var component = _components[_ownerOf[record]];
                affected.UnionWith(component);
                foreach (var member in component)
                {
                    foreach (var tie in TiesOf(member).Where(IsEdge))
                    {
                        waiting.Push(tie.Pair.OtherThan(member));
                    }
                }
            }
        }

        var parts = PartsOf(affected);
        foreach (var record in affected)
        {
            _components.Remove(_ownerOf[record]);
        }

        parts.ForEach(SetComponent);
        foreach (var part in parts)
        {
            var home = layout.HomeOf(part.Min);
            if (home == me)
            {
                Resolve(part);
                MeetOthers(part);
            }
            else
            {
                Release([.. part], home);
            }
        }
    }

    private List<SortedSet<int>> PartsOf(SortedSet<int> affected)
    {
        var parts = new List<SortedSet<int>>();
        var seen = new HashSet<int>();
        foreach (var first in affected)
        {
            if (!seen.Add(first))
            {
                continue;
            }

            var part = new SortedSet<int>();
            var waiting = new Queue<int>([first]);
            while (waiting.TryDequeue(out var record))
            {
                part.Add(record);
                var next = TiesOf(record).Where(IsEdge).Select(tie => tie.Pair.OtherThan(record));
                foreach (var other in plant == Plant.NoSplits ? next.Concat(_components[_ownerOf[record]]) : next)
                {
                    if (seen.Add(other))
                    {
                        waiting.Enqueue(other);
                    }
                }
            }

            parts.Add(part);
        }

        return parts;
    }

    private void SetComponent(SortedSet<int> part)
    {
        _components[part.Min] = part;
        foreach (var record in part)
        {
            _ownerOf[record] = part.Min;
        }
    }

    /// <summary>Decides the customers of a component, as a batch would.</summary>
    private void Resolve(SortedSet<int> part)
    {
        int[] live = [.. part.Where(record => _tokens[record].Entry is { IsLive: true })];
        var clusters = part.ToDictionary(record => record, _ => 0);
        var positions = live.Index().ToDictionary(member => member.Item, member => member.Index);
        if (live.Length > 0)
        {
            var decisions = live.SelectMany(TiesOf).OfType<Decision>()
                .Where(decision => decision.Same is not null && positions.ContainsKey(decision.Pair.A) && positions.ContainsKey(decision.Pair.B))
                .Distinct()
                .Select(decision => new MemberAssertion(positions[decision.Pair.A], positions[decision.Pair.B], decision.Same!.Value));
            var resolution = ComponentResolver.Resolve([.. live.Select(record => MemberOf(_tokens[record].Entry!))], [.. decisions], matcher.Model);
            foreach (var cluster in live.GroupBy(record => resolution.ClusterOf[positions[record]]))
            {
                foreach (var record in cluster)
                {
                    clusters[record] = cluster.Min();
                }
            }
        }

        foreach (var (record, cluster) in clusters)
        {
            var token = _tokens[record];
            if (token.Cluster != cluster)
            {
                token = token with { Cluster = cluster, Sequence = token.Sequence + 1 };
                _tokens[record] = token;
                _feed.Add((record, token.Sequence, cluster));
                Send(layout.HomeOf(record), new Placed(record, token.Sequence, cluster, me, token.Hop));
            }
        }
    }

    private static ComponentMember MemberOf(Entry entry) => new(entry.Identity, entry.Features!);

    private void MeetOthers(SortedSet<int> part)
    {
        foreach (var record in part)
        {
            foreach (var tie in TiesOf(record))
            {
                var other = tie.Pair.OtherThan(record);
                if (!_tokens.ContainsKey(other) && HoldsAtThisEnd(tie, record) && _met.GetValueOrDefault(tie) != part.Min)
                {
                    _met[tie] = part.Min;
                    Send(layout.HomeOf(other), new Meet(other, tie, part.Min, me));
                }
            }
        }
    }

    /// <summary>Lets go of tokens: from the commit of this on they are in the message, and in nobody else's hands.</summary>
    private void Release(int[] records, int to)
    {
        var ties = new HashSet<Tie>();
        var tokens = new Token[records.Length];
        for (var i = 0; i < records.Length; i++)
        {
            var record = records[i];
            tokens[i] = _tokens[record] with { Hop = _tokens[record].Hop + 1 };
            ties.UnionWith(TiesOf(record));
            _tokens.Remove(record);
            _components.Remove(_ownerOf[record]);
            _ownerOf.Remove(record);
            Point(record, to, tokens[i].Hop);
        }

        foreach (var tie in ties.Where(tie => !_tokens.ContainsKey(tie.Pair.A) && !_tokens.ContainsKey(tie.Pair.B)))
        {
            RemoveTie(tie);
        }

        Send(to, new Transfer(tokens, [.. ties]));
    }

    private void Point(int record, int partition, int hop)
    {
        if (hop > _where.GetValueOrDefault(record).Hop && partition != me)
        {
            _where[record] = (partition, hop);
        }
    }

    private IEnumerable<Tie> TiesOf(int record) => _ties.GetValueOrDefault(record) ?? [];

    private void AddTie(Tie tie)
    {
        if (tie is Decision decision)
        {
            if (TiesOf(decision.Pair.A).OfType<Decision>().FirstOrDefault(known => known.Pair == decision.Pair) is { } known)
            {
                if (known.Version >= decision.Version)
                {
                    return;
                }

                RemoveTie(known);
            }
        }
        else if (IsPast(tie))
        {
            return;
        }

        Ends(tie.Pair.A).Add(tie);
        Ends(tie.Pair.B).Add(tie);

        HashSet<Tie> Ends(int record)
        {
            if (!_ties.TryGetValue(record, out var ties))
            {
                _ties[record] = ties = [];
            }

            return ties;
        }
    }

    private void RemoveTie(Tie tie)
    {
        _met.Remove(tie);
        foreach (var record in new[] { tie.Pair.A, tie.Pair.B })
        {
            if (_ties.TryGetValue(record, out var ties))
            {
                ties.Remove(tie);
                if (ties.Count == 0)
                {
                    _ties.Remove(record);
                }
            }
        }
    }

    /// <summary>A link with a revision that has been followed by another: it will never hold again.</summary>
    private bool IsPast(Tie tie) => plant != Plant.RevisionsIgnored && tie is Link link && (IsPast(link, link.Pair.A) || IsPast(link, link.Pair.B));

    private bool IsPast(Link link, int record) => _tokens.TryGetValue(record, out var token) && token.Entry is { } entry && entry.Revision > link.RevisionOf(record);

    private bool HoldsAtThisEnd(Tie tie, int record) => _tokens.TryGetValue(record, out var token) && token.Entry is { IsLive: true } entry && tie switch
    {
        Link link => link.RevisionOf(record) == entry.Revision || plant == Plant.RevisionsIgnored,
        Decision { Same: true } => true,
        _ => false,
    };

    private bool IsEdge(Tie tie) => HoldsAtThisEnd(tie, tie.Pair.A) && HoldsAtThisEnd(tie, tie.Pair.B);
}
