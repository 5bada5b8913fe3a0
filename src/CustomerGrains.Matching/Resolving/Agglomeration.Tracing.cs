using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Matching.Resolving;

/// <content>The same agglomeration, told step by step.</content>
internal sealed partial class Agglomeration
{
    /// <summary>Resolves, and says how the cluster of one member came to be and what keeps the others from it.</summary>
    /// <param name="focus">Position in the list of members.</param>
    public static ResolutionTrace Trace(IReadOnlyList<ComponentMember> members, int[] order, Decisions decisions, MatchingModel model, int focus)
    {
        var joinings = new List<Joining>();
        var agglomeration = new Agglomeration(members, order, decisions, model, joinings);
        agglomeration.JoinAll();
        var teller = new Teller(agglomeration, members, order, decisions);
        var cluster = agglomeration._clusterOf[Array.IndexOf(order, focus)];
        return new ResolutionTrace(agglomeration.ToResolution(order, decisions), order[cluster], teller.StepsOf(cluster, joinings), teller.ApartFrom(cluster));
    }

    private readonly record struct Joining(int Into, int From, JoinReason Reason);

    /// <summary>Tells of an agglomeration that has come to its end.</summary>
    private sealed class Teller(Agglomeration end, IReadOnlyList<ComponentMember> members, int[] order, Decisions decisions)
    {
        private readonly MatchingModel _model = end._model;

        public List<JoinStep> StepsOf(int cluster, List<Joining> joinings)
        {
            var groups = new List<int>[end._count];
            for (var i = 0; i < end._count; i++)
            {
                groups[i] = [i];
            }

            var steps = DecidedSteps(cluster);
            foreach (var (into, from, reason) in joinings)
            {
                if (reason != JoinReason.Decision && end._clusterOf[into] == cluster)
                {
                    steps.Add(Step(groups[into], groups[from], Strongest(groups[into], groups[from], reason == JoinReason.OneToOne ? IsFit : null), reason));
                }

                groups[into].AddRange(groups[from]);
            }

            return steps;
        }

        public List<GroupApart> ApartFrom(int cluster)
        {
            var groups = Enumerable.Range(0, end._count).GroupBy(i => end._clusterOf[i]).ToDictionary(group => group.Key, group => group.ToList());
            var apart = new List<GroupApart>();
            foreach (var (other, others) in groups.OrderBy(group => group.Key))
            {
                if (other != cluster)
                {
                    var (a, b) = Strongest(groups[cluster], others);
                    var (reason, against, rival) = ReasonOf(cluster, other, groups);
                    apart.Add(new GroupApart(
                        Positions(others), order[a], order[b], AverageOf(groups[cluster], others), reason,
                        against is { } pair ? (order[pair.A], order[pair.B]) : null, rival < 0 ? [] : Positions(groups[rival])));
                }
            }

            return apart;
        }

        /// <summary>Joins by decisions come first. Each is told by a decision on a record that is there already, so one record at a time.</summary>
        private List<JoinStep> DecidedSteps(int cluster)
        {
            var steps = new List<JoinStep>();
            foreach (var group in Enumerable.Range(0, end._count).Where(i => end._clusterOf[i] == cluster).GroupBy(i => decisions.GroupOf[i]))
            {
                var together = new List<int> { group.Key };
                var left = group.Where(i => i != group.Key).ToHashSet();
                while (left.Count > 0)
                {
                    var (a, b) = decisions.Same.First(pair => together.Contains(pair.A) ? left.Contains(pair.B) : together.Contains(pair.B) && left.Contains(pair.A));
                    var pair = together.Contains(a) ? (a, b) : (b, a);
                    steps.Add(Step(together, [pair.Item2], pair, JoinReason.Decision));
                    together.Add(pair.Item2);
                    left.Remove(pair.Item2);
                }
            }

            return steps;
        }

        private (ApartReason Reason, (int A, int B)? Against, int Rival) ReasonOf(int cluster, int other, Dictionary<int, List<int>> groups)
        {
            var (ours, theirs) = (groups[cluster], groups[other]);
            var at = (cluster * end._count) + other;
            if (end._forbidden[at])
            {
                var different = decisions.Different.ToHashSet();
                return First(ours, theirs, (i, j) => different.Contains(i < j ? (i, j) : (j, i))) is { } decided ? (ApartReason.Decision, decided, -1)
                    : First(ours, theirs, (i, j) => ScoreOf(i, j).Conflict) is { } conflict ? (ApartReason.Conflict, conflict, -1)
                    : (ApartReason.OneToOne, First(ours, theirs, (i, j) => _model.OneToOne.KeepsApart(Member(i).Identity, Member(j).Identity)), -1);
            }

            if (!end._linked[at] && end._fits[at] == 0)
            {
                return (ApartReason.NoLink, null, -1);
            }

            if (end._sums[at] < (long)_model.JoinThreshold * ours.Count * theirs.Count)
            {
                return (ApartReason.Average, Weakest(ours, theirs, null), -1);
            }

            if (end.Contradicts(cluster, other))
            {
                return (ApartReason.Contradiction, Weakest(ours, theirs, Contradicts), -1);
            }

            int[] rivals = [end.FitsAsWell(cluster, other), end.FitsAsWell(other, cluster), end.RivalOf(cluster, other), end.RivalOf(other, cluster)];
            return (ApartReason.Ambiguity, null, rivals.FirstOrDefault(rival => rival >= 0, -1));
        }

        private JoinStep Step(List<int> into, List<int> joined, (int A, int B) pair, JoinReason reason) =>
            new(Positions(into), Positions(joined), order[pair.A], order[pair.B], AverageOf(into, joined), reason);

        private int AverageOf(List<int> ofOne, List<int> ofOther)
        {
            var sum = ofOne.Sum(i => ofOther.Sum(j => (long)EvidenceOf(ScoreOf(i, j), _model)));
            return (int)(sum / ((long)ofOne.Count * ofOther.Count));
        }

        private bool IsFit(int i, int j) => _model.OneToOne.IsAcross(Member(i).Identity, Member(j).Identity) && Personal(i, j).IsTelling;

        private bool Contradicts(int i, int j) => Personal(i, j).Contradicting != 0;

        private PersonalEvidence Personal(int i, int j)
        {
            PairScorer.Score(Member(i).Features, Member(j).Features, _model, out var personal);
            return personal;
        }

        private PairScore ScoreOf(int i, int j) => end._scores[(i * end._count) + j];

        private ComponentMember Member(int i) => members[order[i]];

        private int[] Positions(List<int> canonical) => [.. canonical.Select(i => order[i])];

        private (int A, int B) Strongest(List<int> ofOne, List<int> ofOther, Func<int, int, bool>? among = null) =>
            Pairs(ofOne, ofOther, among).MaxBy(pair => ScoreOf(pair.A, pair.B).Weight);

        private (int A, int B) Weakest(List<int> ofOne, List<int> ofOther, Func<int, int, bool>? among) =>
            Pairs(ofOne, ofOther, among).MinBy(pair => ScoreOf(pair.A, pair.B).Weight);

        private static (int A, int B)? First(List<int> ofOne, List<int> ofOther, Func<int, int, bool> which) =>
            Pairs(ofOne, ofOther, which).Select(pair => ((int, int)?)pair).FirstOrDefault();

        private static IEnumerable<(int A, int B)> Pairs(List<int> ofOne, List<int> ofOther, Func<int, int, bool>? among) =>
            from i in ofOne from j in ofOther where among is null || among(i, j) select (i, j);
    }
}
