using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Matching.Resolving;

/// <summary>Average-evidence agglomeration over all pairs of a component. Members are canonical positions; a cluster is named by its first member.</summary>
internal sealed partial class Agglomeration
{
    // One overwhelming pair must not carry many that say nothing.
    private const int PairWeightMax = 3000;

    // Nor must one that differs in nearly everything outvote those that agree.
    private const int PairWeightMin = -4000;

    // Such a pair has more than one thing against it, and little for it.
    private const int CertainlyDifferent = -1000;

    // Evidence that differs by less than this does not decide between two customers.
    private const int AmbiguityMargin = 300;

    private readonly int _count;
    private readonly PairScore[] _scores;
    private readonly long[] _sums;
    private readonly bool[] _linked;
    private readonly bool[] _forbidden;
    private readonly byte[] _contradictions;
    private readonly byte[] _silent;
    private readonly byte[] _agreements;

    // Two members at least agree in an identifier.
    private readonly bool[] _confirmed;
    private readonly long[] _contradictingSums;
    private readonly int[] _contradictingPairs;

    // Largest weight of a pair across two one-to-one sources that is an edge; 0 for none.
    private readonly int[] _fits;
    private readonly int[] _sizes;
    private readonly int[] _clusterOf;
    private readonly MatchingModel _model;
    private readonly List<Joining>? _joinings;

    private Agglomeration(IReadOnlyList<ComponentMember> members, int[] order, Decisions decisions, MatchingModel model, List<Joining>? joinings)
    {
        _joinings = joinings;
        _count = members.Count;
        _model = model;
        _scores = new PairScore[_count * _count];
        _sums = new long[_count * _count];
        _linked = new bool[_count * _count];
        _forbidden = new bool[_count * _count];
        _contradictions = new byte[_count * _count];
        _silent = new byte[_count * _count];
        _agreements = new byte[_count * _count];
        _confirmed = new bool[_count];
        _contradictingSums = new long[_count * _count];
        _contradictingPairs = new int[_count * _count];
        _fits = new int[_count * _count];
        _sizes = new int[_count];
        _clusterOf = new int[_count];
        for (var i = 0; i < _count; i++)
        {
            _sizes[i] = 1;
            _clusterOf[i] = i;
            for (var j = 0; j < i; j++)
            {
                var (one, other) = (members[order[i]], members[order[j]]);
                var score = PairScorer.Score(one.Features, other.Features, model, out var personal);
                var forbidden = score.Conflict || model.OneToOne.KeepsApart(one.Identity, other.Identity);
                Set(i, j, score, EvidenceOf(score, model), score.Weight >= model.LinkThreshold, forbidden);
                Set(i, j, personal);
                if (personal.IsTelling && score.Weight >= model.OneToOne.Threshold && !forbidden && model.OneToOne.IsAcross(one.Identity, other.Identity))
                {
                    _fits[(i * _count) + j] = _fits[(j * _count) + i] = score.Weight;
                }
            }
        }

        foreach (var (a, b) in decisions.Different)
        {
            _forbidden[(a * _count) + b] = _forbidden[(b * _count) + a] = true;
        }

        for (var i = 0; i < _count; i++)
        {
            if (decisions.GroupOf[i] != i)
            {
                Join(decisions.GroupOf[i], i, JoinReason.Decision);
            }
        }
    }

    public static Resolution Resolve(IReadOnlyList<ComponentMember> members, int[] order, Decisions decisions, MatchingModel model)
    {
        var agglomeration = new Agglomeration(members, order, decisions, model, joinings: null);
        agglomeration.JoinAll();
        return agglomeration.ToResolution(order, decisions);
    }

    private void JoinAll()
    {
        while (true)
        {
            if (FindBest(out var a, out var b))
            {
                Join(a, b, JoinReason.Evidence);
            }
            else if (FindOneToOne(out a, out b))
            {
                Join(a, b, JoinReason.OneToOne);
            }
            else
            {
                return;
            }
        }
    }

    private void Set(int i, int j, PairScore score, int weight, bool linked, bool forbidden)
    {
        var (one, other) = ((i * _count) + j, (j * _count) + i);
        _scores[one] = _scores[other] = score;
        _sums[one] = _sums[other] = weight;
        _linked[one] = _linked[other] = linked;
        _forbidden[one] = _forbidden[other] = forbidden;
    }

