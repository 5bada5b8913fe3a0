using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Matching.Comparing;

/// <content>Names of which it is not known which word is what: every word of one is compared with every word of the other, whatever the order.</content>
internal static partial class PairComparer
{
    private const int AlignedWordsMax = 12;

    private partial struct NameFindings
    {
        /// <summary>Pairs words that are alike, the best likeness first; a word may stand for several that the other wrote apart.</summary>
        /// <param name="a">A name.</param>
        /// <param name="b">Another; one of the two at least is a guess.</param>
        /// <param name="i">Position of the first among the names of its record.</param>
        /// <param name="j">Position of the second.</param>
        /// <param name="model">The model.</param>
        /// <param name="contradicted">Words are left over on both sides: the names are not one with a part left out.</param>
        public static NameFindings Aligned(NameFeature a, NameFeature b, int i, int j, MatchingModel model, out bool contradicted)
        {
            // Pairing the best first depends on which name is walked through first, and a score must not.
            var swapped = InOrder(a, b) > 0;
            var alignment = swapped ? new NameAlignment(b, a) : new NameAlignment(a, b);
            alignment.Pair(model);
            contradicted = alignment.Contradicted;
            return alignment.Findings(model, i, j);
        }

        private static int InOrder(NameFeature a, NameFeature b)
        {
            var order = a.TokenCount.CompareTo(b.TokenCount);
            for (var k = 0; order == 0 && k < a.TokenCount; k++)
            {
                order = string.CompareOrdinal(a.Token(k).Text, b.Token(k).Text);
            }

            return order != 0 ? order : a.Given.Length.CompareTo(b.Given.Length);
        }
    }

