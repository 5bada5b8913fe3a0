using CustomerGrains.Matching.Comparing;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Matching.Training;

/// <summary>Two records and what their comparison found.</summary>
/// <param name="A">Position of the first record.</param>
/// <param name="B">Position of the second, larger than <paramref name="A"/>.</param>
/// <param name="Schemes">Bit per blocking scheme by which they meet; 0 for a random pair.</param>
/// <param name="Pattern">Number of the pattern of levels.</param>
/// <param name="Weight">Weight of the pair under the model it was compared with, in hundredths of a bit.</param>
/// <param name="Given">Weight of the given name agreed on, without that of the level.</param>
/// <param name="Surname">The same of the surname.</param>
/// <param name="Organisation">The same of the organisation's name.</param>
/// <param name="Conflict">They cannot be one customer whatever the weight.</param>
/// <param name="IsTelling">More than a name and a town agrees.</param>
internal readonly record struct ComparedPair(int A, int B, ulong Schemes, int Pattern, int Weight, short Given, short Surname, short Organisation, bool Conflict, bool IsTelling)
{
    public int ValueOf(ComparedAttribute attribute) => attribute switch
    {
        ComparedAttribute.Given => Given,
        ComparedAttribute.Surname => Surname,
        ComparedAttribute.Organisation => Organisation,
        _ => 0,
    };
}

/// <summary>Compares many pairs under one model and numbers the patterns they show.</summary>
internal sealed class PairTable
{
    // Pieces of work are fixed, not per processor, so that patterns are numbered alike on every machine.
    private const int RecordsPerPiece = 256;

    internal PairTable(ComparedPair[] pairs, LevelPattern[] patterns)
    {
        Pairs = pairs;
        Patterns = patterns;
    }

    public ComparedPair[] Pairs { get; }
    public LevelPattern[] Patterns { get; }

    /// <summary>Number of pairs of records that share a block.</summary>
    public static long CountPairs(int records, KeyBlocks blocks)
    {
        var counts = new long[(records + RecordsPerPiece - 1) / RecordsPerPiece];
        Parallel.For(0, counts.Length, piece =>
        {
            foreach (var (_, partners) in Partners(piece, records, blocks))
            {
                counts[piece] += partners.Count;
            }
        });
        return counts.Sum();
    }

    /// <summary>Every two records that share a block, once.</summary>
    public static PairTable OfBlocks(RecordFeatures[] records, KeyBlocks blocks, MatchingModel model) =>
        InPieces((records.Length + RecordsPerPiece - 1) / RecordsPerPiece, piece =>
        {
            var found = new Piece();
            foreach (var (a, partners) in Partners(piece, records.Length, blocks))
            {
                foreach (var (b, schemes) in partners)
                {
                    found.Add(a, b, schemes, records, model);
                }
            }

            return found;
        });

    /// <summary>The pairs given.</summary>
    public static PairTable OfPairs(RecordFeatures[] records, (int A, int B)[] pairs, MatchingModel model) =>
        InPieces((pairs.Length + RecordsPerPiece - 1) / RecordsPerPiece, piece =>
        {
            var found = new Piece();
            foreach (var (a, b) in pairs.AsSpan(piece * RecordsPerPiece, Math.Min(RecordsPerPiece, pairs.Length - (piece * RecordsPerPiece))))
            {
                found.Add(a, b, 0, records, model);
            }

            return found;
        });

    /// <summary>The records after each record of a piece that it meets, with the schemes by which.</summary>
    private static IEnumerable<(int A, SortedDictionary<int, ulong> Partners)> Partners(int piece, int records, KeyBlocks blocks)
    {
        var partners = new SortedDictionary<int, ulong>();
        for (var a = piece * RecordsPerPiece; a < Math.Min(records, (piece + 1) * RecordsPerPiece); a++)
        {
            partners.Clear();
            foreach (var position in blocks.BlocksOf[a])
            {
                var block = blocks.Blocks[position];
                foreach (var b in block.Members.AsSpan(Array.BinarySearch(block.Members, a) + 1))
                {
                    partners[b] = partners.GetValueOrDefault(b) | (1UL << (int)block.Scheme);
                }
            }

            yield return (a, partners);
        }
    }

    private static PairTable InPieces(int count, Func<int, Piece> work)
    {
        var pieces = new Piece[count];
        Parallel.For(0, count, i => pieces[i] = work(i));
        var numbers = new Dictionary<LevelPattern, int>();
        var pairs = new ComparedPair[pieces.Sum(piece => piece.Pairs.Count)];
        var next = 0;
        foreach (var piece in pieces)
        {
            int[] renumbered = [.. piece.Patterns.Select(pattern =>
            {
                if (!numbers.TryGetValue(pattern, out var number))
                {
                    numbers[pattern] = number = numbers.Count;
                }

                return number;
            })];
            foreach (var pair in piece.Pairs)
            {
                pairs[next++] = pair with { Pattern = renumbered[pair.Pattern] };
            }
        }

        return new PairTable(pairs, [.. numbers.OrderBy(entry => entry.Value).Select(entry => entry.Key)]);
    }

    private sealed class Piece
    {
        private readonly Dictionary<LevelPattern, int> _numbers = [];

        public List<ComparedPair> Pairs { get; } = [];
        public List<LevelPattern> Patterns { get; } = [];

        public void Add(int a, int b, ulong schemes, RecordFeatures[] records, MatchingModel model)
        {
            Findings findings = default;
            var conflict = PairComparer.Compare(records[a], records[b], model, ref findings);
            var pattern = LevelPattern.Of(findings);
            if (!_numbers.TryGetValue(pattern, out var number))
            {
                _numbers[pattern] = number = Patterns.Count;
                Patterns.Add(pattern);
            }

            Pairs.Add(new ComparedPair(
                a, b, schemes, number, PairScorer.Sum(findings) + PairScorer.Correction(findings, model),
                Value(findings[ComparedAttribute.Given]), Value(findings[ComparedAttribute.Surname]), Value(findings[ComparedAttribute.Organisation]), conflict, PersonalEvidence.Of(findings).IsTelling));

            short Value(Finding finding) => finding.Level == ComparisonLevel.None ? (short)0 : (short)(finding.Weight - model.WeightOf(finding.Level));
        }
    }
}