    // Records of one customer seldom contradict each other, so a pair that does counts twice, one that can hardly be a slip three times.
    // What support a pair lacks keeps it from being a link; it does not say that they are two.
    private static int EvidenceOf(PairScore score, MatchingModel model)
    {
        if (score.Weight >= 0)
        {
            return Math.Min(score.Weight, PairWeightMax);
        }

        return ForgivesSlips(model) ? Math.Max(Counted(Math.Min(0, score.Evidence)), PairWeightMin) : Counted(score.Weight);

        static int Counted(int weight) => weight < CertainlyDifferent ? 3 * weight : 2 * weight;
    }

    private static bool ForgivesSlips(MatchingModel model) => (model.Without & ScoringMechanisms.Slips) == 0;

    private void Set(int i, int j, PersonalEvidence personal)
    {
        var (one, other) = ((i * _count) + j, (j * _count) + i);
        _contradictions[one] = _contradictions[other] = (byte)personal.Contradicting;
        _silent[one] = _silent[other] = (byte)personal.Silent;
        _agreements[one] = _agreements[other] = (byte)personal.Agreeing;
        _contradictingPairs[one] = _contradictingPairs[other] = personal.Contradicting == 0 ? 0 : 1;
        _contradictingSums[one] = _contradictingSums[other] = personal.Contradicting == 0 ? 0 : _sums[one];
    }

    private bool FindBest(out int a, out int b)
    {
        (a, b) = (-1, -1);
        long bestSum = 0;
        long bestPairs = 1;
        for (var i = 0; i < _count; i++)
        {
            if (_clusterOf[i] != i)
            {
                continue;
            }

            for (var j = i + 1; j < _count; j++)
            {
                var at = (i * _count) + j;
                if (_clusterOf[j] != j || !_linked[at] || _forbidden[at])
                {
                    continue;
                }

                var sum = _sums[at];
                var pairs = (long)_sizes[i] * _sizes[j];
                if (sum >= _model.JoinThreshold * pairs && (a < 0 || sum * bestPairs > bestSum * pairs)
                    && !Contradicts(i, j) && FitsAsWell(i, j) < 0 && FitsAsWell(j, i) < 0)
                {
                    (a, b, bestSum, bestPairs) = (i, j, sum, pairs);
                }
            }
        }

        return a >= 0;
    }

    /// <summary>Of what links left apart, the two clusters that fit each other best across one-to-one sources, both of them by the margin.</summary>
    /// <remarks>Done last, so that a rival that is taken is none any more: it then holds a record of the source itself.</remarks>
    private bool FindOneToOne(out int a, out int b)
    {
        (a, b) = (-1, -1);
        var best = 0;
        for (var i = 0; i < _count; i++)
        {
            for (var j = i + 1; j < _count && _clusterOf[i] == i; j++)
            {
                var at = (i * _count) + j;
                if (_clusterOf[j] == j && _fits[at] > best && !_forbidden[at] && _sums[at] >= (long)_model.JoinThreshold * _sizes[i] * _sizes[j]
                    && !Contradicts(i, j) && FitsAsWell(i, j) < 0 && FitsAsWell(j, i) < 0 && RivalOf(i, j) < 0 && RivalOf(j, i) < 0)
                {
                    (a, b, best) = (i, j, _fits[at]);
                }
            }
        }

        return a >= 0;
    }

    /// <summary>Another cluster that this one fits nearly as well, and cannot be joined with too; -1 for none.</summary>
    private int RivalOf(int cluster, int candidate)
    {
        for (var k = 0; k < _count; k++)
        {
            var at = (cluster * _count) + k;
            if (_clusterOf[k] == k && k != candidate && _fits[at] > 0 && !_forbidden[at] && _forbidden[(candidate * _count) + k]
                && _fits[at] + _model.OneToOne.Margin > _fits[(cluster * _count) + candidate])
            {
                return k;
            }
        }

        return -1;
    }

    /// <summary>Two clusters differ in something personal, agree in it nowhere, and the members that differ would not belong together by themselves: a member that says nothing
    /// of it must not bring father and son together.</summary>
    private bool Contradicts(int i, int j)
    {
        var at = (i * _count) + j;
        var contradictions = (PersonalAttributes)_contradictions[at];
        var agreements = (PersonalAttributes)_agreements[at];
        if (ForgivesSlips(_model))
        {
            contradictions &= _confirmed[i] && _confirmed[j] ? contradictions : ~PersonalAttributes.Identifier;
            contradictions &= (agreements & PersonalAttributes.Identifier) == 0 ? contradictions : ~PersonalAttributes.BirthDate;
        }

        return (contradictions & ~agreements) != 0 && _contradictingSums[at] < (long)_model.ReviewThreshold * _contradictingPairs[at];
    }