    /// <summary>Which words of two names stand for one another.</summary>
    private ref struct NameAlignment(NameFeature a, NameFeature b)
    {
        private readonly int _countA = Math.Min(a.TokenCount, AlignedWordsMax);
        private readonly int _countB = Math.Min(b.TokenCount, AlignedWordsMax);
        private uint _usedA;
        private uint _usedB;
        private int _pairs;
        private Paired _surname;
        private Paired _given;
        private Likeness _rest;

        /// <summary>Two words, or one and those that it was written together from.</summary>
        private readonly record struct Paired(Likeness Likeness, int Weight, bool IsSurname, bool Found)
        {
            public int Worth(MatchingModel model) => (IsSurname ? SurnameFinding(Likeness, Weight, model, 0, 0) : GivenFinding(Likeness, Weight, model, 0, 0)).Weight;
        }

        /// <summary>Words left over on both sides; particles say nothing.</summary>
        public readonly bool Contradicted => LeavesOver(a, _countA, _usedA) && LeavesOver(b, _countB, _usedB);

        public void Pair(MatchingModel model)
        {
            Span<Likeness> likeness = stackalloc Likeness[AlignedWordsMax * AlignedWordsMax];
            for (var x = 0; x < _countA; x++)
            {
                for (var y = 0; y < _countB; y++)
                {
                    likeness[(x * AlignedWordsMax) + y] = LikenessOf(a.Token(x), b.Token(y));
                }
            }

            for (var grade = Likeness.Same; grade < Likeness.Different; grade++)
            {
                for (var x = 0; x < _countA; x++)
                {
                    for (var y = 0; y < _countB; y++)
                    {
                        if (likeness[(x * AlignedWordsMax) + y] == grade && (_usedA & (1u << x)) == 0 && (_usedB & (1u << y)) == 0)
                        {
                            _usedA |= 1u << x;
                            _usedB |= 1u << y;
                            Add(new Paired(grade, WeightOf(x, y, grade, model), x >= a.Given.Length || y >= b.Given.Length, Found: true), model);
                        }
                    }
                }

                if (grade == Likeness.Same)
                {
                    PairTogether(a, _countA, ref _usedA, b, _countB, ref _usedB, model);
                    PairTogether(b, _countB, ref _usedB, a, _countA, ref _usedA, model);
                }
            }
        }

        public readonly NameFindings Findings(MatchingModel model, int i, int j)
        {
            // One pair of several words is what the comparison by roles tells as well.
            if (_pairs == 0 || (_pairs == 1 && _countA > 1 && _countB > 1 && Contradicted))
            {
                return default;
            }

            return new NameFindings
            {
                Surname = _surname.Found ? SurnameFinding(_surname.Likeness, _surname.Weight, model, i, j) : default,
                Given = _given.Found ? GivenFinding(_given.Likeness, _given.Weight, model, i, j) : default,
                Middle = _pairs < 3 ? default : Found(_rest == Likeness.Initial ? ComparisonLevel.MiddleInitial : ComparisonLevel.MiddleExact, model, i, j),
            };
        }

        private static bool LeavesOver(NameFeature name, int count, uint used)
        {
            for (var k = 0; k < count; k++)
            {
                if ((used & (1u << k)) == 0 && name.Token(k).Text is not ("bin" or "ben" or "ibn" or "bn" or "bint" or "binti" or "al" or "el" or "abu"))
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>The best pair that has to do with a surname stands for the surname, the best of the others for the given name.</summary>
        private void Add(Paired pair, MatchingModel model)
        {
            _pairs++;
            if (pair.IsSurname && (!_surname.Found || pair.Worth(model) > _surname.Worth(model)))
            {
                (pair, _surname) = (_surname, pair);
            }

            if (!pair.Found)
            {
                return;
            }

            pair = pair with { IsSurname = false };
            if (!_given.Found || pair.Worth(model) > _given.Worth(model))
            {
                (pair, _given) = (_given, pair);
            }

            _rest = pair.Found && (_pairs == 3 || pair.Likeness < _rest) ? pair.Likeness : _rest;
        }

        private void PairTogether(NameFeature together, int togetherCount, ref uint togetherUsed, NameFeature apart, int apartCount, ref uint apartUsed, MatchingModel model)
        {
            for (var x = 0; x < togetherCount; x++)
            {
                for (var y = 0; (togetherUsed & (1u << x)) == 0 && y < apartCount - 1; y++)
                {
                    if (Parts(together.Token(x).Text, apart, y, apartCount, apartUsed) is var parts and > 1)
                    {
                        togetherUsed |= 1u << x;
                        apartUsed |= ((1u << parts) - 1) << y;
                        var whole = parts == apart.TokenCount || together.TokenCount == 1;
                        var surname = whole || x >= together.Given.Length || y + parts > apart.Given.Length;
                        var weight = surname ? model.Surnames.WeightOf(together.Token(x).Text) : model.GivenNames.WeightOf(together.Token(x).Text);
                        Add(new Paired(Likeness.Same, weight, surname, Found: true), model);
                    }
                }
            }
        }

        /// <summary>Number of words from a position on that make up the text, or 0.</summary>
        private static int Parts(string text, NameFeature apart, int start, int count, uint used)
        {
            var length = 0;
            for (var y = start; y < count && (used & (1u << y)) == 0; y++)
            {
                var part = apart.Token(y).Text;
                if (!text.AsSpan(length).StartsWith(part, StringComparison.Ordinal))
                {
                    return 0;
                }

                length += part.Length;
                if (length == text.Length)
                {
                    return y - start + 1;
                }
            }

            return 0;
        }

        // A word that may be either weighs as the commoner.
        private readonly int WeightOf(int x, int y, Likeness likeness, MatchingModel model)
        {
            if (likeness == Likeness.Initial)
            {
                return 0;
            }

            var (first, second) = (a.Token(x), b.Token(y));
            var (surnameA, surnameB) = (x >= a.Given.Length, y >= b.Given.Length);
            return Math.Min(WeightOf(first, surnameA, surnameA != surnameB, model), WeightOf(second, surnameB, surnameA != surnameB, model));
        }

        private static int WeightOf(NameToken name, bool surname, bool either, MatchingModel model) =>
            name.IsInitial ? model.WeightOf(ComparisonLevel.GivenInitial) - model.WeightOf(ComparisonLevel.GivenExact)
            : either ? Math.Min(model.GivenNames.WeightOf(name.Text), model.Surnames.WeightOf(name.Text))
            : surname ? model.Surnames.WeightOf(name.Text)
            : model.GivenNames.WeightOf(name.Text);
    }
}