    /// <summary>Another cluster that this one fits just as well and that contradicts the candidate in something the cluster says nothing of: a father's namesake without a birth date; -1 for none.
    /// Such evidence does not tell whose the record is, so it joins neither and both are shown for review.</summary>
    private int FitsAsWell(int cluster, int candidate)
    {
        var average = _sums[(cluster * _count) + candidate] / ((long)_sizes[cluster] * _sizes[candidate]);
        for (var k = 0; k < _count; k++)
        {
            var at = (cluster * _count) + k;
            if (_clusterOf[k] == k && k != cluster && k != candidate && _linked[at] && !_forbidden[at]
                && (_contradictions[(candidate * _count) + k] & _silent[(cluster * _count) + candidate] & _silent[at]) != 0
                && (_sums[at] / ((long)_sizes[cluster] * _sizes[k])) + AmbiguityMargin >= average)
            {
                return k;
            }
        }

        return -1;
    }

    private void Join(int into, int from, JoinReason reason)
    {
        _joinings?.Add(new Joining(into, from, reason));
        for (var k = 0; k < _count; k++)
        {
            if (_clusterOf[k] == from)
            {
                _clusterOf[k] = into;
            }
        }

        _confirmed[into] |= _confirmed[from] || (_agreements[(into * _count) + from] & (byte)PersonalAttributes.Identifier) != 0;
        _sizes[into] += _sizes[from];
        for (var k = 0; k < _count; k++)
        {
            if (_clusterOf[k] == k && k != into)
            {
                var (one, other, added) = ((into * _count) + k, (k * _count) + into, (from * _count) + k);
                _sums[one] = _sums[other] = _sums[one] + _sums[added];
                _linked[one] = _linked[other] = _linked[one] || _linked[added];
                _fits[one] = _fits[other] = Math.Max(_fits[one], _fits[added]);
                _forbidden[one] = _forbidden[other] = _forbidden[one] || _forbidden[added];
                _contradictions[one] = _contradictions[other] = (byte)(_contradictions[one] | _contradictions[added]);
                _silent[one] = _silent[other] = (byte)(_silent[one] & _silent[added]);
                _agreements[one] = _agreements[other] = (byte)(_agreements[one] | _agreements[added]);
                _contradictingPairs[one] = _contradictingPairs[other] = _contradictingPairs[one] + _contradictingPairs[added];
                _contradictingSums[one] = _contradictingSums[other] = _contradictingSums[one] + _contradictingSums[added];
            }
        }
    }

    private Resolution ToResolution(int[] order, Decisions decisions)
    {
        var strongest = new Dictionary<(int, int), (int A, int B, int Weight)>();
        for (var i = 0; i < _count; i++)
        {
            for (var j = i + 1; j < _count; j++)
            {
                var score = _scores[(i * _count) + j];
                var clusters = _clusterOf[i] < _clusterOf[j] ? (_clusterOf[i], _clusterOf[j]) : (_clusterOf[j], _clusterOf[i]);
                if (clusters.Item1 != clusters.Item2 && score.Weight >= _model.ReviewThreshold && !_forbidden[(clusters.Item1 * _count) + clusters.Item2]
                    && !decisions.Decided(i, j) && (!strongest.TryGetValue(clusters, out var best) || score.Weight > best.Weight))
                {
                    strongest[clusters] = (i, j, score.Weight);
                }
            }
        }

        var review = strongest.OrderBy(pair => pair.Key).Select(pair => new ReviewPair(order[pair.Value.A], order[pair.Value.B], pair.Value.Weight));
        return Numbered(_clusterOf, order, [.. review], oversize: false);
    }

    /// <summary>Numbers clusters from 0 in canonical order.</summary>
    internal static Resolution Numbered(int[] clusterOf, int[] order, IReadOnlyList<ReviewPair> review, bool oversize)
    {
        var numbers = new int[clusterOf.Length];
        var count = 0;
        for (var i = 0; i < clusterOf.Length; i++)
        {
            if (clusterOf[i] == i)
            {
                numbers[i] = count++;
            }
        }

        var result = new int[clusterOf.Length];
        for (var i = 0; i < clusterOf.Length; i++)
        {
            result[order[i]] = numbers[clusterOf[i]];
        }

        return new Resolution(result, count, review, oversize);
    }
}
